import ArgumentParser

/// The shapes of what was found in content files: those of every command, and those that know places in files.
enum FindingFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  case table, json, jsonl, csv, tsv, markdown
  /// Reviewdog's diagnostics.
  case rdjson
  /// The Static Analysis Results Interchange Format 2.1.0.
  case sarif
  /// Annotations of GitHub's workflows.
  case github

  /// The shape that every command knows; nil for one that needs places.
  var common: OutputFormat? { OutputFormat(rawValue: rawValue) }
}

/// The options of a command that reports findings.
struct FindingOptions: ParsableArguments {
  @Option(name: .long, help: "The shape of the result.")
  var format: FindingFormat = .table

  @Flag(name: .long, help: "Short for --format json.")
  var json = false

  @Option(name: .long, help: "When to use colour.")
  var color: ColorChoice = .auto

  /// The format that was asked for.
  var chosenFormat: FindingFormat { json ? .json : format }

  /// How standard output is styled.
  var terminal: Terminal { Terminal(.standardOutput, choice: color) }

  /// Writes a report to standard output.
  func write(_ report: Report) throws {
    try OutputWriter.standardOutput.write(
      report.rendered(
        as: chosenFormat.common ?? .json, terminal: terminal, width: OutputWriter.standardOutput.width))
  }
}
