import ArgumentParser
import RecommendationStore

/// `recommend stats`: the collection in numbers.
struct StatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show the collection in numbers.",
    discussion: """
      EXAMPLES:
        recommend stats
        recommend stats --json
      """)

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let index = try StoredIndex(database.open())
    let store = index.store
    let headings = try store.allHeadings()
    let itemTopics = try store.allItemTopics()
    let neighbors = try store.allNeighbors()
    let words = headings.map(\.wordCount).sorted()
    let recommended = Set(neighbors.rows).count
    let lonely = headings.indices.count { neighbors.range(ofRow: $0).isEmpty }
    let rows: [(String, Value)] = [
      ("model", .text(index.generation.model)),
      ("items", .integer(headings.count)),
      ("items that repeat another", .integer(index.generation.copyCount)),
      ("items without words", .integer(words.count { $0 == 0 })),
      ("words per item, median", .integer(words.isEmpty ? 0 : words[words.count / 2])),
      ("terms", .integer(index.generation.termCount)),
      ("topics", .integer(index.generation.topicCount)),
      ("items with a topic", .integer(itemTopics.count { !$0.isEmpty })),
      (
        "topics per item that has any",
        .number(
          roundedToHundredths(
            Double(itemTopics.reduce(0) { $0 + $1.count }) / Double(max(1, itemTopics.count { !$0.isEmpty }))))
      ),
      ("items without related items", .integer(lonely)),
      ("items that are related to another", .integer(recommended)),
      ("problems", .integer(index.generation.problemCount)),
      ("feedback", .bool(index.usesFeedback)),
      ("digest", .text(index.generation.digest)),
    ]
    try output.write(Report(columns: ["what", "value"], rows: rows.map { [.text($0.0), $0.1] }))
  }

  private func roundedToHundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
