import RecommendationEngine

extension Evaluation {
  /// The result for a person; tables keep their width, as figures cannot be cut.
  func terminalText(_ terminal: Terminal) -> String {
    var text = terminal.bold("Evaluation of \(kind)") + "\n"
    text += settings.map { "\($0.key) \(Terminal.safe($0.value.plain))" }.joined(separator: " · ") + "\n\n"
    text += mainTable.aligned(terminal)
    for table in tables { text += "\n" + terminal.bold(table.title) + "\n" + table.aligned(terminal) }
    if !notes.isEmpty { text += "\n" + notes.map { "note: \(Terminal.safe($0))\n" }.joined() }
    return text
  }

  /// The table of the runs: the main metric with its interval and p-value, then the others.
  var mainTable: EvaluationTable {
    EvaluationTable(
      title: "Runs",
      columns: ["run", mainMetric, "95 % interval", "recommend − it", "p (Holm)"] + tableMetrics,
      rows: runs.map { run in
        let row = run.table[mainMetric]
        let comparison = run.comparison(mainMetric)
        return [
          run.name, row.map { Fixed.text($0.mean) } ?? "–", Fixed.interval(row?.interval),
          comparison.map { Fixed.signed($0.metric.difference) } ?? "",
          comparison.map { Fixed.pValue($0.adjustedPValue) } ?? "",
        ] + tableMetrics.map { name in run.table[name].map { Fixed.text($0.mean) } ?? "–" }
      })
  }

  /// Every figure as a record: run and metric, value, interval, and the difference to this program.
  var report: Report {
    var report = Report(
      columns: [
        "run", "metric", "value", "lower", "upper", "items", "difference", "difference_lower", "difference_upper", "p",
        "p_holm",
      ], rows: [])
    for run in runs {
      for row in run.table.rows {
        let comparison = run.comparison(row.name)
        report.rows.append([
          .text(run.id), .text(row.name), .number(row.mean), Self.number(row.interval?.lower),
          Self.number(row.interval?.upper), .integer(row.count), Self.number(comparison?.metric.difference),
          Self.number(comparison?.metric.interval?.lower), Self.number(comparison?.metric.interval?.upper),
          Self.number(comparison?.metric.pValue), Self.number(comparison?.adjustedPValue),
        ])
      }
      for figure in run.figures {
        report.rows.append(
          [.text(run.id), .text(figure.name), Self.number(figure.value)]
            + [Value](repeating: .null, count: report.columns.count - 3))
      }
    }
    report.details =
      [
        ("evaluation", .text(kind)), ("settings", .object(settings)), ("notes", .list(notes.map(Value.text))),
        (
          "runs",
          .list(
            runs.map { .object([("id", .text($0.id)), ("name", .text($0.name)), ("about", .text($0.about))]) })
        ),
      ] + details
    return report
  }

  private static func number(_ value: Double?) -> Value { value.map(Value.number) ?? .null }

  /// The values of each item with gold, a line for each run and item.
  var perItemCSV: String {
    let metrics = runs.first?.measurements.metricNames ?? []
    let report = Report(
      columns: ["run", "item"] + metrics,
      rows: runs.flatMap { run in
        run.measurements.itemIDs.enumerated().map { number, id in
          let start = number * metrics.count
          return [.text(run.id), .text(id.rawValue)]
            + run.measurements.values[start..<start + metrics.count].map(Value.number)
        }
      })
    return report.rendered(as: .csv, terminal: Terminal(.standardOutput, choice: .never), width: nil)
  }

  /// Writes the report and its files into a folder, which is made.
  func write(to folder: String) throws {
    try TextFile.makeFolder(folder)
    if files.contains(where: { $0.name.utf8.contains(UInt8(ascii: "/")) }) { try TextFile.makeFolder(folder + "/runs") }
    let plain = Terminal(.standardOutput, choice: .never)
    try TextFile.write(report.rendered(as: .json, terminal: plain, width: nil), to: folder + "/metrics.json")
    try TextFile.write(perItemCSV, to: folder + "/per_item.csv")
    try TextFile.write(EvaluationPage(self).html, to: folder + "/report.html")
    for file in files { try TextFile.write(file.text, to: folder + "/" + file.name) }
  }
}

extension EvaluationTable {
  /// The table in aligned columns: names to the left, figures to the right.
  func aligned(_ terminal: Terminal) -> String {
    let cells = ([columns] + rows).map { $0.map(Terminal.safe) }
    let widths = columns.indices.map { column in cells.map { Terminal.width($0[column]) }.max() ?? 0 }
    return cells.enumerated().map { number, row in
      let line = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - Terminal.width(cell))
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
      return (number == 0 ? terminal.dim(line) : row.first == "recommend" ? terminal.accent(line) : line) + "\n"
    }.joined()
  }
}
