import Testing

@testable import LinearAlgebra

@Suite struct NearestRowBoundsTests {
  /// Rows with numbers of their own, rows that repeat each other, and rows of a few directions with many ties between them.
  enum Kind: CaseIterable { case random, repeated, tied }

  @Test(arguments: Kind.allCases, [1, 2, 7, 8, 13, 90])
  func `rounds with bounds give the groups of rounds without`(kind: Kind, centerCount: Int) {
    let rows = gridRows(90, kind: kind)
    // One bound for each center, for pairs or fours of them, and a single one for each row.
    for boundLimit in [1 << 20, 90 * 5, 1] {
      var centers = rows.first(centerCount)
      var bounds = NearestRowBounds(of: rows, in: centers, boundLimit: boundLimit)
      for round in 0..<12 {
        #expect(bounds.indices == rows.nearestRows(in: centers), "round \(round), \(boundLimit) bounds")
        let next = rows.means(of: bounds.indices, from: centers)
        bounds.move(from: centers, to: next, of: rows)
        centers = next
      }
    }
  }

  @Test func `centers that jump are followed`() {
    let rows = gridRows(60, kind: .random)
    var bounds = NearestRowBounds(of: rows, in: rows.first(9))
    let others = DenseMatrix(rowCount: 9, columnCount: 16, values: Array(rows.values[(20 * 16)..<(29 * 16)]))
    bounds.move(from: rows.first(9), to: others, of: rows)
    #expect(bounds.indices == rows.nearestRows(in: others))
  }

  @Test func `a row put elsewhere finds back, and stays where its center comes to it`() {
    let rows = gridRows(60, kind: .random)
    var centers = rows.first(9)
    var bounds = NearestRowBounds(of: rows, in: centers)
    bounds.put(40, to: 3)
    bounds.put(41, to: 4)
    #expect(bounds.indices[40] == 3 && bounds.indices[41] == 4)
    let before = centers
    centers.values.replaceSubrange(4 * 16..<5 * 16, with: rows.row(41))
    bounds.move(from: before, to: centers, of: rows)
    #expect(bounds.indices == rows.nearestRows(in: centers) && bounds.indices[41] == 4)
  }

  @Test func `products that are known already, and workers, change nothing`() {
    let rows = gridRows(1_100, kind: .random)
    let all = rows.first(21)
    let centers = rows.first(11)
    var one = NearestRowBounds(of: rows, in: centers)
    var two = NearestRowBounds(of: rows, in: centers, products: rows.products(withRowsOf: all), workerCount: 2)
    #expect(one.indices == two.indices)
    let next = rows.means(of: one.indices, from: centers)
    one.move(from: centers, to: next, of: rows)
    two.move(from: centers, to: next, of: rows, workerCount: 2)
    #expect(one.indices == two.indices && one.indices == rows.nearestRows(in: next))
  }

  @Test func `all products have the bits of the nearest ones`() {
    let rows = gridRows(33, kind: .random)
    let products = rows.products(withRowsOf: rows.first(11))
    let nearest = rows.nearestRows(to: Array(0..<33), in: rows.first(11))
    #expect(products.columnCount == 16 && products.row(2).suffix(5).allSatisfy { $0 == -4 })
    for row in 0..<33 {
      let sorted = products.row(row).sorted(by: >)
      #expect(sorted[0] == nearest.products[row] && sorted[1] == nearest.runnersUp[row])
    }
  }

  /// Rows of 16 columns, of length 1 but for the rounding to multiples of 2⁻²⁰.
  private func gridRows(_ count: Int, kind: Kind) -> DenseMatrix {
    var generator = SplitMix64(seed: 7)
    var values: [Float] = []
    for row in 0..<count {
      let place = kind == .repeated ? row % 17 : row
      if place < row {
        values += values[place * 16..<(place + 1) * 16]
        continue
      }
      // Of ties, four entries of ±½ each: products are multiples of a quarter.
      let vector: [Double] =
        kind == .tied
        ? (0..<16).map { $0 % 4 == row % 4 ? (generator.next(below: 2) == 0 ? 0.5 : -0.5) : 0 }
        : (0..<16).map { _ in generator.nextUnit() + generator.nextUnit() - 0.7 }
      values += gridUnit(vector)
    }
    return DenseMatrix(rowCount: count, columnCount: 16, values: values)
  }
}

private func gridUnit(_ vector: [Double]) -> [Float] {
  let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return vector.map { length == 0 ? 0 : Float(($0 / length * 0x1p20).rounded() * 0x1p-20) }
}

extension DenseMatrix {
  fileprivate func first(_ count: Int) -> DenseMatrix {
    DenseMatrix(rowCount: count, columnCount: columnCount, values: Array(values[..<(count * columnCount)]))
  }

  /// The mean direction of each group of rows; that of a group without rows stays.
  fileprivate func means(of groups: [Int32], from centers: DenseMatrix) -> DenseMatrix {
    var result = centers
    for center in 0..<centers.rowCount {
      var sum = [Double](repeating: 0, count: columnCount)
      for row in groups.indices where groups[row] == Int32(center) {
        for (column, value) in self.row(row).enumerated() { sum[column] += Double(value) }
      }
      if sum.contains(where: { $0 != 0 }) {
        result.values.replaceSubrange(center * columnCount..<(center + 1) * columnCount, with: gridUnit(sum))
      }
    }
    return result
  }
}
