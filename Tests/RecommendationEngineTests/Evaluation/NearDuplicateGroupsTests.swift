import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct NearDuplicateGroupsTests {
  private func lists(_ pairs: [[(Int32, Double)]]) -> NeighborLists {
    var lists = NeighborLists()
    for list in pairs { lists.append(list.map { Neighbor(row: $0.0, score: $0.1) }) }
    return lists
  }

  @Test func `rows joined by a chain of near pairs are one group, those alone in none`() {
    let groups = NearDuplicateGroups(nearest: lists([[(1, 0.95)], [(2, 0.9)], [(1, 0.9)], [(0, 0.89)]]))
    #expect(groups.groupOfRow == [0, 0, 0, nil])
    #expect(groups.groups(ids: ["a", "b", "c", "d"]) == ["a": 0, "b": 0, "c": 0])
  }

  @Test func `copies are one group whatever the lists say`() {
    #expect(NearDuplicateGroups(nearest: lists([[], [], []]), copies: [0, 0, 2]).groupOfRow == [0, 0, nil])
  }
}

@Suite struct SimilarityAgreementTests {
  @Test func `the correlation is that of a hand sum`() throws {
    // x = 1, 2, 3 and y = 1, 3, 2: covariance 1, both sums of squares 2, so r = 1/2.
    let pairs = [(0, 1, 1.0, 1.0), (0, 2, 3.0, 2.0), (1, 2, 2.0, 3.0)].map {
      SimilarityAgreement.Pair(first: $0.0, second: $0.1, judged: $0.2, scores: [$0.3, 2 * $0.2 + 1])
    }
    let agreement = SimilarityAgreement(pairs: pairs, itemCount: 3, bootstrap: PairedBootstrap(resampleCount: 10))
    #expect(abs(agreement.correlations[0] - 0.5) < 1e-12)
    #expect(abs(agreement.correlations[1] - 1) < 1e-12)
    #expect(agreement.intervals?.count == 2)
  }
}

@Suite struct PlainKMeansTests {
  @Test func `rows along two axes fall into two clusters, whatever the seed`() {
    var rows = SparseMatrix(columnCount: 2)
    for (x, y) in [(1.0, 0.0), (0.9, 0.1), (0.0, 1.0), (0.1, 0.9)] {
      rows.appendRow([(column: Int32(0), value: Float(x)), (column: Int32(1), value: Float(y))])
    }
    for seed in 0..<5 as Range<UInt64> {
      let groups = PlainKMeans(rows: rows, count: 2, seed: seed).assignment
      #expect(groups[0] == groups[1] && groups[2] == groups[3] && groups[0] != groups[2])
    }
  }
}

@Suite struct ClusterMatchingTests {
  @Test func `each cluster is named after one class, and the mean is the accuracy`() {
    let (classes, clusters) = ([0, 0, 0, 1, 1, 2], [5, 5, 6, 6, 6, 6])
    let matches = ClusteringAgreement.matches(classes: classes, clusters: clusters)
    #expect(matches == [true, true, false, true, true, false])
    let accuracy = ClusteringAgreement(classes: classes, clusters: clusters).accuracy
    #expect(abs(accuracy - Double(matches.count { $0 }) / 6) < 1e-12)
  }
}
