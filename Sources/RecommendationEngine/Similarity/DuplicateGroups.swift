import LinearAlgebra

/// Items whose texts are the same after analysis, joined in groups; the first of each group stands for all.
public struct DuplicateGroups: Sendable, Equatable {
  /// For each item the first item with the same text; the item itself where it is that, or is alone.
  public let representative: [Int]

  /// Finds the rows of counts that are equal. Rows without a term are no copies of each other. O(*nnz*).
  public init(counts: SparseMatrix) {
    let hashes = concurrentMap(chunksOf: counts.rowCount, minimumChunk: 256) { rows in
      rows.map { Self.hash(ofRow: $0, counts) }
    }.flatMap { $0 }
    // The first row of each hash, and behind each first row of a text the next one of another text with the same hash.
    var firstRow: [UInt64: Int] = [:]
    var nextRow: [Int: Int] = [:]
    firstRow.reserveCapacity(counts.rowCount)
    var representative = Array(0..<counts.rowCount)
    for row in 0..<counts.rowCount where !counts.range(ofRow: row).isEmpty {
      guard var other = firstRow[hashes[row]] else {
        firstRow[hashes[row]] = row
        continue
      }
      while !Self.areEqual(row, other, counts) {
        guard let next = nextRow[other] else {
          nextRow[other] = row
          other = row
          break
        }
        other = next
      }
      representative[row] = other
    }
    self.representative = representative
  }

  private static func hash(ofRow row: Int, _ counts: SparseMatrix) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for position in counts.range(ofRow: row) {
      let entry =
        UInt64(UInt32(bitPattern: counts.columnIndices[position])) << 32 | UInt64(counts.values[position].bitPattern)
      let (high, low) = (hash ^ entry).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      hash = high ^ low
    }
    return hash
  }

  private static func areEqual(_ row: Int, _ other: Int, _ counts: SparseMatrix) -> Bool {
    let (range, otherRange) = (counts.range(ofRow: row), counts.range(ofRow: other))
    return counts.columnIndices[range] == counts.columnIndices[otherRange]
      && counts.values[range] == counts.values[otherRange]
  }

  /// The items that stand for a group or are alone, ascending.
  public var representatives: [Int] {
    representative.indices.filter { representative[$0] == $0 }
  }
}
