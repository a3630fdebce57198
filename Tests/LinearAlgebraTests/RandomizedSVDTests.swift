import LinearAlgebra
import Testing

@Suite struct RandomizedSVDTests {
  /// Rows 3·e₀, 2·e₁, 1·e₂ with small rotations of columns: singular values 3, 2, 1.
  private var diagonal: SparseMatrix {
    SparseMatrix(columnCount: 4, rowOffsets: [0, 1, 2, 3], columnIndices: [1, 0, 3], values: [3, 2, 1])
  }

  @Test func `a diagonal matrix has its entries as singular values`() {
    let result = RandomizedSVD(rank: 3).decomposition(of: SparseOperator(diagonal))
    // Single-precision products of entries up to 3: errors of some 1e-7 relative.
    for (value, expected) in zip(result.singularValues, [3.0, 2, 1]) { #expect(abs(value - expected) < 1e-5) }
    #expect(result.singularValues.count == 3)
  }

  @Test func `rows along the directions give the matrix back`() {
    let matrix = randomSparse(rows: 40, columns: 30, seed: 1)
    let result = RandomizedSVD(rank: 30).decomposition(of: SparseOperator(matrix))
    for row in 0..<40 {
      var dense = [Float](repeating: 0, count: 30)
      for entry in matrix.range(ofRow: row) { dense[Int(matrix.columnIndices[entry])] = matrix.values[entry] }
      for column in 0..<30 {
        let back = zip(result.scaledRows.row(row), result.directions.row(column)).reduce(0) { $0 + $1.0 * $1.1 }
        // All 30 directions are kept, so only rounding is left.
        #expect(abs(back - dense[column]) < 1e-4)
      }
    }
  }

  @Test func `a matrix of rank one has one singular value`() {
    let matrix = SparseMatrix(
      columnCount: 2, rowOffsets: [0, 2, 4, 6], columnIndices: [0, 1, 0, 1, 0, 1], values: [3, 4, 3, 4, 3, 4])
    let result = RandomizedSVD(rank: 2).decomposition(of: SparseOperator(matrix))
    #expect(result.singularValues.count == 1)
    // |(3, 4)| · √3
    #expect(abs(result.singularValues[0] - 5 * 3.0.squareRoot()) < 1e-5)
  }

  @Test func `two workers give the same bits as one`() {
    let matrix = SparseOperator(randomSparse(rows: 1_100, columns: 60, seed: 2))
    let one = RandomizedSVD(rank: 6).decomposition(of: matrix, workerCount: 1)
    #expect(RandomizedSVD(rank: 6).decomposition(of: matrix, workerCount: 2) == one)
  }

  @Test func `a matrix of zeros has no direction`() {
    let empty = SparseMatrix(columnCount: 5, rowOffsets: [0, 0, 0], columnIndices: [], values: [])
    #expect(RandomizedSVD(rank: 2).decomposition(of: SparseOperator(empty)).singularValues.isEmpty)
  }
}

/// A matrix with about a quarter of its entries set.
private func randomSparse(rows: Int, columns: Int, seed: UInt64) -> SparseMatrix {
  var generator = SplitMix64(seed: seed)
  var matrix = SparseMatrix(columnCount: columns)
  for _ in 0..<rows {
    let entries = (0..<columns).compactMap { column in
      generator.next(below: 4) == 0 ? (column: Int32(column), value: Float(generator.nextUnit() - 0.5)) : nil
    }
    matrix.appendRow(entries)
  }
  return matrix
}
