import LinearAlgebra

/// The scalar products of one query with single rows, in double precision and ascending columns: the same bits everywhere.
///
/// The query is spread over a dense scratch vector, so a product costs the entries of the row alone.
struct ExactScores {
  private let rows: SparseMatrix
  private let query: ScratchRoom<Double>
  private var columns: [Int32] = []
  /// The products that were asked for since the last query, by row.
  private let cache: ScratchRoom<Double>
  private var cachedRows: [Int32] = []
  /// A bit for each column that the query holds: few enough words to stay in the first cache, which `query` does not.
  private let bits: ScratchRoom<UInt64>
  /// Room for the places of a row's entries whose columns the query holds, and one more.
  private let shared: ScratchRoom<Int>

  init(rows: SparseMatrix) {
    self.rows = rows
    query = ScratchRoom(repeating: 0, count: rows.columnCount)
    cache = ScratchRoom(repeating: .nan, count: rows.rowCount)
    let longest = (0..<rows.rowCount).lazy.map { rows.range(ofRow: $0).count }.max() ?? 0
    shared = ScratchRoom(repeating: 0, count: longest + 1)
    bits = ScratchRoom(repeating: 0, count: rows.columnCount / 64 + 1)
  }

  /// Sets the query.
  mutating func begin(_ vector: SparseVector) {
    // SAFETY: the columns of a query lie below the column count, as those of the rows do; only rows are cached.
    for column in columns {
      unsafe query.base[Int(column)] = 0
      unsafe bits.base[Int(column) / 64] = 0
    }
    for row in cachedRows { unsafe cache.base[Int(row)] = .nan }
    cachedRows.removeAll(keepingCapacity: true)
    columns = vector.columns
    precondition(columns.allSatisfy { $0 < rows.columnCount }, "a query has no term that the rows have not")
    for (column, value) in zip(vector.columns, vector.values) {
      unsafe query.base[Int(column)] = value
      unsafe bits.base[Int(column) / 64] |= 1 << UInt64(column % 64)
    }
  }

  /// The scalar product of the query and a row.
  mutating func score(_ row: Int32) -> Double {
    let rows = self.rows
    let range = rows.range(ofRow: Int(row))
    // SAFETY: `row` is a row, as its range was found; the columns of `rows` lie below its column count, for which `query`
    // has room; `shared` has room for the longest row, and one more.
    let known = unsafe cache.base[Int(row)]
    if !known.isNaN { return known }
    let columns = rows.columnIndices.span
    let values = rows.values.span
    let query = unsafe self.query.base
    let bits = unsafe self.bits.base
    let shared = unsafe self.shared.base
    var count = 0
    for position in range {
      let column = unsafe UInt64(truncatingIfNeeded: columns[unchecked: position])
      unsafe shared[count] = position
      count &+= unsafe Int(truncatingIfNeeded: (bits[Int(column &>> 6)] &>> (column & 63)) & 1)
    }
    var sum = 0.0
    for place in 0..<count {
      let position = unsafe shared[place]
      unsafe sum += query[Int(columns[unchecked: position])] * Double(values[unchecked: position])
    }
    unsafe cache.base[Int(row)] = sum
    cachedRows.append(row)
    return sum
  }
}
