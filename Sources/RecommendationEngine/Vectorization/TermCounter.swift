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
  /// For each column the numbers of its first word and, -1 for a single word, of its second; empty with longer phrases.
  private let firstTerms: [Int32]
  private let secondTerms: [Int32]
  /// With longer phrases the pairs that make them, and for each gram (words first, then phrases) its column or -1.
  private let phrases: GramColumns?
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
    var counts: SparseMatrix?
    self.init(corpus, items, AcronymLexicon(), ngramRange, configuration, keepsCounts: false, counts: &counts)
  }

  /// Fits a vocabulary to items, and counts their terms on the way.
  ///
  /// - Parameter acronyms: The acronyms to count where the words stand that they stand for, as in a corpus after
  ///   ``AnalyzedCorpus/expandingAcronyms(_:)``.
  /// - Returns: The counter, and what ``counts(of:items:)`` would give for the same items.
  package static func counting(
    _ corpus: AnalyzedCorpus, acronyms: AcronymLexicon = AcronymLexicon(), ngramRange: ClosedRange<Int>,
    configuration: VectorizationConfiguration
  ) -> (counter: TermCounter, counts: SparseMatrix) {
    var counts: SparseMatrix?
    let counter = TermCounter(corpus, nil, acronyms, ngramRange, configuration, keepsCounts: true, counts: &counts)
    return (counter, counts ?? SparseMatrix(columnCount: counter.vocabulary.count))
  }

  /// Counts the terms of all items, going on from what an earlier run counted where that is possible; the result is the same.
  ///
  /// - Parameters:
  ///   - previous: What the earlier run counted, with the same configuration.
  ///   - ids: The ids of the items, ascending.
  ///   - isUnchanged: For each item whether its words are those of the earlier run.
  package static func counting(
    _ corpus: AnalyzedCorpus, acronyms: AcronymLexicon, ngramRange: ClosedRange<Int>,
    configuration: VectorizationConfiguration, previous: PreviousCounts, ids: [ItemID], isUnchanged: [Bool]
  ) -> (counter: TermCounter, counts: SparseMatrix) {
    let weights = Field.allCases.map { configuration.fieldWeights[$0] ?? 0 }
    let minimum = configuration.leastDocumentFrequency(itemCount: ids.count)
    let formerMinimum = configuration.leastDocumentFrequency(itemCount: previous.ids.count)
    // Where terms can be too frequent, or are the most frequent ones, any item may decide about any term.
    guard ngramRange.upperBound <= 2, configuration.maximumTermCount == nil,
      configuration.maximumDocumentFrequency.limit(itemCount: ids.count) >= Double(ids.count),
      configuration.maximumDocumentFrequency.limit(itemCount: previous.ids.count) >= Double(previous.ids.count),
      minimum.rounded(.up) == formerMinimum.rounded(.up),
      let updated = UpdatedCounts(
        previous, corpus, ids: ids, isUnchanged: isUnchanged, acronyms: acronyms, weights: weights,
        ngramRange: ngramRange, minimum: minimum)
    else { return counting(corpus, acronyms: acronyms, ngramRange: ngramRange, configuration: configuration) }
    return (TermCounter(updated, corpus, ngramRange, weights), updated.counts)
  }

  private init(
    _ updated: UpdatedCounts, _ corpus: AnalyzedCorpus, _ ngramRange: ClosedRange<Int>, _ weights: [Float]
  ) {
    self.ngramRange = ngramRange
    fieldWeights = weights
    fittedItemCount = corpus.itemCount
    wordCount = corpus.terms.count
    documentFrequency = updated.documentFrequency
    firstTerms = updated.firstTerms
    secondTerms = updated.secondTerms
    vocabulary = Vocabulary(firstWords: updated.firstTerms, secondWords: updated.secondTerms, of: corpus.terms)
    phrases = nil
  }

  private init(
    _ corpus: AnalyzedCorpus, _ items: [Int]?, _ acronyms: AcronymLexicon, _ ngramRange: ClosedRange<Int>,
    _ configuration: VectorizationConfiguration, keepsCounts: Bool, counts: inout SparseMatrix?
  ) {
    let items = items ?? Array(0..<corpus.itemCount)
    let weights = Field.allCases.map { configuration.fieldWeights[$0] ?? 0 }
    let minimum = configuration.leastDocumentFrequency(itemCount: items.count)
    let maximum = configuration.maximumDocumentFrequency.limit(itemCount: items.count)
    self.ngramRange = ngramRange
    fieldWeights = weights
    fittedItemCount = items.count
    wordCount = corpus.terms.count
    if ngramRange.upperBound <= 2, configuration.maximumTermCount == nil {
      let counted = PairCounting(
        TermSequence(corpus, items: items, weights: weights, acronyms: acronyms), of: corpus.terms, weights: weights,
        bounds: .init(ngramRange: ngramRange, minimum: minimum, maximum: maximum), keepsCounts: keepsCounts)
      counts = counted.counts
      documentFrequency = counted.documentFrequency
      firstTerms = counted.firstTerms
      secondTerms = counted.secondTerms
      vocabulary = Vocabulary(firstWords: counted.firstTerms, secondWords: counted.secondTerms, of: corpus.terms)
      phrases = nil
      return
    }
    firstTerms = []
    secondTerms = []
    let corpus = corpus.expandingAcronyms(acronyms)
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
    if keepsCounts { counts = grams.matrix(columnOfGram: columns, columnCount: vocabulary.count) }
    phrases = GramColumns(pairs: pairs, columnOfGram: columns)
  }

  /// The words of a column's term, in the numbers of the corpus, the second -1 for a single word; nil with longer phrases.
  package func words(ofColumn column: Int) -> (first: Int, second: Int)? {
    phrases == nil ? (Int(firstTerms[column]), Int(secondTerms[column])) : nil
  }

  /// Pairs that make phrases, and for each gram (words first, then phrases) its column or -1.
  private struct GramColumns: Sendable {
    var pairs: PairTable
    var columnOfGram: [Int32]
  }

  /// The table that finds the column of a gram; of words and pairs it is made when it is needed.
  private var gramColumns: GramColumns {
    if let phrases { return phrases }
    var columns = GramColumns(
      pairs: PairTable(minimumCapacity: vocabulary.count), columnOfGram: Array(repeating: -1, count: wordCount))
    for column in firstTerms.indices {
      if secondTerms[column] < 0 {
        columns.columnOfGram[Int(firstTerms[column])] = Int32(column)
      } else {
        _ = columns.pairs.insert(UInt32(firstTerms[column]), UInt32(secondTerms[column]))
        columns.columnOfGram.append(Int32(column))
      }
    }
    return columns
  }

  /// The counts of items, of shape (items, terms); each count is the sum of the weights of the fields it stands in.
  ///
  /// - Precondition: `corpus` is the one that the counter was fitted to, or one with the same words and terms.
  public func counts(of corpus: AnalyzedCorpus, items: [Int]? = nil) -> SparseMatrix {
    let items = items ?? Array(0..<corpus.itemCount)
    let grams = gramColumns
    let parts = concurrentMap(chunksOf: items.count, minimumChunk: 256) { chunk in
      partialCounts(of: corpus, items: items[chunk], grams)
    }
    return SparseMatrix(joining: parts, columnCount: vocabulary.count)
  }

  private func partialCounts(
    of corpus: AnalyzedCorpus, items: ArraySlice<Int>, _ grams: GramColumns
  ) -> SparseMatrix {
    let (pairs, columnOfGram) = (grams.pairs, grams.columnOfGram)
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
