import ArgumentParser
import RecommendationEngine
import RecommendationStore

/// `recommend topics`: the topics of the collection, and what can be said about them.
struct TopicsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topics",
    abstract: "List topics, suggest missing ones, audit and map the vocabulary.",
    discussion: """
      EXAMPLES:
        recommend topics
        recommend topics suggest --for 3475
        recommend topics audit
        recommend topics map --from last-year.sqlite
      """,
    subcommands: [TopicsListCommand.self, TopicsSuggestCommand.self, TopicsAuditCommand.self, TopicsMapCommand.self],
    defaultSubcommand: TopicsListCommand.self)
}

/// `recommend topics list`: each topic with the number of its items.
struct TopicsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the topics with the number of items that hold them.",
    discussion: """
      EXAMPLES:
        recommend topics
        recommend topics --namespace Medigy --format csv
      """)

  @Option(name: .long, help: "Only topics of this namespace.")
  var namespace: String?

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let topics = try database.open().topics().filter { namespace == nil || $0.namespace == namespace }
      .sorted { left, right in
        left.itemCount == right.itemCount ? Topic(left.label) < Topic(right.label) : left.itemCount > right.itemCount
      }
    try output.write(
      Report(
        columns: ["items", "label", "namespace"],
        rows: topics.map { [.integer($0.itemCount), .text($0.label), Value($0.namespace)] }))
  }
}
