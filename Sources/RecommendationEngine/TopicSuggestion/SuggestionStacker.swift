import LinearAlgebra

/// Turns the features of a pair of an item and a topic into the probability that the topic fits.
///
/// One logistic regression over the pairs of all items and topics, with the features standardised and joined by their
/// products of two (clipped to 5 deviations): pairs of a topic with few examples profit from what was learned on others.
struct SuggestionStacker: Sendable {
  private let means: [Float]
  private let scales: [Float]
  private let coefficients: [Double]

  /// Products are made of features clipped to so many deviations: the square of an outlier would outvote the rest.
  private static let clip: Float = 5
  /// The fit with products uses about so many pairs.
  private static let pairLimit = 24_000

  /// Fits the stacker to pairs whose features were computed without looking at their own labels.
  ///
  /// - Parameters:
  ///   - features: Of shape (pairs, features), row by row.
  ///   - isHeld: Whether the item of each pair holds the topic.
  init(features: [Float], width: Int, isHeld: [Bool], seed: UInt64) {
    var means = [Float](repeating: 0, count: width)
    var scales = [Float](repeating: 0, count: width)
    for feature in 0..<width {
      var sum = 0.0
      var squares = 0.0
      for pair in isHeld.indices {
        let value = Double(features[pair * width + feature])
        sum += value
        squares += value * value
      }
      let mean = sum / Double(max(isHeld.count, 1))
      let deviation = max(squares / Double(max(isHeld.count, 1)) - mean * mean, 0).squareRoot()
      means[feature] = Float(mean)
      scales[feature] = deviation < 1e-6 ? 0 : Float(1 / deviation)
    }
    self.means = means
    self.scales = scales

    // First without products, on all pairs. Most of them are hopeless, and a tenth of those will do below.
    var standard = [Float]()
    standard.reserveCapacity(isHeld.count * (width + 1))
    for pair in isHeld.indices {
      for feature in 0..<width {
        standard.append((features[pair * width + feature] - means[feature]) * scales[feature])
      }
      standard.append(1)
    }
    let plain = LogisticRegression(penalty: 1).coefficients(
      features: standard, width: width + 1, isPositive: isHeld, weights: [Float](repeating: 1, count: isHeld.count))
    var likely: [Int] = []
    var hopeless: [Int] = []
    for pair in isHeld.indices {
      var sum = 0.0
      for feature in 0...width { sum += plain[feature] * Double(standard[pair * (width + 1) + feature]) }
      if isHeld[pair] || sum > -4.6 { likely.append(pair) } else { hopeless.append(pair) }
    }
    var generator = SplitMix64(seed: seed)
    var expanded: [Float] = []
    var labels: [Bool] = []
    var weights: [Float] = []
    for (pairs, limit) in [(likely, Self.pairLimit * 3 / 4), (hopeless, Self.pairLimit / 4)] where !pairs.isEmpty {
      let chosen = pairs.count <= limit ? pairs : Self.sample(pairs, limit, &generator)
      for pair in chosen {
        Self.expand(standard[pair * (width + 1)..<pair * (width + 1) + width], into: &expanded)
        labels.append(isHeld[pair])
        weights.append(Float(pairs.count) / Float(chosen.count))
      }
    }
    coefficients = LogisticRegression(penalty: 100).coefficients(
      features: expanded, width: Self.expandedCount(width), isPositive: labels, weights: weights)
  }

  /// The probability of each pair.
  ///
  /// - Parameter features: Of shape (pairs, features).
  func probabilities(_ features: [Float]) -> [Double] {
    let width = means.count
    var expanded: [Float] = []
    var row = [Float](repeating: 0, count: width)
    return (0..<features.count / width).map { pair in
      for feature in 0..<width {
        row[feature] = (features[pair * width + feature] - means[feature]) * scales[feature]
      }
      expanded.removeAll(keepingCapacity: true)
      Self.expand(row[...], into: &expanded)
      var sum = 0.0
      for index in expanded.indices { sum += coefficients[index] * Double(expanded[index]) }
      return sigmoid(sum)
    }
  }

  private static func expandedCount(_ width: Int) -> Int { width + width * (width + 1) / 2 + 1 }

  /// Appends the features, their products of two, and the constant.
  private static func expand(_ row: ArraySlice<Float>, into result: inout [Float]) {
    result.append(contentsOf: row)
    let start = row.startIndex
    for first in 0..<row.count {
      let left = min(max(row[start + first], -clip), clip)
      for second in first..<row.count { result.append(left * min(max(row[start + second], -clip), clip)) }
    }
    result.append(1)
  }

  /// A random choice of `count` pairs, ascending.
  private static func sample(_ pairs: [Int], _ count: Int, _ generator: inout SplitMix64) -> [Int] {
    generator.permutation(of: pairs.count).prefix(count).sorted().map { pairs[$0] }
  }
}
