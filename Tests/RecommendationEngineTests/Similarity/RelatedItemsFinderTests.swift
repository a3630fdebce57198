import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct RelatedItemsFinderTests {
  /// Three rows: 0 and 1 have cosine 0.6, 1 and 2 have cosine 0.8, 0 and 2 have none.
  private var chain: SparseMatrix {
    var rows = SparseMatrix(columnCount: 2)
    rows.appendRow([(column: 0, value: 1)])
    rows.appendRow([(column: 0, value: 0.6), (column: 1, value: 0.8)])
    rows.appendRow([(column: 1, value: 1)])
    return rows
  }

  @Test func `smoothing adds a fifth of what the candidate's neighbors score, the query counting nothing`() {
    let finder = RelatedItemsFinder(rows: chain, configuration: .init(feedback: .never), usesFeedback: false)
    let related = finder.related(toRow: 0, limit: 5)
    // Candidate 1: 0.8·0.6 + 0.2·(0.6·0 + 0.8·0)/1.4 = 0.48. Candidate 2: 0.8·0 + 0.2·0.6 = 0.12.
    #expect(related == [Neighbor(row: 1, score: 0.48), Neighbor(row: 2, score: 0.12)])
  }

  @Test func `without smoothing the score is the cosine`() {
    let finder = RelatedItemsFinder(rows: chain, configuration: .init(smoothing: 0), usesFeedback: false)
    #expect(finder.related(toRow: 0, limit: 5) == [Neighbor(row: 1, score: 0.6)])
  }

  @Test func `feedback lends the query the terms of its nearest rows`() {
    let finder = RelatedItemsFinder(rows: chain, configuration: .init(smoothing: 0), usesFeedback: true)
    // e = (0.6, 0.8); q + 0.3·e = (1.18, 0.24), of length 1.204159…; row 1: (0.708 + 0.192) / 1.204159 = 0.747409,
    // row 2: 0.24 / 1.204159 = 0.199309.
    #expect(
      finder.related(toRow: 0, limit: 5) == [Neighbor(row: 1, score: 0.747409), Neighbor(row: 2, score: 0.199309)])
  }

  @Test(arguments: [false, true]) func `the parts of an explanation add up to the score`(usesFeedback: Bool) {
    let rows = randomUnitRows(count: 120, columns: 80, seed: 3)
    let finder = RelatedItemsFinder(rows: rows, configuration: .init(), usesFeedback: usesFeedback)
    for row in stride(from: 0, to: 120, by: 7) {
      let explainer = RelatedItemExplainer(
        query: SparseVector(row: row, of: rows), excludedRow: Int32(row),
        feedback: usesFeedback ? Array(finder.nearest[row].prefix(5)) : [], configuration: finder.configuration,
        row: { SparseVector(row: Int($0), of: rows) }, nearest: { finder.nearest[Int($0)] })
      for neighbor in finder.related(toRow: row, limit: 10) {
        // Half of the sixth place, which the score is rounded to.
        #expect(abs(explainer.explanation(of: neighbor.row).total - neighbor.score) < 0.6e-6)
      }
    }
  }

  @Test(arguments: [false, true]) func `all rows at once give what each gives alone, on one thread and on two`(
    usesFeedback: Bool
  ) {
    let rows = randomUnitRows(count: 260, columns: 150, seed: 21)
    let finder = RelatedItemsFinder(rows: rows, configuration: .init(), usesFeedback: usesFeedback)
    let all = finder.relatedToAll(limit: 6)
    for row in 0..<260 {
      #expect(Array(all[row]) == finder.related(toRow: row, limit: 6))
      #expect(!all[row].contains { $0.row == Int32(row) })
      #expect(all[row].allSatisfy { $0.score > 0 && $0.score <= 1 })
    }
  }
}
