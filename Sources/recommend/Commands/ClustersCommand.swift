import ArgumentParser
import RecommendationEngine
import RecommendationStore

/// `recommend clusters`: how the collection falls into groups.
struct ClustersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters", abstract: "Show how the collection falls into clusters.",
    discussion: """
      EXAMPLES:
        recommend clusters
        recommend clusters --for 3475
        recommend clusters show 12
        recommend clusters diff
        recommend clusters map --output map.svg
      """,
    subcommands: [
      ClustersListCommand.self, ClustersShowCommand.self, ClustersDiffCommand.self, ClustersTopicsCommand.self,
      ClustersRenameCommand.self, ClustersMapCommand.self,
    ],
    defaultSubcommand: ClustersListCommand.self)
}

/// `recommend clusters list`.
struct ClustersListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the clusters, or those of an item.",
    discussion: """
      EXAMPLES:
        recommend clusters
        recommend clusters --for 3475 --json
      """)

  @Option(
    name: [.customLong("for")], help: ArgumentHelp("Only the clusters of this item, with weights.", valueName: "key"))
  var key: String?

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.open()
    let stored = try StoredClusters(store)
    if let key { return try listClusters(of: key, store, stored) }
    let topics = try store.topics().map(\.label)
    var report = Report(
      columns: ["id", "label", "size", "cohesion", "terms", "topics", "typical"], rows: [], structuredColumns: [])
    let headings = try store.allHeadings()
    for cluster in stored.clusters {
      let typical = stored.typicalRows(of: cluster.id, headings: headings).map { headings[$0] }
      report.rows.append([
        .integer(cluster.id), .text(cluster.label), .integer(cluster.size),
        .number(roundedToHundredths(cluster.cohesion)),
        .list(cluster.terms.prefix(5).map { .text($0.term) }),
        .list(cluster.topics.filter { $0.precision >= 0.3 }.prefix(2).map { .text(topics[$0.topic]) }),
        typicalItems(typical),
      ])
    }
    let stability = try store.vector(named: StoredVectorName.clusterStability).map {
      String(decoding: $0, as: UTF8.self)
    }
    report.details = [
      ("unassigned", .integer(stored.unassignedCount)), ("stability", Value(stability)),
    ]
    try output.write(report)
    if output.chosenFormat == .table {
      let share = Double(stored.unassignedCount) / Double(max(1, stored.itemCount)) * 100
      try OutputWriter.standardError.write(
        "\(stored.clusters.count) \(stored.clusters.count == 1 ? "cluster" : "clusters"); \(stored.unassignedCount) of \(stored.itemCount) items (\(Int(share.rounded())) %) fit none"
          + (stability.map { "; stability \($0)" } ?? "") + "\n")
    }
  }

  /// Typical items: titles for a reader, ids for a program, both in JSON.
  private func typicalItems(_ headings: [ItemHeading]) -> Value {
    switch output.chosenFormat {
    case .table, .markdown: .list(headings.map { .text($0.title.isEmpty ? $0.key : $0.title) })
    case .csv, .tsv: .list(headings.map { .text($0.key) })
    case .json, .jsonl: .list(headings.map { .object([("id", .text($0.key)), ("title", .text($0.title))]) })
    }
  }

  private func listClusters(of key: String, _ store: RecommendationStore, _ stored: StoredClusters) throws {
    let row = try ItemLookup.row(of: key, in: store)
    let memberships = stored.memberships[row] ?? []
    if memberships.isEmpty { try OutputWriter.standardError.write("note: '\(Terminal.safe(key))' fits no cluster.\n") }
    let rows: [[Value]] = try memberships.map { membership in
      let cluster = try stored.cluster(membership.cluster)
      return [
        .integer(cluster.id), .number(membership.weight), .text(cluster.label), .integer(cluster.size),
      ]
    }
    try output.write(Report(columns: ["id", "weight", "label", "size"], rows: rows))
  }
}

/// A value with two places, for people.
func roundedToHundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }

/// `recommend clusters show ID`.
struct ClustersShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one cluster: its items, terms and topics.",
    discussion: """
      EXAMPLES:
        recommend clusters show 12
        recommend clusters show 12 --format csv > cluster12.csv
      """)

  @Argument(help: "The number of the cluster.")
  var id: Int

  @Option(name: [.long, .customShort("n")], help: "At most so many items.")
  var limit: Int?

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.open()
    let stored = try StoredClusters(store)
    let cluster = try stored.cluster(id)
    let topics = try store.topics().map(\.label)
    let members = (stored.members[id] ?? []).prefix(limit ?? .max)
    let headings = try store.headings(rows: members.map(\.row))
    if output.chosenFormat == .table {
      let terminal = output.terminal
      let matches = cluster.topics.map {
        "\(topics[$0.topic]) (\(Int(($0.precision * 100).rounded())) % of the cluster, \(Int(($0.recall * 100).rounded())) % of the topic)"
      }
      try OutputWriter.standardOutput.write(
        "\(terminal.bold("\(cluster.id)  \(Terminal.safe(cluster.label))"))\n"
          + "\(terminal.dim("items   "))\(cluster.size), cohesion \(Value.formatted(roundedToHundredths(cluster.cohesion)))\n"
          + "\(terminal.dim("terms   "))\(Terminal.safe(cluster.terms.map(\.term).joined(separator: ", ")))\n"
          + "\(terminal.dim("topics  "))\(Terminal.safe(matches.isEmpty ? "none" : matches.joined(separator: ", ")))\n\n"
      )
    }
    var report = Report(
      columns: ["id", "weight", "title", "path"],
      rows: zip(members, headings).map { [.text($1.key), .number($0.weight), .text($1.title), Value($1.path)] })
    report.details = [
      (
        "cluster",
        .object([
          ("id", .integer(cluster.id)), ("label", .text(cluster.label)), ("size", .integer(cluster.size)),
          ("cohesion", .number(cluster.cohesion)),
          (
            "terms",
            .list(cluster.terms.map { .object([("term", .text($0.term)), ("weight", .number($0.weight))]) })
          ),
          (
            "topics",
            .list(
              cluster.topics.map {
                .object([
                  ("label", .text(topics[$0.topic])), ("precision", .number($0.precision)),
                  ("recall", .number($0.recall)),
                ])
              })
          ),
        ])
      )
    ]
    try output.write(report)
  }
}

/// `recommend clusters diff`.
struct ClustersDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what became of the clusters of the generation before. Exit status 1 when anything did.",
    discussion: """
      EXAMPLES:
        recommend clusters diff
        recommend clusters diff --all --json
      """)

  @Flag(name: .long, help: "Also the clusters that stayed as they were.")
  var all = false

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.open()
    let stored = try StoredClusters(store)
    let labels = Dictionary(uniqueKeysWithValues: stored.clusters.map { ($0.id, $0.label) })
    let lines = stored.lineage.filter { all || $0.event != .same }
    try output.write(
      Report(
        columns: ["event", "old", "new", "overlap", "label"],
        rows: lines.map { line in
          [
            .text(line.event.rawValue), line.oldID.map(Value.integer) ?? .null, line.newID.map(Value.integer) ?? .null,
            .number(line.overlap), Value(line.newID.flatMap { labels[$0] }),
          ]
        }))
    if output.chosenFormat == .table { try OutputWriter.standardError.write(Self.summary(of: stored.lineage) + "\n") }
    if stored.lineage.contains(where: { $0.event != .same }) { throw ExitCode(1) }
  }

  /// What happened in one line.
  static func summary(of lineage: [StoredLineage]) -> String {
    let kept = lineage.count { $0.event == .same }
    if lineage.allSatisfy({ $0.event == .born }) { return "These are the first clusters: there were none before." }
    if kept == lineage.count { return "Nothing changed: \(kept) clusters are the same." }
    return kept == 1 ? "1 cluster is the same." : "\(kept) clusters are the same."
  }
}

/// `recommend clusters topics`.
struct ClustersTopicsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topics",
    abstract: "Compare clusters with topics: clusters that no topic covers, topics spread over many clusters.",
    discussion: """
      EXAMPLES:
        recommend clusters topics
        recommend clusters topics --json

      A cluster that no topic covers (no topic stands on 30 % of its items) is proposed as a new topic by its label. A topic
      is spread when it takes three clusters and more than a third of all to find 80 % of its items.
      """)

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.open()
    let stored = try StoredClusters(store)
    let (partition, ids) = stored.partition()
    let coverage = TopicCoverage(of: partition, topics: try StoredClusters.topics(of: store))
    let proposals: [[Value]] = try coverage.uncoveredClusters.map { number in
      let cluster = try stored.cluster(ids[number])
      return [.text("new topic"), .text(cluster.label), .integer(cluster.size), .integer(cluster.id)]
    }
    let spread: [[Value]] = coverage.spreadTopics.map {
      [.text("spread topic"), .text($0.topic.label), .integer($0.itemCount), .null]
    }
    try output.write(Report(columns: ["finding", "label", "items", "cluster"], rows: proposals + spread))
  }
}

/// `recommend clusters rename ID NAME`.
struct ClustersRenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename", abstract: "Give a cluster a name that indexing keeps.",
    discussion: """
      EXAMPLES:
        recommend clusters rename 12 "Remote monitoring at home"
        recommend clusters rename 12 --clear
      """)

  @Argument(help: "The number of the cluster.")
  var id: Int

  @Argument(help: "The name.")
  var name: String?

  @Flag(name: .long, help: "Take the name away; the next index finds one.")
  var clear = false

  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    guard clear != (name != nil) else { throw ValidationError("Give a name, or --clear.") }
    if let name, name.allSatisfy(\.isWhitespace) { throw ValidationError("A name has letters.") }
  }

  func run() throws {
    let name = name.map { String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
    let store = try RecommendationStore.openForWriting(path: database.existingPath(), create: false, purpose: .editing)
    let stored = try StoredClusters(store)
    _ = try stored.cluster(id)
    if let name, let other = stored.clusters.first(where: { $0.label == name && $0.id != id }) {
      throw CommandFailure(
        "Cluster \(other.id) is called '\(Terminal.safe(name))' already.", hint: "Labels are unique.")
    }
    try store.setName(name, ofCluster: id)
    guard let name else {
      return try OutputWriter.standardError.write("Cluster \(id) has no given name now; the next index finds one.\n")
    }
    let old = try store.clustering()
    try store.replaceClustering(
      with: StoredClustering(
        clusters: old.clusters.map { cluster in
          var cluster = cluster
          if cluster.id == id { cluster.label = name }
          return cluster
        }, memberships: old.memberships, lineage: old.lineage))
    try OutputWriter.standardError.write("Cluster \(id) is called '\(Terminal.safe(name))' from now on.\n")
  }
}
