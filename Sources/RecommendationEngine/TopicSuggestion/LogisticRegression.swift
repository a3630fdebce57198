import Glibc

/// 1 / (1 + e⁻ˣ)
func sigmoid(_ value: Double) -> Double { 1 / (1 + exp(-value)) }

/// Fits a logistic regression with L2 penalty by Newton's method: −Σ weight·ln p(y | x) + ½·penalty·‖w‖².
///
/// The last feature is taken to be the constant and is not penalised.
struct LogisticRegression: Sendable {
  /// The factor of the penalty, 1/C.
  var penalty: Double
  /// At most so many Newton steps.
  var stepLimit = 12

  /// The coefficients of the features.
  ///
  /// - Parameters:
  ///   - features: Of shape (examples, features), row by row.
  ///   - isPositive: The class of each example.
  ///   - weights: How much each example counts.
  /// - Complexity: O(examples · features²) per step.
  func coefficients(features: [Float], width: Int, isPositive: [Bool], weights: [Float]) -> [Double] {
    var result = [Double](repeating: 0, count: width)
    var loss = Double.infinity
    var step = [Double](repeating: 0, count: width)
    for _ in 0..<stepLimit {
      let state = derivatives(features, width, isPositive, weights, result)
      // A full step may overshoot far from the solution: halve it until the loss falls.
      if state.loss > loss + 1e-9 * abs(loss) {
        for index in 0..<width {
          step[index] /= 2
          result[index] += step[index]
        }
        continue
      }
      loss = state.loss
      step = Self.solve(state.hessian, state.gradient, width)
      var largest = 0.0
      for index in 0..<width {
        result[index] -= step[index]
        largest = max(largest, abs(step[index]))
      }
      if largest < 1e-5 { break }
    }
    return result
  }

  private func derivatives(
    _ features: [Float], _ width: Int, _ isPositive: [Bool], _ weights: [Float], _ point: [Double]
  ) -> (loss: Double, gradient: [Double], hessian: [Double]) {
    // Chunks of a fixed size, added in their order: the sums do not depend on the number of threads.
    let chunk = 512
    let chunkCount = (isPositive.count + chunk - 1) / chunk
    let floatPoint = point.map(Float.init)
    let parts = concurrentMap(chunksOf: chunkCount) { chunks in
      chunks.map { number in
        let rows = number * chunk..<min((number + 1) * chunk, isPositive.count)
        return Self.partialDerivatives(features, width, isPositive, weights, floatPoint, rows)
      }
    }
    var loss = 0.0
    var gradient = [Double](repeating: 0, count: width)
    var hessian = [Double](repeating: 0, count: width * width)
    for part in parts.joined() {
      loss += part.loss
      for index in 0..<width { gradient[index] += Double(part.gradient[index]) }
      for index in hessian.indices { hessian[index] += Double(part.hessian[index]) }
    }
    for index in 0..<width {
      let factor = index == width - 1 ? 1e-6 : penalty
      loss += 0.5 * factor * point[index] * point[index]
      gradient[index] += factor * point[index]
      hessian[index * width + index] += factor
      for other in 0..<index { hessian[index * width + other] = hessian[other * width + index] }
    }
    return (loss, gradient, hessian)
  }

  private static func partialDerivatives(
    _ features: [Float], _ width: Int, _ isPositive: [Bool], _ weights: [Float], _ point: [Float], _ rows: Range<Int>
  ) -> (loss: Double, gradient: [Float], hessian: [Float]) {
    var loss = 0.0
    var gradient = [Float](repeating: 0, count: width)
    var hessian = [Float](repeating: 0, count: width * width)
    unsafe features.withUnsafeBufferPointer { features in
      unsafe hessian.withUnsafeMutableBufferPointer { hessian in
        for row in rows {
          // SAFETY: `features` holds `width` entries per row, `hessian` `width` rows of as many.
          let x = unsafe features.baseAddress! + row * width
          var sum = 0.0
          for index in 0..<width { unsafe sum += Double(x[index] * point[index]) }
          let probability = sigmoid(sum)
          let weight = Double(weights[row])
          loss -= weight * (isPositive[row] ? logSigmoid(sum) : logSigmoid(-sum))
          let error = Float(weight * (probability - (isPositive[row] ? 1 : 0)))
          let curvature = Float(weight * probability * (1 - probability))
          for index in 0..<width { unsafe gradient[index] += error * x[index] }
          for index in 0..<width {
            let factor = unsafe curvature * x[index]
            let target = unsafe hessian.baseAddress! + index * width
            for other in index..<width { unsafe target[other] += factor * x[other] }
          }
        }
      }
    }
    return (loss, gradient, hessian)
  }

  /// ln(1 / (1 + e⁻ˣ)) without overflow.
  private static func logSigmoid(_ value: Double) -> Double {
    value > 0 ? -log1p(exp(-value)) : value - log1p(exp(value))
  }

  /// Solves A·x = b for a symmetric, positive definite A (Cholesky).
  private static func solve(_ matrix: [Double], _ vector: [Double], _ width: Int) -> [Double] {
    var lower = matrix
    var result = vector
    for row in 0..<width {
      for column in 0...row {
        var sum = lower[row * width + column]
        for inner in 0..<column { sum -= lower[row * width + inner] * lower[column * width + inner] }
        // Rounding can make a pivot of a nearly singular matrix negative; a tiny one stops that direction.
        lower[row * width + column] =
          row == column ? max(sum, 1e-9).squareRoot() : sum / lower[column * width + column]
      }
    }
    for row in 0..<width {
      for inner in 0..<row { result[row] -= lower[row * width + inner] * result[inner] }
      result[row] /= lower[row * width + row]
    }
    for row in (0..<width).reversed() {
      for inner in row + 1..<width { result[row] -= lower[inner * width + row] * result[inner] }
      result[row] /= lower[row * width + row]
    }
    return result
  }
}
