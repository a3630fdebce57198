import ArgumentParser
import RecommendationEngine
import RecommendationStore

/// `recommend topics audit`: what looks wrong in the use of the topics.
struct TopicsAuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Show what looks wrong in the topics: unused, alike, misjudged, doubtful.",
    discussion: """
      EXAMPLES:
        recommend topics audit
        recommend topics audit --vocabulary topics.csv --format csv
        recommend topics audit --kind doubtful --limit 50

      The kinds: never-used and used-once topics; similar-names, spellings of one name; always-together, pairs that hardly
      ever part; incoherent topics, whose items have little in common; over-suggested and under-suggested ones; doubtful,
      a topic that looks wrong on an item.
      """)

  @Option(name: .long, help: "Only findings of this kind.")
  var kind: AuditKind?

  @Option(name: [.long, .customShort("n")], help: "At most so many findings of each kind.")
  var limit = 20

  @Option(
    name: .long, help: ArgumentHelp("The topics that may be used; see recommend topics suggest.", valueName: "file"))
  var vocabulary: String?

  @Flag(name: .long, help: "End with exit status 1 when something is found.")
  var check = false

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit is a number of findings above 0, not \(limit).") }
  }

  func run() throws {
    let index = try StoredIndex(database.open())
    var selection = TopicSelection()
    selection.vocabulary = vocabulary
    let learning = try TopicLearning(index, vocabulary: selection.vocabularyEntries())
    let findings = AuditFindings(TopicAudit(learning.vocabulary, model: learning.model), learning)
    let kinds = AuditKind.allCases.filter { kind == nil || $0 == kind }
    let rows = kinds.flatMap { kind in findings.rows(kind).prefix(limit) }
    try output.write(
      Report(columns: ["kind", "topic", "other_topic", "id", "value", "what"], rows: rows))
    for kind in kinds where output.chosenFormat == .table && findings.rows(kind).count > limit {
      try OutputWriter.standardError.write(
        "note: \(findings.rows(kind).count - limit) more of \(kind.rawValue); see --limit.\n")
    }
    if learning.model.mode == .uncalibrated {
      try OutputWriter.standardError.write(
        "note: Too few items hold topics to judge misjudged and doubtful ones.\n")
    }
    if check, !rows.isEmpty { throw ExitCode(1) }
  }
}

/// The kinds of findings of an audit.
enum AuditKind: String, CaseIterable, ExpressibleByArgument, Sendable {
  case neverUsed = "never-used"
  case usedOnce = "used-once"
  case similarNames = "similar-names"
  case alwaysTogether = "always-together"
  case incoherent
  case overSuggested = "over-suggested"
  case underSuggested = "under-suggested"
  case doubtful
}

/// The findings of an audit in words.
struct AuditFindings {
  private let audit: TopicAudit
  private let learning: TopicLearning

  init(_ audit: TopicAudit, _ learning: TopicLearning) {
    self.audit = audit
    self.learning = learning
  }

  /// The findings of a kind: kind, topic, other topic, item, number, and what it means.
  func rows(_ kind: AuditKind) -> [[Value]] {
    switch kind {
    case .neverUsed:
      audit.neverUsed.map { row(kind, $0, what: "no item holds it") }
    case .usedOnce:
      audit.usedOnce.map { topic in
        let holder = learning.model.collection.topics.firstIndex { $0.contains(Int32(topic)) }
        return row(kind, topic, item: holder, what: "one item holds it")
      }
    case .similarNames:
      audit.similarNames.flatMap { names in
        names.topics.dropFirst().map { row(kind, names.topics[0], $0, what: Self.variation(names.variation)) }
      }
    case .alwaysTogether:
      audit.alwaysTogether.map {
        row(
          kind, $0.first, $0.second, value: $0.share,
          what: "\($0.itemCount) items hold both, \(Int(($0.share * 100).rounded())) % of those that hold either")
      }
    case .incoherent:
      audit.incoherent.map {
        row(
          kind, $0.topic, value: $0.meanCosine,
          what:
            "its items are as different as any: mean cosine \(Value.formatted($0.meanCosine)), all items \(Value.formatted($0.overall))"
        )
      }
    case .overSuggested, .underSuggested:
      audit.misjudged.filter { $0.isOverSuggested == (kind == .overSuggested) }.map {
        row(
          kind, $0.topic, value: $0.imbalance,
          what: "\($0.heldCount) items hold it, \($0.suggestedCount) of all would be given it")
      }
    case .doubtful:
      audit.doubtful.map {
        row(kind, $0.topic, item: $0.item, value: $0.probability, what: learning.headings[$0.item].title)
      }
    }
  }

  private func row(
    _ kind: AuditKind, _ topic: Int, _ other: Int? = nil, item: Int? = nil, value: Double? = nil, what: String
  ) -> [Value] {
    [
      .text(kind.rawValue), .text(label(topic)), Value(other.map(label)), Value(item.map { learning.headings[$0].key }),
      value.map(Value.number) ?? .null, .text(what),
    ]
  }

  private func label(_ topic: Int) -> String { learning.vocabulary.entries[topic].topic.label }

  private static func variation(_ variation: TopicNameVariation) -> String {
    switch variation {
    case .spelling: "the names differ in case, blanks or marks"
    case .plural: "the names differ in a plural ending"
    case .namespace: "the names differ in the namespace"
    case .typing: "the names differ in one letter"
    }
  }
}
