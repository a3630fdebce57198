import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct CosineTableTests {
  @Test(arguments: [1, 2, 7, 60]) func `the kept pairs equal the scalar products of the rows`(itemCount: Int) {
    let rows = smallCollection(itemCount: itemCount).rows
    let kept = CosineTable(rows)
    let computed = CosineTable(rows, cacheLimit: 0)
    for item in 0..<itemCount {
      let cosines = kept.cosines(ofItem: item, rows)
      #expect(cosines == computed.cosines(ofItem: item, rows))
      for other in 0..<itemCount {
        // Single precision sums of at most 30 products.
        #expect(abs(Double(cosines[other]) - rows.dotProduct(ofRow: item, withRow: other, of: rows)) < 1e-6)
      }
    }
  }

  @Test func `near-duplicates form a group named by their first item`() {
    var rows = SparseMatrix(columnCount: 3)
    rows.appendRow([(0, 1)])
    rows.appendRow([(1, 1)])
    rows.appendRow([(0, 1)])
    #expect(CosineTable(rows).duplicateGroups(0.95) == [0, 1, 0])
  }
}
