import ArgumentParser
import RecommendationEngine
import RecommendationStore
import SiteContent

/// `recommend retag`: from suggestions to changed files and back.
struct RetagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retag",
    abstract: "Plan, review, write and undo changes of topics.",
    discussion: """
      EXAMPLES:
        recommend retag plan --all --precision 0.8
        recommend retag review
        recommend retag apply --dry-run
        recommend retag apply --yes
        recommend retag undo

      A plan waits in the index until somebody answers. What is rejected is never asked again, and what is accepted or
      rejected teaches the next suggestions. Only apply and undo write content files: the lines of the topic list and of
      its mirrors, and no other byte.
      """,
    subcommands: [
      RetagPlanCommand.self, RetagReviewCommand.self, RetagAcceptCommand.self, RetagRejectCommand.self,
      RetagReopenCommand.self, RetagStatusCommand.self, RetagApplyCommand.self, RetagUndoCommand.self,
      RetagRecoverCommand.self, RetagExportCommand.self,
    ],
    defaultSubcommand: RetagStatusCommand.self)
}

/// `recommend retag plan`: keeps suggestions as changes that wait for an answer.
struct RetagPlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Keep suggestions as changes that wait for an answer.",
    discussion: """
      EXAMPLES:
        recommend retag plan
        recommend retag plan --all --precision 0.8
        recommend retag plan --for 3475 3118 --namespace Medigy

      Takes the suggestions of recommend topics suggest; without --threshold or --precision those above the score with the
      best balance of found and right ones. A new plan takes the place of changes that nobody has answered yet.
      """)

  @OptionGroup var selection: TopicSelection
  @Flag(name: [.long, .customShort("q")], help: "Say nothing unless something is wrong.")
  var quiet = false
  @OptionGroup var content: ContentOptions
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let store = try RecommendationStore.openForWriting(
      path: database.existingPath(), create: false, purpose: .editing)
    let index = try StoredIndex(store)
    let folder = try content.folder(store)
    let rows = try selection.keys.map { try ItemLookup.row(of: $0, in: store) }
    let learning = try TopicLearning(index, vocabulary: selection.vocabularyEntries())
    let lists = try learning.missing(
      rows: rows.isEmpty ? nil : rows, candidates: selection.candidates(learning), limit: selection.limit,
      cut: .init(
        threshold: selection.threshold ?? (selection.precision == nil ? nil : 0), precision: selection.precision))
    let evidence = try SuggestionEvidence(lists, in: learning)
    var digests = PageDigests(folder)
    let changes = lists.flatMap { list in
      list.suggestions.compactMap { suggestion -> PlannedChange? in
        guard let path = list.path else { return nil }
        return PlannedChange(
          itemKey: list.key, topic: learning.vocabulary.entries[suggestion.topic].topic.label, path: path,
          sha256: digests[path] ?? "", score: suggestion.probability, band: suggestion.band.rawValue,
          reason: evidence.line(suggestion, of: list))
      }
    }
    try RetagPlan.keep(changes, in: store, &digests)
    guard !quiet else { return }
    if let note = learning.note { try OutputWriter.standardError.write("note: \(note)\n") }
    try RetagPlan.sayWhatWaits(store)
  }
}

/// The digests of pages as they are now.
struct PageDigests {
  private let folder: ContentFolder
  private var digests: [String: String] = [:]

  init(_ folder: ContentFolder) { self.folder = folder }

  /// The digest of a page; nil when it cannot be read.
  subscript(path: String) -> String? {
    mutating get {
      if let known = digests[path] { return known.isEmpty ? nil : known }
      let digest = (try? folder.page(path))?.digest.description
      digests[path] = digest ?? ""
      return digest
    }
  }
}

/// Keeps plans and speaks of them.
enum RetagPlan {
  /// Puts a new plan in the place of what nobody has answered, and notes accepted files as they are now.
  static func keep(_ changes: [PlannedChange], in store: RecommendationStore, _ digests: inout PageDigests) throws {
    var known: [String: String] = [:]
    for change in try store.plannedChanges() where change.state == .accepted {
      if let digest = digests[change.path] { known[change.path] = digest }
    }
    try store.replacePendingChanges(with: changes, digests: known)
  }

  /// One line about what waits, and what to do next.
  static func sayWhatWaits(_ store: RecommendationStore) throws {
    let changes = try store.plannedChanges()
    let pending = changes.filter { $0.state == .pending }
    let accepted = changes.filter { $0.state == .accepted }
    let items = Set(pending.map(\.itemKey)).count
    var parts: [String] = []
    if pending.isEmpty {
      parts.append("Nothing waits for an answer.")
    } else {
      let bands = SuggestionBand.allCases.compactMap { band -> String? in
        let count = pending.count { $0.band == band.rawValue }
        return count > 0 ? "\(count) \(band.rawValue)" : nil
      }
      parts.append(
        "\(count(pending.count, "change waits", "changes wait")) for an answer, on \(count(items, "item", "items"))\(bands.isEmpty ? "" : " (\(bands.joined(separator: ", ")))"). Next: recommend retag review"
      )
    }
    if !accepted.isEmpty {
      parts.append(
        "\(count(accepted.count, "accepted change waits", "accepted changes wait")) to be written. Next: recommend retag apply --dry-run"
      )
    }
    try OutputWriter.standardError.write(parts.joined(separator: "\n") + "\n")
  }

  /// A number with its noun.
  static func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }
}
