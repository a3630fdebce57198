import LinearAlgebra

/// How near items are to the centres of clusters.
struct ClusterSimilarities {
  private let assignment: [Int32]
  private let centers: DenseMatrix
  private let embedding: ItemEmbedding

  /// Prepares to compare items with centres: the items of group *c* have the centre of row *c*, those of −1 none.
  init(_ assignment: [Int32], centers: DenseMatrix, embedding: ItemEmbedding) {
    self.assignment = assignment
    self.centers = centers
    self.embedding = embedding
  }

  /// For each item its cluster and the two others that fit best.
  ///
  /// The weight of cluster *c* is `max(0, cos(c))⁴ / Σ max(0, cos(j))⁴` over all clusters: a soft maximum that needs no
  /// exponential, whose last bits would differ between processors. It is rounded down to six places, so the three add up to at
  /// most 1. The item's own cluster comes first even where another one is as near.
  func memberships(workerCount: Int) -> [[ClusterMembership]] {
    let (count, width) = (centers.rowCount, centers.columnCount)
    guard count > 0 else { return [[ClusterMembership]](repeating: [], count: embedding.count) }
    var columns = [Double](repeating: 0, count: width * count)
    for center in 0..<count {
      for (coordinate, value) in centers.row(center).enumerated() {
        columns[coordinate * count + center] = Double(value)
      }
    }
    // Single precision is enough for six places, and the order of additions is fixed.
    return RowBlocks(rowCount: embedding.count, blockSize: 512).map(workerCount: workerCount) { _, rows in
      let part = DenseMatrix(
        rowCount: rows.count, columnCount: width,
        values: Array(embedding.coordinates.values[rows.lowerBound * width..<rows.upperBound * width]))
      let cosines = part.product(withSmall: columns, width: count)
      return rows.map { row in
        assignment[row] >= 0 ? memberships(ofRow: row, cosines: cosines.row(row - rows.lowerBound)) : []
      }
    }.flatMap { $0 }
  }

  private func memberships(ofRow row: Int, cosines: ArraySlice<Float>) -> [ClusterMembership] {
    let own = Int(assignment[row])
    var powers: [(power: Double, cluster: Int)] = []
    var sum = 0.0
    for (cluster, cosine) in cosines.enumerated() {
      let cosine = max(0, Double(cosine))
      let square = cosine * cosine
      let power = square * square
      sum += power
      if power > 0 || cluster == own { powers.append((power, cluster)) }
    }
    guard sum > 0 else { return [ClusterMembership(cluster: own, weight: 0)] }
    func precedes(_ lhs: (power: Double, cluster: Int), _ rhs: (power: Double, cluster: Int)) -> Bool {
      if (lhs.cluster == own) != (rhs.cluster == own) { return lhs.cluster == own }
      return lhs.power == rhs.power ? lhs.cluster < rhs.cluster : lhs.power > rhs.power
    }
    // The best three, by insertion.
    var best: [(power: Double, cluster: Int)] = []
    for entry in powers {
      if best.count == 3 {
        guard precedes(entry, best[2]) else { continue }
        best.removeLast()
      }
      best.insert(entry, at: best.firstIndex { precedes(entry, $0) } ?? best.count)
    }
    return best.map {
      ClusterMembership(cluster: $0.cluster, weight: ($0.power / sum * 1_000_000).rounded(.down) / 1_000_000)
    }.filter { $0.weight > 0 || $0.cluster == own }
  }

  /// At most three members nearest to the centre, no two of them twins; ties by the smaller row.
  func typicalRows(of members: [Int]) -> [Int] {
    members.filter { row in
      let first = Int(embedding.firstTwins[row])
      return first == row || assignment[first] != assignment[row]
    }.map { row in
      let center = Int(assignment[row])
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
