import ArgumentParser
import RecommendationStore
import SiteContent

/// `recommend retag status`: the planned changes and how far they have come.
struct RetagStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "List the planned changes and how far they have come.",
    discussion: """
      EXAMPLES:
        recommend retag status
        recommend retag status --state accepted --format csv
        recommend retag status --check
      """)

  @Option(name: .long, help: "Only changes in this state: pending, accepted, rejected, applied.")
  var state: PlannedChange.State?

  @Flag(name: .long, help: "End with exit status 1 when a change waits for an answer or to be written.")
  var check = false

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.open()
    let changes = try store.plannedChanges().filter { state == nil || $0.state == state }
    try output.write(RetagTable.report(changes, isForReview: false))
    if output.chosenFormat == .table {
      try RetagPlan.sayWhatWaits(store)
      if try store.retagRuns().contains(where: { $0.state == .started }) {
        try OutputWriter.standardError.write("A run was cut off. Settle it: recommend retag recover\n")
      }
    }
    if check, try store.plannedChanges().contains(where: { $0.state == .pending || $0.state == .accepted }) {
      throw ExitCode(1)
    }
  }
}

extension PlannedChange.State: ExpressibleByArgument {}

/// Planned changes as a table, for people and for spreadsheets.
enum RetagTable {
  static let decisionColumn = "decision"

  static func report(_ changes: [PlannedChange], isForReview: Bool) -> Report {
    Report(
      columns: [
        "id", "action", "topic", "new_topic", "score", "band", isForReview ? decisionColumn : "state", "path", "reason",
      ],
      rows: changes.map {
        [
          .text($0.itemKey), .text($0.action.rawValue), .text($0.topic), Value($0.newTopic),
          $0.score.map(Value.number) ?? .null, Value($0.band),
          isForReview && $0.state == .pending ? .text("") : .text($0.state.rawValue), .text($0.path), .text($0.reason),
        ]
      })
  }
}

/// `recommend retag export`: the changes for another program to write.
struct RetagExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the accepted changes to a JSON file, without touching the content.",
    discussion: """
      EXAMPLES:
        recommend retag export --output retag.json
      """)

  @Option(name: .long, help: ArgumentHelp("The file to write. Default: standard output.", valueName: "file"))
  var output: String?

  @Flag(name: .long, help: "Changes that nobody has answered too.")
  var pending = false

  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let changes = try database.open().plannedChanges()
      .filter { $0.state == .accepted || $0.state == .applied || (pending && $0.state == .pending) }
    let items = Dictionary(grouping: changes, by: \.itemKey)
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    func labels(_ changes: [PlannedChange], _ action: PlannedChange.Action) -> Value {
      .list(changes.filter { $0.action == action }.map { .text($0.topic) })
    }
    let text = Report(
      columns: ["id", "path", "add", "remove", "rename"],
      rows: items.map { key, changes in
        [
          .text(key), .text(changes[0].path), labels(changes, .add), labels(changes, .remove),
          .list(
            changes.filter { $0.action == .rename }.map {
              .object([("old", .text($0.topic)), ("new", Value($0.newTopic))])
            }),
        ]
      }
    ).rendered(as: .json, terminal: Terminal(.standardOutput, choice: .never), width: nil)
    if let output { try OutputFile.write(text, to: output) } else { try OutputWriter.standardOutput.write(text) }
  }
}
