import RecommendationEngine
import Testing

@Suite struct RandomizationTestTests {
  @Test func `few differences are tried in all combinations`() {
    // All of one sign: only + + + and − − − are as far from 0, 2 of 8.
    #expect(RandomizationTest().pValue(differences: [0.1, 0.2, 0, 0.3]) == 0.25)
    let golden = MetricsGolden.shared.statistics
    #expect(isClose(RandomizationTest().pValue(differences: golden.small), golden.smallP))
  }

  /// scipy's permutation_test with 200,000 flips. With 10,000 the standard deviation of p is at most 0.005.
  @Test func `many differences are flipped at random and agree with scipy`() {
    let golden = MetricsGolden.shared.statistics
    #expect(isClose(RandomizationTest().pValue(differences: golden.large), golden.largeP, tolerance: 0.02))
    #expect(
      RandomizationTest(seed: 3).pValue(differences: golden.large)
        == RandomizationTest(seed: 3).pValue(differences: golden.large))
  }

  @Test func `no difference is no evidence, a clear difference is strong evidence`() {
    #expect(RandomizationTest().pValue(differences: []) == 1)
    #expect(RandomizationTest().pValue(differences: [0, 0]) == 1)
    #expect(RandomizationTest().pValue(differences: [Double](repeating: 0.1, count: 200)) == 1.0 / 10_001)
  }

  @Test func `Holm raises p-values by rank, keeps their order and stays below 1`() {
    // Sorted .01 .02 .03 .04: times 4, 3, 2, 1 gives .04 .06 .06 .04, and none below a smaller one.
    let adjusted = HolmCorrection.adjusted([0.03, 0.01, 0.04, 0.02])
    #expect(zip(adjusted, [0.06, 0.04, 0.06, 0.06]).allSatisfy { isClose($0, $1) })
    #expect(HolmCorrection.adjusted([0.9, 0.8]) == [1, 1])
    #expect(HolmCorrection.adjusted([]) == [])
  }
}
