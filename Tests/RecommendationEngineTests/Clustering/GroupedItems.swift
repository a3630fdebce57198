import LinearAlgebra

@testable import RecommendationEngine

/// Items of clear groups: each takes six of its group's twelve words and two of twenty common ones.
struct GroupedItems {
  let input: ClusteringInput
  let groups: [Int32]

  init(groupCount: Int, size: Int, seed: UInt64 = 0) {
    var generator = SplitMix64(seed: seed)
    var rows = SparseMatrix(columnCount: groupCount * 12 + 20)
    var groups: [Int32] = []
    for item in 0..<groupCount * size {
      let group = item % groupCount
      groups.append(Int32(group))
      var words = Set<Int32>()
      while words.count < 6 { words.insert(Int32(group * 12 + generator.next(below: 12))) }
      while words.count < 8 { words.insert(Int32(groupCount * 12 + generator.next(below: 20))) }
      let weights = words.sorted().map { (column: $0, value: $0 < groupCount * 12 ? Float(3) : 1) }
      let length = weights.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
      rows.appendRow(weights.map { (column: $0.column, value: $0.value / length) })
    }
    self.groups = groups
    input = ClusteringInput(rows: rows, neighbors: NearestNeighborIndex(rows: rows).nearestNeighbors(count: 10))
  }

  /// The items in a few dimensions, which is quick without optimisation.
  func embedding(workerCount: Int = 1) -> ItemEmbedding {
    Self.embedding(input, workerCount: workerCount)
  }

  static func embedding(_ input: ClusteringInput, workerCount: Int = 1) -> ItemEmbedding {
    ItemEmbedding(input, decomposition: RandomizedSVD(rank: 14), workerCount: workerCount)
  }

  /// Settings for a few dimensions.
  static func configuration(clusterCount: Int? = nil, minimumSimilarity: Double = 0.2) -> ClusteringConfiguration {
    ClusteringConfiguration(clusterCount: clusterCount, dimension: 14, minimumSimilarity: minimumSimilarity)
  }

  /// The first items only.
  func prefix(_ count: Int) -> ClusteringInput { Self.input(of: input.rows, keeping: count) }

  static func input(of rows: SparseMatrix, keeping count: Int) -> ClusteringInput {
    var kept = SparseMatrix(columnCount: rows.columnCount)
    for row in 0..<count {
      kept.appendRow(rows.range(ofRow: row).map { (column: rows.columnIndices[$0], value: rows.values[$0]) })
    }
    return ClusteringInput(rows: kept, neighbors: NearestNeighborIndex(rows: kept).nearestNeighbors(count: 10))
  }
}
