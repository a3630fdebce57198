/// A topic that an item may miss, with how likely it fits and why.
public struct TopicSuggestion: Sendable, Equatable {
  /// The topic's place in the vocabulary.
  public let topic: Int
  /// How likely the topic fits, 0…1, rounded to 6 places: of suggestions at 0.8 about 8 in 10 are right.
  ///
  /// Where the model is uncalibrated the value only orders the topics.
  public let probability: Double
  /// Whether the probability is calibrated.
  public let isCalibrated: Bool
  /// The probability in words.
  public var band: SuggestionBand { SuggestionBand(probability: probability) }
  /// What speaks for the topic.
  public let evidence: TopicEvidence
}

/// How sure a suggestion is, for reading and filtering.
public enum SuggestionBand: String, CaseIterable, Sendable {
  /// From 0.75.
  case strong
  /// From 0.4.
  case fair
  /// Below 0.4.
  case weak

  /// The smallest probability of the band.
  public var minimum: Double {
    switch self {
    case .strong: 0.75
    case .fair: 0.4
    case .weak: 0
    }
  }

  /// The band of a probability.
  public init(probability: Double) {
    self = Self.allCases.first { probability >= $0.minimum } ?? .weak
  }
}

/// What speaks for a topic on an item.
public struct TopicEvidence: Sendable, Equatable {
  /// Where names of the topic stand, in reading order.
  public let labelSpans: [LabelSpan]
  /// What the terms of the item add to the score, the largest first, in size; of equals the first column.
  public let terms: [TermContribution]
  /// What all terms together, listed or not, add to the score.
  public let termTotal: Double
  /// What the item's date and the topic's frequency add to the score: with `termTotal` this is the score.
  public let offset: Double
  /// The method whose score the terms add up to.
  public let termMethod: SuggestionMethod
  /// The nearest items that hold the topic, the nearest first, with their shares of all votes.
  public let neighbors: [NeighborSupport]
  /// The share of the votes for the topic, of which those of `neighbors` are the largest part.
  public let neighborTotal: Double
}

/// What one term adds to a score.
public struct TermContribution: Sendable, Equatable {
  /// The column of the term.
  public let column: Int
  /// The weight of the term in the item times its weight for the topic; below 0 when it speaks against it.
  public let contribution: Double
}

/// An item that holds a topic and is near to the one in question.
public struct NeighborSupport: Sendable, Equatable {
  /// The item's row.
  public let item: Int
  /// Its cosine with the item in question.
  public let cosine: Double
  /// Its share of the votes of the 50 nearest items, 0…1.
  public let share: Double
}
