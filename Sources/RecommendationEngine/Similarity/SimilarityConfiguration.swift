/// How rows of weights become lists of related items.
public struct SimilarityConfiguration: Sendable, Equatable {
  /// The number of related items that are kept for each item.
  public var limit: Int
  /// The share of a candidate's score that comes from the candidate's own nearest neighbours, 0…1; 0 turns it off.
  public var smoothing: Double
  /// The number of the candidate's nearest neighbours that smoothing looks at.
  public var smoothingNeighborCount: Int
  /// Whether an item's nearest items lend it their terms before it is compared (pseudo-relevance feedback).
  public var feedback: Feedback
  /// The length of the feedback vector beside the item's own, which is 1.
  public var feedbackWeight: Double
  /// The number of nearest items that lend their terms.
  public var feedbackItemCount: Int

  /// Creates a configuration; the defaults are those of the project's own recipe.
  public init(
    limit: Int = 10, smoothing: Double = 0.2, smoothingNeighborCount: Int = 5, feedback: Feedback = .forShortTexts,
    feedbackWeight: Double = 0.3, feedbackItemCount: Int = 5
  ) {
    self.limit = limit
    self.smoothing = smoothing
    self.smoothingNeighborCount = smoothingNeighborCount
    self.feedback = feedback
    self.feedbackWeight = feedbackWeight
    self.feedbackItemCount = feedbackItemCount
  }
}

/// When pseudo-relevance feedback is used.
public enum Feedback: String, CaseIterable, Sendable {
  /// When half of the collection's items have fewer than 60 words after stop words.
  case forShortTexts = "short-texts"
  /// Always.
  case always
  /// Never.
  case never
}
