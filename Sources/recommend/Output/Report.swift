/// What a command found: records that every format can render.
struct Report: Sendable {
  /// The columns in the order of tables and delimited formats.
  var columns: [String]
  /// A value for each column.
  var rows: [[Value]]
  /// What belongs to the answer as a whole; only JSON shows it.
  var details: [(key: String, value: Value)] = []
  /// Columns that only JSON shows, as they hold lists or objects.
  var structuredColumns: Set<String> = []
  /// Whether cells of delimited formats that a spreadsheet would take for a formula are given a leading apostrophe.
  var guardsFormulas = true

  /// The version of the shape of our JSON.
  static let schemaVersion = 1

  /// The report in a format.
  func rendered(as format: OutputFormat, terminal: Terminal, width: Int?) -> String {
    switch format {
    case .table: table(terminal: terminal, width: width)
    case .json: document + "\n"
    case .jsonl: rows.map { record($0).json + "\n" }.joined()
    case .csv: delimited(separator: ",")
    case .tsv: delimited(separator: "\t")
    case .markdown: markdown
    }
  }

  private func record(_ row: [Value]) -> Value {
    .object(zip(columns, row).map { ($0, $1) })
  }

  private var document: String {
    Value.object([("schema_version", .integer(Self.schemaVersion)), ("items", .list(rows.map(record)))] + details).json
  }

  private var flatColumns: [Int] { columns.indices.filter { !structuredColumns.contains(columns[$0]) } }

  /// RFC 4180 with a header row and one record on each line.
  private func delimited(separator: String) -> String {
    var lines = [flatColumns.map { columns[$0] }.joined(separator: separator)]
    for row in rows {
      lines.append(
        flatColumns.map { cell(row[$0], separator: separator) }.joined(separator: separator))
    }
    return lines.joined(separator: separator == "," ? "\r\n" : "\n") + (separator == "," ? "\r\n" : "\n")
  }

  private func cell(_ value: Value, separator: String) -> String {
    var text = value.plain
    switch value {
    case .text, .list:
      if guardsFormulas, let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
        text = "'" + text
      }
    default: break
    }
    text = Terminal.safe(text)
    if separator == "\t" { return text }
    guard text.utf8.contains(where: { [0x22, 0x2C].contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    func escaped(_ text: String) -> String {
      Terminal.safe(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
    return line(flatColumns.map { columns[$0] }) + line(flatColumns.map { _ in "---" })
      + rows.map { row in line(flatColumns.map { escaped(row[$0].plain) }) }.joined()
  }

  /// Aligned columns, the widest text column cut to the terminal.
  private func table(terminal: Terminal, width: Int?) -> String {
    guard !rows.isEmpty else { return "" }
    let cells = rows.map { row in flatColumns.map { Terminal.safe(row[$0].plain) } }
    let headers = flatColumns.map { columns[$0].uppercased() }
    var widths = headers.indices.map { column in
      max(headers[column].utf8.count, cells.map { Terminal.width($0[column]) }.max() ?? 0)
    }
    let isNumeric = flatColumns.map { column in
      rows.allSatisfy { row in
        switch row[column] {
        case .integer, .number, .null: true
        default: false
        }
      }
    }
    if let width {
      while widths.reduce(0, +) + 2 * (widths.count - 1) > width,
        let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
        widths[widest] > 12
      {
        widths[widest] -= 1
      }
    }
    func line(_ texts: [String], _ style: (Int, String) -> String) -> String {
      texts.indices.map { column in
        let text = Terminal.fitted(texts[column], width: widths[column])
        let padding = String(repeating: " ", count: max(0, widths[column] - Terminal.width(text)))
        if isNumeric[column] { return padding + style(column, text) }
        return style(column, text) + (column == texts.count - 1 ? "" : padding)
      }.joined(separator: "  ") + "\n"
    }
    return line(headers) { terminal.dim($1) }
      + cells.map { row in line(row) { $0 == 0 ? terminal.accent($1) : $1 } }.joined()
  }
}
