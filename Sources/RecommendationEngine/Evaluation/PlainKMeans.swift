import LinearAlgebra

/// Lloyd's k-means on the rows as they are, the baseline that everybody tries first: scikit-learn's `KMeans` on TF-IDF.
///
/// Squared Euclidean distances, k-means++ seeding, one start, until no row moves or 300 rounds. S. Lloyd, "Least squares
/// quantization in PCM", IEEE Transactions on Information Theory 28 (1982); D. Arthur and S. Vassilvitskii,
/// "k-means++", SODA 2007.
public struct PlainKMeans: Sendable {
  /// The cluster of each row.
  public let assignment: [Int]
  /// The number of rounds.
  public let roundCount: Int

  /// Groups rows.
  ///
  /// - Parameters:
  ///   - rows: Rows of any length, of shape (items, terms).
  ///   - count: The number of clusters, at most that of the rows.
  ///   - seed: The seed of the start.
  /// - Complexity: O(rounds · (*nnz* · clusters + terms · clusters)).
  public init(rows: SparseMatrix, count: Int, seed: UInt64, roundLimit: Int = 300) {
    precondition(count > 0 && count <= max(rows.rowCount, 1), "\(count) clusters of \(rows.rowCount) rows")
    let squares = (0..<rows.rowCount).map { row in
      rows.range(ofRow: row).reduce(0.0) { $0 + Double(rows.values[$1]) * Double(rows.values[$1]) }
    }
    var centers = Self.seeds(rows, squares, count, seed).map { Self.dense(rows, row: $0) }
    var assignment = [Int](repeating: -1, count: rows.rowCount)
    var rounds = 0
    while rounds < roundLimit {
      rounds += 1
      let current = centers
      let lengths = current.map { $0.reduce(0) { $0 + $1 * $1 } }
      let parts = concurrentMap(chunksOf: rows.rowCount, minimumChunk: 256) { chunk in
        chunk.map { row in
          var best = (cluster: 0, distance: Double.infinity)
          for cluster in current.indices {
            let distance = lengths[cluster] - 2 * Self.product(rows, row, current[cluster])
            if distance < best.distance { best = (cluster, distance) }
          }
          return best.cluster
        }
      }
      let moved = parts.flatMap { $0 }
      if moved == assignment { break }
      assignment = moved
      var sums = [[Double]](repeating: [Double](repeating: 0, count: rows.columnCount), count: count)
      var sizes = [Double](repeating: 0, count: count)
      for row in 0..<rows.rowCount {
        sizes[assignment[row]] += 1
        for position in rows.range(ofRow: row) {
          sums[assignment[row]][Int(rows.columnIndices[position])] += Double(rows.values[position])
        }
      }
      // A cluster that lost all its rows keeps its centre.
      for cluster in 0..<count where sizes[cluster] > 0 {
        centers[cluster] = sums[cluster].map { $0 / sizes[cluster] }
      }
    }
    self.assignment = assignment
    roundCount = rounds
  }

  /// Rows drawn one after the other, each with a probability that grows with the squared distance to the nearest drawn.
  private static func seeds(_ rows: SparseMatrix, _ squares: [Double], _ count: Int, _ seed: UInt64) -> [Int] {
    guard rows.rowCount > 0 else { return [] }
    var generator = SeededGenerator(seed: seed)
    var drawn = [generator.index(below: rows.rowCount)]
    var distances = [Double](repeating: .infinity, count: rows.rowCount)
    while drawn.count < count {
      let last = drawn[drawn.count - 1]
      let center = dense(rows, row: last)
      for row in 0..<rows.rowCount {
        distances[row] = min(
          distances[row], max(0, squares[row] + squares[last] - 2 * product(rows, row, center)))
      }
      var rest = generator.unitInterval() * distances.reduce(0, +)
      var next = distances.firstIndex { $0 > 0 } ?? drawn.count
      for row in distances.indices where distances[row] > 0 {
        next = row
        rest -= distances[row]
        if rest < 0 { break }
      }
      drawn.append(next)
    }
    return drawn
  }

  private static func dense(_ rows: SparseMatrix, row: Int) -> [Double] {
    var result = [Double](repeating: 0, count: rows.columnCount)
    for position in rows.range(ofRow: row) { result[Int(rows.columnIndices[position])] = Double(rows.values[position]) }
    return result
  }

  private static func product(_ rows: SparseMatrix, _ row: Int, _ vector: [Double]) -> Double {
    var sum = 0.0
    for position in rows.range(ofRow: row) {
      sum += Double(rows.values[position]) * vector[Int(rows.columnIndices[position])]
    }
    return sum
  }
}
