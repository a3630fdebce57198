import LinearAlgebra

/// Fits linear classifiers with the squared hinge loss through their dual problem.
///
/// Minimises ½‖w‖² + Σ C·max(0, 1 − y·(w·x))² over *w*, that is ½αᵀ(Q + D)α − Σα over α ≥ 0 with Q_ij = y_i·y_j·x_i·x_j
/// and D_ii = 1 / (2C_i), one coefficient after the other in a shuffled order; coefficients that stay at 0 are left
/// out until the rest has converged (shrinking).
///
/// Source: Hsieh, Chang, Lin, Keerthi, Sundararajan: A Dual Coordinate Descent Method for Large-scale Linear SVM,
/// ICML 2008.
struct DualCoordinateDescent: Sendable {
  /// The cost of an error, C.
  var cost: Float = 0.5
  /// The cost of an error on a topic that an editor refused for the item, as a multiple of `cost`.
  var rejectedCostFactor: Float = 4
  /// The fit ends when the gradients of all coefficients lie within so much of each other.
  var tolerance: Float = 0.01
  /// The fit ends after so many rounds at the latest.
  var roundLimit = 300
  /// The seed of the order of the coefficients.
  var seed: UInt64 = 1

  /// The signed coefficients y·α of all examples for one class, given the products of all pairs of examples.
  ///
  /// - Parameters:
  ///   - products: x_i·x_j, of shape (examples, examples).
  ///   - isPositive: Whether each example is of the class.
  ///   - isRejected: Whether an editor said that it is not.
  /// - Complexity: O(examples) for each change of a coefficient.
  func coefficients(products: [Float], isPositive: [Bool], isRejected: [Bool]) -> [Float] {
    let count = isPositive.count
    precondition(products.count == count * count, "\(products.count) products for \(count) examples")
    var margins = [Float](repeating: 0, count: count)
    return unsafe products.withUnsafeBufferPointer { products in
      unsafe margins.withUnsafeMutableBufferPointer { margins in
        // SAFETY: example < count, so its row of `count` products lies inside; so do all margins.
        fitted(
          isPositive, isRejected,
          squaredLength: { unsafe products[$0 * count + $0] },
          margin: { unsafe margins[$0] },
          add: { example, step in
            let row = unsafe products.baseAddress! + example * count
            let target = margins.baseAddress!
            for other in 0..<count { unsafe target[other] += step * row[other] }
          })
      }
    }
  }

  /// The signed coefficients y·α of all examples for one class, on sparse rows.
  ///
  /// - Complexity: O(stored entries) for each round.
  func coefficients(rows: SparseMatrix, squaredLengths: [Float], isPositive: [Bool], isRejected: [Bool]) -> [Float] {
    var weights = [Float](repeating: 0, count: rows.columnCount)
    return unsafe weights.withUnsafeMutableBufferPointer { weights in
      unsafe rows.columnIndices.withUnsafeBufferPointer { columns in
        unsafe rows.values.withUnsafeBufferPointer { values in
          // SAFETY: ranges of rows lie within the stored entries, columns below the number of columns.
          fitted(
            isPositive, isRejected,
            squaredLength: { squaredLengths[$0] },
            margin: { example in
              var sum: Float = 0
              for position in rows.range(ofRow: example) {
                unsafe sum += weights[Int(columns[position])] * values[position]
              }
              return sum
            },
            add: { example, step in
              for position in rows.range(ofRow: example) {
                unsafe weights[Int(columns[position])] += step * values[position]
              }
            })
        }
      }
    }
  }

  @inline(__always)
  private func fitted(
    _ isPositive: [Bool], _ isRejected: [Bool], squaredLength: (Int) -> Float, margin: (Int) -> Float,
    add: (Int, Float) -> Void
  ) -> [Float] {
    let count = isPositive.count
    let signs = isPositive.map { $0 ? Float(1) : -1 }
    let diagonal = (0..<count).map { 0.5 / (isRejected[$0] ? cost * rejectedCostFactor : cost) }
    let lengths = (0..<count).map { squaredLength($0) + diagonal[$0] }
    var coefficients = [Float](repeating: 0, count: count)
    var order = Array(0..<count)
    var active = count
    var generator = SplitMix64(seed: seed)
    // A coefficient at 0 whose gradient exceeds the largest of the round before is left out.
    var bound = Float.infinity
    for _ in 0..<roundLimit {
      var largest = -Float.infinity
      var smallest = Float.infinity
      for place in 0..<active { order.swapAt(place, place + generator.next(below: active - place)) }
      var place = 0
      while place < active {
        let example = order[place]
        let old = coefficients[example]
        let gradient = signs[example] * margin(example) - 1 + old * diagonal[example]
        if old == 0 && gradient > bound {
          active -= 1
          order.swapAt(place, active)
          continue
        }
        let projected = old == 0 ? min(gradient, 0) : gradient
        largest = max(largest, projected)
        smallest = min(smallest, projected)
        // Steps far below the tolerance change nothing that is asked for, and cost as much as others.
        if abs(projected) > tolerance / 8 {
          let new = max(old - gradient / lengths[example], 0)
          coefficients[example] = new
          add(example, (new - old) * signs[example])
        }
        place += 1
      }
      if largest - smallest <= tolerance {
        if active == count { break }
        active = count
        bound = .infinity
      } else {
        bound = largest <= 0 ? .infinity : largest
      }
    }
    for example in 0..<count { coefficients[example] *= signs[example] }
    return coefficients
  }
}
