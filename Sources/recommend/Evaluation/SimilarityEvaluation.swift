import RecommendationEngine

/// Compares the scores of pairs with similarities that people gave.
struct SimilarityEvaluation {
  private let pairs: [(first: Int, second: Int, judged: Double)]
  private let source: String
  private let collection: EvaluationCollection
  private let uncertainty: Uncertainty

  /// Reads judged pairs; a pair that is judged twice counts with its mean.
  init(path: String, collection: EvaluationCollection, uncertainty: Uncertainty) throws {
    var judged: [[Int]: (sum: Double, count: Double)] = [:]
    for judgement in try JudgementFile(path: path).judgements {
      guard let first = collection.row(of: judgement.query), let second = collection.row(of: judgement.item),
        first != second
      else { continue }
      let known = judged[[min(first, second), max(first, second)]] ?? (0, 0)
      judged[[min(first, second), max(first, second)]] = (known.sum + judgement.grade, known.count + 1)
    }
    guard judged.count > 2 else {
      throw CommandFailure("\(Terminal.safe(path)) judges \(judged.count) pairs of items of this index; 3 are needed.")
    }
    pairs = judged.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { ($0.key[0], $0.key[1], $0.value.sum / $0.value.count) }
    source = RelatedTask.lastPart(of: path)
    self.collection = collection
    self.uncertainty = uncertainty
  }

  /// The correlation of each run. A pair's score is the mean of both directions, 0 where an item is not returned.
  func evaluation(of runs: [RelatedRun], settings: [(key: String, value: Value)]) -> Evaluation {
    let rows = Set(pairs.flatMap { [$0.first, $0.second] }).sorted()
    let place = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    let scores = runs.map { run in
      var scores: [Int: [Int32: Double]] = [:]
      for row in rows {
        scores[row] = Dictionary(uniqueKeysWithValues: run.lists[row].map { ($0.row, $0.score) })
      }
      return pairs.map { pair in
        ((scores[pair.first]?[Int32(pair.second)] ?? 0) + (scores[pair.second]?[Int32(pair.first)] ?? 0)) / 2
      }
    }
    let agreement = SimilarityAgreement(
      pairs: pairs.enumerated().map { number, pair in
        SimilarityAgreement.Pair(
          first: place[pair.first] ?? 0, second: place[pair.second] ?? 0, judged: pair.judged,
          scores: scores.map { $0[number] })
      }, itemCount: rows.count, bootstrap: uncertainty.bootstrap)
    let evaluated = runs.enumerated().map { number, run in
      EvaluatedRun(
        id: run.id, name: run.name, about: run.about,
        measurements: ItemMeasurements(metricNames: [], itemIDs: [], values: []),
        table: MetricTable(rows: [
          MetricTable.Row(
            name: "Pearson", mean: agreement.correlations[number], interval: agreement.intervals?[number],
            count: pairs.count)
        ]))
    }
    let differences = EvaluationTable(
      title: "Difference to recommend, paired", columns: ["run", "recommend − it", "95 % interval"],
      rows: runs.indices.dropFirst().map { number in
        let interval = agreement.differences?[number]
        let turned = interval.map { ConfidenceInterval(lower: -$0.upper, upper: -$0.lower, level: $0.level) }
        return [
          runs[number].name, Fixed.signed(agreement.correlations[0] - agreement.correlations[number]),
          Fixed.interval(turned),
        ]
      })
    return Evaluation(
      kind: "related (similarities)",
      settings: settings + [
        ("judgements", .text(source)), ("items", .integer(collection.items.count)),
        ("judged_items", .integer(rows.count)),
        ("pairs", .integer(pairs.count)),
      ],
      notes: [
        "Pearson's correlation of scores and judged similarities over pairs; a score is the mean of both directions. Intervals redraw items, as the pairs of one item hang together."
      ], mainMetric: "Pearson", tableMetrics: [], runs: evaluated,
      charts: [.comparison(of: evaluated, metric: "Pearson")], tables: [differences])
  }
}
