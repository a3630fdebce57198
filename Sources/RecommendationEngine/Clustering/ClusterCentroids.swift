import LinearAlgebra

/// The centres of a partition, kept current as items move.
///
/// Sums of coordinates on the grid of ``ItemEmbedding`` are exact, so moving an item out of one sum and into another gives
/// the same as summing afresh, and the order of the moves does not matter.
package struct ClusterCentroids: Sendable {
  /// The sum of the members of each cluster, row by row.
  package private(set) var sums: [Double]
  /// The number of members of each cluster.
  package private(set) var sizes: [Int]
  /// The number of coordinates.
  package let dimension: Int

  /// The number of clusters.
  package var count: Int { sizes.count }

  /// Sums the members of each cluster; items at −1 count nowhere.
  package init(of assignment: [Int32], count: Int, in embedding: ItemEmbedding) {
    dimension = embedding.dimension
    sums = [Double](repeating: 0, count: count * embedding.dimension)
    sizes = [Int](repeating: 0, count: count)
    for (row, cluster) in assignment.enumerated() where cluster >= 0 {
      move(row, from: -1, to: cluster, in: embedding)
    }
  }

  /// Takes an item out of one cluster and into another; −1 is none.
  package mutating func move(_ row: Int, from old: Int32, to new: Int32, in embedding: ItemEmbedding) {
    if old >= 0 {
      sizes[Int(old)] -= 1
      embedding.coordinates.addRow(row, times: -1, to: &sums, at: Int(old) * dimension)
    }
    if new >= 0 {
      sizes[Int(new)] += 1
      embedding.coordinates.addRow(row, times: 1, to: &sums, at: Int(new) * dimension)
    }
  }

  /// The centres: each sum brought to length 1 and to the grid.
  package func unitRows() -> DenseMatrix {
    var values: [Float] = []
    values.reserveCapacity(sums.count)
    for cluster in 0..<count { values += ItemEmbedding.gridUnit(Array(sum(of: cluster))) }
    return DenseMatrix(rowCount: count, columnCount: dimension, values: values)
  }

  /// The sum of one cluster.
  package func sum(of cluster: Int) -> ArraySlice<Double> {
    sums[cluster * dimension..<(cluster + 1) * dimension]
  }

  /// The length of a cluster's sum: with the members' mean direction as centre, the sum of their cosines with it.
  package func length(of cluster: Int) -> Double {
    sum(of: cluster).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The sum of all members' cosines with their centres: what spherical k-means makes large.
  package var objective: Double {
    (0..<count).reduce(0) { $0 + length(of: $1) }
  }
}
