import LinearAlgebra

/// How near items are to the centres of clusters.
struct ClusterSimilarities {
  private let partition: Partition
  private let centers: DenseMatrix
  private let embedding: ItemEmbedding

  /// Prepares to compare the items of a partition with its centres.
  init(_ partition: Partition, centers: DenseMatrix, embedding: ItemEmbedding) {
    self.partition = partition
    self.centers = centers
    self.embedding = embedding
  }

  /// For each item its cluster and the two others that fit best.
  ///
  /// The weight of cluster *c* is `max(0, cos(c))⁴ / Σ max(0, cos(j))⁴` over all clusters: a soft maximum that needs no
  /// exponential, whose last bits would differ between processors. It is rounded down to six places, so the three add up to at
  /// most 1. The item's own cluster comes first even where another one is as near.
  func memberships(workerCount: Int) -> [[ClusterMembership]] {
    var result = [[ClusterMembership]](repeating: [], count: embedding.count)
    unsafe result.withUnsafeMutableBufferPointer { result in
      // SAFETY: each worker writes the rows of its own blocks only.
      RowBlocks(rowCount: embedding.count, blockSize: 1_024).forEach(workerCount: workerCount) { _, rows in
        for row in rows where partition.assignment[row] >= 0 { unsafe result[row] = memberships(ofRow: row) }
      }
    }
    return result
  }

  private func memberships(ofRow row: Int) -> [ClusterMembership] {
    let own = Int(partition.assignment[row])
    var powers: [(power: Double, cluster: Int)] = []
    var sum = 0.0
    for cluster in 0..<centers.rowCount {
      let cosine = max(0, embedding.coordinates.exactProduct(ofRow: row, withRow: cluster, of: centers))
      let square = cosine * cosine
      let power = square * square
      sum += power
      if power > 0 || cluster == own { powers.append((power, cluster)) }
    }
    guard sum > 0 else { return [ClusterMembership(cluster: own, weight: 0)] }
    powers.sort {
      ($0.cluster == own ? 0 : 1, -$0.power, $0.cluster) < ($1.cluster == own ? 0 : 1, -$1.power, $1.cluster)
    }
    return powers.prefix(3).map {
      ClusterMembership(cluster: $0.cluster, weight: ($0.power / sum * 1_000_000).rounded(.down) / 1_000_000)
    }.filter { $0.weight > 0 || $0.cluster == own }
  }

  /// At most three members nearest to the centre, no two of them twins; ties by the smaller row.
  func typicalRows(of members: [Int]) -> [Int] {
    members.filter { row in
      let first = Int(embedding.firstTwins[row])
      return first == row || partition.assignment[first] != partition.assignment[row]
    }.map { row in
      let center = Int(partition.assignment[row])
      return (roundedScore(embedding.coordinates.exactProduct(ofRow: row, withRow: center, of: centers)), row)
    }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }.prefix(3).map(\.1)
  }
}

extension ClusterCentroids {
  /// The mean cosine over all pairs of a cluster's items: (|Σ e|² − Σ |e|²) / (n · (n − 1)); 1 for a single item.
  func cohesion(of cluster: Int) -> Double {
    let size = Double(sizes[cluster])
    guard size > 1 else { return 1 }
    let square = sum(of: cluster).reduce(0) { $0 + $1 * $1 }
    return roundedScore(min(1, (square - size) / (size * (size - 1))))
  }
}
