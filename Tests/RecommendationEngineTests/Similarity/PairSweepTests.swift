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

  @Test(arguments: [(32, 0), (32, 16), (320, 16)])
  func
    `scores as close below the last wanted one as the margin says are kept too, and what is not is no larger than the bound`(
      blockSize: Int, headCount: Int
    )
  {
    // Each row three times, so that scores are equal.
    let some = randomUnitRows(count: 100, columns: 60, seed: 21)
    let rows = some.selectingRows((0..<300).map { $0 % 100 })
    let postings = BlockedPostings(
      rows, frequencies: TermFrequencies(rows), headCount: headCount, blockSize: blockSize)
    let margin: Float = 0.01
    for limit in [1, 4, 10] {
      let leading = PairSweep(postings, limit: limit, margin: margin).leadingScores()
      for row in stride(from: 0, to: 300, by: 11) {
        let scores = (0..<300).map { $0 == row ? 0 : rows.dotProduct(ofRow: row, withRow: $0, of: rows) }
        let listed = Set(leading.keys[leading.range(ofRow: row)].map { Int($0.row) })
        let last = scores.sorted(by: >)[limit - 1]
        // Single precision over some dozen terms.
        for other in 0..<300 where !listed.contains(other) {
          #expect(scores[other] <= Double(leading.bounds[row]) + 1e-6)
          #expect(scores[other] <= last - Double(margin) + 1e-6)
        }
        #expect(listed.count >= limit && !listed.contains(row))
      }
    }
  }

  @Test func `more equal scores than a list has room for raise its bound`() {
    var rows = SparseMatrix(columnCount: 1)
    for _ in 0..<200 { rows.appendRow([(column: 0, value: 1)]) }
    let postings = BlockedPostings(rows, frequencies: TermFrequencies(rows), headCount: 0, blockSize: 64)
    let leading = PairSweep(postings, limit: 10, margin: 0.01).leadingScores()
    #expect((0..<200).allSatisfy { leading.bounds[$0] == 1 && leading.range(ofRow: $0).count < 100 })
    let lists = NearestNeighborIndex(rows: rows).nearestNeighbors(count: 3)
    #expect(lists[0].map(\.row) == [1, 2, 3] && lists[199].map(\.row) == [0, 1, 2])
  }

  @Test(arguments: [1, 2, 3])
  func `blocks hold each entry once as a posting, whatever the number of threads`(threads: Int) {
    let rows = randomUnitRows(count: 150, columns: 80, seed: 4)
    let frequencies = TermFrequencies(rows)
    let former = Parallelism.threadCount
    Parallelism.threadCount = threads
    defer { Parallelism.threadCount = former }
    let postings = BlockedPostings(rows, frequencies: frequencies, headCount: 8, blockSize: 32)
    var found: [[Int32: Float]] = Array(repeating: [:], count: 150)
    for block in 0..<postings.blockCount {
      for term in 0..<postings.termCount {
        let slot = block * (postings.termCount + 1) + term
        for position in postings.postingOffsets[slot]..<postings.postingOffsets[slot + 1] {
          let place = block * 32 + Int(postings.postingRows[Int(position)])
          found[postings.row(at: place)][Int32(term + 8)] = postings.postingValues[Int(position)]
        }
      }
    }
    for row in 0..<150 {
      let head = postings.place(of: row) * postings.headWidth
      for term in 0..<8 where postings.head[head + term] != 0 { found[row][Int32(term)] = postings.head[head + term] }
      let range = rows.range(ofRow: row)
      let expected = zip(rows.columnIndices[range].map { frequencies.ranks[Int($0)] }, rows.values[range])
      #expect(found[row] == Dictionary(uniqueKeysWithValues: expected))
    }
  }

  @Test func `terms are ranked by falling frequency, equal ones by column`() {
    var rows = SparseMatrix(columnCount: 5)
    rows.appendRow([(column: 1, value: 1), (column: 2, value: 1)])
    rows.appendRow([(column: 2, value: 1), (column: 4, value: 1)])
    let frequencies = TermFrequencies(rows)
    #expect(frequencies.ranks == [3, 1, 0, 4, 2])
    #expect(frequencies.highest == [2, 1, 1, 0, 0])
    #expect(frequencies.heldCount == 3)
  }
}
