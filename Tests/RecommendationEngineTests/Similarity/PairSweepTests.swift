import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct PairSweepTests {
  @Test(arguments: [32, 64, 320], [(0, false), (8, false), (24, false), (8, true), (24, true), (200, true)])
  func `the largest scores of each row are kept, and the bound is the smallest of them when others are left out`(
    blockSize: Int, head: (count: Int, isMultiplied: Bool)
  ) {
    let rows = randomUnitRows(count: 300, columns: 200, seed: 11)
    let postings = BlockedPostings(
      rows, frequencies: TermFrequencies(rows), headCount: min(head.count, TermFrequencies(rows).heldCount),
      multipliesHead: head.isMultiplied, blockSize: blockSize)
    for limit in [1, 7, 50, 299, 300] {
      let leading = PairSweep(postings, limit: limit).leadingScores()
      for row in stride(from: 0, to: 300, by: 7) {
        let expected = (0..<300).filter { $0 != row }.map { rows.dotProduct(ofRow: row, withRow: $0, of: rows) }
          .sorted(by: >).filter { $0 > 1e-6 }
        let keys = leading.keys[leading.range(ofRow: row)]
        // Single precision over some dozen terms.
        for (key, score) in zip(keys.sorted(by: >), expected.prefix(limit)) {
          #expect(abs(Double(key.score) - score) < 1e-6)
        }
        #expect(keys.count == min(limit, expected.count))
        #expect(keys.allSatisfy { $0.row != Int32(row) } && Set(keys.map(\.row)).count == keys.count)
        let bound = limit < expected.count ? expected[limit - 1] : 0
        #expect(abs(Double(leading.bounds[row]) - bound) < 1e-6 || leading.bounds[row] == 0 && limit == expected.count)
      }
    }
  }

  @Test func `terms are ranked by falling frequency, equal ones by column`() {
    var rows = SparseMatrix(columnCount: 5)
    rows.appendRow([(column: 1, value: 1), (column: 2, value: 1)])
    rows.appendRow([(column: 2, value: 1), (column: 4, value: 1)])
    let frequencies = TermFrequencies(rows)
    #expect(frequencies.ranks == [3, 1, 0, 4, 2])
    #expect(frequencies.sorted == [2, 1, 1, 0, 0])
    #expect(frequencies.heldCount == 3)
  }
}
