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
    let countedColumns = (0..<Int32(counts.columnCount)).filter { isCounted[Int($0)] }
    var numbers = [Int32](repeating: -1, count: counts.columnCount)
    for (number, column) in countedColumns.enumerated() { numbers[Int(column)] = Int32(number) }
    let rows = ClusterWords.rows(
      of: counts, (0..<itemCount).lazy.map { $0 }, numbers: numbers,
      documentFrequency: countedColumns.map { documentFrequency[Int($0)] }, itemCount: itemCount)
    self.init(rows: rows, neighbors: neighbors, countedColumns: countedColumns)
  }
}

/// The words that clusters were made of, with their frequencies at that time.
public struct ClusterWords: Sendable, Equatable {
  /// A fingerprint of each word's bytes, in the order of the bytes.
  public let fingerprints: [UInt64]
  /// For each word the number of items that held it.
  public let documentFrequency: [Int32]
  /// The number of items.
  public let itemCount: Int

  /// Takes words as they were kept; nil where they are of no use together.
  public init?(fingerprints: [UInt64], documentFrequency: [Int32], itemCount: Int) {
    guard fingerprints.count == documentFrequency.count, itemCount >= 0,
      documentFrequency.allSatisfy({ (0...itemCount).contains(Int($0)) })
    else { return nil }
    self.fingerprints = fingerprints
    self.documentFrequency = documentFrequency
    self.itemCount = itemCount
  }

  /// Remembers the words of an input.
  init(of input: ClusteringInput, counter: TermCounter) {
    let columns = input.countedColumns.map { Int($0) }
    fingerprints = columns.map { counter.vocabulary.bytes($0).stableHash }
    documentFrequency = columns.map { counter.documentFrequency[$0] }
    itemCount = input.rows.rowCount
  }

  /// For each column of a vocabulary the number of its word, or −1 where it is none of these. Numbers ascend with the columns.
  func numbers(in vocabulary: Vocabulary) -> [Int32] {
    var numberOf: [UInt64: Int32] = [:]
    numberOf.reserveCapacity(fingerprints.count)
    for (number, fingerprint) in fingerprints.enumerated() { numberOf[fingerprint] = Int32(number) }
    return (0..<vocabulary.count).map { column in
      vocabulary.wordCount(column) == 1 ? numberOf[vocabulary.bytes(column).stableHash] ?? -1 : -1
    }
  }

  /// The weights of some items' words, of shape (items, words).
  ///
  /// - Parameters:
  ///   - counts: The counts of all items.
  ///   - items: The items.
  ///   - numbers: For each column of the counts the number of its word, or −1; those of the words ascend.
  ///   - documentFrequency: For each word the number of items that hold it.
  ///   - itemCount: The number of items that this was counted in.
  static func rows(
    of counts: SparseMatrix, _ items: some Collection<Int>, numbers: [Int32], documentFrequency: [Int32], itemCount: Int
  ) -> SparseMatrix {
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    offsets.reserveCapacity(items.count + 1)
    for item in items {
      for position in counts.range(ofRow: item) {
        let number = numbers[Int(counts.columnIndices[position])]
        guard number >= 0 else { continue }
        columns.append(number)
        values.append(counts.values[position])
      }
      offsets.append(columns.count)
    }
    let words = SparseMatrix(
      columnCount: documentFrequency.count, rowOffsets: offsets, columnIndices: columns, values: values)
    let model = TFIDFModel(
      configuration: VectorizationConfiguration(
        termFrequency: .logarithmic, inverseDocumentFrequency: .smooth), itemCount: itemCount,
      documentFrequency: documentFrequency, termWordCount: [UInt8](repeating: 1, count: documentFrequency.count))
    return model.rows(of: words)
  }
}
