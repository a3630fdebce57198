/// How the probabilities of held-out pairs turned out: where to cut.
public struct SuggestionCalibration: Sendable {
  /// The cut of the highest F1 over all held-out pairs together (micro-F1).
  public let threshold: Double
  /// The probabilities from ``floor`` on, falling, whether the topic was held, and the part that the pair came from.
  private let pairs: [(probability: Double, isHeld: Bool, part: Int)]

  private let isForward: Bool

  /// Cuts lie at or above this probability.
  public static let floor = 0.05

  /// Counts the outcomes.
  ///
  /// - Parameters:
  ///   - pairs: All held-out pairs: probability, whether the topic was held, and the part (fold).
  ///   - isForward: Whether each part is newer than what it was scored with.
  init(_ pairs: some Sequence<(probability: Double, isHeld: Bool, part: Int)>, isForward: Bool) {
    self.isForward = isForward
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

  /// The smallest probability from which on suggestions for new items are right often enough.
  ///
  /// The parts that were held out differ in how often the same cut was right, parts in time above all, and new items
  /// will differ from them as they do from each other. So the mean of the parts' precisions, less their standard
  /// deviation times √(1 + 1/parts), must reach the precision asked for. Above 1 when no cut suffices.
  ///
  /// For items newer than the training, each suggestion alone must be as likely: where topics drift, the sure ones
  /// cannot vouch for the others.
  ///
  /// - Parameter precision: The share of suggestions that shall be right, 0…1.
  public func cut(forPrecision precision: Double) -> Double {
    let partCount = (pairs.map(\.part).max() ?? -1) + 1
    var counts = [Double](repeating: 0, count: partCount)
    var hits = counts
    var cut = 1.000001
    for (place, pair) in pairs.enumerated() {
      counts[pair.part] += 1
      if pair.isHeld { hits[pair.part] += 1 }
      if place + 1 < pairs.count && pairs[place + 1].probability == pair.probability { continue }
      // Parts without a suggestion at this cut say nothing about it.
      let precisions = counts.indices.filter { counts[$0] > 0 }.map { hits[$0] / counts[$0] }
      let mean = precisions.reduce(0, +) / Double(precisions.count)
      let squares = precisions.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = precisions.count > 1 ? (squares / Double(precisions.count - 1)).squareRoot() : 0
      if mean - deviation * (1 + 1 / Double(precisions.count)).squareRoot() >= precision { cut = pair.probability }
    }
    return isForward ? max(cut, precision) : cut
  }
}
