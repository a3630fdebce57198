import LinearAlgebra

/// One run of spherical k-means: items to the nearest centres, centres to the mean of their items, again and again.
///
/// Most items are passed over in most rounds. Hamerly, *Making k-means even faster*, SDM 2010, with cosines: for each item a lower
/// bound on the cosine with its own centre and an upper bound on that with any other one are kept. When a centre moves by *d*, no
/// cosine of a unit vector with it changes by more than *d* (Cauchy and Schwarz). Only where the bounds meet the item is compared
/// with all centres again.
package struct KMeansRounds: Sendable {
  /// The group of each item.
  package private(set) var groups: [Int32]
  /// The sums of the groups.
  package private(set) var sums: ClusterCentroids
  private let embedding: ItemEmbedding
  private var centers: DenseMatrix
  /// What each item's cosine with its own centre is at least.
  private var ownBounds: [Float]
  /// What its cosine with any other centre is at most.
  private var otherBounds: [Float]

  /// More than the rounding of a product of two unit vectors in single precision.
  private static let slack: Float = 0x1p-18

  /// Groups items around given centres; where there are fewer than `count`, the first round makes groups of single items.
  package init(from start: DenseMatrix, count: Int, on embedding: ItemEmbedding, workerCount: Int = 1) {
    self.embedding = embedding
    let missing = max(0, count - start.rowCount)
    centers = DenseMatrix(
      rowCount: start.rowCount + missing, columnCount: start.columnCount,
      values: start.values + [Float](repeating: 0, count: missing * start.columnCount))
    let nearest = embedding.coordinates.nearestRows(
      to: Array(0..<Int32(embedding.count)), in: centers, workerCount: workerCount)
    groups = nearest.indices
    ownBounds = nearest.products
    otherBounds = nearest.runnersUp
    sums = ClusterCentroids(of: groups, count: centers.rowCount, in: embedding)
  }

  /// The sum of all cosines with the mean directions: what the rounds make large.
  package var objective: Double { sums.objective }

  /// Goes on until at most one item in a thousand moves, for at most `limit` rounds, the first with the given centres counted.
  package mutating func run(limit: Int, workerCount: Int = 1) {
    for _ in 1..<max(2, limit) {
      fillEmpty()
      let next = sums.unitRows()
      widenBounds(movingTo: next)
      centers = next
      var rows: [Int32] = []
      for row in groups.indices where ownBounds[row] < otherBounds[row] + Self.slack { rows.append(Int32(row)) }
      let nearest = embedding.coordinates.nearestRows(to: rows, in: centers, workerCount: workerCount)
      var movedCount = 0
      for (place, row) in rows.enumerated() {
        let row = Int(row)
        ownBounds[row] = nearest.products[place]
        otherBounds[row] = nearest.runnersUp[place]
        guard nearest.indices[place] != groups[row] else { continue }
        sums.move(row, from: groups[row], to: nearest.indices[place], in: embedding)
        groups[row] = nearest.indices[place]
        movedCount += 1
      }
      if movedCount * 1_000 <= groups.count { break }
    }
  }

  /// Lowers and raises the bounds by how far the centres move.
  private mutating func widenBounds(movingTo next: DenseMatrix) {
    let moves = (0..<centers.rowCount).map { center in
      zip(centers.row(center), next.row(center)).reduce(Float(0)) { sum, pair in
        sum + (pair.0 - pair.1) * (pair.0 - pair.1)
      }.squareRoot()
    }
    let farthest = moves.indices.max { moves[$0] < moves[$1] } ?? 0
    let move = moves.isEmpty ? 0 : moves[farthest]
    let secondMove = moves.indices.reduce(Float(0)) { $1 == farthest ? $0 : max($0, moves[$1]) }
    for row in groups.indices {
      let group = Int(groups[row])
      ownBounds[row] -= moves[group]
      otherBounds[row] += group == farthest ? secondMove : move
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
        // Nothing is known of it any more.
        ownBounds[row] = -4
        otherBounds[row] = 4
        break
      }
    }
  }
}
