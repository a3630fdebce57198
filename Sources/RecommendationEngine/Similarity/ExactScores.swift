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
    let query = unsafe self.query.base
    let bits = unsafe self.bits.base
    // SAFETY: the columns of the last query were found to lie below the column count; only rows are cached.
    for column in columns {
      unsafe query[Int(column)] = 0
      unsafe bits[Int(column) &>> 6] = 0
    }
    for row in cachedRows { unsafe cache.base[Int(row)] = .nan }
    cachedRows.removeAll(keepingCapacity: true)
    columns = vector.columns
    let (columns, values) = (vector.columns.span, vector.values.span)
    let columnCount = rows.columnCount
    for place in columns.indices {
      let column = Int(columns[place])
      precondition(column >= 0 && column < columnCount, "a query has no term that the rows have not")
      // SAFETY: the column lies below the column count.
      unsafe query[column] = values[place]
      unsafe bits[column &>> 6] |= 1 &<< UInt64(column & 63)
    }
  }

  /// Notes the scalar product of the query and a row that is known from elsewhere, to the last bit.
  mutating func remember(_ product: Double, of row: Int32) {
    precondition(row >= 0 && Int(row) < rows.rowCount, "row \(row) of \(rows.rowCount)")
    // SAFETY: there is a product for each row.
    unsafe cache.base[Int(row)] = product
    cachedRows.append(row)
  }

  /// The scalar product of the query and a row.
  mutating func score(_ row: Int32) -> Double {
    let rows = self.rows
    let range = rows.range(ofRow: Int(row))
    // SAFETY: `row` is a row, as its range was found.
    let known = unsafe cache.base[Int(row)]
    if !known.isNaN { return known }
    let columns = rows.columnIndices.span
    let values = rows.values.span
    let query = unsafe self.query.base
    let bits = unsafe self.bits.base
    let shared = unsafe self.shared.base
    var count = 0
    // SAFETY: the columns of `rows` lie below its column count, for which `query` and `bits` have room; `shared` has room for
    // the longest row, and one more.
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
