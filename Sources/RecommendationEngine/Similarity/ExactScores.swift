import LinearAlgebra

/// The scalar products of one query with single rows, in double precision and ascending columns: the same bits everywhere.
///
/// The query is spread over a dense scratch vector, so a product costs the entries of the row alone.
struct ExactScores {
  private let rows: SparseMatrix
  private var query: [Double]
  private var columns: [Int32] = []
  /// The products that were asked for since the last query, by row.
  private var cache: [Double]
  private var cachedRows: [Int32] = []

  init(rows: SparseMatrix) {
    self.rows = rows
    query = Array(repeating: 0, count: rows.columnCount)
    cache = Array(repeating: .nan, count: rows.rowCount)
  }

  /// Sets the query.
  mutating func begin(_ vector: SparseVector) {
    for column in columns { query[Int(column)] = 0 }
    for row in cachedRows { cache[Int(row)] = .nan }
    cachedRows.removeAll(keepingCapacity: true)
    columns = vector.columns
    for (column, value) in zip(vector.columns, vector.values) { query[Int(column)] = value }
  }

  /// The scalar product of the query and a row.
  mutating func score(_ row: Int32) -> Double {
    let known = cache[Int(row)]
    if !known.isNaN { return known }
    var sum = 0.0
    let range = rows.range(ofRow: Int(row))
    // SAFETY: the columns of `rows` lie below its column count, which is the length of `query`.
    unsafe rows.columnIndices.withUnsafeBufferPointer { columns in
      unsafe rows.values.withUnsafeBufferPointer { values in
        unsafe query.withUnsafeBufferPointer { query in
          for position in range {
            unsafe sum += query[Int(columns[position])] * Double(values[position])
          }
        }
      }
    }
    cache[Int(row)] = sum
    cachedRows.append(row)
    return sum
  }
}
