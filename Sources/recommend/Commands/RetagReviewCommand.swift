import ArgumentParser
import Glibc
import RecommendationStore
import SiteContent

/// `recommend retag review`: one change after the other, answered by a key.
struct RetagReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "Answer the planned changes, by keys or in a table.",
    discussion: """
      EXAMPLES:
        recommend retag review
        recommend retag review --output review.csv
        recommend retag review --input review.csv

      Keys: a accept, x reject, space skip, u undo the last answer, q quit, ? help. Each answer is kept at once.
      In the table the column decision takes accepted or rejected (a or x will do); an empty cell stays open.
      """)

  @Option(name: .long, help: ArgumentHelp("Write the open changes to a CSV file.", valueName: "file"))
  var output: String?

  @Option(name: .long, help: ArgumentHelp("Read the answers from such a file.", valueName: "file"))
  var input: String?

  @Option(name: .long, help: "When to use colour.")
  var color: ColorChoice = .auto

  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if output != nil, input != nil { throw ValidationError("--output and --input exclude each other.") }
  }

  func run() throws {
    if let output {
      let report = RetagTable.report(
        try database.open().plannedChanges().filter { $0.state == .pending }, isForReview: true)
      let text = report.rendered(as: .csv, terminal: Terminal(.standardOutput, choice: .never), width: nil)
      try OutputFile.write(text, to: output)
      return try OutputWriter.standardError.write(
        "\(RetagPlan.count(report.rows.count, "change", "changes")) written to \(Terminal.safe(output)).\n")
    }
    let store = try RecommendationStore.openForWriting(
      path: database.existingPath(), create: false, purpose: .editing)
    if let input {
      let answered = try ReviewTable.answers(at: input, to: store.plannedChanges())
      try store.answer(answered)
      let accepted = answered.count { $0.state == .accepted }
      try OutputWriter.standardError.write(
        "\(accepted) accepted, \(answered.count - accepted) rejected.\n")
      return try RetagPlan.sayWhatWaits(store)
    }
    try reviewByKeys(store)
  }

  private func reviewByKeys(_ store: RecommendationStore) throws {
    let open = try store.plannedChanges().filter { $0.state == .pending }
    guard !open.isEmpty else { return try RetagPlan.sayWhatWaits(store) }
    guard let keys = KeyReader.ofStandardInput() else {
      throw CommandFailure(
        "Nobody is there to answer: standard input is no terminal.",
        hint: "Use --output and --input, or recommend retag accept and reject.")
    }
    var session = ReviewSession(open, store: store, terminal: Terminal(.standardOutput, choice: color))
    try session.show()
    while !session.isFinished {
      switch keys.next() {
      case .end(let signal):
        try OutputWriter.standardOutput.write("\n")
        throw ExitCode(signal == SIGINT ? 130 : signal.map { 128 + $0 } ?? 0)
      case .character(let byte):
        try session.take(byte)
      }
    }
    try RetagPlan.sayWhatWaits(store)
  }
}

/// A walk through open changes.
struct ReviewSession {
  private let changes: [PlannedChange]
  private let store: RecommendationStore
  private let terminal: Terminal
  private var titles: [String: String] = [:]
  private var place = 0
  /// The places that were passed, and whether they got an answer.
  private var passed: [(place: Int, isAnswered: Bool)] = []
  private(set) var isFinished = false

  init(_ changes: [PlannedChange], store: RecommendationStore, terminal: Terminal) {
    self.changes = changes
    self.store = store
    self.terminal = terminal
  }

  /// Acts on a key.
  mutating func take(_ key: UInt8) throws {
    switch key {
    case UInt8(ascii: "a"), UInt8(ascii: "A"): try answer(.accepted)
    case UInt8(ascii: "x"), UInt8(ascii: "X"): try answer(.rejected)
    case UInt8(ascii: " "):
      try say(terminal.dim("skipped"))
      try move(isAnswered: false)
    case UInt8(ascii: "u"), UInt8(ascii: "U"), 0x7F, 0x08: try takeBack()
    case UInt8(ascii: "q"), UInt8(ascii: "Q"), 0x04:
      try say("")
      isFinished = true
    default:
      try say("")
      try say(Self.help)
      try show()
    }
  }

  /// Shows the change that waits.
  mutating func show() throws {
    let change = changes[place]
    if titles[change.itemKey] == nil {
      let row = try store.find(key: change.itemKey).first?.row
      titles[change.itemKey] = try row.flatMap { try store.headings(rows: [$0]).first?.title } ?? ""
    }
    let what =
      switch change.action {
      case .add: "+ \(change.topic)"
      case .rename: "\(change.topic) → \(change.newTopic ?? "")"
      case .remove: "- \(change.topic)"
      }
    let score = change.score.map { " \(SuggestionReport.hundredths($0)) \(change.band ?? "")" } ?? ""
    try say(
      """

      \(terminal.dim("\(place + 1) of \(changes.count)"))  \(terminal.accent(Terminal.safe(change.itemKey)))  \(Terminal.safe(titles[change.itemKey] ?? ""))
        \(terminal.bold(Terminal.safe(what)))\(terminal.dim(score))
        \(terminal.dim(Terminal.safe(change.reason)))
      """)
    try OutputWriter.standardOutput.write("  a accept  x reject  space skip  u undo  q quit  ? help: ")
  }

  private static let help =
    "a accept · x reject, never asked again · space skip, asked again later · u undo the last step · q quit; answers are kept"

  private mutating func answer(_ state: PlannedChange.State) throws {
    var change = changes[place]
    change.state = state
    try store.answer([change])
    try say(state == .accepted ? "accepted" : "rejected")
    try move(isAnswered: true)
  }

  private mutating func move(isAnswered: Bool) throws {
    passed.append((place, isAnswered))
    place += 1
    if place == changes.count { isFinished = true } else { try show() }
  }

  private mutating func takeBack() throws {
    guard let last = passed.popLast() else {
      try say("nothing to undo")
      return try show()
    }
    if last.isAnswered { try store.answer([changes[last.place]]) }
    place = last.place
    try say("undone")
    try show()
  }

  private func say(_ text: String) throws { try OutputWriter.standardOutput.write(text + "\n") }
}

/// Reads answers from the table that was written for review.
enum ReviewTable {
  /// The changes that the table gives an answer to.
  static func answers(at path: String, to planned: [PlannedChange]) throws -> [PlannedChange] {
    let rows: [(line: Int, fields: [String])]
    do {
      rows = try DelimitedFile.rows(at: path)
    } catch {
      throw CommandFailure("\(error)")
    }
    guard let header = rows.first?.fields,
      let id = header.firstIndex(of: "id"), let topic = header.firstIndex(of: "topic"),
      let decision = header.firstIndex(of: RetagTable.decisionColumn)
    else {
      throw CommandFailure("\(path):1: The header names no columns id, topic and decision.")
    }
    let action = header.firstIndex(of: "action")
    var answered: [PlannedChange] = []
    for (line, fields) in rows.dropFirst() {
      guard fields.count == header.count else {
        throw CommandFailure("\(path):\(line): The row has \(fields.count) fields, the header has \(header.count).")
      }
      let state: PlannedChange.State
      switch fields[decision].lowercased().filter({ $0 != " " }) {
      case "": continue
      case "accepted", "accept", "a", "yes": state = .accepted
      case "rejected", "reject", "x", "no": state = .rejected
      default:
        throw CommandFailure(
          "\(path):\(line): '\(Terminal.safe(fields[decision]))' is no decision. Write accepted, rejected or nothing.")
      }
      let wanted = action.map { fields[$0] } ?? PlannedChange.Action.add.rawValue
      guard
        var change = planned.first(where: {
          $0.itemKey == plain(fields[id]) && $0.topic == plain(fields[topic]) && $0.action.rawValue == wanted
        })
      else {
        throw CommandFailure(
          "\(path):\(line): No change of '\(Terminal.safe(fields[id]))' is planned for '\(Terminal.safe(fields[topic]))'.",
          hint: "Write the table again: recommend retag review --output FILE")
      }
      guard change.state != .applied else { continue }
      change.state = state
      answered.append(change)
    }
    return answered
  }

  /// A cell without the apostrophe that keeps a spreadsheet from taking it for a formula.
  private static func plain(_ cell: String) -> String {
    guard cell.first == "'", let second = cell.dropFirst().unicodeScalars.first,
      "=+-@\t\r".unicodeScalars.contains(second)
    else { return cell }
    return String(cell.dropFirst())
  }
}
