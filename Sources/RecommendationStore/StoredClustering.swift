/// The clusters of a collection, and how they came from those before.
public struct StoredClustering: Sendable, Equatable {
  /// The clusters, by ascending id.
  public var clusters: [StoredCluster]
  /// Which items belong to which, and how much.
  public var memberships: [StoredMembership]
  /// What became of the clusters of the generation before.
  public var lineage: [StoredLineage]

  /// Creates a clustering.
  public init(clusters: [StoredCluster], memberships: [StoredMembership], lineage: [StoredLineage] = []) {
    self.clusters = clusters
    self.memberships = memberships
    self.lineage = lineage
  }
}

/// A cluster with what describes it.
public struct StoredCluster: Sendable, Equatable {
  /// Stays the same from run to run as long as the cluster lives.
  public var id: Int
  /// The mined label; a name that a person gave lies elsewhere and goes before it.
  public var label: String
  /// The number of items whose first cluster it is.
  public var size: Int
  /// The mean cosine of its items to its centre.
  public var cohesion: Double
  /// The terms that mark it, best first.
  public var terms: [WeightedTerm]
  /// The topics that match it.
  public var topics: [TopicMatch]

  /// A term with its weight.
  public struct WeightedTerm: Sendable, Equatable {
    /// The term as people write it.
    public var term: String
    /// How much it marks the cluster.
    public var weight: Double

    /// Creates a weighted term.
    public init(term: String, weight: Double) {
      self.term = term
      self.weight = weight
    }
  }

  /// How well a topic covers the cluster.
  public struct TopicMatch: Sendable, Equatable {
    /// The place of the topic.
    public var topic: Int
    /// The share of the cluster's items that hold the topic.
    public var precision: Double
    /// The share of the topic's items that lie in the cluster.
    public var recall: Double

    /// Creates a match.
    public init(topic: Int, precision: Double, recall: Double) {
      self.topic = topic
      self.precision = precision
      self.recall = recall
    }
  }

  /// Creates a cluster.
  public init(
    id: Int, label: String, size: Int, cohesion: Double, terms: [WeightedTerm] = [], topics: [TopicMatch] = []
  ) {
    self.id = id
    self.label = label
    self.size = size
    self.cohesion = cohesion
    self.terms = terms
    self.topics = topics
  }
}

/// How much an item belongs to a cluster.
public struct StoredMembership: Sendable, Equatable {
  /// The row of the item.
  public var row: Int
  /// The cluster's id.
  public var cluster: Int
  /// The place among the item's clusters, from 1.
  public var rank: Int
  /// The share of the item, 0…1.
  public var weight: Double

  /// Creates a membership.
  public init(row: Int, cluster: Int, rank: Int, weight: Double) {
    self.row = row
    self.cluster = cluster
    self.rank = rank
    self.weight = weight
  }
}

/// What became of a cluster.
public struct StoredLineage: Sendable, Equatable {
  /// The kinds of change.
  public enum Event: String, CaseIterable, Sendable {
    case same, grown, split, merged, born, died
  }

  /// The kind of change.
  public var event: Event
  /// The id before; nil for a cluster that was born.
  public var oldID: Int?
  /// The id now; nil for a cluster that died.
  public var newID: Int?
  /// The share of items in common, 0…1.
  public var overlap: Double

  /// Creates a line of the lineage.
  public init(event: Event, oldID: Int? = nil, newID: Int? = nil, overlap: Double) {
    self.event = event
    self.oldID = oldID
    self.newID = newID
    self.overlap = overlap
  }
}
