import LinearAlgebra

extension ClusteringInput {
  /// Weighs counted terms for clustering: words alone, `1 + ln c`, terms of at least two items and of at most half of
  /// them, rows of length 1.
  ///
  /// Where these limits leave less than half of the items with any word, as in collections of the same text again and again, words
  /// of any number of items from two count; a single item keeps all its words.
  ///
  /// - Parameters:
  ///   - counts: The counts, of shape (items, terms); phrases are passed over.
  ///   - documentFrequency: For each column the number of items that hold the term.
  ///   - termWordCount: For each column the number of words in its term.
  ///   - neighbors: The nearest items of each item with their cosines.
  /// - Complexity: O(*nnz*).
  public init(
    counts: SparseMatrix, documentFrequency: [Int32], termWordCount: [UInt8], neighbors: NeighborLists
  ) {
    let itemCount = counts.rowCount
    func columns(in frequencies: ClosedRange<Int>) -> [Bool] {
      (0..<counts.columnCount).map {
        termWordCount[$0] == 1 && frequencies.contains(Int(documentFrequency[$0]))
      }
    }
    var isCounted = columns(in: 2...max(2, itemCount / 2))
    let itemsWithWords = (0..<itemCount).count { row in
      counts.range(ofRow: row).contains { isCounted[Int(counts.columnIndices[$0])] }
    }
    if itemsWithWords * 2 < itemCount { isCounted = columns(in: min(2, itemCount)...itemCount) }
    var kept = [Int32](repeating: -1, count: counts.columnCount)
    var frequencies: [Int32] = []
    for column in 0..<counts.columnCount where isCounted[column] {
      kept[column] = Int32(frequencies.count)
      frequencies.append(documentFrequency[column])
    }
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    for row in 0..<itemCount {
      for position in counts.range(ofRow: row) where kept[Int(counts.columnIndices[position])] >= 0 {
        columns.append(kept[Int(counts.columnIndices[position])])
        values.append(counts.values[position])
      }
      offsets.append(columns.count)
    }
    let words = SparseMatrix(
      columnCount: frequencies.count, rowOffsets: offsets, columnIndices: columns, values: values)
    let model = TFIDFModel(
      configuration: VectorizationConfiguration(
        termFrequency: .logarithmic, inverseDocumentFrequency: .smooth), itemCount: itemCount,
      documentFrequency: frequencies, termWordCount: [UInt8](repeating: 1, count: frequencies.count))
    self.init(rows: model.rows(of: words), neighbors: neighbors)
  }
}
