/// How the probabilities of held-out pairs turned out: where to cut.
public struct SuggestionCalibration: Sendable {
  /// The cut of the highest F1 over all held-out pairs together (micro-F1).
  public let threshold: Double
  /// The probabilities from ``floor`` on, falling, whether the topic was held, and the part that the pair came from.
  private let pairs: [(probability: Double, isHeld: Bool, part: Int)]

  /// Cuts lie at or above this probability.
  public static let floor = 0.05

  /// Counts the outcomes.
  ///
  /// - Parameter pairs: All held-out pairs: probability, whether the topic was held, and the part (fold).
  init(_ pairs: some Sequence<(probability: Double, isHeld: Bool, part: Int)>) {
    var heldCount = 0
    var kept: [(probability: Double, isHeld: Bool, part: Int)] = []
    for pair in pairs {
      if pair.isHeld { heldCount += 1 }
      if pair.probability >= Self.floor { kept.append(pair) }
    }
    kept.sort { ($1.probability, $0.isHeld ? 1 : 0, $0.part) < ($0.probability, $1.isHeld ? 1 : 0, $1.part) }
    var best = (f1: -1.0, cut: 0.5)
    var hits = 0
    for (place, pair) in kept.enumerated() {
      if pair.isHeld { hits += 1 }
      let isLastOfEquals = place + 1 == kept.count || kept[place + 1].probability < pair.probability
      let f1 = 2 * Double(hits) / Double(place + 1 + heldCount)
      if isLastOfEquals && f1 > best.f1 { best = (f1, pair.probability) }
    }
    threshold = best.cut
    self.pairs = kept
  }

  /// The smallest probability from which on suggestions are right often enough, in each part that was held out.
  ///
  /// One part may be easier than another, in time above all; the hardest decides. Above 1 when no cut suffices.
  ///
  /// - Parameter precision: The share of suggestions that shall be right, 0…1.
  public func cut(forPrecision precision: Double) -> Double {
    let parts = Set(pairs.map(\.part)).sorted()
    return parts.map { part in
      var cut = 1.000001
      var hits = 0
      var count = 0
      for pair in pairs where pair.part == part {
        count += 1
        if pair.isHeld { hits += 1 }
        if Double(hits) >= precision * Double(count) { cut = pair.probability }
      }
      return cut
    }.max() ?? 1.000001
  }
}
