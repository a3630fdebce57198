/// How topics and clusters cover each other.
public struct TopicCoverage: Sendable, Equatable {
  /// A topic seen in one cluster.
  public struct Match: Sendable, Equatable {
    /// The topic.
    public let topic: Topic
    /// The number of the cluster's items that hold the topic.
    public let itemCount: Int
    /// Their share of the cluster's items.
    public let precision: Double
    /// Their share of all items that hold the topic.
    public let recall: Double
    /// The harmonic mean of both.
    public var f1: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }
  }

  /// A topic whose items lie in many clusters.
  public struct SpreadTopic: Sendable, Equatable {
    /// The topic.
    public let topic: Topic
    /// The number of items that hold it.
    public let itemCount: Int
    /// The number of clusters that it takes to find 80 % of its assigned items.
    public let clusterCount: Int
  }

  /// For each cluster the topics of its items, by harmonic mean of precision and recall, best first; ties by label.
  public let matches: [[Match]]
  /// The numbers of the clusters that no topic covers: candidates for a new topic, to be named by their label.
  public let uncoveredClusters: [Int]
  /// The topics of at least 10 items that need more than a third of all clusters, and 3 or more, for 80 % of their items; widest
  /// first, ties by label.
  public let spreadTopics: [SpreadTopic]

  /// Compares topics with clusters.
  ///
  /// - Parameters:
  ///   - partition: The clusters.
  ///   - topics: The topics of each item.
  ///   - coverageThreshold: A topic covers a cluster when it stands on at least this share of its items.
  /// - Complexity: O(items · topics of an item + clusters · topics).
  public init(of partition: Partition, topics: [[Topic]], coverageThreshold: Double = 0.3) {
    precondition(
      topics.count == partition.assignment.count, "topics of \(topics.count) items for \(partition.assignment.count)")
    var totals: [Topic: Int] = [:]
    var cells = [[Topic: Int]](repeating: [:], count: partition.clusterCount)
    var sizes = [Int](repeating: 0, count: partition.clusterCount)
    for (row, cluster) in partition.assignment.enumerated() {
      for topic in topics[row] { totals[topic, default: 0] += 1 }
      guard cluster >= 0 else { continue }
      sizes[Int(cluster)] += 1
      for topic in topics[row] { cells[Int(cluster)][topic, default: 0] += 1 }
    }
    let matches = cells.enumerated().map { cluster, counts in
      counts.map { topic, count in
        Match(
          topic: topic, itemCount: count, precision: roundedScore(Double(count) / Double(sizes[cluster])),
          recall: roundedScore(Double(count) / Double(totals[topic] ?? count)))
      }.sorted { (-roundedScore($0.f1), $0.topic) < (-roundedScore($1.f1), $1.topic) }
    }
    uncoveredClusters = matches.indices.filter { cluster in
      !matches[cluster].contains { $0.precision >= coverageThreshold }
    }
    self.matches = matches
    spreadTopics = Self.spreadTopics(totals, cells)
  }

  private static func spreadTopics(_ totals: [Topic: Int], _ cells: [[Topic: Int]]) -> [SpreadTopic] {
    totals.filter { $0.value >= 10 }.compactMap { topic, total in
      let counts = cells.compactMap { $0[topic] }.sorted(by: >)
      let assigned = counts.reduce(0, +)
      var covered = 0
      var needed = 0
      for count in counts where covered * 10 < assigned * 8 {
        covered += count
        needed += 1
      }
      guard needed >= 3, needed * 3 > cells.count else { return nil }
      return SpreadTopic(topic: topic, itemCount: total, clusterCount: needed)
    }.sorted { (-$0.clusterCount, $0.topic) < (-$1.clusterCount, $1.topic) }
  }
}
