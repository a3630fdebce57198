import RecommendationEngine
import Testing

@testable import recommend

@Suite struct EvaluationPartsTests {
  private func metric(_ differences: [Double]) -> RunComparison.Metric {
    let ids = differences.indices.map { ItemID("item\($0)") }
    let zeros = ItemMeasurements(metricNames: ["nDCG@10"], itemIDs: ids, values: differences.map { _ in 0 })
    return RunComparison(
      baseline: zeros, candidate: ItemMeasurements(metricNames: ["nDCG@10"], itemIDs: ids, values: differences)
    ).metrics[0]
  }

  @Test func `a gate fires below its bound and not at it`() throws {
    let gate = try #require(FailureCondition("nDCG@10 < -0.01"))
    #expect(gate.metric == "nDCG@10")
    #expect(gate.isMet(by: metric([-0.02, -0.01])))
    #expect(!gate.isMet(by: metric([-0.01, -0.01])))
    #expect(!gate.isMet(by: metric([0.5, 0.1])))
  }

  @Test func `a gate that asks for significance passes over chance`() throws {
    let gate = try #require(FailureCondition("significantly nDCG@10 < 0"))
    // Of the four ways to give two differences signs, two are as far from 0: p = 0.5.
    #expect(!gate.isMet(by: metric([-0.2, -0.2])))
    // Of 2¹⁰ ways two are: p = 2/1024.
    #expect(gate.isMet(by: metric([Double](repeating: -0.2, count: 10))))
  }

  @Test(arguments: ["nDCG@10", "nDCG@10 < much", "< 0", "nDCG@10 = 0"])
  func `what is no condition is refused`(text: String) {
    #expect(FailureCondition(text) == nil)
  }

  @Test func `the best rows are in order of score, equal ones in order of row`() {
    let best = BestRows.of([0.5, 0.9, 0, 0.5, 0.9], excluding: 4, limit: 2)
    #expect(best == [Neighbor(row: 1, score: 0.9), Neighbor(row: 0, score: 0.5)])
  }

  @Test func `the tie rate counts places whose score stands twice`() {
    let lists = [[Neighbor(row: 0, score: 0.5), Neighbor(row: 1, score: 0.5), Neighbor(row: 2, score: 0.1)], []]
    #expect(RelatedRun(id: "a", name: "a", about: "", lists: lists).tieRate == 2.0 / 3)
    #expect(RelatedRun(id: "a", name: "a", about: "", orders: [[1, 0]], depth: 10).tieRate == nil)
  }

  @Test func `numbers have their places, a true minus, and none before zero`() {
    #expect(Fixed.text(0.3306) == "0.331")
    #expect(Fixed.text(-0.0004) == "0.000")
    #expect(Fixed.text(-0.0124) == "−0.012")
    #expect(Fixed.signed(0.0124) == "+0.012")
    #expect(Fixed.signed(0.0001) == "0.000")
    #expect(Fixed.text(1e9, 0) == "1000000000")
    #expect(Fixed.count(1_234_567) == "1,234,567")
    #expect(Fixed.pValue(0.0002) == "<0.001")
  }

  @Test(arguments: [[0, 0.33], [-0.05, 0.36], [0, 1], [1, 20], [0, 0], [0, 2683]])
  func `an axis holds its values between few round ticks`(values: [Double]) throws {
    let axis = Axis(values, from: 0, to: 100)
    #expect(axis.lower <= values.min()! && axis.upper >= values.max()!)
    #expect((2...9).contains(axis.ticks.count))
    #expect(Set(axis.ticks.map(axis.label)).count == axis.ticks.count)
  }

  @Test func `a page shows texts as texts and loads nothing`() {
    let run = EvaluatedRun(
      id: "recommend", name: "<script>alert(1)</script>", about: "\"a\" & b",
      measurements: ItemMeasurements(metricNames: ["nDCG@10"], itemIDs: ["a"], values: [1]),
      table: MetricTable(rows: [.init(name: "nDCG@10", mean: 1, count: 1)]))
    let page = EvaluationPage(
      Evaluation(
        kind: "related", settings: [("judgements", .text("a<b"))], notes: [], mainMetric: "nDCG@10", tableMetrics: [],
        runs: [run], charts: [.comparison(of: [run], metric: "nDCG@10")])
    ).html
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;"))
    #expect(page.contains("a&lt;b"))
    #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("url("))
    #expect(page.contains("prefers-color-scheme: dark"))
  }
}
