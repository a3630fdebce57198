import RecommendationEngine
import RecommendationStore

/// Groups the items of a collection, names the groups, and follows them from the generation before.
struct ClusteringRun {
  /// The clusters of the generation before, as far as they matter for the new one.
  struct Previous {
    /// The cluster id of each item that had one, by the item's key.
    var clusterOfKey: [String: Int] = [:]
    /// The names that people gave, by cluster id.
    var names: [Int: String] = [:]
    /// The lowest id that was never given.
    var nextID = 1
  }

  /// What the store keeps.
  let stored: StoredClustering
  /// The lowest id that was never given.
  let nextID: Int
  /// The share of items that fit no cluster.
  let unassignedShare: Double
  /// How much the clusters depend on the random start.
  let stability: ClusterStability?

  /// Groups items.
  ///
  /// - Parameters:
  ///   - recommender: The items with counts and neighbours.
  ///   - topics: The topics of each item.
  ///   - places: The place of each topic in the store.
  ///   - texts: The texts of an item as they are written.
  ///   - configuration: The settings.
  ///   - previous: The generation before.
  init(
    _ recommender: Recommender, topics: [[Topic]], places: [String: Int], texts: @escaping (_ row: Int) -> [String],
    configuration: ClusteringConfiguration, previous: Previous
  ) {
    let counter = recommender.counter
    let input = ClusteringInput(
      counts: recommender.counts, documentFrequency: counter.documentFrequency,
      termWordCount: recommender.model.termWordCount, neighbors: recommender.nearest)
    let oldIDs = recommender.ids.map { previous.clusterOfKey[$0.rawValue] }
    let clustering = Clustering(
      input, configuration: configuration, previous: oldIDs.map { $0.map(Int32.init) ?? -1 })
    let lineage = ClusterLineage(of: clustering.partition, previousIDs: oldIDs, nextID: previous.nextID)
    let names = Dictionary(
      uniqueKeysWithValues: lineage.ids.enumerated().compactMap { number, id in
        previous.names[id].map { (number, $0) }
      })
    let members = clustering.partition.members
    let terms = CentralTerms(recommender)
    let heaviest = terms.heaviest(in: members)
    let (labels, spellings) = ClusterLabeler().labels(
      of: members, in: recommender.corpus, givenLabels: names, texts: texts,
      spelling: heaviest.map { $0.map(\.term) })
    let coverage = TopicCoverage(of: clustering.partition, topics: topics)
    let clusters = clustering.clusters.enumerated().map { number, cluster in
      StoredCluster(
        id: lineage.ids[number], label: labels[number].text, size: cluster.size,
        cohesion: roundedScore(cluster.cohesion),
        terms: terms.chosen(from: heaviest[number], spelled: spellings[number]),
        topics: coverage.matches[number].prefix(5).compactMap { match in
          places[match.topic.label].map { .init(topic: $0, precision: match.precision, recall: match.recall) }
        })
    }
    let memberships = clustering.memberships.enumerated().flatMap { row, list in
      list.enumerated().map { rank, membership in
        StoredMembership(
          row: row, cluster: lineage.ids[membership.cluster], rank: rank + 1, weight: roundedScore(membership.weight))
      }
    }
    stored = StoredClustering(
      clusters: clusters.sorted { $0.id < $1.id }, memberships: memberships,
      lineage: Self.lines(lineage, oldIDs: oldIDs, clustering: clustering))
    nextID = lineage.nextID
    unassignedShare = clustering.unassignedShare
    stability = clustering.stability
  }

  /// A line for each pair of an old and a new cluster that an event joins.
  private static func lines(_ lineage: ClusterLineage, oldIDs: [Int?], clustering: Clustering) -> [StoredLineage] {
    var oldMembers: [Int: Set<Int>] = [:]
    for (row, id) in oldIDs.enumerated() { if let id { oldMembers[id, default: []].insert(row) } }
    let newMembers = Dictionary(
      uniqueKeysWithValues: zip(lineage.ids, clustering.clusters.map { Set($0.rows) }))
    return lineage.steps.flatMap { step -> [StoredLineage] in
      let event = StoredLineage.Event(rawValue: step.event.rawValue) ?? .same
      switch (step.oldIDs.isEmpty, step.newIDs.isEmpty) {
      case (true, _): return step.newIDs.map { StoredLineage(event: event, newID: $0, overlap: 0) }
      case (_, true): return step.oldIDs.map { StoredLineage(event: event, oldID: $0, overlap: 0) }
      default:
        return step.oldIDs.flatMap { old in
          step.newIDs.map { new in
            let (left, right) = (oldMembers[old] ?? [], newMembers[new] ?? [])
            let union = left.union(right).count
            return StoredLineage(
              event: event, oldID: old, newID: new,
              overlap: union == 0 ? 0 : roundedScore(Double(left.intersection(right).count) / Double(union)))
          }
        }
      }
    }
  }
}
