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
    /// What the last run kept, which knows the clusters of all items.
    var kept: KeptClusters?
    /// Whether the configuration and the program are those of the last run.
    var isSameConfiguration = true
    /// Whether clusters are found as if there had been none, and only take ids and names from those before.
    var beginsAfresh = false
  }

  /// What the store keeps.
  let stored: StoredClustering
  /// The lowest id that was never given.
  let nextID: Int
  /// The share of items that fit no cluster.
  let unassignedShare: Double
  /// How much the clusters depend on the random start.
  let stability: ClusterStability?
  /// What the next run goes on from.
  let kept: KeptClusters?

  /// Takes what was found.
  init(
    stored: StoredClustering, nextID: Int, unassignedShare: Double, stability: ClusterStability?, kept: KeptClusters?
  ) {
    self.stored = stored
    self.nextID = nextID
    self.unassignedShare = unassignedShare
    self.stability = stability
    self.kept = kept
  }

  /// Groups items: places those that changed among the clusters that there are, as long as ``KeptClusters`` tells that they hold,
  /// else finds clusters anew.
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
    if let kept = previous.kept, previous.isSameConfiguration, kept.wantedCount == configuration.clusterCount,
      let run = Self(keeping: kept, recommender, topics: topics, places: places, previous: previous)
    {
      self = run
      return
    }
    let counter = recommender.counter
    let input = ClusteringInput(
      counts: recommender.counts, documentFrequency: counter.documentFrequency,
      termWordCount: recommender.model.termWordCount, neighbors: recommender.nearest)
    let keys = recommender.ids.map { KeptClusters.print(ofKey: $0.rawValue) }
    let oldIDs =
      previous.kept?.previousIDs(ofKeys: keys) ?? recommender.ids.map { previous.clusterOfKey[$0.rawValue] }
    let clustering = Clustering(
      input, configuration: configuration,
      previous: oldIDs.map { previous.beginsAfresh ? -1 : $0.map(Int32.init) ?? -1 })
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
        topics: Self.matches(coverage.matches[number], places))
    }
    let kept = ClusterModel(of: clustering, input, counter: counter, configuration: configuration).flatMap { model in
      clustering.stability.map { stability in
        KeptClusters(
          found: clusters.map { .init($0, isNamed: previous.names[$0.id] != nil) }, model: model,
          wantedCount: configuration.clusterCount, stability: stability, memberships: clustering.memberships,
          keys: keys,
          prints: PlaceableItems(
            model, counts: recommender.counts, vocabulary: counter.vocabulary, neighbors: recommender.nearest
          ).prints)
      }
    }
    self.init(
      stored: StoredClustering(
        clusters: clusters.sorted { $0.id < $1.id },
        memberships: Self.stored(clustering.memberships, ids: lineage.ids),
        lineage: Self.lines(lineage, oldIDs: oldIDs, members: members)),
      nextID: lineage.nextID, unassignedShare: clustering.unassignedShare, stability: clustering.stability, kept: kept)
  }

  /// The topics that match a cluster best, as the store keeps them.
  static func matches(_ matches: [TopicCoverage.Match], _ places: [String: Int]) -> [StoredCluster.TopicMatch] {
    matches.prefix(5).compactMap { match in
      places[match.topic.label].map { .init(topic: $0, precision: match.precision, recall: match.recall) }
    }
  }

  /// The memberships as the store keeps them.
  ///
  /// - Parameter ids: The id of each cluster.
  static func stored(_ memberships: [[ClusterMembership]], ids: [Int]) -> [StoredMembership] {
    var stored: [StoredMembership] = []
    stored.reserveCapacity(3 * memberships.count)
    for (row, list) in memberships.enumerated() {
      for (rank, membership) in list.enumerated() {
        stored.append(
          StoredMembership(
            row: row, cluster: ids[membership.cluster], rank: rank + 1, weight: roundedScore(membership.weight)))
      }
    }
    return stored
  }

  /// A line for each pair of an old and a new cluster that an event joins.
  static func lines(_ lineage: ClusterLineage, oldIDs: [Int?], members: [[Int]]) -> [StoredLineage] {
    var oldSizes: [Int: Int] = [:]
    for case let id? in oldIDs { oldSizes[id, default: 0] += 1 }
    var newSizes: [Int: Int] = [:]
    // How many items an old and a new cluster share, by the id of the new one, then by that of the old one.
    var shared: [Int: [Int: Int]] = [:]
    for (id, rows) in zip(lineage.ids, members) {
      newSizes[id] = rows.count
      for row in rows { if let old = oldIDs[row] { shared[id, default: [:]][old, default: 0] += 1 } }
    }
    return lineage.steps.flatMap { step -> [StoredLineage] in
      let event = StoredLineage.Event(rawValue: step.event.rawValue) ?? .same
      switch (step.oldIDs.isEmpty, step.newIDs.isEmpty) {
      case (true, _): return step.newIDs.map { StoredLineage(event: event, newID: $0, overlap: 0) }
      case (_, true): return step.oldIDs.map { StoredLineage(event: event, oldID: $0, overlap: 0) }
      default:
        return step.oldIDs.flatMap { old in
          step.newIDs.map { new in
            let common = shared[new]?[old] ?? 0
            let union = (oldSizes[old] ?? 0) + (newSizes[new] ?? 0) - common
            return StoredLineage(
              event: event, oldID: old, newID: new,
              overlap: union == 0 ? 0 : roundedScore(Double(common) / Double(union)))
          }
        }
      }
    }
  }
}
