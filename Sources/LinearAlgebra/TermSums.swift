/// A row in the making: sums for a few of many columns, cleared at the cost of those few.
package struct TermSums: Sendable {
  fileprivate var values: [Float]
  /// The columns added to, in the order of their first addition.
  fileprivate var touched: [Int32] = []

  /// Prepares sums of 0.
  package init(termCount: Int) {
    values = [Float](repeating: 0, count: termCount)
  }

  /// The sum of all squares.
  package var square: Double {
    touched.reduce(0) { $0 + Double(values[Int($1)]) * Double(values[Int($1)]) }
  }

  /// The sums of at least `smallest`, above 0, by column.
  package func entries(ofAtLeast smallest: Float) -> [(column: Int32, value: Float)] {
    touched.filter { values[Int($0)] >= smallest }.sorted().map { ($0, values[Int($0)]) }
  }

  /// Sets all sums to 0.
  package mutating func clear() {
    for column in touched { values[Int(column)] = 0 }
    touched.removeAll(keepingCapacity: true)
  }
}

extension SparseMatrix {
  /// Adds a row of values above 0, times a factor above 0, to sums of the same columns.
  package func addRow(_ row: Int, times factor: Float, to sums: inout TermSums) {
    precondition(sums.values.count == columnCount, "\(sums.values.count) sums for \(columnCount) columns")
    let entries = range(ofRow: row)
    unsafe columnIndices.withUnsafeBufferPointer { columns in
      unsafe values.withUnsafeBufferPointer { values in
        unsafe sums.values.withUnsafeMutableBufferPointer { target in
          for entry in entries {
            // SAFETY: the entries of a row lie in both arrays, and the matrix guarantees columns below its column count.
            let column = unsafe columns[entry]
            let known = unsafe target[Int(column)]
            if known == 0 { sums.touched.append(column) }
            unsafe target[Int(column)] = known + factor * values[entry]
          }
        }
      }
    }
  }

  /// The scalar products of a row with itself and with sums of the same columns.
  package func products(ofRow row: Int, with sums: TermSums) -> (own: Double, sums: Double) {
    var result = (own: 0.0, sums: 0.0)
    for entry in range(ofRow: row) {
      let value = Double(values[entry])
      result.own += value * value
      result.sums += value * Double(sums.values[Int(columnIndices[entry])])
    }
    return result
  }
}
