import LinearAlgebra
import RecommendationEngine
import Testing

@Suite struct BM25Tests {
  let golden = MetricsGolden.shared.bm25
  var counts: SparseMatrix {
    var counts = SparseMatrix(columnCount: golden.counts[0].count)
    for row in golden.counts {
      counts.appendRow(row.enumerated().filter { $0.element > 0 }.map { (column: Int32($0.offset), value: $0.element) })
    }
    return counts
  }
  var ids: [ItemID] { golden.counts.indices.map { ItemID("item\($0)") } }

  /// bm25s, method "lucene". Contributions are kept in single precision, hence 1e-5 for scores up to about 20.
  @Test func `scores equal those of bm25s`() {
    let bm25 = BM25(counts: counts, ids: ids)
    for (row, expected) in golden.scores.enumerated() {
      let query = counts.range(ofRow: row).map { (column: counts.columnIndices[$0], value: counts.values[$0]) }
      for (score, expected) in zip(bm25.scores(query: query), expected) {
        #expect(isClose(score, expected, tolerance: 1e-5))
      }
    }
  }

  @Test func `an item is not related to itself, and no more than the limit are returned`() {
    let list = BM25(counts: counts, ids: ids).related(toRow: 3, limit: 4)
    #expect(list.ids.count == 4)
    #expect(!list.ids.contains("item3"))
  }

  @Test func `items that share no term are not returned, and an empty item finds nothing`() {
    var counts = SparseMatrix(columnCount: 2)
    counts.appendRow([(column: 0, value: 1)] as [(column: Int32, value: Float)])
    counts.appendRow([(column: 0, value: 3)] as [(column: Int32, value: Float)])
    counts.appendRow([(column: 1, value: 1)] as [(column: Int32, value: Float)])
    counts.appendRow([] as [(column: Int32, value: Float)])
    let bm25 = BM25(counts: counts, ids: ["a", "b", "c", "d"])
    #expect(bm25.related(toRow: 0, limit: 5).ids == ["b"])
    #expect(bm25.related(toRow: 3, limit: 5).ids == [])
  }
}
