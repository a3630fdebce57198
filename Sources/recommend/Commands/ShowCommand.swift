import ArgumentParser
import RecommendationStore

/// `recommend show KEY`: everything the index holds about an item.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what the index holds about an item: texts, names, topics, heaviest terms.",
    discussion: """
      EXAMPLES:
        recommend show 3475
        recommend show 3475 --json
      """)

  @Argument(
    help: "The item: id, slug, path, file name, alias, UUID or URL.",
    completion: .custom { arguments, _, prefix in ItemCompletion.keys(arguments, prefix) })
  var key: String

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let index = try StoredIndex(database.open())
    let row = try ItemLookup.row(of: key, in: index.store)
    let item = try index.store.item(row: row)
    let topics = try index.store.topicLabels(ofRow: row)
    try index.load(rows: [Int32(row)])
    let vector = index.row(Int32(row))
    let heaviest = zip(vector.columns, vector.values).sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1 }.prefix(12)
    let names = try index.store.terms(columns: heaviest.map { Int($0.0) }).map { $0.surface ?? $0.term }
    let original = try item.heading.copyOf.flatMap { try index.store.headings(rows: [$0]).first?.key }
    let values: [(String, Value)] = [
      ("id", .text(item.heading.key)), ("title", .text(item.heading.title)), ("date", Value(item.heading.date)),
      ("path", Value(item.heading.path)), ("line", item.heading.line.map(Value.integer) ?? .null),
      ("url", Value(item.heading.url)), ("copy_of", Value(original)),
      ("topics", .list(topics.map(Value.text))),
      (
        "names",
        .list(item.keys.map { .object([("kind", .text($0.kind.rawValue)), ("value", .text($0.value))]) })
      ), ("words", .integer(item.heading.wordCount)),
      (
        "terms",
        .list(zip(names, heaviest).map { .object([("term", .text($0)), ("weight", .number($1.1))]) })
      ), ("summary", .text(item.summary)), ("text", .text(item.text)),
    ]
    guard output.chosenFormat == .table else {
      return try output.write(
        Report(
          columns: values.map(\.0), rows: [values.map(\.1)], structuredColumns: ["names", "terms"]))
    }
    let terminal = output.terminal
    var text = ""
    for (name, value) in values {
      let shown: String
      switch (name, value) {
      case (_, .null): continue
      case ("names", _): shown = item.keys.map { "\($0.kind.rawValue) \($0.value)" }.joined(separator: " · ")
      case ("terms", _):
        shown = zip(names, heaviest).map { "\($0) \(Value.formatted(($1.1 * 1000).rounded() / 1000))" }
          .joined(separator: " · ")
      case (_, .list(let values)) where values.isEmpty: continue
      case (_, .text(let value)) where value.isEmpty: continue
      default: shown = value.plain
      }
      let safe = Terminal.safe(shown)
      let lines = OutputWriter.standardOutput.width.map { Terminal.wrapped(safe, width: max(20, $0 - 9)) } ?? [safe]
      text += terminal.dim(name.padded(to: 9)) + lines.joined(separator: "\n" + String(repeating: " ", count: 9)) + "\n"
    }
    try OutputWriter.standardOutput.write(text)
  }
}

extension String {
  /// The text with blanks behind it, up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - Terminal.width(self)))
  }
}
