import LinearAlgebra

/// Items whose texts are the same after analysis, joined in groups; the first of each group stands for all.
public struct DuplicateGroups: Sendable, Equatable {
  /// For each item the first item with the same text; the item itself where it is that, or is alone.
  public let representative: [Int]

  /// Finds the rows of counts that are equal. Rows without a term are no copies of each other. O(*nnz*).
  public init(counts: SparseMatrix) {
    var firstRows: [UInt64: [Int]] = [:]
    representative = (0..<counts.rowCount).map { row in
      let range = counts.range(ofRow: row)
      guard !range.isEmpty else { return row }
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for position in range {
        hash = (hash ^ UInt64(UInt32(bitPattern: counts.columnIndices[position]))) &* 0x100_0000_01b3
        hash = (hash ^ UInt64(counts.values[position].bitPattern)) &* 0x100_0000_01b3
      }
      let first = firstRows[hash]?.first { other in
        let otherRange = counts.range(ofRow: other)
        return counts.columnIndices[range] == counts.columnIndices[otherRange]
          && counts.values[range] == counts.values[otherRange]
      }
      if first == nil { firstRows[hash, default: []].append(row) }
      return first ?? row
    }
  }

  /// The items that stand for a group or are alone, ascending.
  public var representatives: [Int] {
    representative.indices.filter { representative[$0] == $0 }
  }
}
