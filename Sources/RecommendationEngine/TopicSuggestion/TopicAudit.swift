import LinearAlgebra

/// What looks wrong in the use of a vocabulary.
///
/// Topics are places in the vocabulary, items rows of the collection; all lists ascend unless said otherwise.
public struct TopicAudit: Sendable, Equatable {
  /// Topics that no item holds.
  public let neverUsed: [Int]
  /// Topics that one item holds.
  public let usedOnce: [Int]
  /// Groups of topics with nearly equal names.
  public let similarNames: [SimilarNames]
  /// Pairs of topics that are nearly always given together.
  public let alwaysTogether: [TopicPair]
  /// Topics whose items have little in common, the least coherent first.
  public let incoherent: [TopicItemCoherence]
  /// Topics that would be suggested far more often than they are held, or far less; the largest ratio first.
  public let misjudged: [TopicBalance]
  /// Topics that look wrong on an item, the least likely first.
  public let doubtful: [DoubtfulTopic]

  /// Audits the topics of a collection.
  ///
  /// - Parameters:
  ///   - vocabulary: The topics, in the order of the model.
  ///   - model: The model of the collection; its probabilities are those out of fold.
  ///   - settings: What counts as striking.
  /// - Complexity: O(items · topics) and the probabilities of all items.
  public init(_ vocabulary: TopicVocabulary, model: TopicSuggestionModel, settings: TopicAuditSettings = .init()) {
    let collection = model.collection
    let members = collection.members(among: Array(collection.topics.indices))
    let topics = vocabulary.entries.indices
    neverUsed = topics.filter { members[$0].isEmpty }
    usedOnce = topics.filter { members[$0].count == 1 }
    similarNames = SimilarTopicNames.groups(vocabulary.entries.map(\.topic))
      .map { SimilarNames(topics: $0.topics, variation: $0.kind) }
    alwaysTogether = Self.together(members, collection.topics, settings)
    incoherent = Self.incoherent(members, collection.rows, settings)
    guard model.mode != .uncalibrated else {
      (misjudged, doubtful) = ([], [])
      return
    }

    let threshold = model.calibration?.threshold ?? 0.5
    let parts = concurrentMap(chunksOf: collection.topics.count, minimumChunk: 16) { chunk in
      var suggested = [Int](repeating: 0, count: members.count)
      var doubtful: [DoubtfulTopic] = []
      for item in chunk where !collection.topics[item].isEmpty {
        let probabilities = model.probabilities(ofItem: item)
        for topic in probabilities.indices where probabilities[topic] >= threshold { suggested[topic] += 1 }
        for topic in collection.topics[item]
        where probabilities[Int(topic)] < settings.doubtfulProbability
          && members[Int(topic)].count >= settings.minimumItemCount
        {
          doubtful.append(DoubtfulTopic(item: item, topic: Int(topic), probability: probabilities[Int(topic)]))
        }
      }
      return (suggested: suggested, doubtful: doubtful)
    }
    doubtful = parts.flatMap(\.doubtful)
      .sorted { ($0.probability, $0.item, $0.topic) < ($1.probability, $1.item, $1.topic) }
    misjudged = topics.filter { members[$0].count >= settings.minimumItemCount }
      .map { topic in
        TopicBalance(
          topic: topic, heldCount: members[topic].count,
          suggestedCount: parts.reduce(0) { $0 + $1.suggested[topic] })
      }
      .filter { $0.imbalance >= settings.imbalance }
      .sorted { ($1.imbalance, $0.topic) < ($0.imbalance, $1.topic) }
  }

  private static func together(_ members: [[Int]], _ topics: [[Int32]], _ settings: TopicAuditSettings) -> [TopicPair] {
    members.indices.flatMap { topic -> [TopicPair] in
      guard members[topic].count >= settings.minimumItemCount else { return [] }
      var counts: [Int: Int] = [:]
      for item in members[topic] {
        for other in topics[item] where other > topic { counts[Int(other), default: 0] += 1 }
      }
      return counts.sorted { $0.key < $1.key }.compactMap { other, count in
        let either = members[topic].count + members[other].count - count
        let share = Double(count) / Double(either)
        return share >= settings.togetherShare
          ? TopicPair(first: topic, second: other, share: roundedScore(share), itemCount: count) : nil
      }
    }
  }

  /// The mean cosine of all pairs of a topic's items is (‖Σ x‖² − n) / (n² − n), rows being of length 1.
  private static func incoherent(_ members: [[Int]], _ rows: SparseMatrix, _ settings: TopicAuditSettings)
    -> [TopicItemCoherence]
  {
    func meanCosine(_ items: [Int]) -> Double {
      var sum: [Int32: Double] = [:]
      var ownSquares = 0.0
      for item in items {
        for position in rows.range(ofRow: item) {
          let value = Double(rows.values[position])
          sum[rows.columnIndices[position], default: 0] += value
          ownSquares += value * value
        }
      }
      // Sorted by column: the order of a dictionary would change the last bits from run to run.
      let square = sum.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
      return (square - ownSquares) / Double(items.count * (items.count - 1))
    }
    guard rows.rowCount > 1 else { return [] }
    let overall = meanCosine(Array(0..<rows.rowCount))
    return members.indices.filter { members[$0].count >= settings.minimumItemCount }
      .map {
        TopicItemCoherence(topic: $0, meanCosine: roundedScore(meanCosine(members[$0])), overall: roundedScore(overall))
      }
      .filter { $0.meanCosine < settings.coherenceFactor * $0.overall }
      .sorted { ($0.meanCosine, $0.topic) < ($1.meanCosine, $1.topic) }
  }
}
