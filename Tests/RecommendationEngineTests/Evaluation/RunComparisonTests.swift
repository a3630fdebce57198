import RecommendationEngine
import Testing

@Suite struct RunComparisonTests {
  @Test func `only items of both runs are compared`() throws {
    let baseline = ItemMeasurements(
      metricNames: ["MAP", "MRR"], itemIDs: ["a", "b", "c"], values: [0.1, 0.5, 0.2, 0.5, 0.9, 0.5])
    let candidate = ItemMeasurements(
      metricNames: ["MRR", "P@1"], itemIDs: ["b", "c", "d"], values: [1, 0, 0.25, 0, 1, 1])
    let comparison = RunComparison(baseline: baseline, candidate: candidate)
    #expect(comparison.itemCount == 2)
    #expect(comparison.unpairedCount == 2)
    let metric = try #require(comparison.metrics.first)
    #expect(comparison.metrics.count == 1 && metric.name == "MRR")
    #expect(metric.baselineMean == 0.5 && metric.candidateMean == 0.625 && metric.difference == 0.125)
    #expect(metric.winCount == 1 && metric.lossCount == 1)
    // Differences +.5 and −.25: all four sign patterns are at least as far from 0 as +.125.
    #expect(metric.pValue == 1)
  }

  @Test func `a run does not differ from itself`() throws {
    let run = ItemMeasurements(metricNames: ["MAP"], itemIDs: ["a", "b"], values: [0.1, 0.9])
    let metric = try #require(RunComparison(baseline: run, candidate: run).metrics.first)
    #expect(metric.difference == 0 && metric.pValue == 1)
    #expect(metric.interval == ConfidenceInterval(lower: 0, upper: 0, level: 0.95))
  }

  @Test func `runs without a common item say so`() {
    let left = ItemMeasurements(metricNames: ["MAP"], itemIDs: ["a"], values: [1])
    let right = ItemMeasurements(metricNames: ["MAP"], itemIDs: ["b"], values: [0])
    let comparison = RunComparison(baseline: left, candidate: right)
    #expect(comparison.itemCount == 0 && comparison.unpairedCount == 2)
    #expect(comparison.metrics.first?.interval == nil)
  }
}
