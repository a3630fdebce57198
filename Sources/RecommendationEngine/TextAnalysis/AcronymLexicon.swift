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
    let parts = concurrentMap(chunksOf: corpus.itemCount, minimumChunk: 256) { items in
      Self.itemsOfMeaning(corpus, items, shapes)
    }
    var itemsOfMeaning = parts[0]
    for part in parts.dropFirst() {
      for (word, meanings) in part { itemsOfMeaning[word, default: [:]].merge(meanings, uniquingKeysWith: +) }
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

  /// For each acronym and each of its meanings the number of items that spell it out.
  private static func itemsOfMeaning(
    _ corpus: AnalyzedCorpus, _ items: Range<Int>, _ shapes: [WordShape]
  ) -> [UInt32: [[UInt32]: Int]] {
    var result: [UInt32: [[UInt32]: Int]] = [:]
    for item in items {
      var seen: [UInt32: Set<[UInt32]>] = [:]
      for field in Field.allCases.indices {
        let range = corpus.range(ofItem: item, field: field)
        for position in range {
          let word = corpus.tokens[position]
          let shape = shapes[Int(word)]
          guard shape.letterCount > 0 else { continue }
          if let start = before(position, shape, corpus, range, shapes),
            let meaning = meaning(start..<position, corpus, shapes)
          {
            seen[word, default: []].insert(meaning)
          }
          if let end = after(position, shape, corpus, range, shapes),
            let meaning = meaning(position + 1..<end + 1, corpus, shapes)
          {
            seen[word, default: []].insert(meaning)
          }
        }
      }
      for (word, meanings) in seen {
        for meaning in meanings { result[word, default: [:]][meaning, default: 0] += 1 }
      }
    }
    return result
  }

  /// What the first letters of words tell.
  private struct WordShape: Sendable {
    let first: UInt8
    let isStop: Bool
    /// The number of letters of a word that can be an acronym; 0 for other words.
    let letterCount: UInt8
    /// These letters, the first one in the lowest byte.
    private let letters: UInt64

    init(_ bytes: ArraySlice<UInt8>, isStop: Bool) {
      first = bytes.first ?? 0
      self.isStop = isStop
      let canBeAcronym = !isStop && (2...6).contains(bytes.count) && bytes.allSatisfy { (0x61...0x7A).contains($0) }
      letterCount = canBeAcronym ? UInt8(bytes.count) : 0
      letters = canBeAcronym ? bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } : 0
    }

    @inline(__always)
    func letter(_ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: letters >> UInt64(8 * index)) }
  }

  /// Where the words before a position begin whose first letters spell the acronym there.
  private static func before(
    _ position: Int, _ acronym: WordShape, _ corpus: AnalyzedCorpus, _ range: Range<Int>, _ shapes: [WordShape]
  ) -> Int? {
    var start = position
    for index in (0..<Int(acronym.letterCount)).reversed() {
      guard let next = step(from: start, by: -1, to: acronym.letter(index), corpus, range, shapes) else { return nil }
      start = next
    }
    return start
  }

  /// Where the words behind a position end whose first letters spell the acronym there.
  private static func after(
    _ position: Int, _ acronym: WordShape, _ corpus: AnalyzedCorpus, _ range: Range<Int>, _ shapes: [WordShape]
  ) -> Int? {
    var end = position
    for index in 0..<Int(acronym.letterCount) {
      guard let next = step(from: end, by: 1, to: acronym.letter(index), corpus, range, shapes) else { return nil }
      end = next
    }
    return end
  }

  /// The nearest position in a direction whose word begins with a letter; at most two function words are passed over.
  @inline(__always)
  private static func step(
    from position: Int, by direction: Int, to letter: UInt8, _ corpus: AnalyzedCorpus, _ range: Range<Int>,
    _ shapes: [WordShape]
  ) -> Int? {
    var next = position
    for _ in 0..<3 {
      next += direction
      guard range.contains(next) else { return nil }
      let shape = shapes[Int(corpus.tokens[next])]
      if !shape.isStop { return shape.first == letter ? next : nil }
    }
    return nil
  }

  private static func meaning(_ positions: Range<Int>, _ corpus: AnalyzedCorpus, _ shapes: [WordShape]) -> [UInt32]? {
    let words = Array(corpus.tokens[positions].drop { shapes[Int($0)].isStop })
    return words.allSatisfy { corpus.words.bytes(Int($0)).count > 1 } ? words : nil
  }
}
