/// How much of what was said is right (precision), how much of what is right was said (recall), and both in one (F1).
public struct PrecisionRecallF1: Sendable, Equatable {
  /// The right share of what was predicted; 0 when nothing was predicted.
  public let precision: Double
  /// The predicted share of what is right; 0 when nothing is right.
  public let recall: Double
  /// The harmonic mean of both, or the mean of such harmonic means.
  public let f1: Double

  /// Creates values that are known already, such as means.
  public init(precision: Double, recall: Double, f1: Double) {
    self.precision = precision
    self.recall = recall
    self.f1 = f1
  }

  /// Computes the values from counts; 0 where a denominator is 0 (scikit-learn's `zero_division=0`).
  public init(matchCount: Int, predictedCount: Int, goldCount: Int) {
    precision = predictedCount == 0 ? 0 : Double(matchCount) / Double(predictedCount)
    recall = goldCount == 0 ? 0 : Double(matchCount) / Double(goldCount)
    f1 = predictedCount + goldCount == 0 ? 0 : 2 * Double(matchCount) / Double(predictedCount + goldCount)
  }
}

/// A mean of precision, recall and F1 each, not the F1 of means.
func mean(of values: [PrecisionRecallF1]) -> PrecisionRecallF1 {
  PrecisionRecallF1(
    precision: mean(of: values.map(\.precision)), recall: mean(of: values.map(\.recall)), f1: mean(of: values.map(\.f1))
  )
}
