import LinearAlgebra

/// One run of spherical k-means: items to the nearest centres, centres to the mean of their items, again and again.
///
/// Most items are passed over in most rounds: see ``NearestRowBounds``.
package struct KMeansRounds: Sendable {
  /// The group of each item.
  package private(set) var groups: [Int32]
  /// The sums of the groups.
  package private(set) var sums: ClusterCentroids
  private let embedding: ItemEmbedding
  private var centers: DenseMatrix
  private var nearest: NearestRowBounds

  /// Groups items around given centres; where there are fewer than `count`, the first round makes groups of single items.
  package init(from start: DenseMatrix, count: Int, on embedding: ItemEmbedding, workerCount: Int = 1) {
    let missing = max(0, count - start.rowCount)
    let centers = DenseMatrix(
      rowCount: start.rowCount + missing, columnCount: start.columnCount,
      values: start.values + [Float](repeating: 0, count: missing * start.columnCount))
    self.init(
      NearestRowBounds(of: embedding.coordinates, in: centers, workerCount: workerCount), around: centers, on: embedding
    )
  }

  /// Groups items around the first `count` of some centres, whose products with all items are known.
  package init(from start: DenseMatrix, count: Int, on embedding: ItemEmbedding, products: DenseMatrix) {
    let centers = DenseMatrix(
      rowCount: count, columnCount: start.columnCount, values: Array(start.values[..<(count * start.columnCount)]))
    self.init(
      NearestRowBounds(of: embedding.coordinates, in: centers, products: products), around: centers, on: embedding)
  }

  private init(_ nearest: NearestRowBounds, around centers: DenseMatrix, on embedding: ItemEmbedding) {
    self.embedding = embedding
    self.centers = centers
    self.nearest = nearest
    groups = nearest.indices
    sums = ClusterCentroids(of: groups, count: centers.rowCount, in: embedding)
  }

  /// The sum of all cosines with the mean directions: what the rounds make large.
  package var objective: Double { sums.objective }

  /// Goes on until at most one item in a thousand moves, for at most `limit` rounds, the first with the given centres counted.
  package mutating func run(limit: Int, workerCount: Int = 1) {
    for _ in 1..<max(2, limit) {
      fillEmpty()
      let next = sums.unitRows()
      nearest.move(from: centers, to: next, of: embedding.coordinates, workerCount: workerCount)
      centers = next
      var movedCount = 0
      for row in groups.indices where nearest.indices[row] != groups[row] {
        sums.move(row, from: groups[row], to: nearest.indices[row], in: embedding)
        groups[row] = nearest.indices[row]
        movedCount += 1
      }
      if movedCount * 1_000 <= groups.count { break }
    }
  }

  /// Gives each empty group the item that fits worst where it is; the first of equals.
  private mutating func fillEmpty() {
    let empty = (0..<sums.count).filter { sums.sizes[$0] == 0 }
    guard !empty.isEmpty else { return }
    var ranked = groups.indices.map { row in
      (embedding.coordinates.exactProduct(ofRow: row, withRow: Int(groups[row]), of: centers), row)
    }.sorted { $0 < $1 }[...]
    for cluster in empty {
      while let (_, row) = ranked.popFirst() {
        guard sums.sizes[Int(groups[row])] > 1, Int(embedding.firstTwins[row]) == row else { continue }
        sums.move(row, from: groups[row], to: Int32(cluster), in: embedding)
        groups[row] = Int32(cluster)
        nearest.put(row, to: Int32(cluster))
        break
      }
    }
  }
}
