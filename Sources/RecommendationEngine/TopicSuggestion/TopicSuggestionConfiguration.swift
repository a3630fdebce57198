/// How topics are learned and suggested.
public struct TopicSuggestionConfiguration: Sendable, Equatable {
  /// The number of random parts for scores out of fold.
  public var foldCount: Int
  /// The number of parts in time for scores of items newer than the training; 0 leaves them out.
  public var forwardPartCount: Int
  /// With more topics than this no linear classifiers are fitted (the cheap mode).
  public var linearTopicLimit: Int
  /// With fewer items that hold a topic nothing is calibrated.
  public var calibrationItemMinimum: Int
  /// Items of at least this cosine stay in the same fold.
  public var duplicateCosine: Float
  /// The seed of folds, samples and the order of the solver.
  public var seed: UInt64

  /// Creates a configuration; the defaults are those that were measured.
  public init(
    foldCount: Int = 5, forwardPartCount: Int = 3, linearTopicLimit: Int = 1000, calibrationItemMinimum: Int = 100,
    duplicateCosine: Float = 0.95, seed: UInt64 = 1
  ) {
    precondition(foldCount >= 2, "items out of fold need at least 2 folds, not \(foldCount)")
    self.foldCount = foldCount
    self.forwardPartCount = forwardPartCount
    self.linearTopicLimit = linearTopicLimit
    self.calibrationItemMinimum = calibrationItemMinimum
    self.duplicateCosine = duplicateCosine
    self.seed = seed
  }
}

/// What a model can say, from most to least.
public enum SuggestionMode: String, CaseIterable, Sendable {
  /// All methods, stacked and calibrated.
  case complete
  /// Without linear classifiers, because there are too many topics; stacked and calibrated.
  case cheap
  /// Too few items hold topics to calibrate anything: scores order the topics, they are no probabilities.
  case uncalibrated
}
