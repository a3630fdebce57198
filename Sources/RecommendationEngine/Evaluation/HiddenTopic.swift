/// An item of which one topic was hidden, to see whether it is found again (hide and recover).
///
/// This is the job that the program has: the item holds some topics, and one that fits is missing.
public struct HiddenTopic: Sendable, Equatable {
  /// The item.
  public let id: ItemID
  /// The topic that is to be found.
  public let hidden: Topic
  /// The topics that stay visible, ascending.
  public let remaining: [Topic]

  /// Hides a topic of each item that has enough of them.
  ///
  /// - Parameters:
  ///   - items: Each item once, in any order, with its topics in any order.
  ///   - minimumTopicCount: Items with fewer topics are passed over: by default 2, so that one stays.
  ///   - seed: The seed of the choice; all topics of an item are as likely as the others.
  ///   - canHide: Whether a topic may be hidden, for example because training has examples of it.
  /// - Returns: The items with a hidden topic, by id ascending.
  public static func hideOne(
    of items: [(id: ItemID, topics: [Topic])], minimumTopicCount: Int = 2, seed: UInt64,
    where canHide: (Topic) -> Bool = { _ in true }
  ) -> [HiddenTopic] {
    var generator = SeededGenerator(seed: seed)
    return items.sorted { $0.id < $1.id }.compactMap { item in
      let topics = Set(item.topics).sorted()
      let candidates = topics.filter(canHide)
      guard topics.count >= minimumTopicCount, !candidates.isEmpty else { return nil }
      let hidden = candidates[generator.index(below: candidates.count)]
      return HiddenTopic(id: item.id, hidden: hidden, remaining: topics.filter { $0 != hidden })
    }
  }
}
