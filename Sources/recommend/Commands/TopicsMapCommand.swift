import ArgumentParser
import RecommendationEngine
import RecommendationStore
import SiteContent

/// `recommend topics map`: renames, merges and drops of topics, from a table or from an older index.
struct TopicsMapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map", abstract: "Find out which topics were renamed or merged, or plan such changes.",
    discussion: """
      EXAMPLES:
        recommend topics map --from last-year.sqlite
        recommend topics map --from last-year.sqlite --format csv > renames.csv
        recommend topics map renames.csv
        recommend topics map renames.csv --apply-as-plan

      The table has the columns old and new; an empty new label takes the topic away. Against an older index the mapping is
      proposed from the items that both hold. --apply-as-plan puts the change of each item that still holds an old topic into
      the plan of recommend retag, where it waits for an answer.
      """)

  @Argument(help: ArgumentHelp("A CSV or TSV file with the columns old and new.", valueName: "file"))
  var table: String?

  @Option(name: .long, help: ArgumentHelp("An index of an older state of the same site.", valueName: "index"))
  var from: String?

  @Option(name: .long, help: "Leave out proposals that fewer items support.")
  var minimumSupport = 2

  @Option(name: .long, help: "Leave out proposals that a smaller share of the items supports, 0…1.")
  var minimumConfidence = 0.5

  @Flag(name: .long, help: "Put the changes into the plan of recommend retag.")
  var applyAsPlan = false

  @OptionGroup var content: ContentOptions
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (table == nil) != (from == nil) else {
      throw ValidationError("Give either a table of old and new labels or --from INDEX.")
    }
    guard (0...1).contains(minimumConfidence) else {
      throw ValidationError("--minimum-confidence lies in 0…1, not \(minimumConfidence).")
    }
    guard minimumSupport > 0 else {
      throw ValidationError("--minimum-support is a number above 0, not \(minimumSupport).")
    }
  }

  func run() throws {
    let path = try database.existingPath()
    let store =
      try applyAsPlan
      ? RecommendationStore.openForWriting(path: path, create: false, purpose: .editing) : database.open()
    let changes = try TopicChanges(table: table) ?? proposal(store)
    let holders = try changes.holders(in: store)
    if changes.changes.isEmpty {
      try OutputWriter.standardError.write("note: No topic was renamed, merged, split or dropped.\n")
    }
    if !applyAsPlan { return try output.write(changes.report(holders)) }
    let folder = try content.folder(store)
    var digests = PageDigests(folder)
    let planned = changes.planned(holders, digests: &digests)
    try RetagPlan.keep(planned, in: store, &digests)
    try RetagPlan.sayWhatWaits(store)
  }

  /// What the items that both indexes hold say.
  private func proposal(_ store: RecommendationStore) throws -> TopicChanges {
    let older = try RecommendationStore.openForReading(path: from ?? "")
    let mapping = TopicMapping(
      old: try Self.topics(of: older), new: try Self.topics(of: store), minimumSupport: minimumSupport,
      minimumConfidence: minimumConfidence)
    return TopicChanges(mapping)
  }

  private static func topics(of store: RecommendationStore) throws -> [ItemID: [Topic]] {
    let topics = try StoredClusters.topics(of: store)
    return Dictionary(
      uniqueKeysWithValues: zip(try store.allHeadings().map { ItemID($0.key) }, topics))
  }
}

/// Changes of the vocabulary, and what they mean for items.
struct TopicChanges {
  /// One old topic with what became of it.
  struct Change {
    let old: String
    /// Nil: the topic goes.
    let new: String?
    let kind: String
    var support: Int?
    var confidence: Double?
  }

  let changes: [Change]

  /// Reads a table; nil without one.
  init?(table: String?) throws {
    guard let table else { return nil }
    let pairs: [(old: String, new: String)]
    do {
      pairs = try TopicRenameFile.renames(at: table)
    } catch {
      throw CommandFailure("\(error)")
    }
    var targets: [String: Int] = [:]
    var origins: [String: Int] = [:]
    for pair in pairs {
      targets[pair.new, default: 0] += 1
      origins[pair.old, default: 0] += 1
    }
    changes = pairs.filter { $0.old != $0.new }.map { old, new in
      Change(
        old: old, new: new.isEmpty ? nil : new,
        kind: new.isEmpty
          ? "dropped" : origins[old, default: 0] > 1 ? "split" : targets[new, default: 0] > 1 ? "merged" : "renamed")
    }
  }

  /// Takes over a proposal.
  init(_ mapping: TopicMapping) {
    changes = mapping.changes.map {
      Change(
        old: $0.old.label, new: $0.new?.label, kind: $0.kind.rawValue, support: $0.support, confidence: $0.confidence)
    }
  }

  /// The items that hold each old topic now.
  func holders(in store: RecommendationStore) throws -> [String: [ItemHeading]] {
    let wanted = Set(changes.map(\.old))
    var result: [String: [ItemHeading]] = [:]
    for (place, topic) in try store.topics().enumerated() where wanted.contains(topic.label) {
      result[topic.label] = try store.headings(rows: store.rows(ofTopic: place))
    }
    return result
  }

  /// The changes with the number of items that still hold the old topic.
  func report(_ holders: [String: [ItemHeading]]) -> Report {
    Report(
      columns: ["old", "new", "kind", "support", "confidence", "items"],
      rows: changes.map {
        [
          .text($0.old), Value($0.new), .text($0.kind), $0.support.map(Value.integer) ?? .null,
          $0.confidence.map(Value.number) ?? .null, .integer(holders[$0.old]?.count ?? 0),
        ]
      })
  }

  /// The changes of items; what a split means for an item only a person can tell.
  func planned(_ holders: [String: [ItemHeading]], digests: inout PageDigests) -> [PlannedChange] {
    var seen = Set<String>()
    var planned: [PlannedChange] = []
    for change in changes where change.kind != TopicChange.Kind.split.rawValue && seen.insert(change.old).inserted {
      for heading in holders[change.old] ?? [] {
        guard let path = heading.path else { continue }
        planned.append(
          PlannedChange(
            itemKey: heading.key, topic: change.old, action: change.new == nil ? .remove : .rename,
            newTopic: change.new, path: path, sha256: digests[path] ?? "", reason: "vocabulary: \(change.kind)"))
      }
    }
    return planned
  }
}
