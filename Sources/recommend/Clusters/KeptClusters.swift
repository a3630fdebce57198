import LinearAlgebra
import RecommendationEngine
import RecommendationStore

/// What an index keeps of its clusters, so that a run after few edits places only what changed.
///
/// Clusters are found once; then their words, directions and centres stay. An item whose words, neighbours and neighbours' words
/// are as they were stays where it was, and every other one goes to the nearest centre. So the clusters that items belong to hang on
/// the run that found them and on the files as they are now, never on the edits in between. Sizes and topics are
/// counted each time; labels, terms and cohesion are those that the clusters were found with.
///
/// All is found anew, beginning from the clusters as they are, when
/// - more than 1 item in 100 came, went or has other words than when the clusters were found,
/// - or of one cluster more than 1 item in 10, but at least 2,
/// - or a cluster has lost all its items, or a given name was taken away,
/// - or the number of clusters asked for, the configuration or the program is another one.
struct KeptClusters: Equatable {
  /// A cluster when it was found.
  struct Found: Equatable {
    /// Its number for people.
    var id: Int
    /// The label; nil where it had a given name.
    var label: String?
    /// The mean cosine of its items.
    var cohesion: Double
    /// The terms that mark it.
    var terms: [StoredCluster.WeightedTerm]
    /// What stands for the words of its items, ascending.
    var words: [UInt64]
  }

  /// The clusters of all items in one run.
  struct Places: Equatable {
    /// For each item what stands for its key.
    var keys: [UInt64] = []
    /// For each item what its place hangs on.
    var prints: [UInt64] = []
    /// For each item its clusters by their numbers in the model, best first.
    var memberships: [[ClusterMembership]] = []
  }

  /// What places items.
  var model: ClusterModel
  /// The number of clusters that was asked for.
  var wantedCount: Int?
  /// The clusters, in the order of the model.
  var clusters: [Found]
  /// What stands for the words of the items in no cluster, ascending.
  var unassignedWords: [UInt64]
  /// How much the clusters depend on the random start.
  var stability: ClusterStability
  /// The items when the clusters were found.
  var found: Places
  /// The items in the last run.
  var last: Places
  /// All but ``last`` as the bytes that it was read from.
  var readBytes: [UInt8]?

  /// What stands for an item's key.
  static func print(ofKey key: String) -> UInt64 { key.utf8.stableHash }

  /// The id of each item's cluster in the last run, nil for new and unassigned ones.
  func previousIDs(ofKeys keys: [UInt64]) -> [Int?] {
    let places = Self.places(of: keys, among: last.keys)
    return places.map { place in place.flatMap { last.memberships[$0].first.map { clusters[$0.cluster].id } } }
  }

  /// Where each of some keys stands among others. Both are mostly the same, in the same order.
  private static func places(of keys: [UInt64], among others: [UInt64]) -> [Int?] {
    var placeOf: [UInt64: Int] = [:]
    var next = 0
    return keys.map { key in
      if next < others.count, others[next] == key {
        next += 1
        return next - 1
      }
      if placeOf.isEmpty { for (place, other) in others.enumerated() { placeOf[other] = place } }
      let place = placeOf[key]
      if let place { next = place + 1 }
      return place
    }
  }

  /// The clusters of all items by the model, best first.
  ///
  /// - Parameters:
  ///   - items: The items.
  ///   - keys: What stands for their keys.
  func memberships(of items: PlaceableItems, keys: [UInt64]) -> [[ClusterMembership]] {
    var memberships = [[ClusterMembership]?](repeating: nil, count: keys.count)
    for known in [found, last] {
      for (row, place) in Self.places(of: keys, among: known.keys).enumerated() where memberships[row] == nil {
        if let place, known.prints[place] == items.prints.places[row] { memberships[row] = known.memberships[place] }
      }
    }
    // Items with the same words are placed together.
    let missing = memberships.indices.filter { memberships[$0] == nil }
    let words = Set(missing.map { items.prints.words[$0] })
    let changed = missing.isEmpty ? [] : keys.indices.filter { words.contains(items.prints.words[$0]) }
    for (row, placed) in zip(changed, items.memberships(of: changed)) { memberships[row] = memberships[row] ?? placed }
    return memberships.map { $0 ?? [] }
  }

  /// Whether the clusters are still those that the items would be found in, by the rule above.
  func holds(for memberships: [[ClusterMembership]], words: [UInt64]) -> Bool {
    var current = [[UInt64]](repeating: [], count: clusters.count)
    var unassigned: [UInt64] = []
    for (row, list) in memberships.enumerated() {
      if let first = list.first { current[first.cluster].append(words[row]) } else { unassigned.append(words[row]) }
    }
    for (cluster, now) in zip(clusters, current) {
      guard !now.isEmpty, Self.changeCount(cluster.words, now.sorted()) <= max(1, cluster.words.count / 10) else {
        return false
      }
    }
    let before = (clusters.flatMap(\.words) + unassignedWords).sorted()
    return Self.changeCount(before, words.sorted()) * 100 <= before.count
  }

  /// How many entries of one ascending list the other lacks, the larger number of both directions.
  private static func changeCount(_ left: [UInt64], _ right: [UInt64]) -> Int {
    var (i, j, common) = (0, 0, 0)
    while i < left.count, j < right.count {
      if left[i] == right[j] {
        (i, j, common) = (i + 1, j + 1, common + 1)
      } else if left[i] < right[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return max(left.count, right.count) - common
  }
}

extension KeptClusters {
  /// Remembers clusters that were just found.
  init(
    found clusters: [Found], model: ClusterModel, wantedCount: Int?, stability: ClusterStability,
    memberships: [[ClusterMembership]], keys: [UInt64], prints: PlacePrints
  ) {
    self.model = model
    self.wantedCount = wantedCount
    self.stability = stability
    self.clusters = clusters
    unassignedWords = []
    for (row, list) in memberships.enumerated() {
      if let first = list.first {
        self.clusters[first.cluster].words.append(prints.words[row])
      } else {
        unassignedWords.append(prints.words[row])
      }
    }
    for cluster in clusters.indices { self.clusters[cluster].words.sort() }
    unassignedWords.sort()
    found = Places(keys: keys, prints: prints.places, memberships: memberships)
    last = found
  }
}

extension KeptClusters.Found {
  /// Remembers a cluster, whose items are yet to be told.
  init(_ cluster: StoredCluster, isNamed: Bool) {
    self.init(
      id: cluster.id, label: isNamed ? nil : cluster.label, cohesion: cluster.cohesion, terms: cluster.terms, words: [])
  }
}
