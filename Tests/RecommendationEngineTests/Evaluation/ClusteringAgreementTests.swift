import RecommendationEngine
import Testing

@Suite struct ClusteringAgreementTests {
  /// scikit-learn; the logarithms are added in another order, hence 1e-12, and chance is taken off in AMI, hence 1e-11.
  @Test(arguments: MetricsGolden.shared.clusterings)
  func `all values equal those of scikit-learn`(golden: MetricsGolden.Clustering) {
    let agreement = ClusteringAgreement(classes: golden.classes, clusters: golden.clusters)
    #expect(isClose(agreement.adjustedRandIndex, golden.ari))
    #expect(isClose(agreement.normalizedMutualInformation, golden.nmi))
    #expect(isClose(agreement.adjustedMutualInformation, golden.ami, tolerance: 1e-11))
    #expect(isClose(agreement.homogeneity, golden.homogeneity))
    #expect(isClose(agreement.completeness, golden.completeness))
    #expect(isClose(agreement.vMeasure, golden.vMeasure))
    #expect(isClose(agreement.fowlkesMallowsIndex, golden.fowlkesMallows))
    #expect(isClose(agreement.accuracy, golden.accuracy))
    #expect(isClose(agreement.purity, golden.purity))
  }

  @Test func `the order of the items does not matter`() {
    let classes = [0, 0, 1, 1, 2, 2, 2]
    let clusters = [1, 1, 0, 2, 2, 2, 0]
    let agreement = ClusteringAgreement(classes: classes, clusters: clusters)
    let reversed = ClusteringAgreement(classes: classes.reversed(), clusters: clusters.reversed())
    #expect(isClose(agreement.adjustedRandIndex, reversed.adjustedRandIndex))
    #expect(isClose(agreement.normalizedMutualInformation, reversed.normalizedMutualInformation))
    #expect(agreement.accuracy == reversed.accuracy)
  }

  @Test func `names of groups do not matter`() {
    let agreement = ClusteringAgreement(classes: ["x", "x", "y"], clusters: [7, 7, 3])
    #expect(agreement.adjustedRandIndex == 1 && agreement.accuracy == 1 && agreement.purity == 1)
  }

  @Test func `without items everything agrees`() {
    let agreement = ClusteringAgreement(classes: [Int](), clusters: [Int]())
    #expect(agreement.adjustedRandIndex == 1)
    #expect(agreement.normalizedMutualInformation == 1 && agreement.adjustedMutualInformation == 1)
    #expect(agreement.vMeasure == 1 && agreement.accuracy == 1 && agreement.purity == 1)
    #expect(agreement.fowlkesMallowsIndex == 0)
  }

  @Test func `stability is the mean agreement of all pairs of clusterings`() {
    // Equal up to names: 1. Each against the third: ARI −.5 (hand: pairs together 0, expected 2/3, maximum 2).
    let clusterings = [[0, 0, 1, 1], [1, 1, 0, 0], [0, 1, 0, 1]]
    #expect(isClose(ClusteringAgreement.stability(of: clusterings), (1 - 0.5 - 0.5) / 3))
    #expect(ClusteringAgreement.stability(of: [[0, 1]]) == 1)
  }
}
