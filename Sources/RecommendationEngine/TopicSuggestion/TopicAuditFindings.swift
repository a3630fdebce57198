/// What counts as striking in an audit.
public struct TopicAuditSettings: Sendable, Equatable {
  /// Topics of fewer items are not judged by numbers.
  public var minimumItemCount: Int
  /// Two topics are always together from this share of the items that hold either.
  public var togetherShare: Double
  /// A topic is incoherent when the mean cosine of its items is below so many times that of all items.
  public var coherenceFactor: Double
  /// A topic is misjudged when it is suggested so many times as often as held, or the other way round.
  public var imbalance: Double
  /// A held topic is doubtful when its probability without that item is below this.
  public var doubtfulProbability: Double

  /// Creates settings.
  public init(
    minimumItemCount: Int = 5, togetherShare: Double = 0.9, coherenceFactor: Double = 1.2, imbalance: Double = 2,
    doubtfulProbability: Double = 0.01
  ) {
    self.minimumItemCount = minimumItemCount
    self.togetherShare = togetherShare
    self.coherenceFactor = coherenceFactor
    self.imbalance = imbalance
    self.doubtfulProbability = doubtfulProbability
  }
}

/// Topics with nearly equal names.
public struct SimilarNames: Sendable, Equatable {
  /// The topics, ascending.
  public let topics: [Int]
  /// In what the names differ.
  public let variation: TopicNameVariation
}

/// Two topics that go together.
public struct TopicPair: Sendable, Equatable {
  /// The first topic.
  public let first: Int
  /// The second topic.
  public let second: Int
  /// The share of the items that hold both among those that hold either, 0…1.
  public let share: Double
  /// The number of items that hold both.
  public let itemCount: Int
}

/// How much the items of a topic have in common.
public struct TopicItemCoherence: Sendable, Equatable {
  /// The topic.
  public let topic: Int
  /// The mean cosine of all pairs of its items.
  public let meanCosine: Double
  /// The same for all items of the collection.
  public let overall: Double
}

/// How often a topic is held, and how often it would be suggested.
public struct TopicBalance: Sendable, Equatable {
  /// The topic.
  public let topic: Int
  /// The number of items that hold it.
  public let heldCount: Int
  /// The number of items that hold topics and for which it reaches the threshold, without having been learned from.
  public let suggestedCount: Int
  /// How many times one number is the other; one is added to both, so that no division by zero occurs.
  public var imbalance: Double {
    let ratio = Double(suggestedCount + 1) / Double(heldCount + 1)
    return max(ratio, 1 / ratio)
  }
  /// Whether it would be suggested more often than it is held.
  public var isOverSuggested: Bool { suggestedCount > heldCount }
}

/// A topic that looks wrong on an item.
public struct DoubtfulTopic: Sendable, Equatable {
  /// The item's row.
  public let item: Int
  /// The topic.
  public let topic: Int
  /// Its probability when the item is not learned from.
  public let probability: Double
}
