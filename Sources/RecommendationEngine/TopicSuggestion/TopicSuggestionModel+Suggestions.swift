import LinearAlgebra

extension TopicSuggestionModel {
  /// What limits a list of suggestions.
  public struct Limits: Sendable, Equatable {
    /// At most so many suggestions.
    public var limit: Int
    /// Only suggestions of at least this probability.
    public var threshold: Double
    /// At most so many terms and neighbours as evidence.
    public var evidenceLimit: Int

    /// Creates limits; by default those that people know from other programs.
    public init(limit: Int = 10, threshold: Double = 0, evidenceLimit: Int = 5) {
      self.limit = limit
      self.threshold = threshold
      self.evidenceLimit = evidenceLimit
    }
  }

  /// The topics that an item of the collection misses, the likeliest first; of equals the first topic.
  ///
  /// Left out are topics that it holds, those that these imply, those that an editor refused, and those whose policy
  /// does not leave them to the program. The item itself was not learned from for its probabilities.
  public func missingTopics(ofItem item: Int, vocabulary: TopicVocabulary, limits: Limits = Limits())
    -> [TopicSuggestion]
  {
    let candidates = vocabulary.missing(
      held: collection.topics[item].map(Int.init), rejected: collection.rejected[item].map(Int.init))
    let best = ranked(probabilities(ofItem: item), candidates, limits)
    guard !best.isEmpty else { return [] }
    let query = prepared.query(ofItem: item)
    return suggestions(best, query, limits.evidenceLimit, methodsWithout(item).methods)
  }

  /// The topics of a text that the collection does not hold, the likeliest first.
  ///
  /// - Parameters:
  ///   - text: The text, weighed with the terms of the collection.
  ///   - held: The topics that it is known to hold, as places in the vocabulary.
  ///   - rejected: Those that an editor refused for it.
  ///   - vocabulary: The topics, in the order of the model.
  ///   - limits: How many suggestions, and how much evidence.
  public func missingTopics(
    of text: ItemText, held: [Int] = [], rejected: [Int] = [], vocabulary: TopicVocabulary, limits: Limits = Limits()
  ) -> [TopicSuggestion] {
    let candidates = vocabulary.missing(held: held, rejected: rejected)
    let best = ranked(probabilities(of: text), candidates, limits)
    return best.isEmpty ? [] : suggestions(best, prepared.query(text), limits.evidenceLimit, methods)
  }

  /// The missing topics of all items of the collection, in their order.
  public func missingTopicsOfAllItems(vocabulary: TopicVocabulary, limits: Limits = Limits()) -> [[TopicSuggestion]] {
    concurrentMap(chunksOf: collection.topics.count, minimumChunk: 16) { chunk in
      chunk.map { missingTopics(ofItem: $0, vocabulary: vocabulary, limits: limits) }
    }.flatMap { $0 }
  }

  private func ranked(_ probabilities: [Double], _ candidates: [Int], _ limits: Limits)
    -> [(topic: Int, probability: Double)]
  {
    let sorted = candidates.filter { probabilities[$0] >= limits.threshold }
      .sorted { (probabilities[$1], $0) < (probabilities[$0], $1) }
    return sorted.prefix(limits.limit).map { ($0, probabilities[$0]) }
  }

  private func suggestions(
    _ best: [(topic: Int, probability: Double)], _ query: SuggestionQuery, _ limit: Int, _ methods: FittedMethods
  ) -> [TopicSuggestion] {
    let neighbors = methods.neighbors(query.cosines)
    return best.map { topic, probability in
      TopicSuggestion(
        topic: topic, probability: probability, isCalibrated: mode != .uncalibrated,
        evidence: evidence(topic, query, neighbors, limit))
    }
  }

  private func evidence(_ topic: Int, _ query: SuggestionQuery, _ neighbors: [Neighbor], _ limit: Int)
    -> TopicEvidence
  {
    let text = query.text
    let vote = NeighborVote(neighborCount: 50, power: 2)
    let total = neighbors.reduce(0.0) { $0 + Double(vote.weight($1)) }
    let supporting = neighbors.filter { collection.topics[Int($0.row)].contains(Int32(topic)) }
    let votes = supporting.reduce(0.0) { $0 + Double(vote.weight($1)) }
    // The weights are those fitted to all items: a fold's differ little, and would have to be kept for each fold.
    let values =
      methods.linear.map { linear in
        zip(text.columns, text.weights).map { Double($1) * Double(linear.weight(ofTerm: Int($0), topic: topic)) }
      } ?? methods.centroid.contributions(text, topic: topic, rows: collection.rows)
    let terms = zip(text.columns, values).filter { $1 != 0 }
      .sorted { (abs($1.1), $0.0) < (abs($0.1), $1.0) }
      .prefix(limit).map { TermContribution(column: Int($0), contribution: $1) }
    let offset = methods.linear?.offset(ofTopic: topic, date: text.date)
    return TopicEvidence(
      labelSpans: prepared.labels.spans(ofTopic: topic, in: text), terms: terms, termTotal: values.reduce(0, +),
      offset: offset.map { Double($0.date) + Double($0.constant) } ?? 0,
      termMethod: methods.linear == nil ? .centroid : .linear,
      neighbors: supporting.prefix(limit).map {
        NeighborSupport(
          item: Int($0.row), cosine: roundedScore($0.score),
          share: total > 0 ? roundedScore(Double(vote.weight($0)) / total) : 0)
      },
      neighborTotal: total > 0 ? roundedScore(votes / total) : 0)
  }
}
