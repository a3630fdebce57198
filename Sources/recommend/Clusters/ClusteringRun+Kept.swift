import RecommendationEngine
import RecommendationStore

extension ClusteringRun {
  /// Places items among the clusters that are kept; nil where they are to be found anew.
  init?(
    keeping kept: KeptClusters, _ recommender: Recommender, topics: [[Topic]], places: [String: Int],
    previous: Previous
  ) {
    let keys = recommender.ids.map { KeptClusters.print(ofKey: $0.rawValue) }
    let items = PlaceableItems(
      kept.model, counts: recommender.counts, vocabulary: recommender.counter.vocabulary,
      neighbors: recommender.nearest)
    let memberships = kept.memberships(of: items, keys: keys)
    guard kept.holds(for: memberships, words: items.prints.words) else { return nil }

    let partition = Partition(memberships.map { Int32($0.first?.cluster ?? -1) })
    let members = partition.members
    let numbers = members.map { memberships[$0[0]][0].cluster }
    let oldIDs = kept.previousIDs(ofKeys: keys)
    let lineage = ClusterLineage(of: partition, previousIDs: oldIDs, nextID: previous.nextID)
    guard lineage.ids == numbers.map({ kept.clusters[$0].id }) else { return nil }
    let coverage = TopicCoverage(of: partition, topics: topics)
    var clusters: [StoredCluster] = []
    for (place, number) in numbers.enumerated() {
      let found = kept.clusters[number]
      guard let label = previous.names[found.id] ?? found.label else { return nil }
      clusters.append(
        StoredCluster(
          id: found.id, label: label, size: members[place].count, cohesion: found.cohesion, terms: found.terms,
          topics: Self.matches(coverage.matches[place], places)))
    }
    var kept = kept
    kept.last = .init(keys: keys, prints: items.prints.places, memberships: memberships)
    self.init(
      stored: StoredClustering(
        clusters: clusters.sorted { $0.id < $1.id },
        memberships: Self.stored(memberships, ids: kept.clusters.map(\.id)),
        lineage: Self.lines(lineage, oldIDs: oldIDs, members: members)),
      nextID: previous.nextID, unassignedShare: Double(memberships.count(where: \.isEmpty)) / Double(keys.count),
      stability: kept.stability, kept: kept)
  }
}
