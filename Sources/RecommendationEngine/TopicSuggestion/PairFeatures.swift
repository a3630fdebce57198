/// What the stacker sees of a pair of an item and a topic: the methods' scores, brought to scales that add up well.
enum PairFeatures {
  /// The number of features with and without the classifiers.
  static func count(usesLinear: Bool) -> Int { usesLinear ? 9 : 7 }

  /// The features of one item, of shape (topics, features).
  static func rows(_ scores: MethodScores, topicCount: Int, usesLinear: Bool) -> [Float] {
    let width = count(usesLinear: usesLinear)
    var result = [Float](repeating: 0, count: topicCount * width)
    var feature = 0
    func put(_ value: (Int) -> Float) {
      for topic in 0..<topicCount { result[topic * width + feature] = value(topic) }
      feature += 1
    }
    let wide = scores[.neighbors50]
    put { logOdds(wide[$0], 0.01) }
    let narrow = scores[.neighbors10]
    put { logOdds(narrow[$0], 0.02) }
    let centroid = scores[.centroid]
    put { centroid[$0] }
    let centroidStandard = standardized(centroid)
    put { centroidStandard[$0] }
    let title = scores[.titleMatch]
    put { title[$0] }
    let passage = scores[.passageMatch]
    put { passage[$0] == 0 ? 0 : Float(naturalLogarithm(1 + Double(passage[$0]))) }
    let prior = scores[.prior]
    put { logOdds(prior[$0], 0.002) }
    if usesLinear {
      let linear = scores[.linear]
      put { linear[$0] }
      let linearStandard = standardized(linear)
      put { linearStandard[$0] }
    }
    return result
  }

  /// ln((p + ε) / (1 + ε − p)): the log odds of a share, finite at 0 and 1.
  static func logOdds(_ share: Float, _ epsilon: Double) -> Float {
    let share = Double(min(max(share, 0), 1))
    return Float(naturalLogarithm((share + epsilon) / (1 + epsilon - share)))
  }

  /// The values less their mean, divided by their standard deviation; all 0 where they are equal.
  static func standardized(_ values: [Float]) -> [Float] {
    guard !values.isEmpty else { return [] }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    let variance = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count)
    let deviation = variance.squareRoot()
    return deviation < 1e-9 ? values.map { _ in 0 } : values.map { Float((Double($0) - mean) / deviation) }
  }
}
