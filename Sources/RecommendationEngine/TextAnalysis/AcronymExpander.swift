/// Finds the places where a text spells out what an acronym of a lexicon stands for.
struct AcronymExpander: Sendable {
  /// An entry of the lexicon in the numbers of a corpus.
  private struct Expansion {
    let acronym: UInt32
    let terms: [Int32]
    /// The next expansion that begins with the same term, or -1.
    var next: Int32 = -1

    init?(_ entry: AcronymLexicon.Entry, in corpus: AnalyzedCorpus) {
      guard let acronym = corpus.words.number(of: entry.acronym) else { return nil }
      let words = entry.words.compactMap { corpus.words.number(of: $0) }
      guard words.count == entry.words.count else { return nil }
      self.acronym = UInt32(acronym)
      terms = words.map { corpus.termOfWord[$0] }.filter { $0 >= 0 }
      guard !terms.isEmpty else { return nil }
    }
  }

  private var expansions: [Expansion]
  /// For each term the first expansion that begins with it, or -1.
  private var firstOfTerm: [Int32]

  /// Whether nothing can be found.
  var isEmpty: Bool { expansions.isEmpty }

  /// Looks the words of a lexicon up in a corpus; entries with words that are not in it are left out.
  init(_ lexicon: AcronymLexicon, in corpus: AnalyzedCorpus) {
    expansions = lexicon.entries.compactMap { Expansion($0, in: corpus) }
    firstOfTerm = expansions.isEmpty ? [] : Array(repeating: -1, count: corpus.terms.count)
    for index in expansions.indices.reversed() {
      let term = Int(expansions[index].terms[0])
      expansions[index].next = firstOfTerm[term]
      firstOfTerm[term] = Int32(index)
    }
  }

  /// Whether an expansion begins with a term.
  @inline(__always)
  func begins(with term: Int32) -> Bool { firstOfTerm[Int(term)] >= 0 }

  /// The acronyms that are missing in a field, each with the index into `places` of the word that it goes behind, ascending.
  ///
  /// - Parameter places: The positions of the field's words that are no stop words.
  func additions(to places: [Int], of corpus: AnalyzedCorpus) -> [(index: Int, acronym: UInt32)] {
    var found: [(index: Int, acronym: UInt32)] = []
    for (index, position) in places.enumerated() {
      var next = firstOfTerm[Int(corpus.termOfWord[Int(corpus.tokens[position])])]
      while next >= 0 {
        let expansion = expansions[Int(next)]
        if holds(expansion.terms, at: index, in: places, of: corpus),
          !isAbbreviated(expansion, around: index, in: places, of: corpus)
        {
          found.append((index + expansion.terms.count - 1, expansion.acronym))
        }
        next = expansion.next
      }
    }
    // Of several behind one word, that which begins first comes first: the order in which they were found.
    guard found.count > 1 else { return found }
    return found.enumerated().sorted { ($0.element.index, $0.offset) < ($1.element.index, $1.offset) }.map(\.element)
  }

  /// Whether terms stand at a place of a field, function words passed over.
  private func holds(_ terms: [Int32], at index: Int, in places: [Int], of corpus: AnalyzedCorpus) -> Bool {
    index + terms.count <= places.count
      && terms.indices.allSatisfy { corpus.termOfWord[Int(corpus.tokens[places[index + $0]])] == terms[$0] }
  }

  private func isAbbreviated(
    _ expansion: Expansion, around index: Int, in places: [Int], of corpus: AnalyzedCorpus
  ) -> Bool {
    let (before, after) = (index - 1, index + expansion.terms.count)
    return (before >= 0 && corpus.tokens[places[before]] == expansion.acronym)
      || (after < places.count && corpus.tokens[places[after]] == expansion.acronym)
  }
}
