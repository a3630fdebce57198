import ArgumentParser
import RecommendationEngine
import RecommendationStore

/// Which planned changes an answer is about.
struct RetagAnswerOptions: ParsableArguments {
  @Option(
    name: [.customLong("for")], parsing: .upToNextOption, help: ArgumentHelp("The items.", valueName: "key"))
  var keys: [String] = []

  @Option(
    name: .long, parsing: .upToNextOption, help: ArgumentHelp("The topics.", valueName: "label"))
  var topic: [String] = []

  @Flag(name: .long, help: "All changes that wait, within --for and --topic where they are given.")
  var all = false

  @Option(name: .long, help: "Only changes of this band: strong, fair, weak.")
  var band: SuggestionBand?

  @OptionGroup var content: ContentOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    guard all || band != nil || (!keys.isEmpty && !topic.isEmpty) else {
      throw ValidationError("Say which changes: --for KEY --topic LABEL, --band strong, or --all.")
    }
  }

  /// Whether each change is named by item and topic: only then is an earlier answer replaced by another.
  var namesChanges: Bool { !all && band == nil }

  /// Gives changes an answer.
  ///
  /// - Parameters:
  ///   - states: The states that a change may be in to be answered.
  ///   - createsMissing: Whether a change that is not in the plan is put there, for items and topics that are both named.
  func answer(_ answer: PlannedChange.State, to states: Set<PlannedChange.State>, createsMissing: Bool) throws {
    let store = try RecommendationStore.openForWriting(
      path: database.existingPath(), create: false, purpose: .editing)
    let rows = try keys.map { try ItemLookup.row(of: $0, in: store) }
    let headings = try store.headings(rows: rows)
    let wantedKeys = Set(headings.map(\.key))
    let planned = try store.plannedChanges()
    var answered = planned.filter { change in
      states.contains(change.state) && (keys.isEmpty || wantedKeys.contains(change.itemKey))
        && (topic.isEmpty || topic.contains(change.topic)) && (band == nil || change.band == band?.rawValue)
    }
    if createsMissing, namesChanges {
      answered += try missing(headings, rows, planned, in: store)
    }
    for index in answered.indices {
      answered[index].state = answer
      if answer == .pending { answered[index].run = nil }
    }
    try store.answer(answered)
    let word = answer == .pending ? "waiting again" : answer.rawValue
    try OutputWriter.standardError.write(
      "\(RetagPlan.count(answered.count, "change is", "changes are")) \(word).\n")
    if answered.isEmpty {
      throw CommandFailure("No change fits.", hint: "recommend retag status lists them.")
    }
  }

  /// Changes for named items and topics that are not in the plan.
  private func missing(
    _ headings: [ItemHeading], _ rows: [Int], _ planned: [PlannedChange], in store: RecommendationStore
  ) throws -> [PlannedChange] {
    let labels = try store.topics().map(\.label)
    let unknown = topic.first { label in !labels.contains(label) && !planned.contains { $0.topic == label } }
    if let unknown {
      let nearest = NearestName.nearest(to: unknown, among: labels)
      throw CommandFailure(
        "There is no topic '\(Terminal.safe(unknown))'.\(nearest.map { " The nearest is '\(Terminal.safe($0))'." } ?? "")",
        hint: "recommend topics lists them all.")
    }
    let folder = try content.folder(store)
    var digests = PageDigests(folder)
    var result: [PlannedChange] = []
    for (row, heading) in zip(rows, headings) {
      guard let path = heading.path else { continue }
      let held = try store.topicLabels(ofRow: row)
      for label in topic where !planned.contains(where: { $0.itemKey == heading.key && $0.topic == label }) {
        guard !held.contains(label) else {
          try OutputWriter.standardError.write(
            "note: '\(Terminal.safe(heading.key))' holds '\(Terminal.safe(label))' already.\n")
          continue
        }
        result.append(
          PlannedChange(
            itemKey: heading.key, topic: label, path: path, sha256: digests[path] ?? "", reason: "chosen by hand"))
      }
    }
    return result
  }
}

extension SuggestionBand: ExpressibleByArgument {}

/// `recommend retag accept`.
struct RetagAcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Accept planned changes, or choose a topic for an item by hand.",
    discussion: """
      EXAMPLES:
        recommend retag accept --for 3475 --topic 'Medigy: Chronic Care Management'
        recommend retag accept --band strong
      """)

  @OptionGroup var options: RetagAnswerOptions

  func run() throws {
    try options.answer(.accepted, to: options.namesChanges ? [.pending, .rejected] : [.pending], createsMissing: true)
  }
}

/// `recommend retag reject`.
struct RetagRejectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Reject planned changes; they are never asked again.",
    discussion: """
      EXAMPLES:
        recommend retag reject --for 3195 --topic 'Symplur: Patient Engagement'
        recommend retag reject --band weak
      """)

  @OptionGroup var options: RetagAnswerOptions

  func run() throws {
    try options.answer(.rejected, to: options.namesChanges ? [.pending, .accepted] : [.pending], createsMissing: true)
  }
}

/// `recommend retag reopen`.
struct RetagReopenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen", abstract: "Take answers back that were not written yet.",
    discussion: """
      EXAMPLES:
        recommend retag reopen --for 3475 --topic 'Medigy: Chronic Care Management'
      """)

  @OptionGroup var options: RetagAnswerOptions

  func run() throws {
    try options.answer(.pending, to: [.accepted, .rejected], createsMissing: false)
  }
}
