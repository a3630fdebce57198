import LinearAlgebra

/// How much nearer items are to their own cluster than to the next one, by cosine distance 1 − cos.
///
/// `s = (b − a) / max(a, b)`: *a* the mean distance to the others of the own cluster, *b* the least mean distance to
/// another cluster; −1…1. An item alone in its cluster has 0. A row of zeros has distance 1 to everything.
/// P. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", Journal of
/// Computational and Applied Mathematics 20 (1987); values equal scikit-learn's `silhouette_samples(metric="cosine")`.
public struct CosineSilhouette: Sendable, Equatable {
  /// The value of each row; nil for rows in no cluster.
  public let samples: [Double?]

  /// The mean over all rows in a cluster; 0 without any.
  public var mean: Double {
    let values = samples.compactMap { $0 }
    return values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The mean over the rows of each cluster, by number; 0 for an empty one.
  public func clusterMeans(clusters: [Int?]) -> [Double] {
    let count = (clusters.compactMap { $0 }.max() ?? -1) + 1
    var sums = [Double](repeating: 0, count: count)
    var sizes = sums
    for (sample, cluster) in zip(samples, clusters) {
      guard let sample, let cluster else { continue }
      sums[cluster] += sample
      sizes[cluster] += 1
    }
    return zip(sums, sizes).map { $1 == 0 ? 0 : $0 / $1 }
  }

  /// Computes the values in linear time: the mean cosine to a cluster is the product with the sum of its unit rows.
  ///
  /// - Parameters:
  ///   - rows: Rows of any length; they are brought to length 1 here.
  ///   - clusters: The cluster of each row, numbered from 0; nil for a row in none.
  /// - Complexity: O(*nnz* · clusters) time, O(columns · clusters) memory.
  public init(rows: SparseMatrix, clusters: [Int?]) {
    self.init(rowCount: rows.rowCount, columnCount: rows.columnCount, clusters: clusters) { row, body in
      for position in rows.range(ofRow: row) {
        body(Int(rows.columnIndices[position]), Double(rows.values[position]))
      }
    }
  }

  /// Computes the values of dense rows in linear time, in the same way as those of sparse rows.
  ///
  /// - Complexity: O(rows · columns · clusters).
  public init(rows: DenseMatrix, clusters: [Int?]) {
    self.init(rowCount: rows.rowCount, columnCount: rows.columnCount, clusters: clusters) { row, body in
      for column in 0..<rows.columnCount { body(column, Double(rows[row, column])) }
    }
  }

  private init(
    rowCount: Int, columnCount: Int, clusters: [Int?],
    forEachEntry: (_ row: Int, _ body: (_ column: Int, _ value: Double) -> Void) -> Void
  ) {
    precondition(clusters.count == rowCount, "\(clusters.count) clusters for \(rowCount) rows")
    let clusterCount = (clusters.compactMap { $0 }.max() ?? -1) + 1
    var inverseLengths = [Double](repeating: 0, count: rowCount)
    var sums = [Double](repeating: 0, count: columnCount * clusterCount)
    var sizes = [Int](repeating: 0, count: clusterCount)
    for row in 0..<rowCount {
      guard let cluster = clusters[row] else { continue }
      precondition(cluster >= 0, "clusters are numbered from 0, not \(cluster)")
      sizes[cluster] += 1
      var square = 0.0
      forEachEntry(row) { square += $1 * $1 }
      guard square > 0 else { continue }
      let inverse = 1 / square.squareRoot()
      inverseLengths[row] = inverse
      forEachEntry(row) { sums[$0 * clusterCount + cluster] += $1 * inverse }
    }

    var similarities = [Double](repeating: 0, count: clusterCount)
    samples = (0..<rowCount).map { row in
      guard let own = clusters[row] else { return nil }
      for cluster in 0..<clusterCount { similarities[cluster] = 0 }
      let inverse = inverseLengths[row]
      forEachEntry(row) { column, value in
        let value = value * inverse
        let start = column * clusterCount
        for cluster in 0..<clusterCount { similarities[cluster] += value * sums[start + cluster] }
      }
      // The distance of a row to itself is 0, so its own similarity, 1 unless the row is zero, leaves the own sum.
      let ownDistance = Double(sizes[own] - 1) - (similarities[own] - (inverse == 0 ? 0 : 1))
      let distances = (0..<clusterCount).map { Double(sizes[$0]) - similarities[$0] }
      return Self.silhouette(own: own, ownDistance: ownDistance, distances: distances, sizes: sizes)
    }
  }

  /// The values by comparing all pairs of rows; the reference for the linear form.
  ///
  /// - Complexity: O(*n*² · columns).
  public static func byPairs(rows: DenseMatrix, clusters: [Int?]) -> [Double?] {
    precondition(clusters.count == rows.rowCount, "\(clusters.count) clusters for \(rows.rowCount) rows")
    let clusterCount = (clusters.compactMap { $0 }.max() ?? -1) + 1
    var sizes = [Int](repeating: 0, count: clusterCount)
    for cluster in clusters { if let cluster { sizes[cluster] += 1 } }
    let units = (0..<rows.rowCount).map { row in
      let values = rows.row(row).map(Double.init)
      let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length == 0 ? values : values.map { $0 / length }
    }
    return clusters.indices.map { row in
      guard let own = clusters[row] else { return nil }
      var distances = [Double](repeating: 0, count: clusterCount)
      for other in clusters.indices where other != row {
        guard let cluster = clusters[other] else { continue }
        distances[cluster] += 1 - zip(units[row], units[other]).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return Self.silhouette(own: own, ownDistance: distances[own], distances: distances, sizes: sizes)
    }
  }

  /// The value from the summed distances to the own cluster (itself left out) and to each cluster.
  private static func silhouette(own: Int, ownDistance: Double, distances: [Double], sizes: [Int]) -> Double {
    guard sizes[own] > 1 else { return 0 }
    let inner = max(0, ownDistance) / Double(sizes[own] - 1)
    var outer = Double.infinity
    for cluster in sizes.indices where cluster != own && sizes[cluster] > 0 {
      outer = min(outer, max(0, distances[cluster]) / Double(sizes[cluster]))
    }
    guard outer.isFinite, max(inner, outer) > 0 else { return 0 }
    return (outer - inner) / max(inner, outer)
  }
}
