import LinearAlgebra
import Testing

@Suite struct SymmetricMatrixTests {
  @Test func `the eigenvalues of a matrix with twos and ones are three and one`() {
    let (values, vectors) = SymmetricMatrix(order: 2, values: [2, 1, 1, 2]).eigenpairs()
    #expect(abs(values[0] - 3) < 1e-12 && abs(values[1] - 1) < 1e-12)
    let half = 0.5.squareRoot()
    #expect(abs(vectors[0][0] - half) < 1e-12 && abs(vectors[0][1] - half) < 1e-12)
  }

  @Test func `eigenpairs rebuild the matrix`() {
    let points = randomDense(rows: 50, columns: 16, seed: 3)
    let matrix = points.crossProduct()
    let (values, vectors) = matrix.eigenpairs()
    for i in 0..<16 {
      for j in 0..<16 {
        let back = (0..<16).reduce(0.0) { $0 + values[$1] * vectors[$1][i] * vectors[$1][j] }
        // Double precision over sums of about 50 products.
        #expect(abs(back - matrix[i, j]) < 1e-10)
      }
    }
  }

  @Test func `orthonormal columns have the unit matrix as cross product, a repeated column becomes zero`() {
    var points = randomDense(rows: 300, columns: 9, seed: 4)
    for row in 0..<300 { points[row, 8] = points[row, 2] }
    let product = points.orthonormalizedColumns(workerCount: 2).crossProduct()
    for i in 0..<9 {
      for j in 0..<9 {
        // Single-precision columns: errors of some 1e-6.
        #expect(abs(product[i, j] - (i == j && i < 8 ? 1 : 0)) < 1e-5)
      }
    }
  }
}

@Suite struct NearestRowsTests {
  @Test(arguments: [1, 2, 7, 8, 30]) func `the nearest rows are those of the exact products`(count: Int) {
    let points = onGrid(randomDense(rows: 700, columns: 16, seed: 5))
    let centers = onGrid(randomDense(rows: count, columns: 16, seed: 6))
    let nearest = points.nearestRows(in: centers, workerCount: 2)
    for row in 0..<700 {
      let products = (0..<count).map { points.exactProduct(ofRow: row, withRow: $0, of: centers) }
      #expect(products[Int(nearest[row])] == products.max())
    }
  }

  @Test func `of equal centres the first is taken`() {
    let points = onGrid(randomDense(rows: 20, columns: 8, seed: 7))
    let center = onGrid(randomDense(rows: 1, columns: 8, seed: 8))
    let centers = DenseMatrix(rowCount: 3, columnCount: 8, values: center.values + center.values + center.values)
    #expect(points.nearestRows(in: centers).allSatisfy { $0 == 0 })
  }
}

private func randomDense(rows: Int, columns: Int, seed: UInt64) -> DenseMatrix {
  var generator = SplitMix64(seed: seed)
  return DenseMatrix(
    rowCount: rows, columnCount: columns, values: (0..<rows * columns).map { _ in Float(generator.nextUnit() - 0.5) })
}

/// Rows of length at most 1, entries multiples of 2⁻²⁰.
private func onGrid(_ matrix: DenseMatrix) -> DenseMatrix {
  var result = matrix
  for index in result.values.indices {
    result.values[index] = (result.values[index] / 4 * 0x1p20).rounded() / 0x1p20
  }
  return result
}
