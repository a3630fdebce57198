import ArgumentParser

/// The shapes in which results are written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  case table, json, jsonl, csv, tsv, markdown
}

/// When escape sequences are written.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
  case auto, always, never
}

/// The options of every command that writes records.
struct OutputOptions: ParsableArguments {
  @Option(name: .long, help: "The shape of the result.")
  var format: OutputFormat = .table

  @Flag(name: .long, help: "Short for --format json.")
  var json = false

  @Flag(
    name: .long,
    help: "In csv and tsv, write cells that a spreadsheet would take for a formula as they are, without a leading '.")
  var plainCells = false

  @Option(name: .long, help: "When to use colour.")
  var color: ColorChoice = .auto

  /// The format that was asked for.
  var chosenFormat: OutputFormat { json ? .json : format }

  /// How standard output is styled.
  var terminal: Terminal { Terminal(.standardOutput, choice: color) }

  /// Writes a report to standard output.
  func write(_ report: Report) throws {
    var report = report
    report.guardsFormulas = !plainCells
    try OutputWriter.standardOutput.write(
      report.rendered(as: chosenFormat, terminal: terminal, width: OutputWriter.standardOutput.width))
  }
}
