import ArgumentParser
import RecommendationEngine

/// `recommend evaluate compare A B`: what a change did, and a gate for continuous integration.
struct EvaluateCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two evaluations item by item, and fail when the second is worse.",
    discussion: """
      EXAMPLES:
        recommend evaluate compare before/ after/
        recommend evaluate compare before/ after/ --fail-if "nDCG@10 < -0.01"
        recommend evaluate compare report/ report/ --run bm25 --other-run recommend

      The difference is the second minus the first, over the items that both measured. --fail-if may be repeated; a
      condition that begins with `significantly` also asks for p < 0.05. Exit status 1 when a condition is met.
      """)

  @Argument(help: "The folder of the older evaluation, or its per_item.csv.")
  var before: String

  @Argument(help: "The folder of the newer evaluation, or its per_item.csv.")
  var after: String

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("The run of the first; that of the second unless --other-run names it.", valueName: "id"))
  var runID = "recommend"

  @Option(name: .long, help: ArgumentHelp("The run of the second.", valueName: "id"))
  var otherRun: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Fail when the difference of a metric is so: \"nDCG@10 < -0.01\".", valueName: "condition"))
  var failIf: [String] = []

  @OptionGroup var options: EvaluationOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    for text in failIf where FailureCondition(text) == nil {
      throw ValidationError("'\(text)' is no condition. Write a metric, < or >, and a number: \"nDCG@10 < -0.01\".")
    }
  }

  func run() throws {
    let conditions = failIf.compactMap(FailureCondition.init)
    let old = try FinishedRun(path: before, id: runID).measurements
    let new = try FinishedRun(path: after, id: otherRun ?? runID).measurements
    let uncertainty = options.uncertainty
    let comparison = RunComparison(
      baseline: old, candidate: new, bootstrap: uncertainty.bootstrap, test: uncertainty.test)
    guard comparison.itemCount > 0 else {
      throw CommandFailure("The two evaluations have no item in common.")
    }
    let byName = Dictionary(
      comparison.metrics.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for condition in conditions where byName[condition.metric.lowercased()] == nil {
      let nearest = NearestName.nearest(to: condition.metric, among: comparison.metrics.map(\.name))
      throw CommandFailure(
        "Both evaluations have no metric '\(Terminal.safe(condition.metric))'.\(nearest.map { " Did you mean '\($0)'?" } ?? "")",
        hint: "They have \(comparison.metrics.map(\.name).joined(separator: ", ")).")
    }
    try show(comparison)
    if comparison.unpairedCount > 0 {
      try OutputWriter.standardError.write(
        "note: \(comparison.unpairedCount) items are in one evaluation only and are left out.\n")
    }
    if let notice = try judgementNotice() { try OutputWriter.standardError.write("note: \(notice)\n") }
    let met = conditions.filter { condition in
      byName[condition.metric.lowercased()].map(condition.isMet) ?? false
    }
    for condition in met { try OutputWriter.standardError.write("fail: \(Terminal.safe(condition.text))\n") }
    if !met.isEmpty { throw ExitCode(1) }
  }

  private func show(_ comparison: RunComparison) throws {
    let metrics = comparison.metrics
    guard output.chosenFormat == .table else {
      return try output.write(
        Report(
          columns: ["metric", "before", "after", "difference", "lower", "upper", "p", "better", "worse", "items"],
          rows: metrics.map { metric in
            [
              .text(metric.name), .number(metric.baselineMean), .number(metric.candidateMean),
              .number(metric.difference), metric.interval.map { .number($0.lower) } ?? .null,
              metric.interval.map { .number($0.upper) } ?? .null, .number(metric.pValue), .integer(metric.winCount),
              .integer(metric.lossCount), .integer(comparison.itemCount),
            ]
          }))
    }
    let table = EvaluationTable(
      title: "", columns: ["metric", "before", "after", "difference", "95 % interval", "p", "better", "worse"],
      rows: metrics.map { metric in
        [
          metric.name, Fixed.text(metric.baselineMean), Fixed.text(metric.candidateMean),
          Fixed.signed(metric.difference), Fixed.interval(metric.interval), Fixed.pValue(metric.pValue),
          Fixed.count(metric.winCount), Fixed.count(metric.lossCount),
        ]
      })
    try OutputWriter.standardOutput.write(
      table.aligned(output.terminal) + "\(Fixed.count(comparison.itemCount)) items, seed \(options.seed)\n")
  }

  /// A word of caution when the two were not judged by the same.
  private func judgementNotice() throws -> String? {
    guard !before.hasSuffix(".csv"), !after.hasSuffix(".csv"), let old = try? TextFile.text(before + "/qrels.trec"),
      let new = try? TextFile.text(after + "/qrels.trec"), old != new
    else { return nil }
    return "the two evaluations were judged by different qrels.trec; differences may come from that."
  }
}
