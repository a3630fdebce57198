/// A matrix that stores only its non-zero entries, row by row (compressed sparse rows, CSR).
///
/// Row *i* holds the entries `rowOffsets[i] ..< rowOffsets[i + 1]` of `columnIndices` and `values`;
/// within a row the columns ascend.
public struct SparseMatrix: Sendable, Equatable {
  /// Where each row begins, and one more entry for the end: `rowCount + 1` ascending offsets from 0.
  public private(set) var rowOffsets: [Int]
  /// The column of each stored entry.
  public private(set) var columnIndices: [Int32]
  /// The value of each stored entry.
  public private(set) var values: [Float]
  /// The number of columns.
  public let columnCount: Int

  /// The number of rows.
  public var rowCount: Int { rowOffsets.count - 1 }
  /// The number of stored entries (nnz).
  public var storedCount: Int { values.count }

  /// Creates a matrix from its three arrays.
  ///
  /// - Precondition: `rowOffsets` starts at 0, ascends and ends at the number of entries; the columns of each row
  ///   ascend and lie in `0 ..< columnCount`. The columns are trusted, as checking them costs a pass.
  public init(columnCount: Int, rowOffsets: [Int], columnIndices: [Int32], values: [Float]) {
    precondition(
      columnIndices.count == values.count, "\(columnIndices.count) columns for \(values.count) values")
    precondition(
      rowOffsets.first == 0 && rowOffsets.last == values.count,
      "row offsets must run from 0 to \(values.count)")
    self.columnCount = columnCount
    self.rowOffsets = rowOffsets
    self.columnIndices = columnIndices
    self.values = values
  }

  /// Creates a matrix without rows, to be filled with ``appendRow(_:)``.
  public init(columnCount: Int) {
    self.init(columnCount: columnCount, rowOffsets: [0], columnIndices: [], values: [])
  }

  /// Adds a row below the last one.
  ///
  /// - Parameter entries: Columns, ascending, and their values.
  public mutating func appendRow(_ entries: [(column: Int32, value: Float)]) {
    for entry in entries {
      columnIndices.append(entry.column)
      values.append(entry.value)
    }
    rowOffsets.append(values.count)
  }

  /// The positions of row *i* in `columnIndices` and `values`.
  @inlinable
  public func range(ofRow row: Int) -> Range<Int> {
    rowOffsets[row]..<rowOffsets[row + 1]
  }

  /// The rows turned into columns: entry (i, j) becomes (j, i). O(*nnz* + columns).
  public func transposed() -> SparseMatrix {
    var offsets = [Int](repeating: 0, count: columnCount + 1)
    for column in columnIndices { offsets[Int(column) + 1] += 1 }
    for column in 0..<columnCount { offsets[column + 1] += offsets[column] }
    var next = offsets
    var rows = [Int32](repeating: 0, count: values.count)
    var entries = [Float](repeating: 0, count: values.count)
    for row in 0..<rowCount {
      for position in range(ofRow: row) {
        let column = Int(columnIndices[position])
        rows[next[column]] = Int32(truncatingIfNeeded: row)
        entries[next[column]] = values[position]
        next[column] += 1
      }
    }
    return SparseMatrix(columnCount: rowCount, rowOffsets: offsets, columnIndices: rows, values: entries)
  }

  /// The scalar product of row *i* of this matrix and row *j* of another, in double precision.
  ///
  /// Two floats multiply exactly in double precision and the columns are added in ascending order, so the result has
  /// the same bits everywhere. O(entries of both rows).
  public func dotProduct(ofRow row: Int, withRow otherRow: Int, of other: SparseMatrix) -> Double {
    var left = rowOffsets[row]
    var right = other.rowOffsets[otherRow]
    let leftEnd = rowOffsets[row + 1]
    let rightEnd = other.rowOffsets[otherRow + 1]
    var sum = 0.0
    while left < leftEnd && right < rightEnd {
      let leftColumn = columnIndices[left]
      let rightColumn = other.columnIndices[right]
      if leftColumn == rightColumn {
        sum += Double(values[left]) * Double(other.values[right])
        left += 1
        right += 1
      } else if leftColumn < rightColumn {
        left += 1
      } else {
        right += 1
      }
    }
    return sum
  }
}

extension SparseMatrix {
  /// Joins matrices of the same columns, one below the other. O(*nnz*).
  public init(joining parts: [SparseMatrix], columnCount: Int) {
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    offsets.reserveCapacity(parts.reduce(1) { $0 + $1.rowCount })
    columns.reserveCapacity(parts.reduce(0) { $0 + $1.storedCount })
    values.reserveCapacity(parts.reduce(0) { $0 + $1.storedCount })
    for part in parts {
      precondition(part.columnCount == columnCount, "\(part.columnCount) columns joined to \(columnCount)")
      let base = values.count
      offsets.append(contentsOf: part.rowOffsets.dropFirst().lazy.map { $0 + base })
      columns.append(contentsOf: part.columnIndices)
      values.append(contentsOf: part.values)
    }
    self.init(columnCount: columnCount, rowOffsets: offsets, columnIndices: columns, values: values)
  }

  /// The rows with the given numbers, in the given order. O(their entries).
  public func selectingRows(_ rows: [Int]) -> SparseMatrix {
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    let count = rows.reduce(0) { $0 + range(ofRow: $1).count }
    offsets.reserveCapacity(rows.count + 1)
    columns.reserveCapacity(count)
    values.reserveCapacity(count)
    for row in rows {
      columns.append(contentsOf: columnIndices[range(ofRow: row)])
      values.append(contentsOf: self.values[range(ofRow: row)])
      offsets.append(values.count)
    }
    return SparseMatrix(columnCount: columnCount, rowOffsets: offsets, columnIndices: columns, values: values)
  }
}
