import ArgumentParser
import RecommendationStore

/// `recommend export clusters`.
struct ExportClustersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters", abstract: "Write the best cluster of every item.",
    discussion: """
      EXAMPLES:
        recommend export clusters --format jsonl > clusters.jsonl
        recommend export clusters --format csv

      An item that fits no cluster has null, or nothing, for its cluster.
      """)

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.open()
    let stored = try StoredClusters(store)
    let labels = Dictionary(uniqueKeysWithValues: stored.clusters.map { ($0.id, $0.label) })
    let rows: [[Value]] = try store.allHeadings().enumerated().map { row, heading in
      guard let best = stored.memberships[row]?.first else { return [.text(heading.key), .null, .null, .null] }
      return [.text(heading.key), .integer(best.cluster), .number(best.weight), Value(labels[best.cluster])]
    }
    try output.write(Report(columns: ["id", "cluster", "weight", "label"], rows: rows))
  }
}
