/// The answer that looks at nothing: the most frequent topics. Whoever does not beat it has learned nothing.
public struct MostFrequentTopics: Sendable, Equatable {
  /// All topics of the training items, most frequent first, then by label.
  public let topics: [Topic]
  /// The number of training items that hold each of ``topics``.
  public let counts: [Int]

  /// Counts the topics of training items; a topic counts once an item.
  public init(topicsOfItems: [[Topic]]) {
    var countOfTopic: [Topic: Int] = [:]
    for topics in topicsOfItems {
      for topic in Set(topics) { countOfTopic[topic, default: 0] += 1 }
    }
    let ordered = countOfTopic.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    topics = ordered.map(\.key)
    counts = ordered.map(\.value)
  }

  /// The most frequent topics that an item does not hold yet.
  public func suggestions(excluding held: Set<Topic> = [], limit: Int) -> [Topic] {
    Array(topics.lazy.filter { !held.contains($0) }.prefix(limit))
  }
}

/// The answer that many sites give: the most recent items, whatever the question.
public struct MostRecentItems: Sendable, Equatable {
  /// All items, latest date first, then by id; items without a date last.
  public let ids: [ItemID]

  /// Orders items by dates in ISO 8601.
  public init(items: [(id: ItemID, date: String?)]) {
    ids =
      items.sorted { lhs, rhs in
        let (left, right) = (lhs.date ?? "", rhs.date ?? "")
        return left == right ? lhs.id < rhs.id : isEarlier(right, left)
      }.map(\.id)
  }

  /// The most recent items other than the one that is asked for.
  public func related(to id: ItemID?, limit: Int) -> RankedList {
    RankedList(ids: Array(ids.lazy.filter { $0 != id }.prefix(limit)))
  }
}
