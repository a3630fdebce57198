import LinearAlgebra

/// A phrase of one to four words: terms as their numbers, stop words inside as negative numbers, the rest filled up.
struct PhraseKey: Hashable {
  private static let none = Int32.min
  private var parts = SIMD4<Int32>(repeating: Self.none)
  /// The number of words.
  private(set) var length = 0

  /// A phrase of some words.
  init(_ words: some Sequence<Int32>) {
    for word in words {
      parts[length] = word
      length += 1
    }
  }

  /// The number of a word in the phrase.
  subscript(position: Int) -> Int32 { parts[position] }

  /// The words mixed into 64 bits, for finding phrases.
  var bits: UInt64 {
    let low = UInt64(UInt32(bitPattern: parts[0])) | UInt64(UInt32(bitPattern: parts[1])) << 32
    let high = UInt64(UInt32(bitPattern: parts[2])) | UInt64(UInt32(bitPattern: parts[3])) << 32
    let mixed = (low &* 0x9E37_79B9_7F4A_7C15) ^ (high &* 0xC2B2_AE3D_27D4_EB4F)
    return (mixed ^ (mixed >> 32)) &* 0x9E37_79B9_7F4A_7C15 >> 20
  }

  /// The number of words that are no stop words.
  var termCount: Int { (0..<length).count { parts[$0] >= 0 } }

  /// How many of another phrase's terms this one holds.
  func sharedTermCount(with other: PhraseKey) -> Int {
    (0..<other.length).count { position in
      other[position] >= 0 && (0..<length).contains { parts[$0] == other[position] }
    }
  }

  /// Whether the words of another phrase stand in this one, in their order, one after the other.
  func contains(_ other: PhraseKey) -> Bool {
    guard other.length <= length else { return false }
    return (0...length - other.length).contains { start in
      (0..<other.length).allSatisfy { parts[start + $0] == other[$0] }
    }
  }

  /// Whether a term stands in it twice.
  var repeatsTerm: Bool {
    (1..<max(1, length)).contains { later in (0..<later).contains { parts[$0] == parts[later] && parts[later] >= 0 } }
  }
}

/// A phrase found in a cluster.
struct PhraseCandidate {
  let key: PhraseKey
  /// The most frequent spelling.
  let text: String
  /// The number of items looked at that hold it.
  var itemCount: Int
  /// How much its words mark the cluster: the mean over them.
  let contrast: Double
  /// What it is ranked by.
  var score = 0.0

  /// Better ones first; ties by fewer words, then by the bytes of the text.
  static func precedes(_ lhs: PhraseCandidate, _ rhs: PhraseCandidate) -> Bool {
    if lhs.score != rhs.score { return lhs.score > rhs.score }
    if lhs.key.length != rhs.key.length { return lhs.key.length < rhs.key.length }
    return lhs.text.utf8.lexicographicallyPrecedes(rhs.text.utf8)
  }
}

/// Counts phrases in the word streams of analyzed items.
struct PhraseCounter {
  private let corpus: AnalyzedCorpus
  private let wordLimit: Int
  /// Whether a word may begin a phrase: a term with a letter in it.
  private let isWord: [Bool]
  /// Whether a word may end a phrase: those, and numbers that are no years, as in "Section 508".
  private let isTail: [Bool]

  /// Prepares to count in the first `wordLimit` words of each field.
  init(corpus: AnalyzedCorpus, wordLimit: Int) {
    self.corpus = corpus
    self.wordLimit = wordLimit
    isWord = (0..<corpus.words.count).map { word in
      corpus.termOfWord[word] >= 0 && corpus.words.bytes(word).contains { $0 >= 0x3A }
    }
    isTail = (0..<corpus.words.count).map { word in
      corpus.termOfWord[word] >= 0
        && (corpus.words.bytes(word).count < 4 || corpus.words.bytes(word).contains { $0 >= 0x3A })
    }
  }

  /// The words of a phrase with blanks between.
  private func text(of spelling: PhraseKey) -> String {
    (0..<spelling.length).map { corpus.words.word(Int(UInt32(bitPattern: spelling[$0]))) }.joined(separator: " ")
  }

  /// For each term the number of items of all clusters that hold it.
  func itemCountsOfTerms(in members: [[Int]], workerCount: Int) -> [Int32] {
    let parts = RowBlocks(rowCount: members.count, blockSize: max(1, members.count / 4)).map(workerCount: workerCount) {
      itemCountsOfTerms(in: Array(members[$1].joined()))
    }
    return parts.dropFirst().reduce(parts.first ?? []) { zip($0, $1).map { $0 + $1 } }
  }

  private func itemCountsOfTerms(in rows: [Int]) -> [Int32] {
    var counts = [Int32](repeating: 0, count: corpus.terms.count)
    var last = [Int32](repeating: -1, count: corpus.terms.count)
    for row in rows { countTerms(of: row, &counts, &last) }
    return counts
  }

  private func countTerms(of row: Int, _ counts: inout [Int32], _ last: inout [Int32]) {
    forEachField(of: row) { range in
      for token in corpus.tokens[range] {
        let term = Int(corpus.termOfWord[Int(token)])
        if term >= 0, last[term] != Int32(row), isTail[Int(token)] {
          last[term] = Int32(row)
          counts[term] += 1
        }
      }
    }
  }

  /// The phrases of a cluster whose first and last words are among its 80 most telling ones, at most 120 of them.
  ///
  /// - Parameters:
  ///   - rows: The items of the cluster.
  ///   - weight: How telling a term is that so many of the items hold.
  ///   - contrast: How much a term marks these items among all.
  func candidates(
    in rows: [Int], weight: (_ term: Int, _ count: Int) -> Double, contrast: (_ term: Int, _ count: Int) -> Double
  ) -> [PhraseCandidate] {
    let counts = itemCountsOfTerms(in: rows).map(Int.init)
    let fewest = rows.count < 4 ? 1 : max(2, rows.count / 20)
    let telling = counts.indices.filter { counts[$0] >= fewest }
      .map { (weight: roundedScore(weight($0, counts[$0])), term: $0) }
      .sorted { $0.weight == $1.weight ? corpus.terms.precedes($0.term, $1.term) : $0.weight > $1.weight }.prefix(80)
    var isAnchor = [Bool](repeating: false, count: corpus.terms.count)
    for (_, term) in telling { isAnchor[term] = true }

    // Words instead of terms: each spelling by itself.
    var found = PhraseTable()
    var tallies: [ItemTally] = []
    for row in rows {
      forEachPhrase(of: row, beginningWith: isAnchor, endingWith: isAnchor) { words in
        let place = found.insert(PhraseKey(words.lazy.map(Int32.init(bitPattern:))))
        if place == tallies.count { tallies.append(ItemTally()) }
        tallies[place].add(row)
      }
    }
    return joinSpellings(found.phrases, tallies, fewest: fewest)
      .map { phrase in
        let sum = (0..<phrase.key.length).reduce(0.0) { sum, position in
          let term = Int(phrase.key[position])
          return term >= 0 ? sum + max(0, contrast(term, counts[term])) : sum
        }
        return PhraseCandidate(
          key: phrase.key, text: phrase.text, itemCount: phrase.itemCount, contrast: sum / Double(phrase.key.length),
          score: Double(phrase.itemCount * phrase.key.length))
      }
      .sorted(by: PhraseCandidate.precedes).prefix(120).map { $0 }
  }

  /// Counts spellings of the same stems together; the most frequent one, of equals the first, stands for all.
  private func joinSpellings(_ spellings: [PhraseKey], _ tallies: [ItemTally], fewest: Int) -> [(
    key: PhraseKey, text: String, itemCount: Int
  )] {
    var keys = PhraseTable()
    var joined: [(spelling: Int, items: Int)] = []
    for (place, spelling) in spellings.enumerated() {
      let words = (0..<spelling.length).lazy.map { UInt32(bitPattern: spelling[$0]) }
      let group = keys.insert(key(of: words))
      if group == joined.count { joined.append((place, 0)) }
      joined[group].items += tallies[place].itemCount
      let best = joined[group].spelling
      let (count, most) = (tallies[place].itemCount, tallies[best].itemCount)
      if count > most || (count == most && precedes(spelling, spellings[best])) { joined[group].spelling = place }
    }
    return joined.indices.filter { joined[$0].items >= fewest && !keys.phrases[$0].repeatsTerm }.map {
      (keys.phrases[$0], text(of: spellings[joined[$0].spelling]), joined[$0].items)
    }
  }

  /// Whether the text of one spelling comes before that of another, word by word.
  private func precedes(_ lhs: PhraseKey, _ rhs: PhraseKey) -> Bool {
    for place in 0..<min(lhs.length, rhs.length) where lhs[place] != rhs[place] {
      return corpus.words.precedes(Int(UInt32(bitPattern: lhs[place])), Int(UInt32(bitPattern: rhs[place])))
    }
    return false
  }

  /// For each phrase of a table about how many items of all clusters hold it.
  ///
  /// - Parameters:
  ///   - phrases: The phrases.
  ///   - members: The items of each cluster that are looked at.
  ///   - scales: For each cluster how many items each of them stands for.
  func itemCounts(
    of phrases: PhraseTable, in members: [[Int]], scales: [Double], workerCount: Int
  ) -> [Double] {
    var begins = [Bool](repeating: false, count: corpus.terms.count)
    var ends = begins
    for phrase in phrases.phrases {
      begins[Int(phrase[0])] = true
      ends[Int(phrase[phrase.length - 1])] = true
    }
    let parts = RowBlocks(rowCount: members.count, blockSize: max(1, members.count / 8)).map(workerCount: workerCount) {
      _, clusters in
      var counts = [Double](repeating: 0, count: phrases.phrases.count)
      var lastRows = [Int](repeating: -1, count: phrases.phrases.count)
      for cluster in clusters {
        for row in members[cluster] {
          forEachPhrase(of: row, beginningWith: begins, endingWith: ends) { words in
            guard let place = phrases.place(of: key(of: words)), lastRows[place] != row else { return }
            lastRows[place] = row
            counts[place] += scales[cluster]
          }
        }
      }
      return counts
    }
    return parts.dropFirst().reduce(parts.first ?? []) { zip($0, $1).map { $0 + $1 } }
  }

  /// Counts items, given one after the other.
  private struct ItemTally {
    private(set) var itemCount = 0
    private var lastRow = -1

    mutating func add(_ row: Int) {
      if lastRow != row {
        lastRow = row
        itemCount += 1
      }
    }
  }

  /// Calls `body` with each run of one to four words whose ends are terms that are marked.
  private func forEachPhrase(
    of row: Int, beginningWith begins: [Bool], endingWith ends: [Bool], _ body: (ArraySlice<UInt32>) -> Void
  ) {
    forEachField(of: row) { range in
      for start in range where isMarked(start, begins, isWord) {
        for end in start..<min(start + 4, range.upperBound) where isMarked(end, ends, isTail) {
          body(corpus.tokens[start...end])
        }
      }
    }
  }

  private func isMarked(_ position: Int, _ marked: [Bool], _ fits: [Bool]) -> Bool {
    let word = Int(corpus.tokens[position])
    return fits[word] && marked[Int(corpus.termOfWord[word])]
  }

  private func key(of words: some Sequence<UInt32>) -> PhraseKey {
    PhraseKey(words.lazy.map { corpus.termOfWord[Int($0)] >= 0 ? corpus.termOfWord[Int($0)] : -1 - Int32($0) })
  }

  private func forEachField(of row: Int, _ body: (Range<Int>) -> Void) {
    for field in Field.allCases.indices {
      let range = corpus.range(ofItem: row, field: field)
      body(range.lowerBound..<min(range.upperBound, range.lowerBound + wordLimit))
    }
  }
}
