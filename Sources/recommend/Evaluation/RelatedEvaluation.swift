import RecommendationEngine

/// Measures the runs of a table about related items.
struct RelatedEvaluation {
  let collection: EvaluationCollection
  let task: RelatedTask
  let depth: Int
  let uncertainty: Uncertainty

  /// What is measured; without a depth in the name the whole list counts.
  static let metrics: [RankingMetric] =
    RankingMetric.related + [.precision(at: 1), .precision(at: 5), .precision(at: 10)]

  /// The number of places that figures about the collection look at.
  static let shownCount = 10
  /// The ranks of the plots.
  static let plottedRanks = 20

  func measurements(_ run: RelatedRun) -> ItemMeasurements {
    ItemMeasurements(
      metrics: Self.metrics,
      rankings: task.queries.indices.map { query in
        (task.queries[query].id, JudgedRanking(ranking: run.lists[query].lazy.map(\.row), grades: task.grades[query]))
      })
  }

  /// All figures of the runs.
  func evaluation(
    of runs: [RelatedRun], nearDuplicates: NearDuplicateGroups, settings: [(key: String, value: Value)],
    progress: Progress
  ) -> Evaluation {
    var evaluated = uncertainty.evaluated(
      runs.map { ($0.id, $0.name, $0.about, measurements($0)) }, progress: progress)
    let groups = nearDuplicates.groups(ids: collection.ids)
    for (number, run) in runs.enumerated() { evaluated[number].figures = figures(run, groups) }
    let omitted = task.queries.count - task.judgedCount
    var notes = task.notes
    if omitted > 0 {
      notes.append(
        "\(Fixed.count(omitted)) of \(Fixed.count(task.queries.count)) queries have nothing judged as right and are left out of the means."
      )
    }
    notes.append(
      "Ties: score descending, rounded to 6 places, then id ascending. MAP and MRR look at the first \(depth) places, as in the run files."
    )
    return Evaluation(
      kind: "related",
      settings: settings + [
        ("judgements", .text(task.source)), ("items", .integer(collection.items.count)),
        ("queries", .integer(task.queries.count)), ("judged_queries", .integer(task.judgedCount)),
        ("depth", .integer(depth)),
      ], notes: notes, mainMetric: "nDCG@10", tableMetrics: ["nDCG@5", "R@10", "MRR", "MAP", "Success@5"],
      runs: evaluated, charts: charts(evaluated, runs), tables: task.asksItems ? [listTable(evaluated)] : [],
      files: [("run.trec", runs[0].trec(task, collection)), ("qrels.trec", task.qrels(collection))]
        + runs.dropFirst().map { ("runs/\($0.id).trec", $0.trec(task, collection)) })
  }

  /// What a run does to the collection as a whole.
  private func figures(_ run: RelatedRun, _ groups: [ItemID: Int]) -> [(name: String, value: Double?)] {
    guard task.asksItems else { return [("tie rate", run.tieRate)] }
    let ids = collection.ids
    var lists: [ItemID: [ItemID]] = [:]
    for (query, list) in zip(task.queries, run.lists) {
      lists[query.id] = list.prefix(Self.shownCount).map { ids[Int($0.row)] }
    }
    let summary = RelatedListsSummary(items: ids, lists: lists, duplicateGroups: groups)
    return [
      ("coverage", summary.coverage), ("orphans", Double(summary.orphans.count)), ("hub share", summary.hubShare),
      ("Gini", summary.giniCoefficient), ("near-duplicate rate", summary.nearDuplicateRate),
      ("empty lists", Double(summary.emptyListCount)), ("tie rate", run.tieRate),
    ]
  }

  private func listTable(_ runs: [EvaluatedRun]) -> EvaluationTable {
    EvaluationTable(
      title: "The first \(Self.shownCount) places of all items' lists",
      columns: ["run"] + (runs.first?.figures.map(\.name) ?? []),
      rows: runs.map { run in
        [run.name]
          + run.figures.map { figure in
            guard let value = figure.value else { return "–" }
            return ["orphans", "empty lists"].contains(figure.name) ? Fixed.count(Int(value)) : Fixed.text(value)
          }
      })
  }

  private func charts(_ evaluated: [EvaluatedRun], _ runs: [RelatedRun]) -> [Chart] {
    let ranks = Array(1...Self.plottedRanks)
    let judged = task.queries.indices.filter { query in task.grades[query].values.contains { $0 > 0 } }
    func curves(_ value: (_ hits: Double, _ rank: Double, _ relevant: Double) -> Double) -> [Chart.Series] {
      runs.enumerated().map { number, run in
        var sums = [Double](repeating: 0, count: ranks.count)
        for query in judged {
          let grades = task.grades[query]
          let relevant = Double(grades.values.count { $0 > 0 })
          var hits = 0.0
          for rank in ranks {
            if rank <= run.lists[query].count, grades[run.lists[query][rank - 1].row] ?? 0 > 0 { hits += 1 }
            sums[rank - 1] += value(hits, Double(rank), relevant)
          }
        }
        return Chart.Series(
          name: run.name, isMain: number == 0, values: sums.map { $0 / Double(max(judged.count, 1)) })
      }
    }
    return [
      .comparison(of: evaluated, metric: "nDCG@10"),
      .lines(
        title: "Precision by rank", about: "Of the first k places, the share that is right (fixed denominator k).",
        xLabel: "rank k", xs: ranks.map(Double.init), series: curves { hits, rank, _ in hits / rank }),
      .lines(
        title: "Recall by rank", about: "Of all that is right, the share among the first k places.", xLabel: "rank k",
        xs: ranks.map(Double.init), series: curves { hits, _, relevant in hits / relevant }),
    ]
  }
}
