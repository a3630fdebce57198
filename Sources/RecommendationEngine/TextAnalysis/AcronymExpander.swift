/// Finds the places where a text spells out what an acronym of a lexicon stands for.
struct AcronymExpander: Sendable {
  /// An entry of the lexicon in the numbers of a corpus.
  private struct Expansion {
    let acronym: UInt32
    /// The second of the terms that it stands for, or -1; most places are told by it.
    let second: Int32
    /// Where the terms that it stands for lie in `expansionTerms`.
    let terms: Range<Int>
    /// The next expansion that begins with the same term, or -1.
    var next: Int32 = -1
  }

  private var expansions: [Expansion] = []
  private var expansionTerms: [Int32] = []
  /// For each term the first expansion that begins with it, or -1.
  private var firstOfTerm: [Int32]

  /// Whether nothing can be found.
  var isEmpty: Bool { expansions.isEmpty }

  /// Looks the words of a lexicon up in a corpus; entries with words that are not in it are left out.
  init(_ lexicon: AcronymLexicon, in corpus: AnalyzedCorpus) {
    for entry in lexicon.entries {
      guard let acronym = corpus.words.number(of: entry.acronym) else { continue }
      let words = entry.words.compactMap { corpus.words.number(of: $0) }
      guard words.count == entry.words.count else { continue }
      let terms = words.map { corpus.termOfWord[$0] }.filter { $0 >= 0 }
      guard !terms.isEmpty else { continue }
      let start = expansionTerms.count
      expansionTerms += terms
      expansions.append(
        Expansion(
          acronym: UInt32(acronym), second: terms.count > 1 ? terms[1] : -1, terms: start..<expansionTerms.count))
    }
    firstOfTerm = expansions.isEmpty ? [] : Array(repeating: -1, count: corpus.terms.count)
    for index in expansions.indices.reversed() {
      let term = Int(expansionTerms[expansions[index].terms.lowerBound])
      expansions[index].next = firstOfTerm[term]
      firstOfTerm[term] = Int32(index)
    }
  }

  /// The acronyms that are missing in a field, each with the number of the term that it goes behind, ascending.
  ///
  /// - Parameters:
  ///   - terms: The terms of the field, stop words left out.
  ///   - words: Gives the words of these terms; asked for where something stands that an acronym stands for.
  func additions(to terms: Span<Int32>, words: () -> [UInt32]) -> [(index: Int, acronym: UInt32)] {
    var found: [(index: Int, acronym: UInt32)] = []
    var knownWords: [UInt32]?
    let firstOfTerm = firstOfTerm.span
    let expansions = expansions.span
    let expansionTerms = expansionTerms.span
    for index in terms.indices {
      var next = firstOfTerm[Int(terms[index])]
      guard next >= 0 else { continue }
      let second = index + 1 < terms.count ? terms[index + 1] : -1
      while next >= 0 {
        let expansion = expansions[Int(next)]
        next = expansion.next
        guard expansion.second == second || expansion.second < 0 else { continue }
        guard Self.holds(expansionTerms.extracting(expansion.terms), at: index, in: terms) else { continue }
        let words = knownWords ?? words()
        knownWords = words
        if !Self.isAbbreviated(expansion, at: index, in: words) {
          found.append((index + expansion.terms.count - 1, expansion.acronym))
        }
      }
    }
    // Of several behind one word, that which begins first comes first: the order in which they were found.
    guard found.count > 1 else { return found }
    return found.enumerated().sorted { ($0.element.index, $0.offset) < ($1.element.index, $1.offset) }.map(\.element)
  }

  /// Whether some terms stand at a place of a field.
  private static func holds(_ wanted: Span<Int32>, at index: Int, in terms: Span<Int32>) -> Bool {
    guard index + wanted.count <= terms.count else { return false }
    // The first one does.
    for place in 1..<wanted.count where terms[index + place] != wanted[place] { return false }
    return true
  }

  /// Whether the acronym stands beside what it stands for.
  private static func isAbbreviated(_ expansion: Expansion, at index: Int, in words: [UInt32]) -> Bool {
    let (before, after) = (index - 1, index + expansion.terms.count)
    return (before >= 0 && words[before] == expansion.acronym)
      || (after < words.count && words[after] == expansion.acronym)
  }
}
