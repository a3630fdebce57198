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
  ///   - minimumConfidence: The smallest share, of the items that lost the old topic, that gained the new one.
  /// - Complexity: O(items · topics per item²).
  public init(
    old: [ItemID: [Topic]], new: [ItemID: [Topic]], minimumSupport: Int = 2, minimumConfidence: Double = 0.5
  ) {
    var heldCount: [Topic: Int] = [:]
    var keptCount: [Topic: Int] = [:]
    var lostCount: [Topic: Int] = [:]
    var moves: [Topic: [Topic: Int]] = [:]
    let newTopics = new.values.reduce(into: Set<Topic>()) { $0.formUnion($1) }
    for (id, oldTopics) in old {
      guard let current = new[id] else { continue }
      let before = Set(oldTopics)
      let after = Set(current)
      for topic in before {
        heldCount[topic, default: 0] += 1
        if after.contains(topic) {
          keptCount[topic, default: 0] += 1
          continue
        }
        lostCount[topic, default: 0] += 1
        for gained in after { moves[topic, default: [:]][gained, default: 0] += before.contains(gained) ? 0 : 1 }
      }
    }
    var result: [TopicChange] = []
    for topic in heldCount.keys.sorted() {
      let lost = lostCount[topic, default: 0]
      guard lost > 0 else { continue }
      let targets = moves[topic, default: [:]]
        .filter { $0.value >= min(minimumSupport, lost) && Double($0.value) >= minimumConfidence * Double(lost) }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      for (target, support) in targets {
        result.append(
          TopicChange(
            old: topic, new: target, kind: .renamed, support: support,
            confidence: roundedScore(Double(support) / Double(lost)), isComplete: keptCount[topic] == nil))
      }
      if targets.isEmpty && !newTopics.contains(topic) {
        result.append(
          TopicChange(old: topic, new: nil, kind: .dropped, support: lost, confidence: 1, isComplete: true))
      }
    }
    changes = Self.named(result, oldTopics: Set(heldCount.keys))
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
  /// The share, of the items that lost the old topic, that gained the new one, 0…1.
  public let confidence: Double
  /// Whether no item kept the old topic.
  public let isComplete: Bool
}
