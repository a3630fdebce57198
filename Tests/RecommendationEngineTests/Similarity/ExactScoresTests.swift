import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct ExactScoresTests {
  /// 60 rows of 120 to 140 entries, and one that holds every second of 1,000 columns.
  private let rows: SparseMatrix = {
    var rows = SparseMatrix(columnCount: 1000)
    for row in 0..<60 {
      rows.appendRow((0..<120 + row % 21).map { (column: Int32(row + 6 * $0), value: 1 / Float(3 + row + $0)) })
    }
    rows.appendRow((0..<500).map { (column: Int32(2 * $0), value: 1 / Float(7 + $0)) })
    return rows
  }()

  @Test func `what is remembered is not computed, and forgotten with the query`() {
    var scores = ExactScores(rows: rows)
    scores.begin(SparseVector(row: 0, of: rows))
    scores.remember(0.25, of: 60)
    #expect(scores.score(60) == 0.25)
    scores.begin(SparseVector(row: 0, of: rows))
    #expect(scores.score(60) == rows.dotProduct(ofRow: 0, withRow: 60, of: rows))
  }
}
