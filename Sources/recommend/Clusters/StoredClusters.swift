import RecommendationEngine
import RecommendationStore

/// The stored clusters, arranged for the commands that show them.
struct StoredClusters {
  let clusters: [StoredCluster]
  let lineage: [StoredLineage]
  /// The memberships of each cluster, the best-fitting item first.
  let members: [Int: [StoredMembership]]
  /// The memberships of each item, its best cluster first.
  let memberships: [Int: [StoredMembership]]
  let itemCount: Int

  init(_ store: RecommendationStore) throws {
    let stored = try store.clustering()
    guard !stored.clusters.isEmpty else {
      throw CommandFailure(
        "This index has no clusters.",
        hint: "Run recommend index again, without --no-clusters, on items with words.")
    }
    clusters = stored.clusters.sorted { ($1.size, $0.id) < ($0.size, $1.id) }
    lineage = stored.lineage
    members = Dictionary(grouping: stored.memberships.filter { $0.rank == 1 }, by: \.cluster).mapValues {
      $0.sorted { ($1.weight, $0.row) < ($0.weight, $1.row) }
    }
    memberships = Dictionary(grouping: stored.memberships, by: \.row).mapValues { $0.sorted { $0.rank < $1.rank } }
    itemCount = try store.generation().itemCount
  }

  /// The number of items in no cluster.
  var unassignedCount: Int { itemCount - memberships.count }

  /// The cluster with an id.
  func cluster(_ id: Int) throws -> StoredCluster {
    guard let found = clusters.first(where: { $0.id == id }) else {
      throw CommandFailure("There is no cluster \(id).", hint: "recommend clusters lists them.")
    }
    return found
  }

  /// Three items that fit a cluster best, none that repeats another.
  func typicalRows(of id: Int, headings: [ItemHeading]) -> [Int] {
    Array((members[id] ?? []).lazy.map(\.row).filter { headings[$0].copyOf == nil }.prefix(3))
  }

  /// The best cluster of each item as a partition, and the id of each of its groups.
  func partition() -> (partition: Partition, ids: [Int]) {
    let assignment = (0..<itemCount).map { Int32(memberships[$0]?.first?.cluster ?? -1) }
    let partition = Partition(assignment)
    return (partition, partition.members.map { Int(assignment[$0[0]]) })
  }

  /// The topics of each item, as the engine names them.
  static func topics(of store: RecommendationStore) throws -> [[Topic]] {
    let labels = try store.topics().map { Topic($0.label) }
    return try store.allItemTopics().map { $0.map { labels[$0] } }
  }
}
