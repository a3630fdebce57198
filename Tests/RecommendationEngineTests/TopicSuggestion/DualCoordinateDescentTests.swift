import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct DualCoordinateDescentTests {
  @Test func `two opposite examples meet the solution by hand`() {
    // x = +1 and −1 on one axis, no constant: w minimises ½w² + 2·C·(1 − w)², so w = 4C / (1 + 4C) = 2/3 at C = 0.5.
    let solver = DualCoordinateDescent(tolerance: 1e-6)
    let coefficients = solver.coefficients(
      products: [1, -1, -1, 1], isPositive: [true, false], isRejected: [false, false])
    #expect(abs(coefficients[0] - coefficients[1] - 2.0 / 3) < 1e-5)
  }

  @Test func `sparse rows and products of pairs give the same classifier`() {
    let collection = smallCollection(itemCount: 60)
    let positive = collection.topics.map { $0.contains(1) }
    let none = [Bool](repeating: false, count: 60)
    let solver = DualCoordinateDescent(tolerance: 1e-5, roundLimit: 5000)
    let table = CosineTable(collection.rows)
    let dense = solver.coefficients(products: table.block(Array(0..<60)), isPositive: positive, isRejected: none)
    let sparse = solver.coefficients(
      rows: collection.rows, squaredLengths: [Float](repeating: 1, count: 60), isPositive: positive, isRejected: none)
    // Both end within the tolerance of the one solution; the problem is strongly convex.
    for example in 0..<60 { #expect(abs(dense[example] - sparse[example]) < 1e-3) }
  }

  @Test func `the gradient vanishes where a coefficient is above 0, and is not below 0 elsewhere`() {
    let collection = smallCollection(itemCount: 60)
    let positive = collection.topics.map { $0.contains(1) }
    let solver = DualCoordinateDescent(tolerance: 1e-5, roundLimit: 5000)
    let products = CosineTable(collection.rows).block(Array(0..<60))
    let coefficients = solver.coefficients(
      products: products, isPositive: positive, isRejected: [Bool](repeating: false, count: 60))
    for example in 0..<60 {
      let sign: Float = positive[example] ? 1 : -1
      let margin = (0..<60).reduce(Float(0)) { $0 + coefficients[$1] * products[example * 60 + $1] }
      let alpha = coefficients[example] * sign
      let gradient = sign * margin - 1 + alpha
      #expect(alpha >= 0)
      #expect(alpha > 0 ? abs(gradient) < 1e-4 : gradient > -1e-4)
    }
  }
}
