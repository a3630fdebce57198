import RecommendationEngine

/// Measures suggested topics on items that nothing was learned from.
struct TopicEvaluation {
  let collection: EvaluationCollection
  let method: TopicProtocol
  /// Whether one topic of each test item is hidden, and asked for.
  let hidesOne: Bool
  /// Topics with fewer training items are left out, as gold and as suggestion.
  let leastItems: Int
  let uncertainty: Uncertainty
  let progress: Progress

  /// What one system says: for each test item of each fold the topics in order.
  private struct Run {
    let id: String
    let name: String
    let about: String
    var rankings: [(id: ItemID, ranked: [Topic], scores: [Double])] = []
    /// The chosen sets, where the system has a threshold.
    var sets: [Set<Topic>] = []
  }

  /// A test item of some fold.
  private struct Case {
    let id: ItemID
    let gold: Set<Topic>
    let visible: Set<Topic>
  }

  private static let plottedRanks = 10
  private static let runTexts: [(id: String, name: String, about: String, method: SuggestionMethod?)] = [
    ("recommend", "recommend", "all methods, stacked and calibrated out of fold", nil),
    ("svm", "linear SVM", "one linear classifier a topic, alone", .linear),
    ("knn", "kNN", "vote of the 50 nearest items, squared cosine", .neighbors50),
    ("centroid", "centroid", "cosine with the items that hold the topic (Rocchio)", .centroid),
    ("label", "label match", "the topic's name in title, summary and beginning of the text", .titleMatch),
    ("most-frequent", "most frequent", "the topics that most training items hold", .prior),
  ]

  func evaluation(settings: [(key: String, value: Value)]) throws -> Evaluation {
    let splits = try TopicSplits(method, of: collection, seed: uncertainty.seed)
    let texts = try TopicTexts(collection)
    var runs = Self.runTexts.map { Run(id: $0.id, name: $0.name, about: $0.about) }
    var cases: [Case] = []
    var predictions: [(probability: Double, isRight: Bool)] = []
    var trainingCounts: [Topic: Int] = [:]
    var modes: [String] = []
    progress.begin("learning", of: splits.splits.count * 100)
    for split in splits.splits {
      let fold = TopicFold(split, texts, seed: uncertainty.seed)
      modes.append(fold.model.mode.rawValue)
      for (topic, count) in fold.trainingCounts { trainingCounts[topic, default: 0] += count }
      measure(fold, &runs, &cases, &predictions)
      progress.advance(by: 100)
    }
    progress.end()
    // Over folds the counts are those of a mean fold.
    trainingCounts = trainingCounts.mapValues { Int((Double($0) / Double(splits.splits.count)).rounded()) }
    runs = runs.filter { $0.rankings.count == cases.count }
    let trainingCount = splits.splits.reduce(0) { $0 + $1.training.count } / splits.splits.count
    return finished(
      runs, cases, predictions, trainingCounts, trainingCount: trainingCount, notes: splits.notes,
      settings: settings + [
        ("split", .text(method.name)), ("hide_one", .bool(hidesOne)), ("least_items", .integer(leastItems)),
        ("training_items", .integer(trainingCount)),
        ("test_items", .integer(cases.count)), ("topics", .integer(texts.topics.count)),
        ("mode", .text(Set(modes).sorted().joined(separator: ", "))),
      ])
  }

  private func measure(
    _ fold: TopicFold, _ runs: inout [Run], _ cases: inout [Case],
    _ predictions: inout [(probability: Double, isRight: Bool)]
  ) {
    let items = collection.items
    let known = fold.topics.map { fold.trainingCounts[$0] ?? 0 >= leastItems }
    func isCounted(_ topic: Topic) -> Bool { leastItems <= 1 || fold.trainingCounts[topic] ?? 0 >= leastItems }
    let hidden = Dictionary(
      uniqueKeysWithValues: HiddenTopic.hideOne(
        of: fold.test.map { (items[$0].id, items[$0].topics) }, seed: uncertainty.seed, where: isCounted
      ).map { ($0.id, $0) })
    let foldCases = fold.test.map { row in
      let id = items[row].id
      guard hidesOne else { return Case(id: id, gold: Set(items[row].topics.filter(isCounted)), visible: []) }
      return Case(id: id, gold: Set(hidden[id].map { [$0.hidden] } ?? []), visible: Set(hidden[id]?.remaining ?? []))
    }
    cases += foldCases
    let probabilities = fold.probabilities()
    for (number, text) in Self.runTexts.enumerated() {
      guard
        let scores = text.id == "recommend"
          ? probabilities : text.id == "label" ? labelScores(fold) : text.method.flatMap(fold.scores)
      else { continue }
      for (place, item) in foldCases.enumerated() {
        let candidates = fold.topics.indices.filter { known[$0] && !item.visible.contains(fold.topics[$0]) }
        // Nothing is said about topics without a score.
        let said = candidates.filter { text.id == "recommend" || text.id == "svm" || scores[place][$0] > 0 }
        let ordered = said.sorted { (scores[place][$1], $0) < (scores[place][$0], $1) }
        runs[number].rankings.append((item.id, ordered.map { fold.topics[$0] }, ordered.map { scores[place][$0] }))
        switch text.id {
        case "recommend":
          // Without calibration there is no threshold that would choose a set.
          guard fold.model.mode != .uncalibrated else { break }
          runs[number].sets.append(
            Set(said.filter { fold.isChosen(scores[place][$0], place) }.map { fold.topics[$0] }))
          for topic in said where !item.gold.isEmpty {
            predictions.append((scores[place][topic], item.gold.contains(fold.topics[topic])))
          }
        case "svm": runs[number].sets.append(Set(said.filter { scores[place][$0] > 0 }.map { fold.topics[$0] }))
        default: break
        }
      }
    }
  }

  /// A name in the title counts 1; names in the text count up to one half, the more of them the more.
  private func labelScores(_ fold: TopicFold) -> [[Double]]? {
    guard let titles = fold.scores(by: .titleMatch), let passages = fold.scores(by: .passageMatch) else { return nil }
    return zip(titles, passages).map { zip($0, $1).map { $0 + 0.5 * $1 / (1 + $1) } }
  }

  private var metrics: [RankingMetric] {
    hidesOne
      ? [.success(at: 1), .success(at: 5), .reciprocalRank(), .ndcg(at: 5)]
      : RankingMetric.topics + [.reciprocalRank(), .averagePrecision()]
  }

  private func finished(
    _ runs: [Run], _ cases: [Case], _ predictions: [(probability: Double, isRight: Bool)],
    _ trainingCounts: [Topic: Int], trainingCount: Int,
    notes: [String], settings: [(key: String, value: Value)]
  ) -> Evaluation {
    var evaluated = uncertainty.evaluated(
      runs.map { run in
        (
          run.id, run.name, run.about,
          ItemMeasurements(
            metrics: metrics,
            rankings: zip(run.rankings, cases).map { ($0.id, JudgedRanking(ranking: $0.ranked, relevant: $1.gold)) })
        )
      }, progress: progress)
    var notes = notes
    let unjudged = cases.count { $0.gold.isEmpty }
    if unjudged > 0 { notes.append("\(Fixed.count(unjudged)) test items without gold are left out of the means.") }
    notes.append(
      leastItems > 1
        ? "Topics that fewer than \(leastItems) training items hold are left out, as gold and as suggestions."
        : "A topic that no training item holds cannot be suggested; as gold it counts as missed.")
    notes.append("Vocabulary, idf, classifiers, stacker and thresholds are fitted to training items only.")
    var charts: [Chart] = [.comparison(of: evaluated, metric: hidesOne ? "Success@1" : "nDCG@5")]
    charts += rankCharts(runs, cases)
    var details: [(key: String, value: Value)] = []
    var tables: [EvaluationTable] = []
    if !hidesOne {
      addSets(&evaluated, runs, cases, trainingCounts, &charts, &tables, &details)
      addPropensities(&evaluated, runs, cases, trainingCounts, trainingCount: trainingCount)
      let diagram = ReliabilityDiagram(predictions: predictions)
      let shown = ReliabilityDiagram(predictions: predictions.filter { $0.probability >= 0.05 })
      if runs.first?.sets.contains(where: { !$0.isEmpty }) ?? false {
        evaluated[0].figures += [
          ("ECE", diagram.expectedCalibrationError), ("ECE (p ≥ 0.05)", shown.expectedCalibrationError),
          ("Brier", diagram.brierScore),
        ]
        charts.append(
          .reliability(
            shown, title: "Reliability",
            about:
              "Suggestions with a probability of 0.05 or more, in ten bins: on the diagonal 0.8 means right 8 times in 10. ECE \(Fixed.text(shown.expectedCalibrationError)) here, \(Fixed.text(diagram.expectedCalibrationError)) over all pairs of item and topic; Brier score \(Fixed.text(diagram.brierScore))."
          ))
        details.append(("reliability", Self.value(of: shown)))
        tables.append(
          EvaluationTable(
            title: "Calibration of recommend", columns: ["figure", "value"],
            rows: evaluated[0].figures.filter { !$0.name.hasPrefix("PSP") }.map {
              [$0.name, $0.value.map { Fixed.text($0) } ?? "–"]
            }))
      }
    }
    return Evaluation(
      kind: "topics", settings: settings, notes: notes, mainMetric: hidesOne ? "Success@1" : "nDCG@5",
      tableMetrics: hidesOne
        ? ["Success@5", "MRR", "nDCG@5"] : ["P@1", "P@3", "R@5", "nDCG@10", "F1 (microavg)"],
      runs: evaluated, charts: charts, tables: tables, details: details,
      files: files(runs, cases))
  }

  private func addSets(
    _ evaluated: inout [EvaluatedRun], _ runs: [Run], _ cases: [Case], _ trainingCounts: [Topic: Int],
    _ charts: inout [Chart], _ tables: inout [EvaluationTable], _ details: inout [(key: String, value: Value)]
  ) {
    var bands: [(name: String, bands: [TopicSetEvaluation.FrequencyBand])] = []
    for (number, run) in runs.enumerated() where run.sets.count == cases.count {
      let sets = TopicSetEvaluation(
        items: zip(cases, run.sets).map { (id: $0.id, predicted: $1, gold: $0.gold) })
      evaluated[number].table.rows += sets.table(bootstrap: uncertainty.bootstrap).rows
      bands.append((run.name, sets.bands(trainingCounts: trainingCounts)))
    }
    guard let first = bands.first else { return }
    let labels = first.bands.map { band in
      band.upperBound.map { band.lowerBound == $0 ? "\($0)" : "\(band.lowerBound)–\($0)" } ?? "\(band.lowerBound)+"
    }
    let rows = first.bands.indices.filter { first.bands[$0].topicCount > 0 }
    charts.append(
      .bars(
        title: "Macro-F1 by how frequent topics are",
        about:
          "The mean F1 of the topics that so many training items hold; the mean over all topics would hide the rare ones.",
        labels: rows.map { labels[$0] }, notes: rows.map { "\(first.bands[$0].topicCount) topics" },
        series: bands.enumerated().map { number, entry in
          Chart.Series(name: entry.name, isMain: number == 0, values: rows.map { entry.bands[$0].average.f1 })
        }, yLabel: "training items that hold the topic"))
    tables.append(
      EvaluationTable(
        title: "By frequency of the topic",
        columns: ["training items", "topics", "gold"] + bands.map { "F1 \($0.name)" },
        rows: rows.map { row in
          [labels[row], Fixed.count(first.bands[row].topicCount), Fixed.count(first.bands[row].goldCount)]
            + bands.map { Fixed.text($0.bands[row].average.f1) }
        }))
    details.append(
      (
        "bands",
        .list(
          rows.map { row in
            .object([
              ("training_items", .text(labels[row])), ("topics", .integer(first.bands[row].topicCount)),
              ("macro_f1", .number(first.bands[row].average.f1)),
            ])
          })
      ))
  }

  private func addPropensities(
    _ evaluated: inout [EvaluatedRun], _ runs: [Run], _ cases: [Case], _ trainingCounts: [Topic: Int],
    trainingCount: Int
  ) {
    guard trainingCount >= 3 else { return }
    let model = PropensityModel(itemCount: trainingCount)
    for (number, run) in runs.enumerated() {
      for k in [1, 3, 5] {
        let psp = PropensityScoredPrecision(
          items: zip(run.rankings, cases).map { (ranking: $0.ranked, gold: $1.gold) }, at: k, model: model,
          trainingCounts: trainingCounts)
        evaluated[number].table.rows.append(
          MetricTable.Row(
            name: "PSP@\(k)", mean: psp.value, interval: psp.interval(bootstrap: uncertainty.bootstrap),
            count: psp.reached.count, omittedCount: psp.unjudgedCount))
      }
    }
  }

  private func rankCharts(_ runs: [Run], _ cases: [Case]) -> [Chart] {
    let ranks = Array(1...Self.plottedRanks)
    let judged = cases.indices.filter { !cases[$0].gold.isEmpty }
    func curves(_ value: (_ hits: Double, _ rank: Double, _ gold: Double) -> Double) -> [Chart.Series] {
      runs.enumerated().map { number, run in
        var sums = [Double](repeating: 0, count: ranks.count)
        for place in judged {
          var hits = 0.0
          for rank in ranks {
            let ranked = run.rankings[place].ranked
            if rank <= ranked.count, cases[place].gold.contains(ranked[rank - 1]) { hits += 1 }
            sums[rank - 1] += value(hits, Double(rank), Double(cases[place].gold.count))
          }
        }
        return Chart.Series(
          name: run.name, isMain: number == 0, values: sums.map { $0 / Double(max(judged.count, 1)) })
      }
    }
    let recall = Chart.lines(
      title: hidesOne ? "The hidden topic among the first k" : "Recall by rank",
      about: "Of all that is right, the share among the first k suggestions.", xLabel: "rank k",
      xs: ranks.map(Double.init), series: curves { hits, _, gold in hits / gold })
    guard !hidesOne else { return [recall] }
    return [
      .lines(
        title: "Precision by rank", about: "Of the first k suggestions, the share that is right.", xLabel: "rank k",
        xs: ranks.map(Double.init), series: curves { hits, rank, _ in hits / rank }), recall,
    ]
  }

  private func files(_ runs: [Run], _ cases: [Case]) -> [(name: String, text: String)] {
    func trec(_ run: Run) -> String {
      var text = ""
      for (id, ranked, scores) in run.rankings.sorted(by: { $0.id < $1.id }) {
        let name = ExportRunCommand.encoded(id.rawValue)
        for (rank, topic) in ranked.prefix(100).enumerated() {
          text +=
            "\(name) Q0 \(ExportRunCommand.encoded(topic.label)) \(rank + 1) \(Value.formatted(scores[rank])) \(run.id)\n"
        }
      }
      return text
    }
    var qrels = ""
    for item in cases.sorted(by: { $0.id < $1.id }) {
      for topic in item.gold.sorted() {
        qrels += "\(ExportRunCommand.encoded(item.id.rawValue)) 0 \(ExportRunCommand.encoded(topic.label)) 1\n"
      }
    }
    return runs.enumerated().map { ($0 == 0 ? "run.trec" : "runs/\($1.id).trec", trec($1)) } + [("qrels.trec", qrels)]
  }

  private static func value(of diagram: ReliabilityDiagram) -> Value {
    .list(
      diagram.bins.map { bin in
        .object([
          ("lower", .number(bin.lowerBound)), ("upper", .number(bin.upperBound)), ("count", .integer(bin.count)),
          ("predicted", .number(bin.meanPredicted)), ("observed", .number(bin.observed)),
        ])
      })
  }
}
