import RecommendationEngine
import Testing

@Suite struct ItemMeasurementsTests {
  let measurements = ItemMeasurements(
    metrics: [.precision(at: 1), .reciprocalRank()],
    rankings: [
      ("c", JudgedRanking(ranking: [String](), relevant: ["x"])),
      ("a", JudgedRanking(ranking: ["y", "x"], relevant: ["x"])),
      ("d", JudgedRanking(ranking: ["x"], relevant: [])),
      ("b", JudgedRanking(ranking: ["x"], relevant: ["x"])),
    ])

  @Test func `items without gold are left out and counted, items without answer are in`() {
    #expect(measurements.itemIDs == ["a", "b", "c"])
    #expect(measurements.unjudgedCount == 1)
    #expect(measurements.unansweredCount == 1)
    #expect(measurements.column("MRR") == [0.5, 1, 0])
    #expect(measurements.column("MAP") == nil)
    #expect(measurements.means == [1.0 / 3, 0.5])
  }

  @Test func `a table holds mean, interval and counts`() throws {
    let table = measurements.table(bootstrap: PairedBootstrap(resampleCount: 200))
    let row = try #require(table["MRR"])
    let interval = try #require(row.interval)
    #expect(row.mean == 0.5 && row.count == 3 && row.omittedCount == 1)
    #expect(interval.lower >= 0 && interval.lower < 0.5 && interval.upper > 0.5 && interval.upper <= 1)
  }

  @Test func `without items the means are 0 and no interval is claimed`() {
    let empty = ItemMeasurements(metrics: [.reciprocalRank()], rankings: [])
    #expect(empty.table(bootstrap: PairedBootstrap()).rows == [.init(name: "MRR", mean: 0, count: 0)])
  }
}
