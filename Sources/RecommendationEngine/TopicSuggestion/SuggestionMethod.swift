/// The ways to score how well a topic fits an item; the stacker weighs them against each other.
public enum SuggestionMethod: String, CaseIterable, Sendable {
  /// The vote of the 50 nearest items, weighted by the squared cosine.
  case neighbors50 = "neighbors-50"
  /// The vote of the 10 nearest items, weighted by the cosine.
  case neighbors10 = "neighbors-10"
  /// The cosine with the centroid of the items that hold the topic (Rocchio).
  case centroid
  /// The margin of a linear classifier.
  case linear
  /// Whether a name of the topic stands in the title.
  case titleMatch = "title-match"
  /// How often the names of the topic stand in the summary and in the beginning of the body.
  case passageMatch = "passage-match"
  /// The share of items that hold the topic.
  case prior
}

/// The scores of one item for all topics, by each method.
struct MethodScores: Sendable {
  /// For each method, in the order of `allCases`, a score per topic; empty when the method was not fitted.
  private var scores: [[Float]]

  init() { scores = [[Float]](repeating: [], count: SuggestionMethod.allCases.count) }

  subscript(method: SuggestionMethod) -> [Float] {
    get { scores[SuggestionMethod.allCases.firstIndex(of: method)!] }
    set { scores[SuggestionMethod.allCases.firstIndex(of: method)!] = newValue }
  }
}
