import LinearAlgebra

/// How items become clusters.
public struct ClusteringConfiguration: Sendable, Equatable {
  /// The method.
  public var method: ClusteringMethod
  /// The number of clusters; nil lets the method find it.
  public var clusterCount: Int?
  /// The number of dimensions of the embedding.
  public var dimension: Int
  /// The number of neighbours that lend an item their terms.
  public var enrichmentNeighborCount: Int
  /// An item whose cosine with the centre of its cluster is lower stays unassigned.
  public var minimumSimilarity: Double

  /// Creates a configuration; the defaults are those of the project's own recipe.
  public init(
    method: ClusteringMethod = .sphericalKMeans, clusterCount: Int? = nil, dimension: Int = 100,
    enrichmentNeighborCount: Int = 10, minimumSimilarity: Double = 0.2
  ) {
    self.method = method
    self.clusterCount = clusterCount
    self.dimension = dimension
    self.enrichmentNeighborCount = enrichmentNeighborCount
    self.minimumSimilarity = minimumSimilarity
  }
}

/// The clusters of a collection, with how well each item fits.
public struct Clustering: Sendable {
  /// The cluster of each item, or −1 where it is unassigned.
  public let partition: Partition
  /// For each item its best clusters, at most three, best first; empty for an unassigned item.
  public let memberships: [[ClusterMembership]]
  /// The clusters, largest first.
  public let clusters: [Cluster]
  /// How much the clusters depend on the random start; nil where the method uses none.
  public let stability: ClusterStability?
  /// The items as points, for maps and further grouping.
  public let embedding: ItemEmbedding
  /// The centre of each cluster.
  package let centers: DenseMatrix

  /// The share of items that fit no cluster, 0…1.
  public var unassignedShare: Double {
    let count = partition.assignment.count
    return count == 0 ? 0 : Double(partition.assignment.count { $0 < 0 }) / Double(count)
  }

  /// Clusters items.
  ///
  /// - Parameters:
  ///   - input: The items, in the order of their ids.
  ///   - configuration: The settings.
  ///   - previous: The cluster of each item in the generation before, any numbers from 0, −1 for items that are new or were
  ///     unassigned. When at least 80 % of the items had one, and the number of clusters asked for is the same or left open,
  ///     the search goes on from those clusters, so that they stay; otherwise it begins afresh.
  ///   - workerCount: The number of threads; the result does not depend on it.
  public init(
    _ input: ClusteringInput, configuration: ClusteringConfiguration = ClusteringConfiguration(),
    previous: [Int32]? = nil, workerCount: Int = Parallelism.threadCount
  ) {
    let embedding = ItemEmbedding(
      input, decomposition: RandomizedSVD(rank: configuration.dimension),
      neighborCount: configuration.enrichmentNeighborCount, workerCount: workerCount)
    let start = previous.map { Partition($0) }.flatMap {
      $0.assignment.count { $0 >= 0 } * 5 >= embedding.placedRows.count * 4 ? $0 : nil
    }
    var stability: ClusterStability?
    if configuration.method == .sphericalKMeans {
      let search = ClusterCountSearch()
      let wanted = configuration.clusterCount ?? start?.clusterCount
      stability =
        wanted.map { search.stability(of: $0, in: embedding, workerCount: workerCount) }
        ?? search.selected(for: embedding, workerCount: workerCount)
    }
    let whole = configuration.method.algorithm.partition(
      of: embedding, into: configuration.clusterCount ?? stability?.count, startingFrom: start,
      workerCount: workerCount)
    self.init(
      whole, of: embedding, minimumSimilarity: configuration.minimumSimilarity, stability: stability,
      workerCount: workerCount)
  }

  /// Describes clusters that are known already, such as those of a stored generation.
  ///
  /// - Parameters:
  ///   - input: The items, in the order of their ids.
  ///   - partition: Their clusters; it is kept as it is.
  public init(_ input: ClusteringInput, keeping partition: Partition) {
    let workerCount = Parallelism.threadCount
    let embedding = ItemEmbedding(
      input, decomposition: RandomizedSVD(rank: 100), workerCount: workerCount)
    self.init(partition, of: embedding, minimumSimilarity: -1, stability: nil, workerCount: workerCount)
  }

  /// Describes a partition: drops the items that do not fit, then weighs the fit of the others.
  package init(
    _ whole: Partition, of embedding: ItemEmbedding, minimumSimilarity: Double, stability: ClusterStability?,
    workerCount: Int
  ) {
    let wholeCenters = ClusterCentroids(of: whole.assignment, count: whole.clusterCount, in: embedding).unitRows()
    let partition = Partition(
      embedding.fitting(whole.assignment, centers: wholeCenters, minimumSimilarity: minimumSimilarity))
    let centroids = ClusterCentroids(of: partition.assignment, count: partition.clusterCount, in: embedding)
    centers = centroids.unitRows()
    let similarities = ClusterSimilarities(partition.assignment, centers: centers, embedding: embedding)
    self.partition = partition
    memberships = similarities.memberships(workerCount: workerCount)
    clusters = partition.members.enumerated().map { number, members in
      Cluster(
        rows: members, cohesion: centroids.cohesion(of: number), typicalRows: similarities.typicalRows(of: members))
    }
    self.stability = stability
    self.embedding = embedding
  }
}

extension ItemEmbedding {
  /// The groups of items without those that lie too far from the centre of theirs: these are at −1.
  func fitting(_ groups: [Int32], centers: DenseMatrix, minimumSimilarity: Double) -> [Int32] {
    groups.enumerated().map { row, group in
      group >= 0
        && roundedScore(coordinates.exactProduct(ofRow: row, withRow: Int(group), of: centers)) >= minimumSimilarity
        ? group : -1
    }
  }
}

/// One group of items.
public struct Cluster: Sendable, Equatable {
  /// Its items, ascending.
  public let rows: [Int]
  /// The mean cosine over all pairs of its items, −1…1; 1 for a single item.
  public let cohesion: Double
  /// At most three items nearest to its centre, nearest first, no two with the same text.
  public let typicalRows: [Int]

  /// The number of items.
  public var size: Int { rows.count }
}

/// How much an item belongs to a cluster.
public struct ClusterMembership: Sendable, Equatable {
  /// The number of the cluster.
  public let cluster: Int
  /// The share, 0…1.
  public let weight: Double

  /// Creates a membership.
  public init(cluster: Int, weight: Double) {
    self.cluster = cluster
    self.weight = weight
  }
}
