import LinearAlgebra

/// Mixes the score of each candidate with the scores of the candidate's own nearest neighbors.
struct NeighborSmoothing: Sendable {
  /// What a candidate's own score is multiplied with: 1 − α.
  let ownShare: Double
  private let neighborCount: Int
  /// For each row the rows of its neighbors, `neighborCount` of them; the number of rows where there are fewer.
  let rows: [Int32]
  /// What the score of each neighbor is multiplied with: α · cosine / sum of the row's cosines.
  let weights: [Double]
  private let floatWeights: [Float]
  let rowCount: Int

  init(_ nearest: NeighborLists, _ configuration: SimilarityConfiguration) {
    ownShare = 1 - configuration.smoothing
    neighborCount = configuration.smoothingNeighborCount
    rowCount = nearest.count
    var rows = [Int32](repeating: Int32(nearest.count), count: nearest.count * neighborCount)
    var weights = [Double](repeating: 0, count: nearest.count * neighborCount)
    for row in 0..<nearest.count {
      let neighbors = nearest[row].prefix(neighborCount)
      for (place, weight) in Self.weights(of: neighbors, smoothing: configuration.smoothing).enumerated() {
        rows[row * neighborCount + place] = neighbors[neighbors.startIndex + place].row
        weights[row * neighborCount + place] = weight
      }
    }
    self.rows = rows
    self.weights = weights
    floatWeights = weights.map(Float.init)
  }

  /// Gives every row with each of its neighbors, and what that neighbor's score is multiplied with, to a closure.
  func forEachEntry(_ body: (_ row: Int32, _ neighbor: Int32, _ weight: Float) -> Void) {
    guard ownShare < 1 else { return }
    for place in rows.indices where rows[place] < Int32(rowCount) {
      body(Int32(place / neighborCount), rows[place], floatWeights[place])
    }
  }

  /// What the scores of a candidate's neighbors are multiplied with: their cosines, brought to the sum α.
  static func weights(of neighbors: ArraySlice<Neighbor>, smoothing: Double) -> [Double] {
    let sum = neighbors.reduce(0) { $0 + $1.score }
    return neighbors.map { smoothing * $0.score / sum }
  }

  /// Computes the smoothed scores of all rows in single precision. O(rows · neighbors).
  ///
  /// - Parameter scores: The scores of all rows, and a 0 behind the last.
  func apply(to scores: ArraySlice<Float>, into smoothed: inout [Float]) {
    let own = Float(ownShare)
    // SAFETY: neighbors are rows or `rowCount`, where the scores hold a 0; `smoothed` is as long as `scores`.
    unsafe scores.withUnsafeBufferPointer { scores in
      unsafe rows.withUnsafeBufferPointer { rows in
        unsafe floatWeights.withUnsafeBufferPointer { weights in
          unsafe smoothed.withUnsafeMutableBufferPointer { smoothed in
            for row in 0..<rowCount {
              var sum = unsafe own * scores[row]
              for place in row * neighborCount..<(row + 1) * neighborCount {
                unsafe sum += weights[place] * scores[Int(rows[place])]
              }
              unsafe smoothed[row] = sum
            }
          }
        }
      }
    }
  }

  /// The vector whose product with a query is the smoothed score of a row.
  func vector(ofRow row: Int32, rows matrix: SparseMatrix) -> SparseVector {
    var result = SparseVector().adding(SparseVector(row: Int(row), of: matrix), scaledBy: ownShare)
    for place in Int(row) * neighborCount..<(Int(row) + 1) * neighborCount where rows[place] < Int32(rowCount) {
      result = result.adding(SparseVector(row: Int(rows[place]), of: matrix), scaledBy: weights[place])
    }
    return result
  }

  /// Where a row's neighbors stand in the arrays.
  func places(ofRow row: Int) -> Range<Int> { row * neighborCount..<(row + 1) * neighborCount }

  /// The smoothed score of one row from exact scores; `excluded`, the query itself, counts as 0.
  func score(_ row: Int32, excluding excluded: Int?, exact: (Int32) -> Double) -> Double {
    var sum = ownShare * exact(row)
    for place in Int(row) * neighborCount..<(Int(row) + 1) * neighborCount {
      guard rows[place] < Int32(rowCount), rows[place] != Int32(excluded ?? -1) else { continue }
      sum += weights[place] * exact(rows[place])
    }
    return sum
  }
}
