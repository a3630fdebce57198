import RecommendationEngine
import Testing

@Suite struct PropensityScoredPrecisionTests {
  @Test func `the propensity has the value of its formula`() {
    // C = (ln 100 − 1) · 2.5^.55 = 5.967505, 11.5^−.55 = 0.260985; shown to six places, hence the tolerance.
    #expect(isClose(PropensityModel(itemCount: 100).propensity(count: 10), 0.391017, tolerance: 1e-6))
    let model = PropensityModel(itemCount: 1000)
    #expect(model.propensity(count: 0) < model.propensity(count: 5))
    #expect(model.propensity(count: 5) < model.propensity(count: 900) && model.propensity(count: 900) <= 1)
  }

  @Test func `all right is 1, and the rare topic counts more`() {
    let model = PropensityModel(itemCount: 100)
    let counts: [Topic: Int] = ["frequent": 50, "rare": 1]
    func value(_ ranking: [Topic]) -> Double {
      PropensityScoredPrecision(
        items: [(ranking: ranking, gold: ["frequent", "rare"])], at: 1, model: model, trainingCounts: counts
      ).value
    }
    #expect(value(["rare", "frequent"]) == 1)
    #expect(isClose(value(["frequent"]), model.propensity(count: 1) / model.propensity(count: 50)))
    #expect(value(["wrong"]) == 0)
    #expect(value([]) == 0)
  }

  @Test func `the value is a ratio of sums with an interval, and items without gold are left out`() throws {
    let scored = PropensityScoredPrecision(
      items: [(["a"], ["a"]), (["b"], ["a"]), (["a"], [])], at: 1, model: PropensityModel(itemCount: 10),
      trainingCounts: ["a": 3])
    #expect(scored.unjudgedCount == 1)
    #expect(scored.value == 0.5)
    let interval = try #require(scored.interval(bootstrap: PairedBootstrap()))
    #expect(interval.lower == 0 && interval.upper == 1)
  }
}
