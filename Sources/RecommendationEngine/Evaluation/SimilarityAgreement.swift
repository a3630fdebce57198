/// How well the scores of pairs of items follow what people said about these pairs: Pearson's correlation.
///
/// `r = Σ w (x − x̄)(y − ȳ) / √(Σ w (x − x̄)² · Σ w (y − ȳ)²)`. For its interval items are drawn again, not pairs, as
/// the pairs of one item are not independent; a pair counts as often as both of its items were drawn together.
public struct SimilarityAgreement: Sendable, Equatable {
  /// A pair of items, its judged similarity, and the scores of several runs.
  public struct Pair: Sendable, Equatable {
    /// The items, numbered from 0.
    public let first: Int, second: Int
    /// What people said.
    public let judged: Double
    /// What each run said.
    public let scores: [Double]

    /// Creates a pair.
    public init(first: Int, second: Int, judged: Double, scores: [Double]) {
      self.first = first
      self.second = second
      self.judged = judged
      self.scores = scores
    }
  }

  /// The correlation of each run.
  public let correlations: [Double]
  /// The interval of each correlation; nil without pairs.
  public let intervals: [ConfidenceInterval]?
  /// The interval of the correlation of each run minus that of the first one.
  public let differences: [ConfidenceInterval]?

  /// Compares runs with people.
  ///
  /// - Parameters:
  ///   - pairs: The judged pairs, each once, all with as many scores.
  ///   - itemCount: The number of items.
  ///   - bootstrap: How intervals are made.
  /// - Complexity: O(resamples · pairs · runs).
  public init(pairs: [Pair], itemCount: Int, bootstrap: PairedBootstrap) {
    let runCount = pairs.first?.scores.count ?? 0
    precondition(pairs.allSatisfy { $0.scores.count == runCount }, "all pairs are scored by the same runs")
    let ones = [Double](repeating: 1, count: itemCount)
    let correlations = (0..<runCount).map { Self.correlation(pairs, run: $0, multiplicities: ones) }
    self.correlations = correlations
    guard !pairs.isEmpty else {
      intervals = nil
      differences = nil
      return
    }
    let all = bootstrap.intervals(itemCount: itemCount, statisticCount: 2 * runCount) { drawn, results in
      var multiplicities = [Double](repeating: 0, count: itemCount)
      for item in drawn { multiplicities[item] += 1 }
      let redrawn = (0..<runCount).map { Self.correlation(pairs, run: $0, multiplicities: multiplicities) }
      results += redrawn + redrawn.map { $0 - redrawn[0] }
    }
    intervals = all.map { Array($0.prefix(runCount)) }
    differences = all.map { Array($0.suffix(runCount)) }
  }

  /// The weighted correlation of one run; 0 when one side does not vary.
  private static func correlation(_ pairs: [Pair], run: Int, multiplicities: [Double]) -> Double {
    var (weight, sumX, sumY, sumXX, sumYY, sumXY) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for pair in pairs {
      let w = multiplicities[pair.first] * multiplicities[pair.second]
      let (x, y) = (pair.scores[run], pair.judged)
      weight += w
      sumX += w * x
      sumY += w * y
      sumXX += w * x * x
      sumYY += w * y * y
      sumXY += w * x * y
    }
    let spread = (sumXX - sumX * sumX / weight) * (sumYY - sumY * sumY / weight)
    return weight > 0 && spread > 0 ? (sumXY - sumX * sumY / weight) / spread.squareRoot() : 0
  }
}
