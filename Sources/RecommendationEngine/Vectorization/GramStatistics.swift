import LinearAlgebra

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

  /// Counts the words and phrases of items, up to a length, and keeps the counts of each item.
  ///
  /// No phrase is in more items than its rarest word, so words below the minimum are never part of one.
  /// ``collectWords(_:_:_:)`` comes first.
  mutating func collectGrams(
    _ corpus: AnalyzedCorpus, _ items: [Int], _ weights: [Float], _ longest: Int, _ minimum: Double,
    _ pairs: inout PairTable
  ) -> GramCounts {
    let isFrequent = documentFrequency.map { Double($0) >= minimum }
    var counts = GramCounts(itemCount: items.count, tokenCount: corpus.tokens.count)
    var words: [UInt32] = []
    // For each gram its place among the counts; it belongs to the present item when it is not below the item's first.
    var places = [Int](repeating: -1, count: wordCount)
    for item in items {
      for field in weights.indices where weights[field] != 0 {
        let weight = weights[field]
        corpus.collectTerms(ofItem: item, field: field, into: &words)
        for start in words.indices {
          var gram = Int(words[start])
          counts.add(weight, to: gram, at: &places[gram])
          guard longest > 1, isFrequent[gram] else { continue }
          for next in words[(start + 1)...].prefix(longest - 1) {
            guard isFrequent[Int(next)] else { break }
            gram = wordCount + pairs.insert(UInt32(gram), next)
            if gram == documentFrequency.count {
              documentFrequency.append(0)
              totalCount.append(0)
              places.append(-1)
            }
            totalCount[gram] += weight
            if counts.add(weight, to: gram, at: &places[gram]) { documentFrequency[gram] += 1 }
          }
        }
      }
      counts.finishItem()
    }
    return counts
  }

  private mutating func note(_ word: Int, _ item: Int, _ weight: Float) {
    totalCount[word] += weight
    if lastItem[word] != Int32(item) {
      lastItem[word] = Int32(item)
      documentFrequency[word] += 1
    }
  }
}

/// How often each item holds each word and phrase, before it is known which of them are kept.
struct GramCounts {
  private(set) var offsets: [Int] = [0]
  private(set) var grams: [Int32] = []
  private(set) var values: [Float] = []

  init(itemCount: Int, tokenCount: Int) {
    offsets.reserveCapacity(itemCount + 1)
    grams.reserveCapacity(tokenCount)
    values.reserveCapacity(tokenCount)
  }

  /// Adds to the count of a gram in the present item, whose place is kept by the caller; true when it is the first.
  @discardableResult @inline(__always)
  mutating func add(_ weight: Float, to gram: Int, at place: inout Int) -> Bool {
    if place >= offsets[offsets.count - 1] {
      values[place] += weight
      return false
    }
    place = grams.count
    grams.append(Int32(gram))
    values.append(weight)
    return true
  }

  /// Ends the present item.
  mutating func finishItem() {
    offsets.append(grams.count)
  }

  /// The counts of the grams that have a column, of shape (items, columns). O(entries + columns).
  func matrix(columnOfGram: [Int32], columnCount: Int) -> SparseMatrix {
    var rowOffsets = [0]
    rowOffsets.reserveCapacity(offsets.count)
    var columns: [Int32] = []
    var kept: [Float] = []
    columns.reserveCapacity(grams.count)
    kept.reserveCapacity(grams.count)
    for item in 0..<offsets.count - 1 {
      for position in offsets[item]..<offsets[item + 1] {
        let column = columnOfGram[Int(grams[position])]
        guard column >= 0 else { continue }
        columns.append(column)
        kept.append(values[position])
      }
      rowOffsets.append(columns.count)
    }
    // Turning rows into columns and back puts the columns of every row in order, without a comparison.
    return SparseMatrix(columnCount: columnCount, rowOffsets: rowOffsets, columnIndices: columns, values: kept)
      .transposed().transposed()
  }
}
