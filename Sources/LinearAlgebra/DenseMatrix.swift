/// A matrix that stores every entry, row by row (row-major), in single precision.
public struct DenseMatrix: Sendable, Equatable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The entries: row *i*, column *j* at `i * columnCount + j`.
  public var values: [Float]

  /// Creates a matrix from its entries.
  ///
  /// - Precondition: `values` holds `rowCount * columnCount` entries.
  public init(rowCount: Int, columnCount: Int, values: [Float]) {
    precondition(
      values.count == rowCount * columnCount,
      "\(values.count) values for \(rowCount) rows of \(columnCount) columns")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.values = values
  }

  /// Creates a matrix of zeros.
  public init(rowCount: Int, columnCount: Int) {
    self.init(
      rowCount: rowCount, columnCount: columnCount, values: [Float](repeating: 0, count: rowCount * columnCount))
  }

  /// Reads or writes one entry.
  public subscript(row: Int, column: Int) -> Float {
    get { values[row * columnCount + column] }
    set { values[row * columnCount + column] = newValue }
  }

  /// One row, without copying.
  public func row(_ row: Int) -> ArraySlice<Float> {
    values[row * columnCount..<(row + 1) * columnCount]
  }
}
