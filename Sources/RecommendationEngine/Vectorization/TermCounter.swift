import LinearAlgebra

/// Counts the terms of items: words and phrases of neighbouring words (n-grams), for a vocabulary fitted to some items.
///
/// Stop words are passed over before neighbours are looked for, and phrases never reach across fields.
public struct TermCounter: Sendable {
  /// The terms that were kept, ascending by their bytes: the columns of the counts.
  public let vocabulary: Vocabulary
  /// For each column the number of fitted items that hold the term.
  public let documentFrequency: [Int32]
  /// The number of items that the vocabulary was fitted to.
  public let fittedItemCount: Int

  private let ngramRange: ClosedRange<Int>
  private let fieldWeights: [Float]
  /// The pairs that make phrases, and for each gram (words first, then phrases) its column or -1.
  private let pairs: PairTable
  private let columnOfGram: [Int32]
  private let wordCount: Int

  /// Fits a vocabulary to items of a corpus.
  ///
  /// - Parameters:
  ///   - corpus: The words of all items.
  ///   - items: The items to fit to; nil means all. Only they decide which terms are kept, and the frequencies.
  ///   - ngramRange: The lengths of the phrases to count.
  ///   - configuration: Field weights and the bounds on document frequencies and vocabulary size.
  /// - Complexity: O(words · longest phrase + terms · log terms).
  public init(
    corpus: AnalyzedCorpus, items: [Int]? = nil, ngramRange: ClosedRange<Int>, configuration: VectorizationConfiguration
  ) {
    var counted: (grams: GramCounts, columnOfGram: [Int32])?
    self.init(corpus, items, ngramRange, configuration, counted: &counted)
  }

  /// Fits a vocabulary to items, and counts their terms on the way.
  ///
  /// - Returns: The counter, and what ``counts(of:items:)`` would give for the same items.
  package static func counting(
    _ corpus: AnalyzedCorpus, ngramRange: ClosedRange<Int>, configuration: VectorizationConfiguration
  ) -> (counter: TermCounter, counts: SparseMatrix) {
    var counted: (grams: GramCounts, columnOfGram: [Int32])?
    let counter = TermCounter(corpus, nil, ngramRange, configuration, counted: &counted)
    let counts = counted?.grams.matrix(columnOfGram: counted?.columnOfGram ?? [], columnCount: counter.vocabulary.count)
    return (counter, counts ?? SparseMatrix(columnCount: counter.vocabulary.count))
  }

  private init(
    _ corpus: AnalyzedCorpus, _ items: [Int]?, _ ngramRange: ClosedRange<Int>,
    _ configuration: VectorizationConfiguration, counted: inout (grams: GramCounts, columnOfGram: [Int32])?
  ) {
    let items = items ?? Array(0..<corpus.itemCount)
    let weights = Field.allCases.map { configuration.fieldWeights[$0] ?? 0 }
    let minimum =
      (configuration.minimumDocumentFrequency ?? .count(items.count < 300 ? 1 : 2)).limit(itemCount: items.count)
    let maximum = configuration.maximumDocumentFrequency.limit(itemCount: items.count)
    self.ngramRange = ngramRange
    fieldWeights = weights
    fittedItemCount = items.count
    wordCount = corpus.terms.count

    var statistics = GramStatistics(wordCount: corpus.terms.count)
    statistics.collectWords(corpus, items, weights)
    var pairs = PairTable(minimumCapacity: ngramRange.upperBound > 1 ? corpus.tokens.count / 4 : 0)
    let grams = statistics.collectGrams(corpus, items, weights, ngramRange.upperBound, minimum, &pairs)

    let order = Self.sortedGrams(
      corpus.terms, pairs, statistics, ngramRange, minimum, maximum, configuration.maximumTermCount)
    var vocabulary = Vocabulary()
    var frequencies: [Int32] = []
    var columns = [Int32](repeating: -1, count: statistics.documentFrequency.count)
    frequencies.reserveCapacity(order.count)
    for (column, gram) in order.enumerated() {
      vocabulary.append(Self.words(of: gram, pairs, corpus.terms.count), of: corpus.terms)
      frequencies.append(statistics.documentFrequency[gram])
      columns[gram] = Int32(column)
    }
    self.vocabulary = vocabulary
    documentFrequency = frequencies
    counted = (grams, columns)
    (self.pairs, columnOfGram) = Self.compacted(pairs, columns, wordCount: corpus.terms.count, ngramRange)
  }

  /// The pairs that are kept, alone, with the columns of words and kept pairs: most pairs occur once, and go.
  ///
  /// Of longer phrases every part stays, as it may begin one that is kept.
  private static func compacted(
    _ pairs: PairTable, _ columns: [Int32], wordCount: Int, _ ngramRange: ClosedRange<Int>
  ) -> (pairs: PairTable, columnOfGram: [Int32]) {
    guard ngramRange.upperBound == 2 else { return (pairs, columns) }
    var kept = PairTable(minimumCapacity: columns[wordCount...].count { $0 >= 0 })
    var keptColumns = Array(columns[..<wordCount])
    for (number, pair) in pairs.pairs.enumerated() where columns[wordCount + number] >= 0 {
      _ = kept.insert(UInt32(pair >> 32), UInt32(truncatingIfNeeded: pair))
      keptColumns.append(columns[wordCount + number])
    }
    return (kept, keptColumns)
  }

  /// The counts of items, of shape (items, terms); each count is the sum of the weights of the fields it stands in.
  ///
  /// - Precondition: `corpus` is the one that the counter was fitted to, or one with the same words and terms.
  public func counts(of corpus: AnalyzedCorpus, items: [Int]? = nil) -> SparseMatrix {
    let items = items ?? Array(0..<corpus.itemCount)
    let parts = concurrentMap(chunksOf: items.count, minimumChunk: 256) { chunk in
      partialCounts(of: corpus, items: items[chunk])
    }
    return SparseMatrix(joining: parts, columnCount: vocabulary.count)
  }

  private func partialCounts(of corpus: AnalyzedCorpus, items: ArraySlice<Int>) -> SparseMatrix {
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    var scratch = [Float](repeating: 0, count: vocabulary.count)
    var touched: [Int32] = []
    var words: [UInt32] = []
    for item in items {
      for field in Field.allCases.indices where fieldWeights[field] != 0 {
        corpus.collectTerms(ofItem: item, field: field, into: &words)
        for start in words.indices {
          var gram = Int(words[start])
          for size in 1...ngramRange.upperBound {
            if size > 1 {
              guard start + size <= words.count,
                let pair = pairs.number(of: UInt32(gram), words[start + size - 1])
              else { break }
              gram = wordCount + pair
            }
            let column = columnOfGram[gram]
            if column >= 0 {
              if scratch[Int(column)] == 0 { touched.append(column) }
              scratch[Int(column)] += fieldWeights[field]
            }
          }
        }
      }
      touched.sort()
      for column in touched {
        columns.append(column)
        values.append(scratch[Int(column)])
        scratch[Int(column)] = 0
      }
      touched.removeAll(keepingCapacity: true)
      offsets.append(columns.count)
    }
    return SparseMatrix(columnCount: vocabulary.count, rowOffsets: offsets, columnIndices: columns, values: values)
  }

  /// The grams that are kept, ascending by the bytes of their words.
  private static func sortedGrams(
    _ terms: WordTable, _ pairs: PairTable, _ statistics: GramStatistics, _ ngramRange: ClosedRange<Int>,
    _ minimum: Double, _ maximum: Double, _ maximumCount: Int?
  ) -> [Int] {
    let byBytes = (0..<terms.count).sorted { terms.precedes($0, $1) }
    var rank = [Int32](repeating: 0, count: terms.count)
    for (position, term) in byBytes.enumerated() { rank[term] = Int32(position) }
    var kept: [Int] = []
    for gram in statistics.documentFrequency.indices {
      let frequency = Double(statistics.documentFrequency[gram])
      guard frequency > 0, frequency >= minimum, frequency <= maximum else { continue }
      kept.append(gram)
    }
    if ngramRange != 1...1 {
      kept = kept.filter { ngramRange.contains(size(of: $0, pairs, terms.count)) }
    }
    if ngramRange.upperBound <= 2 {
      // A blank comes before every letter, so the order by ranks is the order by bytes of the joined words.
      let keyed = kept.map { gram -> (key: UInt64, gram: Int) in
        guard gram >= terms.count else { return (UInt64(rank[gram]) << 32, gram) }
        let pair = pairs.pairs[gram - terms.count]
        return (UInt64(rank[Int(pair >> 32)]) << 32 | UInt64(rank[Int(UInt32(truncatingIfNeeded: pair))] + 1), gram)
      }
      kept = keyed.sorted { $0.key < $1.key }.map(\.gram)
    } else {
      let keyed = kept.map { (words(of: $0, pairs, terms.count).map { rank[$0] }, $0) }
      kept = keyed.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }
    if let maximumCount, kept.count > maximumCount {
      // The most frequent terms stay; of equally frequent ones those that come first.
      let best = kept.indices.sorted {
        let (left, right) = (statistics.totalCount[kept[$0]], statistics.totalCount[kept[$1]])
        return left == right ? $0 < $1 : left > right
      }
      kept = best.prefix(maximumCount).sorted().map { kept[$0] }
    }
    return kept
  }

  private static func words(of gram: Int, _ pairs: PairTable, _ wordCount: Int) -> [Int] {
    var words: [Int] = []
    var gram = gram
    while gram >= wordCount {
      let pair = pairs.pairs[gram - wordCount]
      words.append(Int(UInt32(truncatingIfNeeded: pair)))
      gram = Int(pair >> 32)
    }
    words.append(gram)
    words.reverse()
    return words
  }

  private static func size(of gram: Int, _ pairs: PairTable, _ wordCount: Int) -> Int {
    gram < wordCount ? 1 : 1 + size(of: Int(pairs.pairs[gram - wordCount] >> 32), pairs, wordCount)
  }
}

extension AnalyzedCorpus {
  /// Replaces `terms` by the terms of a field, stop words passed over.
  func collectTerms(ofItem item: Int, field: Int, into terms: inout [UInt32]) {
    terms.removeAll(keepingCapacity: true)
    for position in range(ofItem: item, field: field) {
      let term = termOfWord[Int(tokens[position])]
      if term >= 0 { terms.append(UInt32(term)) }
    }
  }
}
