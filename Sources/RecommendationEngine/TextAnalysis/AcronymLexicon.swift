/// Acronyms with what they stand for, learned from texts that say both: `Chronic Care Management (CCM)`.
///
/// A word of two to six letters is an acronym of the words beside it when their first letters spell it; function words
/// between them may be passed over (`Department of Health and Human Services (HHS)`). After Schwartz and Hearst, *A simple
/// algorithm for identifying abbreviation definitions in biomedical text*, PSB 2003, on words instead of characters.
public struct AcronymLexicon: Sendable, Equatable {
  /// An acronym and the words that it stands for, both in lower case.
  public struct Entry: Sendable, Equatable {
    /// The acronym: `ccm`.
    public let acronym: String
    /// The words, function words among them: `chronic`, `care`, `management`.
    public let words: [String]

    /// Creates an entry.
    public init(acronym: String, words: [String]) {
      self.acronym = acronym
      self.words = words
    }
  }

  /// The entries, ascending by acronym; each acronym has one.
  public let entries: [Entry]

  /// Creates a lexicon from its entries.
  public init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  /// Learns the acronyms of a corpus.
  ///
  /// An acronym of three letters and more needs one item that spells it out, one of two letters needs two; where items
  /// disagree, the meaning that at least twice as many items have wins, else the acronym is left alone.
  ///
  /// - Complexity: O(words).
  public init(learningFrom corpus: AnalyzedCorpus) {
    let shapes = (0..<corpus.words.count).map { WordShape(corpus.words.bytes($0), isStop: corpus.termOfWord[$0] < 0) }
    var itemsOfMeaning: [UInt32: [[UInt32]: Int]] = [:]
    for item in 0..<corpus.itemCount {
      var seen: [UInt32: Set<[UInt32]>] = [:]
      for field in Field.allCases.indices {
        let range = corpus.range(ofItem: item, field: field)
        for position in range {
          let word = corpus.tokens[position]
          guard shapes[Int(word)].canBeAcronym else { continue }
          let letters = Array(corpus.words.bytes(Int(word)))
          for meaning in [
            Self.before(position, letters, corpus, range, shapes), Self.after(position, letters, corpus, range, shapes),
          ] {
            if let meaning { seen[word, default: []].insert(meaning) }
          }
        }
      }
      for (word, meanings) in seen {
        for meaning in meanings { itemsOfMeaning[word, default: [:]][meaning, default: 0] += 1 }
      }
    }
    entries = itemsOfMeaning.compactMap { word, meanings -> Entry? in
      // Forms of one meaning (singular, plural) count together.
      var byTerms: [[Int32]: (count: Int, words: [String])] = [:]
      for (meaning, count) in meanings {
        let terms = meaning.map { corpus.termOfWord[Int($0)] }.filter { $0 >= 0 }
        let words = meaning.map { corpus.words.word(Int($0)) }
        let known = byTerms[terms]
        let isBetter = known.map { words.lexicographicallyPrecedes($0.words) } ?? true
        byTerms[terms] = ((known?.count ?? 0) + count, isBetter ? words : known?.words ?? words)
      }
      let ranked = byTerms.values.sorted {
        $0.count == $1.count ? $0.words.lexicographicallyPrecedes($1.words) : $0.count > $1.count
      }
      let acronym = corpus.words.word(Int(word))
      guard let best = ranked.first, best.count >= (acronym.utf8.count == 2 ? 2 : 1) else { return nil }
      if ranked.count > 1, ranked[1].count * 2 > best.count { return nil }
      return Entry(acronym: acronym, words: best.words)
    }.sorted { $0.acronym.utf8.lexicographicallyPrecedes($1.acronym.utf8) }
  }

  /// What the first letters of words tell.
  private struct WordShape {
    let first: UInt8
    let isStop: Bool
    let canBeAcronym: Bool

    init(_ bytes: ArraySlice<UInt8>, isStop: Bool) {
      first = bytes.first ?? 0
      self.isStop = isStop
      canBeAcronym = !isStop && (2...6).contains(bytes.count) && bytes.allSatisfy { (0x61...0x7A).contains($0) }
    }
  }

  /// The words before a position whose first letters spell the acronym there.
  private static func before(
    _ position: Int, _ letters: [UInt8], _ corpus: AnalyzedCorpus, _ range: Range<Int>, _ shapes: [WordShape]
  ) -> [UInt32]? {
    var start = position
    for letter in letters.reversed() {
      guard let next = step(from: start, by: -1, to: letter, corpus, range, shapes) else { return nil }
      start = next
    }
    return meaning(start..<position, corpus, shapes)
  }

  /// The words behind a position whose first letters spell the acronym there.
  private static func after(
    _ position: Int, _ letters: [UInt8], _ corpus: AnalyzedCorpus, _ range: Range<Int>, _ shapes: [WordShape]
  ) -> [UInt32]? {
    var end = position
    for letter in letters {
      guard let next = step(from: end, by: 1, to: letter, corpus, range, shapes) else { return nil }
      end = next
    }
    return meaning(position + 1..<end + 1, corpus, shapes)
  }

  /// The nearest position in a direction whose word begins with a letter; at most two function words are passed over.
  private static func step(
    from position: Int, by direction: Int, to letter: UInt8, _ corpus: AnalyzedCorpus, _ range: Range<Int>,
    _ shapes: [WordShape]
  ) -> Int? {
    for distance in 1...3 {
      let next = position + direction * distance
      guard range.contains(next) else { return nil }
      let shape = shapes[Int(corpus.tokens[next])]
      if shape.first == letter, !shape.isStop { return next }
      guard shape.isStop else { return nil }
    }
    return nil
  }

  private static func meaning(_ positions: Range<Int>, _ corpus: AnalyzedCorpus, _ shapes: [WordShape]) -> [UInt32]? {
    let words = Array(corpus.tokens[positions].drop { shapes[Int($0)].isStop })
    return words.allSatisfy { corpus.words.bytes(Int($0)).count > 1 } ? words : nil
  }
}
