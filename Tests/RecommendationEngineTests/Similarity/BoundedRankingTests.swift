import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct BoundedRankingTests {
  /// Collections with few and many columns, so with high and low scores; more rows than the lists of cosines hold.
  private static let shapes = [(rows: 200, columns: 40), (rows: 240, columns: 300), (rows: 200, columns: 3000)]

  @Test(arguments: shapes, [true, false])
  func `bounds give what comparing every pair gives`(shape: (rows: Int, columns: Int), usesFeedback: Bool) {
    for smoothing in [0, 0.2] {
      let rows = randomUnitRows(count: shape.rows, columns: shape.columns, seed: UInt64(shape.columns))
      let finder = RelatedItemsFinder(
        rows: rows, configuration: .init(smoothing: smoothing), usesFeedback: usesFeedback)
      for limit in [1, 10] {
        #expect(finder.relatedToAll(limit: limit) == finder.relatedToAllByComparing(limit: limit))
      }
    }
  }

  @Test func `lists too short to decide lead to comparing, not to another answer`() {
    let rows = randomUnitRows(count: 150, columns: 60, seed: 4)
    let finder = RelatedItemsFinder(rows: rows, configuration: .init(), usesFeedback: true)
    let expected = finder.relatedToAllByComparing(limit: 10)
    let reverse = ReverseNeighbors(finder.smoothing)
    for count in [1, 20, 149] {
      var ranking = BoundedRanking(finder, finder.index.leadingScores(count: count), reverse, limit: 10)
      let ranked = (0..<150).map { ranking.related(toRow: $0) }
      for row in 0..<150 { if let found = ranked[row] { #expect(found == Array(expected[row])) } }
      #expect(count < 149 || ranked.allSatisfy { $0 != nil })
      #expect(count > 1 || ranked.contains { $0 == nil })
    }
  }

  @Test func `many rows of the same score are ordered by row`() {
    var rows = SparseMatrix(columnCount: 3)
    for row in 0..<240 { rows.appendRow([(column: 0, value: 0.6), (column: row < 120 ? 1 : 2, value: 0.8)]) }
    let finder = RelatedItemsFinder(rows: rows, configuration: .init(), usesFeedback: true)
    #expect(finder.relatedToAll(limit: 10) == finder.relatedToAllByComparing(limit: 10))
    #expect(finder.nearest[0].prefix(5).map(\.row) == [1, 2, 3, 4, 5])
    #expect(finder.nearest[239].prefix(5).map(\.row) == [120, 121, 122, 123, 124])
  }

  @Test func `rows that are no unit vectors are compared`() {
    var rows = SparseMatrix(columnCount: 2)
    for row in 0..<150 { rows.appendRow([(column: 0, value: Float(row % 7) - 3), (column: 1, value: 2)]) }
    let finder = RelatedItemsFinder(rows: rows, configuration: .init(), usesFeedback: false)
    #expect(finder.relatedToAll(limit: 5) == finder.relatedToAllByComparing(limit: 5))
  }

  @Test func `no rows and rows without entries have no related items`() {
    let none = RelatedItemsFinder(rows: SparseMatrix(columnCount: 0), configuration: .init(), usesFeedback: true)
    #expect(none.relatedToAll(limit: 10).count == 0)
    var rows = SparseMatrix(columnCount: 1)
    for _ in 0..<3 { rows.appendRow([]) }
    let empty = RelatedItemsFinder(rows: rows, configuration: .init(), usesFeedback: true).relatedToAll(limit: 10)
    #expect(empty.count == 3 && empty.neighbors.isEmpty)
  }
}
