import LinearAlgebra

/// Learns from counted terms how much each term weighs.
public struct TFIDFVectorizer: Sendable {
  /// How counts become weights.
  public let configuration: VectorizationConfiguration

  /// Creates a vectorizer that has learned nothing yet.
  public init(_ configuration: VectorizationConfiguration = VectorizationConfiguration()) {
    self.configuration = configuration
  }

  /// The model of a vocabulary with its document frequencies. O(terms).
  public func fitted(to counter: TermCounter) -> TFIDFModel {
    TFIDFModel(
      configuration: configuration, itemCount: counter.fittedItemCount, documentFrequency: counter.documentFrequency,
      termWordCount: (0..<counter.vocabulary.count).map { UInt8(clamping: counter.vocabulary.wordCount($0)) })
  }
}

/// Weighs the terms of items: `w = tf(c) · idf(df) · phraseWeight`, the row then brought to the length of the norm.
///
/// Source: Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988.
public struct TFIDFModel: Sendable {
  /// How counts become weights.
  public let configuration: VectorizationConfiguration
  /// The number of items that the model was fitted to.
  public let itemCount: Int
  /// For each column the number of fitted items that hold the term.
  public let documentFrequency: [Int32]
  /// For each column the number of words in its term.
  public let termWordCount: [UInt8]
  /// The inverse document frequency by document frequency: logarithms are taken once per frequency, not per term.
  private let weightOfFrequency: [Double]

  /// Creates a model from stored frequencies.
  ///
  /// - Parameters:
  ///   - configuration: How counts become weights.
  ///   - itemCount: The number of items that the frequencies were counted in.
  ///   - documentFrequency: For each column the number of items that hold the term.
  ///   - termWordCount: For each column the number of words in its term.
  public init(
    configuration: VectorizationConfiguration, itemCount: Int, documentFrequency: [Int32], termWordCount: [UInt8]
  ) {
    self.configuration = configuration
    self.itemCount = itemCount
    self.documentFrequency = documentFrequency
    self.termWordCount = termWordCount
    weightOfFrequency = (0...Int(documentFrequency.max() ?? 0)).map { frequency in
      frequency == 0
        ? 0
        : configuration.inverseDocumentFrequency.weight(documentFrequency: frequency, itemCount: itemCount)
    }
  }

  /// The inverse document frequency of a column's term, lowered by `phraseWeight` for a phrase.
  public func termWeight(_ column: Int) -> Double {
    let weight = weightOfFrequency[Int(documentFrequency[column])]
    return termWordCount[column] > 1 ? weight * configuration.phraseWeight : weight
  }

  /// The weights of one row of counts, in double precision, in the order of its columns.
  public func weights(columns: some Collection<Int32>, counts: some Collection<Float>) -> [Double] {
    var weights: [Double] = []
    fill(&weights, columns: Array(columns)[...], counts: Array(counts)[...], termWeight)
    return weights
  }

  /// Puts the weights of one row of counts in the place of what an array holds.
  private func fill(
    _ weights: inout [Double], columns: ArraySlice<Int32>, counts: ArraySlice<Float>, _ termWeight: (Int) -> Double
  ) {
    precondition(columns.count == counts.count, "\(columns.count) columns for \(counts.count) counts")
    weights.removeAll(keepingCapacity: true)
    weights.reserveCapacity(columns.count)
    var place = counts.startIndex
    for column in columns {
      weights.append(configuration.termFrequency.factor(Double(counts[place])) * termWeight(Int(column)))
      place += 1
    }
    var length = 0.0
    switch configuration.norm {
    case .none: length = 1
    case .l1: for weight in weights { length += abs(weight) }
    case .l2:
      for weight in weights { length += weight * weight }
      length = length.squareRoot()
    }
    if length > 0, length != 1 { for index in weights.indices { weights[index] /= length } }
  }

  /// The weights of one row of counts as a query.
  public func vector(columns: some Collection<Int32>, counts: some Collection<Float>) -> SparseVector {
    SparseVector(columns: Array(columns), values: weights(columns: columns, counts: counts))
  }

  /// The weights of all rows of counts, rounded to single precision, of shape (items, terms).
  public func rows(of counts: SparseMatrix) -> SparseMatrix {
    let termWeights = (0..<counts.columnCount).map(termWeight)
    let values = unsafe [Float](unsafeUninitializedCapacity: counts.storedCount) { values, initializedCount in
      // SAFETY: rows share no entry and together hold each once.
      nonisolated(unsafe) let values = unsafe values
      RowBlocks(rowCount: counts.rowCount, blockSize: 256).forEach(workerCount: Parallelism.threadCount) { _, rows in
        var weights: [Double] = []
        for row in rows {
          let range = counts.range(ofRow: row)
          fill(&weights, columns: counts.columnIndices[range], counts: counts.values[range]) { termWeights[$0] }
          for (position, weight) in zip(range, weights) {
            unsafe values.initializeElement(at: position, to: Float(weight))
          }
        }
      }
      initializedCount = counts.storedCount
    }
    return SparseMatrix(
      columnCount: counts.columnCount, rowOffsets: counts.rowOffsets, columnIndices: counts.columnIndices,
      values: values)
  }
}
