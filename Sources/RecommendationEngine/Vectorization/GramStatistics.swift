/// How many items hold each word and phrase, and how often they occur in all.
struct GramStatistics {
  /// For each gram, words first, then phrases, the number of items that hold it.
  private(set) var documentFrequency: [Int32]
  /// For each gram the sum of its counts over all items.
  private(set) var totalCount: [Float]
  /// For each gram the last item that held it, so that an item counts once.
  private var lastItem: [Int32]
  private let wordCount: Int

  init(wordCount: Int) {
    self.wordCount = wordCount
    documentFrequency = Array(repeating: 0, count: wordCount)
    totalCount = Array(repeating: 0, count: wordCount)
    lastItem = Array(repeating: -1, count: wordCount)
  }

  /// Counts the words of items.
  mutating func collectWords(_ corpus: AnalyzedCorpus, _ items: [Int], _ weights: [Float]) {
    for item in items {
      for field in weights.indices where weights[field] != 0 {
        for position in corpus.range(ofItem: item, field: field) {
          let term = Int(corpus.termOfWord[Int(corpus.tokens[position])])
          if term >= 0 { note(term, item, weights[field]) }
        }
      }
    }
  }

  /// Counts the phrases of items, up to a length.
  ///
  /// No phrase is in more items than its rarest word, so words below the minimum are never part of one.
  mutating func collectPhrases(
    _ corpus: AnalyzedCorpus, _ items: [Int], _ weights: [Float], _ longest: Int, _ minimum: Double,
    _ pairs: inout PairTable
  ) {
    let isFrequent = documentFrequency.map { Double($0) >= minimum }
    var words: [UInt32] = []
    for item in items {
      for field in weights.indices where weights[field] != 0 {
        corpus.collectTerms(ofItem: item, field: field, into: &words)
        for start in words.indices where isFrequent[Int(words[start])] {
          var gram = Int(words[start])
          for next in words[(start + 1)...].prefix(longest - 1) {
            guard isFrequent[Int(next)] else { break }
            gram = wordCount + pairs.insert(UInt32(gram), next)
            if gram == documentFrequency.count {
              documentFrequency.append(0)
              totalCount.append(0)
              lastItem.append(-1)
            }
            note(gram, item, weights[field])
          }
        }
      }
    }
  }

  private mutating func note(_ gram: Int, _ item: Int, _ weight: Float) {
    totalCount[gram] += weight
    if lastItem[gram] != Int32(item) {
      lastItem[gram] = Int32(item)
      documentFrequency[gram] += 1
    }
  }
}
