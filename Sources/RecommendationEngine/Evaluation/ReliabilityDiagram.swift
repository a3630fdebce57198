/// Whether probabilities mean what they say: of all that was given 0.8, eight in ten should be right.
///
/// Predictions fall into bins of equal width, ((m − 1)/M, m/M], 0 into the first one.
/// C. Guo, G. Pleiss, Y. Sun and K. Weinberger, "On calibration of modern neural networks", ICML 2017.
public struct ReliabilityDiagram: Sendable, Equatable {
  /// The bins from 0 to 1, also the empty ones.
  public let bins: [Bin]
  /// The number of predictions.
  public let count: Int
  /// The Brier score: the mean of (probability − outcome)², 0 is best, 0 without predictions.
  ///
  /// G. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950), in the
  /// form for two outcomes (scikit-learn's `brier_score_loss`).
  public let brierScore: Double

  /// The predictions within one range of probabilities.
  public struct Bin: Sendable, Equatable {
    /// The range: above the lower bound (the first bin holds it too), up to the upper bound.
    public let lowerBound: Double
    /// The end of the range, which belongs to it.
    public let upperBound: Double
    /// The number of predictions.
    public let count: Int
    /// The mean of the predicted probabilities, 0 for an empty bin.
    public let meanPredicted: Double
    /// The share of outcomes that were right, 0 for an empty bin.
    public let observed: Double
  }

  /// Sorts predictions into bins.
  ///
  /// - Parameters:
  ///   - predictions: Probabilities in 0…1 and whether each came true.
  ///   - binCount: The number of bins, *M*.
  public init(predictions: [(probability: Double, isRight: Bool)], binCount: Int = 10) {
    precondition(binCount >= 1, "a diagram has a bin or more, not \(binCount)")
    var counts = [Int](repeating: 0, count: binCount)
    var predicted = [Double](repeating: 0, count: binCount)
    var right = [Double](repeating: 0, count: binCount)
    var squares = 0.0
    for (probability, isRight) in predictions {
      precondition(probability >= 0 && probability <= 1, "\(probability) is not a probability")
      var bin = min(Int(probability * Double(binCount)), binCount - 1)
      if bin > 0, probability <= Double(bin) / Double(binCount) { bin -= 1 }
      let outcome = isRight ? 1.0 : 0
      counts[bin] += 1
      predicted[bin] += probability
      right[bin] += outcome
      squares += (probability - outcome) * (probability - outcome)
    }
    count = predictions.count
    brierScore = predictions.isEmpty ? 0 : squares / Double(predictions.count)
    bins = (0..<binCount).map { bin in
      let divisor = Double(max(counts[bin], 1))
      return Bin(
        lowerBound: Double(bin) / Double(binCount), upperBound: Double(bin + 1) / Double(binCount), count: counts[bin],
        meanPredicted: predicted[bin] / divisor, observed: right[bin] / divisor)
    }
  }

  /// The expected calibration error (ECE): Σ share of the bin · |observed − mean predicted|, 0 is best.
  public var expectedCalibrationError: Double {
    bins.reduce(0) { $0 + Double($1.count) * ($1.observed - $1.meanPredicted).magnitude } / Double(max(count, 1))
  }

  /// The maximum calibration error (MCE): the largest |observed − mean predicted| of a bin that is not empty.
  public var maximumCalibrationError: Double {
    bins.reduce(0) { max($0, ($1.observed - $1.meanPredicted).magnitude) }
  }
}
