import ArgumentParser

/// `recommend evaluate`: how good the answers are, with honest uncertainty.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure how good the answers are, beside what sites use without this program.",
    discussion: """
      EXAMPLES:
        recommend evaluate related --output report/
        recommend evaluate related --against links.tsv
        recommend evaluate compare before/ after/ --fail-if "nDCG@10 < -0.01"

      Every figure has a 95 % interval (items are drawn again, paired), every run a p-value against this program.
      """,
    subcommands: [
      EvaluateRelatedCommand.self, EvaluateTopicsCommand.self, EvaluateClustersCommand.self,
      EvaluateCompareCommand.self,
    ])
}

/// The options of every evaluation.
struct EvaluationOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Write report.html, metrics.json, per_item.csv and TREC files here.", valueName: "folder"))
  var output: String?

  @Option(name: .long, help: "The seed of everything that is drawn.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "How often the items are drawn again for the intervals.")
  var resamples = 2_000

  @Flag(name: [.long, .customShort("q")], help: "No progress.")
  var quiet = false

  func validate() throws {
    guard (100...1_000_000).contains(resamples) else {
      throw ValidationError("--resamples lies in 100…1000000, not \(resamples).")
    }
  }

  var uncertainty: Uncertainty { Uncertainty(resampleCount: resamples, seed: seed) }

  /// What every figure hangs on.
  func settings(_ collection: EvaluationCollection, _ model: ModelOptions) -> [(key: String, value: Value)] {
    let changes = model.set.isEmpty ? "" : " " + model.set.joined(separator: " ")
    return [
      ("model", .text(collection.configuration.name + changes)), ("seed", .integer(Int(clamping: seed))),
      ("resamples", .integer(resamples)), ("index", .text(collection.digest)),
    ]
  }

  /// Shows an evaluation, and writes its folder when one was asked for.
  func finish(_ evaluation: Evaluation, _ format: OutputOptions) throws {
    if let output {
      try evaluation.write(to: output)
      if !quiet { try OutputWriter.standardError.write("\(Terminal.safe(output))/report.html\n") }
    }
    if format.chosenFormat == .table {
      try OutputWriter.standardOutput.write(
        evaluation.terminalText(format.terminal))
    } else {
      try format.write(evaluation.report)
    }
  }
}
