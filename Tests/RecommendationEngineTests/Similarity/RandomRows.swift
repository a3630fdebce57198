import LinearAlgebra

/// Seeded unit rows with a few frequent and many rare columns, for tests that compare methods.
func randomUnitRows(count: Int, columns: Int, seed: UInt64) -> SparseMatrix {
  var state = seed
  func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
  var rows = SparseMatrix(columnCount: columns)
  for _ in 0..<count {
    var row: [Int32: Float] = [:]
    for _ in 0..<(4 + next(12)) {
      // The product of two uniform numbers favours small columns.
      row[Int32(next(columns) * next(columns) / columns)] = Float(1 + next(5))
    }
    let length = row.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    rows.appendRow(row.sorted { $0.key < $1.key }.map { (column: $0.key, value: $0.value / length) })
  }
  return rows
}
