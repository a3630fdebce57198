/// How well suggested sets of topics agree with the sets that people gave, averaged in the three ways that are usual.
///
/// Document average: each item counts alike. Subject average: each topic counts alike, over the topics that occur as
/// gold or as suggestion. Micro average: each pair of item and topic counts alike. These are Annif's `doc avg`,
/// `subj avg`, `microavg` and scikit-learn's `samples`, `macro`, `micro` with `zero_division=0`.
/// Items without gold are left out, with their suggestions, and counted.
public struct TopicSetEvaluation: Sendable, Equatable {
  /// The items with gold, by id ascending.
  public let itemIDs: [ItemID]
  /// What is right for each item.
  public let items: [PrecisionRecallF1]
  /// What is right for each topic that occurs as gold or as suggestion, by topic ascending.
  public let topics: [TopicScore]
  /// The number of items that are left out because they have no gold.
  public let unjudgedCount: Int
  /// The numbers of right, suggested and gold topics of each item, row by row.
  let itemCounts: [Double]
  /// The topics of each item, as indices into `topics`, and whether they are suggested and gold.
  let itemTopics: [[(topic: Int, isPredicted: Bool, isGold: Bool)]]

  /// One topic: what was suggested and what is gold.
  public struct TopicScore: Sendable, Equatable {
    /// The topic.
    public let topic: Topic
    /// The number of items for which it was suggested rightly.
    public fileprivate(set) var matchCount = 0
    /// The number of items for which it was suggested.
    public fileprivate(set) var predictedCount = 0
    /// The number of items that hold it.
    public fileprivate(set) var goldCount = 0
    /// Precision, recall and F1 of this topic.
    public var score: PrecisionRecallF1 {
      PrecisionRecallF1(matchCount: matchCount, predictedCount: predictedCount, goldCount: goldCount)
    }
  }

  /// Compares suggestions with gold.
  ///
  /// - Parameter items: Each item once, in any order.
  /// - Complexity: O(*p* log *p*) for *p* pairs of item and topic.
  public init(items: [(id: ItemID, predicted: Set<Topic>, gold: Set<Topic>)]) {
    let judged = items.filter { !$0.gold.isEmpty }.sorted { $0.id < $1.id }
    itemIDs = judged.map(\.id)
    unjudgedCount = items.count - judged.count
    let all = judged.reduce(into: Set<Topic>()) { $0.formUnion($1.predicted.union($1.gold)) }.sorted()
    let indexOfTopic = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
    var topics = all.map { TopicScore(topic: $0) }
    itemTopics = judged.map { item in
      item.predicted.union(item.gold).compactMap { topic in
        indexOfTopic[topic].map {
          (topic: $0, isPredicted: item.predicted.contains(topic), isGold: item.gold.contains(topic))
        }
      }.sorted { $0.topic < $1.topic }
    }
    var itemCounts: [Double] = []
    self.items = itemTopics.map { pairs in
      for pair in pairs {
        topics[pair.topic].matchCount += pair.isPredicted && pair.isGold ? 1 : 0
        topics[pair.topic].predictedCount += pair.isPredicted ? 1 : 0
        topics[pair.topic].goldCount += pair.isGold ? 1 : 0
      }
      let matchCount = pairs.count { $0.isPredicted && $0.isGold }
      let predictedCount = pairs.count { $0.isPredicted }
      let goldCount = pairs.count { $0.isGold }
      itemCounts += [Double(matchCount), Double(predictedCount), Double(goldCount)]
      return PrecisionRecallF1(matchCount: matchCount, predictedCount: predictedCount, goldCount: goldCount)
    }
    self.topics = topics
    self.itemCounts = itemCounts
  }

  /// The mean over items.
  public var documentAverage: PrecisionRecallF1 { mean(of: items) }

  /// The mean over topics; the F1 is macro-F1.
  public var subjectAverage: PrecisionRecallF1 { mean(of: topics.map(\.score)) }

  /// The value over all pairs of item and topic.
  public var microAverage: PrecisionRecallF1 {
    PrecisionRecallF1(
      matchCount: topics.reduce(0) { $0 + $1.matchCount }, predictedCount: topics.reduce(0) { $0 + $1.predictedCount },
      goldCount: topics.reduce(0) { $0 + $1.goldCount })
  }

  /// Macro-F1 of rare and of frequent topics apart, since a mean hides what happens to the rare ones.
  ///
  /// - Parameters:
  ///   - trainingCounts: The number of training items that hold each topic; a topic that is not there has 0.
  ///   - lowerBounds: Where bands begin, ascending from 0; a band ends before the next begins.
  /// - Returns: A band for each bound, also where it is empty.
  public func bands(
    trainingCounts: [Topic: Int], lowerBounds: [Int] = [0, 1, 5, 20, 100]
  ) -> [FrequencyBand] {
    precondition(lowerBounds.first == 0, "the first band begins at 0")
    precondition(zip(lowerBounds, lowerBounds.dropFirst()).allSatisfy(<), "the bands must ascend")
    return lowerBounds.indices.map { index in
      let upper = index + 1 < lowerBounds.count ? lowerBounds[index + 1] : nil
      let scores = topics.filter { topic in
        let count = trainingCounts[topic.topic] ?? 0
        return count >= lowerBounds[index] && count < upper ?? .max
      }
      return FrequencyBand(
        lowerBound: lowerBounds[index], upperBound: upper.map { $0 - 1 }, topicCount: scores.count,
        goldCount: scores.reduce(0) { $0 + $1.goldCount }, average: mean(of: scores.map(\.score)))
    }
  }

  /// The topics that occur about equally often in training.
  public struct FrequencyBand: Sendable, Equatable {
    /// The least number of training items.
    public let lowerBound: Int
    /// The greatest number of training items; nil in the last band.
    public let upperBound: Int?
    /// The number of topics in the band.
    public let topicCount: Int
    /// The number of times that they are gold.
    public let goldCount: Int
    /// The mean over these topics; the F1 is the band's macro-F1.
    public let average: PrecisionRecallF1
  }

  /// Compares all but the private counts, which follow from the rest.
  public static func == (lhs: TopicSetEvaluation, rhs: TopicSetEvaluation) -> Bool {
    lhs.itemIDs == rhs.itemIDs && lhs.items == rhs.items && lhs.topics == rhs.topics
      && lhs.unjudgedCount == rhs.unjudgedCount
  }
}
