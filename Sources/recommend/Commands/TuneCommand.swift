import ArgumentParser
import RecommendationEngine
import SiteContent

/// `recommend tune`: settings for a collection, found on its own judgements.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune", abstract: "Search settings that serve a collection better.",
    subcommands: [TuneRelatedCommand.self])
}

/// `recommend tune related`.
struct TuneRelatedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "related",
    abstract:
      "Search field weights, phrase weight, smoothing and feedback on one half of the queries; report the other.",
    discussion: """
      EXAMPLES:
        recommend tune related
        recommend tune related --against links.tsv --write tuned.yaml
        recommend index content/ --model tuned.yaml

      One half of the queries, drawn with the seed, chooses; the other half says what the choice is worth. A gain whose
      interval holds 0 is within noise: keep what you have.
      """)

  @Option(name: .long, help: ArgumentHelp("What is right: related, links, topics, or a file.", valueName: "gold"))
  var against: String?

  @Option(name: .long, help: ArgumentHelp("Texts to ask instead of items. Needs --against FILE.", valueName: "file"))
  var queries: String?

  @Option(name: .long, help: "The metric that chooses.")
  var metric = "nDCG@10"

  @Option(name: .long, help: ArgumentHelp("Write the best configuration to this file.", valueName: "file"))
  var write: String?

  @Option(name: .long, help: "The seed of the halves and of everything that is drawn.")
  var seed: UInt64 = 1

  @Flag(name: [.long, .customShort("q")], help: "No progress.")
  var quiet = false

  @OptionGroup var model: ModelOptions
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard RankingMetric(name: metric) != nil else {
      throw ValidationError("There is no metric '\(metric)'. Known are nDCG@k, R@k, P@k, MAP, MRR, Success@k and more.")
    }
    if queries != nil, against == nil { throw ValidationError("--queries needs --against FILE with their judgements.") }
  }

  func run() throws {
    let collection = try EvaluationCollection(database, model: model)
    let task = try RelatedTask.chosen(against: against, queries: queries, of: collection)
    let outcome = try RelatedTuning(
      collection: collection, task: task, depth: 100, uncertainty: Uncertainty(seed: seed),
      progress: Progress(isQuiet: quiet), metric: RankingMetric(name: metric) ?? .ndcg(at: 10)
    ).outcome()
    if let write { try save(outcome.configuration, to: write) }
    if output.chosenFormat == .table { try show(outcome, task) } else { try output.write(report(outcome, task)) }
  }

  private func save(_ configuration: ModelConfiguration, to path: String) throws {
    var named = configuration
    named.name = "tuned"
    let yaml =
      "# Found by recommend tune related, seed \(seed). What each setting means stands in models/hugo.yaml.\n"
      + ConfigurationText.yaml(named)
    do {
      let read = try ModelConfiguration.load(yaml: yaml, path: path)
      guard read.allSettings.map(\.value) == named.allSettings.map(\.value) else {
        throw CommandFailure("The configuration has a value that a file cannot hold.")
      }
    } catch let error as ConfigurationError {
      throw CommandFailure("\(error)")
    }
    try TextFile.write(yaml, to: path)
    if !quiet { try OutputWriter.standardError.write("\(Terminal.safe(path))\n") }
  }

  private func show(_ outcome: RelatedTuning.Outcome, _ task: RelatedTask) throws {
    var text = ""
    if outcome.changes.isEmpty {
      text += "Nothing that was tried is better than the settings as they are.\n"
    } else {
      text +=
        EvaluationTable(
          title: "", columns: ["setting", "was", "best"], rows: outcome.changes.map { [$0.path, $0.old, $0.new] }
        ).aligned(output.terminal) + "\n"
    }
    text += EvaluationTable(
      title: "",
      columns: ["metric", "was", "best", "difference", "95 % interval", "p"],
      rows: outcome.comparison.metrics.map { metric in
        [
          metric.name, Fixed.text(metric.baselineMean), Fixed.text(metric.candidateMean),
          Fixed.signed(metric.difference), Fixed.interval(metric.interval), Fixed.pValue(metric.pValue),
        ]
      }
    ).aligned(output.terminal)
    text +=
      "\n\(outcome.trials.count) configurations tried on \(Fixed.count(outcome.searchedCount)) queries; the table is from the other \(Fixed.count(outcome.heldOutCount)). Judgements: \(Terminal.safe(task.source)). Seed \(seed).\n"
    text += verdict(outcome) + "\n"
    try OutputWriter.standardOutput.write(text)
  }

  /// What the held-out half says, in one sentence.
  private func verdict(_ outcome: RelatedTuning.Outcome) -> String {
    let name = RankingMetric(name: metric)?.name ?? metric
    guard !outcome.changes.isEmpty else { return "Keep the settings." }
    guard let row = outcome.comparison.metrics.first(where: { $0.name == name }), let interval = row.interval else {
      return "The metric that chose is not in the table; judge by the others."
    }
    if interval.lower > 0, row.pValue < 0.05 { return "The gain in \(name) is beyond noise." }
    if interval.upper < 0, row.pValue < 0.05 { return "The choice is worse on the held-out half: keep the settings." }
    return "The gain in \(name) is within noise: keep the settings, or judge on more queries."
  }

  private func report(_ outcome: RelatedTuning.Outcome, _ task: RelatedTask) -> Report {
    var report = Report(
      columns: ["metric", "before", "after", "difference", "lower", "upper", "p"],
      rows: outcome.comparison.metrics.map { metric in
        [
          .text(metric.name), .number(metric.baselineMean), .number(metric.candidateMean), .number(metric.difference),
          metric.interval.map { .number($0.lower) } ?? .null, metric.interval.map { .number($0.upper) } ?? .null,
          .number(metric.pValue),
        ]
      })
    report.details = [
      (
        "changes",
        .list(
          outcome.changes.map { .object([("path", .text($0.path)), ("old", .text($0.old)), ("new", .text($0.new))]) })
      ),
      ("trials", .list(outcome.trials.map { .object([("setting", .text($0.setting)), ("mean", .number($0.mean))]) })),
      ("searched_queries", .integer(outcome.searchedCount)), ("held_out_queries", .integer(outcome.heldOutCount)),
      ("judgements", .text(task.source)), ("seed", .integer(Int(clamping: seed))), ("verdict", .text(verdict(outcome))),
    ]
    return report
  }
}
