import ArgumentParser
import RecommendationStore

/// `recommend list`: the items of the index.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the items of the index, or those that a full-text search finds.",
    discussion: """
      EXAMPLES:
        recommend list
        recommend list --search 'remote monitoring' --format tsv
        recommend list --copies
      """)

  @Option(name: .long, help: "Only items that hold all of these words, best first.")
  var search: String?

  @Flag(name: .long, help: "Only items whose text repeats another item's, with that item.")
  var copies = false

  @Option(name: [.long, .customShort("n")], help: "At most so many items.")
  var limit: Int?

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is a number of items above 0, not \(limit).") }
    let store = try database.open()
    var rows: [Int]
    if let search {
      rows = try store.search(search, limit: limit ?? 100).map(\.row)
    } else {
      rows = Array(0..<(try store.generation().itemCount))
    }
    var headings = try store.headings(rows: rows)
    var columns = ["id", "title", "date", "words", "path"]
    var records: [[Value]]
    if copies {
      let pairs = zip(rows, headings).filter { $1.copyOf != nil }
      headings = pairs.map(\.1)
      let originals = try store.headings(rows: headings.compactMap(\.copyOf))
      columns = ["id", "copy_of", "title", "path"]
      records = zip(headings, originals).map { copy, original in
        [.text(copy.key), .text(original.key), .text(copy.title), Value(copy.path)]
      }
    } else {
      records = headings.map {
        [.text($0.key), .text($0.title), Value($0.date), .integer($0.wordCount), Value($0.path)]
      }
    }
    rows = []
    if let limit { records = Array(records.prefix(limit)) }
    if records.isEmpty {
      let reason = search.map { "No item holds all words of '\(Terminal.safe($0))'" } ?? "No item repeats another"
      try OutputWriter.standardError.write("note: \(reason).\n")
    }
    try output.write(Report(columns: columns, rows: records))
  }
}
