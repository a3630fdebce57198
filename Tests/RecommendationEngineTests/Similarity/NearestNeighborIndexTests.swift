import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct NearestNeighborIndexTests {
  @Test(arguments: [(1, nil), (10, nil), (10, 0), (10, 5), (10, 64), (10, 500), (400, nil)])
  func `the answer equals comparing every pair, whatever the head holds`(count: Int, headCount: Int?) {
    let rows = randomUnitRows(count: 300, columns: 200, seed: 5)
    let lists = NearestNeighborIndex(rows: rows, headCount: headCount).nearestNeighbors(count: count)
    #expect(lists.count == 300)
    for row in 0..<300 {
      let expected = (0..<300).filter { $0 != row }
        .map { Neighbor(row: Int32($0), score: roundedScore(rows.dotProduct(ofRow: row, withRow: $0, of: rows))) }
        .filter { $0.score > 0 }.sorted(by: Neighbor.precedes).prefix(count)
      #expect(Array(lists[row]) == Array(expected))
    }
  }

  @Test(arguments: [1, 10, 299])
  func `leaving out frequent terms where they cannot matter changes nothing`(count: Int) {
    for columns in [20, 200, 2000] {
      let rows = randomUnitRows(count: 300, columns: columns, seed: 8)
      let index = NearestNeighborIndex(rows: rows, headCount: 16)
      #expect(index.nearestNeighbors(count: count) == NearestNeighborIndex(rows: rows).nearestNeighbors(count: count))
      let leading = index.leadingScores(count: count)
      for row in stride(from: 0, to: 300, by: 13) {
        let listed = leading.keys[leading.range(ofRow: row)].map(\.row)
        #expect(listed.count <= count && !listed.contains(Int32(row)))
        for other in 0..<300 where other != row && !listed.contains(Int32(other)) {
          let score = rows.dotProduct(ofRow: row, withRow: other, of: rows)
          #expect(score <= Double(leading.bounds[row] + TopScores.margin))
        }
      }
    }
  }

  @Test func `equal scores are ordered by row`() {
    var rows = SparseMatrix(columnCount: 2)
    for _ in 0..<5 { rows.appendRow([(column: 0, value: 0.6), (column: 1, value: 0.8)]) }
    let lists = NearestNeighborIndex(rows: rows).nearestNeighbors(count: 3)
    #expect(lists[2].map(\.row) == [0, 1, 3])
    #expect(lists[2].allSatisfy { $0.score == 1 })
  }

  @Test func `rows without entries have no neighbors and are none`() {
    var rows = SparseMatrix(columnCount: 2)
    rows.appendRow([])
    rows.appendRow([(column: 1, value: 1)])
    rows.appendRow([])
    let lists = NearestNeighborIndex(rows: rows).nearestNeighbors(count: 3)
    #expect((0..<3).allSatisfy { lists[$0].isEmpty })
    #expect(NearestNeighborIndex(rows: SparseMatrix(columnCount: 0)).nearestNeighbors(count: 3).count == 0)
  }

  @Test func `a query finds what its row finds, and the row itself`() {
    let rows = randomUnitRows(count: 80, columns: 60, seed: 9)
    let index = NearestNeighborIndex(rows: rows)
    let own = index.nearestNeighbors(count: 4)
    for row in 0..<80 {
      let found = index.nearestNeighbors(to: SparseVector(row: row, of: rows), count: 5).filter { $0.row != Int32(row) }
      #expect(Array(found.prefix(4)) == Array(own[row]))
    }
  }
}
