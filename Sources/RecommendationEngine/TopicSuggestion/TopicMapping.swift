/// What became of the topics of an older vocabulary, learned from items that both snapshots hold.
///
/// An old topic *a* became a new topic *b* when the items that held *a* now hold *b* and did not hold it before, while
/// *a* is gone from them. Renames, merges and splits follow from who became what.
public struct TopicMapping: Sendable, Equatable {
  /// The proposals, ascending by the old label, then by support from the highest.
  public let changes: [TopicChange]

  /// Compares two snapshots.
  ///
  /// - Parameters:
  ///   - old: The topics of each item in the older snapshot, by item id.
  ///   - new: The same in the newer one; ids that only one snapshot holds are left out.
  ///   - minimumSupport: The fewest items that must have changed so.
  ///   - minimumConfidence: The smallest share, of the items that lost the old topic and lacked the new one, that gained
  ///     it.
  /// - Complexity: O(items · topics per item²).
  public init(
    old: [ItemID: [Topic]], new: [ItemID: [Topic]], minimumSupport: Int = 2, minimumConfidence: Double = 0.5
  ) {
    var heldCount: [Topic: Int] = [:]
    var keptCount: [Topic: Int] = [:]
    var lostCount: [Topic: Int] = [:]
    var moves: [Topic: [Topic: Move]] = [:]
    var items: [(lost: [Topic], gained: [Topic])] = []
    for (id, oldTopics) in old {
      guard let current = new[id] else { continue }
      let before = Set(oldTopics)
      let after = Set(current)
      let lost = before.subtracting(after)
      let gained = after.subtracting(before)
      items.append((lost.sorted(), gained.sorted()))
      for topic in before { heldCount[topic, default: 0] += 1 }
      for topic in before.intersection(after) { keptCount[topic, default: 0] += 1 }
      for topic in lost {
        lostCount[topic, default: 0] += 1
        for target in gained { moves[topic, default: [:]][target, default: Move()].support += 1 }
        for target in after.subtracting(gained) { moves[topic, default: [:]][target, default: Move()].had += 1 }
      }
    }
    for (topic, targets) in moves {
      let lost = lostCount[topic]!
      moves[topic] = targets.filter { $0.value.support >= minimumSupport }
        .filter { Double($0.value.support) >= minimumConfidence * Double(lost - $0.value.had) }
        .mapValues { Move(support: $0.support, had: $0.had, confidence: Double($0.support) / Double(lost - $0.had)) }
    }
    // Topics that go together are lost together: what an item gained is credited to the one loss that explains it best.
    for item in items {
      for target in item.gained {
        let best = item.lost.compactMap { topic in moves[topic]?[target].map { (topic: topic, move: $0) } }
          .max { ($0.move.strength, $0.move.support, $1.topic) < ($1.move.strength, $1.move.support, $0.topic) }
        if let best { moves[best.topic]![target]!.credit += 1 }
      }
    }
    let newTopics = new.values.reduce(into: Set<Topic>()) { $0.formUnion($1) }
    var result: [TopicChange] = []
    for topic in heldCount.keys.sorted() {
      guard let lost = lostCount[topic] else { continue }
      let targets = moves[topic, default: [:]].filter { $0.value.credit >= minimumSupport }
        .sorted { ($1.value.support, $0.key) < ($0.value.support, $1.key) }
      for (target, move) in targets {
        result.append(
          TopicChange(
            old: topic, new: target, kind: .renamed, support: move.support, confidence: roundedScore(move.confidence),
            isComplete: keptCount[topic] == nil))
      }
      if targets.isEmpty && !newTopics.contains(topic) {
        result.append(
          TopicChange(old: topic, new: nil, kind: .dropped, support: lost, confidence: 1, isComplete: true))
      }
    }
    changes = Self.named(result, oldTopics: Set(heldCount.keys))
  }

  /// What is counted of one old and one new topic, over the items that lost the old one.
  private struct Move {
    /// The items that gained the new one.
    var support = 0
    /// The items that held the new one before: they could not gain it, and say nothing.
    var had = 0
    /// The share of the others that gained it.
    var confidence = 0.0
    /// The items whose gain this loss explains best.
    var credit = 0
    /// The confidence, lowered for small counts.
    var strength: Double { confidence * Double(support) / Double(support + 1) }
  }

  /// Tells renames from merges and splits.
  private static func named(_ changes: [TopicChange], oldTopics: Set<Topic>) -> [TopicChange] {
    var sources: [Topic: Int] = [:]
    var targets: [Topic: Int] = [:]
    for change in changes {
      guard let new = change.new else { continue }
      sources[new, default: 0] += 1
      targets[change.old, default: 0] += 1
    }
    return changes.map { change in
      guard let new = change.new else { return change }
      var named = change
      if targets[change.old]! > 1 {
        named.kind = .split
      } else if sources[new]! > 1 || oldTopics.contains(new) {
        named.kind = .merged
      }
      return named
    }
  }
}

/// What became of one old topic.
public struct TopicChange: Sendable, Equatable {
  /// What can become of a topic.
  public enum Kind: String, CaseIterable, Sendable {
    /// One old topic became one new topic.
    case renamed
    /// The new topic took in several old ones, or was there before.
    case merged
    /// The items of the old topic hold several new ones now.
    case split
    /// No new topic took its place.
    case dropped
  }

  /// The old topic.
  public let old: Topic
  /// The new topic; nil when it was dropped.
  public let new: Topic?
  /// What became of it.
  public fileprivate(set) var kind: Kind
  /// The number of items that lost the old topic and gained the new one.
  public let support: Int
  /// The share, of the items that lost the old topic and lacked the new one, that gained it, 0…1.
  public let confidence: Double
  /// Whether no item kept the old topic.
  public let isComplete: Bool
}
