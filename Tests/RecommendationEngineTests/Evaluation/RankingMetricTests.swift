import RecommendationEngine
import Testing

@Suite struct RankingMetricTests {
  /// Relevant at ranks 1 and 3 of 4 returned; a third relevant thing is not found. Grades 3 and 1, missed 2.
  let ranking = JudgedRanking(ranking: ["a", "x", "b", "y"], grades: ["a": 3, "b": 1, "c": 2])

  /// log2(3), the discount at rank 2.
  static let secondDiscount = 1.584962500721156

  /// Each metric and its value by hand; DCG 3/1 + 1/2, in the best order 3/1 + 2/log2(3) + 1/2.
  static let valuesByHand: [(RankingMetric, Double)] = [
    (.precision(at: 5), 2.0 / 5),
    (.precisionGiven(at: 5), 2.0 / 4),
    (.recall(at: 5), 2.0 / 3),
    (.recall(at: 1), 1.0 / 3),
    (.f1(at: 5), 0.5),
    (.f1Given(at: 5), 4.0 / 7),
    (.averagePrecision(), 5.0 / 9),
    (.averagePrecision(at: 2), 1.0 / 3),
    (.reciprocalRank(), 1),
    (.success(at: 1), 1),
    (.ndcg(at: 5), 3.5 / (3.5 + 2 / secondDiscount)),
    (.ndcg(at: 5, gain: .exponential), 7.5 / (7.5 + 3 / secondDiscount)),
    (.rankBiasedPrecision(persistence: 0.5), 0.625),
  ]

  @Test(arguments: valuesByHand)
  func `each metric has the value of its formula`(metric: RankingMetric, expected: Double) {
    #expect(isClose(metric.value(for: ranking), expected))
  }

  /// ranx 0.3.21 on 14 queries; sums may be taken in another order, hence 1e-12.
  @Test(arguments: [1, 3, 5, 10])
  func `metrics with a depth equal those of ranx`(k: Int) throws {
    try expectEqual(.precision(at: k), to: "precision@\(k)")
    try expectEqual(.recall(at: k), to: "recall@\(k)")
    try expectEqual(.f1(at: k), to: "f1@\(k)")
    try expectEqual(.ndcg(at: k), to: "ndcg@\(k)")
    try expectEqual(.ndcg(at: k, gain: .exponential), to: "ndcg_burges@\(k)")
    try expectEqual(.averagePrecision(at: k), to: "map@\(k)")
    try expectEqual(.success(at: k), to: "hit_rate@\(k)")
  }

  @Test(arguments: [
    ("map", RankingMetric.averagePrecision()), ("mrr", .reciprocalRank()),
    ("rbp.80", .rankBiasedPrecision(persistence: 0.8)), ("rbp.95", .rankBiasedPrecision(persistence: 0.95)),
  ])
  func `metrics of the whole list equal those of ranx`(name: String, metric: RankingMetric) throws {
    try expectEqual(metric, to: name)
  }

  private func expectEqual(_ metric: RankingMetric, to name: String) throws {
    let golden = MetricsGolden.shared.rankings
    let expected = try #require(golden.values[name])
    for (query, value) in zip(golden.judgements.keys.sorted(), expected) {
      let scores = try #require(golden.runs[query]).map { (id: ItemID($0.key), score: $0.value) }
      let grades = try #require(golden.judgements[query])
      let ranking = JudgedRanking(ranking: RankedList(scores: scores).ids.map(\.rawValue), grades: grades)
      #expect(isClose(metric.value(for: ranking), value), "\(name) of \(query)")
    }
  }

  @Test func `a metric without gold is 0 and an empty list is 0`() {
    let metrics: [RankingMetric] =
      RankingMetric.related + RankingMetric.topics + [
        .precisionGiven(at: 3), .f1Given(at: 3), .rankBiasedPrecision(persistence: 0.8),
      ]
    let withoutGold = JudgedRanking(ranking: ["a"], grades: ["a": 0, "b": -1])
    let empty = JudgedRanking(ranking: [String](), grades: ["a": 1])
    #expect(!withoutGold.isJudged)
    #expect(metrics.allSatisfy { $0.value(for: withoutGold) == 0 && $0.value(for: empty) == 0 })
  }

  @Test func `a perfect ranking reaches 1`() {
    let perfect = JudgedRanking(ranking: ["a", "b"], grades: ["a": 2, "b": 1])
    let metrics: [RankingMetric] = [
      .ndcg(at: 5), .ndcg(at: 5, gain: .exponential), .averagePrecision(), .reciprocalRank(), .f1Given(at: 5),
    ]
    #expect(metrics.allSatisfy { $0.value(for: perfect) == 1 })
  }

  @Test func `something that is returned twice counts once`() {
    #expect(JudgedRanking(ranking: ["a", "a", "b"], relevant: ["a", "b"]).gains == [1, 0, 1])
  }

  @Test(arguments: [
    RankingMetric.precision(at: 1), .precisionGiven(at: 2), .recall(at: 3), .f1(at: 4), .f1Given(at: 5), .ndcg(at: 10),
    .ndcg(at: 10, gain: .exponential), .averagePrecision(), .averagePrecision(at: 5), .reciprocalRank(),
    .reciprocalRank(at: 5), .success(at: 5), .rankBiasedPrecision(persistence: 0.8),
  ])
  func `a metric is found by its name in any case`(metric: RankingMetric) {
    #expect(RankingMetric(name: metric.name) == metric)
    #expect(RankingMetric(name: metric.name.uppercased()) == metric)
  }

  @Test(arguments: ["", "ndcg", "ndcg@", "ndcg@0", "ndcg@-1", "p@5@3", "rbp(1)", "rbp(x)", "accuracy"])
  func `a name that is none finds nothing`(name: String) {
    #expect(RankingMetric(name: name) == nil)
  }
}
