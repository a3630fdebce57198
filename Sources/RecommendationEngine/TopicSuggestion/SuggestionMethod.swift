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

/// All methods, fitted to some items of a collection.
struct FittedMethods: Sendable {
  /// Whether each item of the collection was learned from.
  let isTraining: [Bool]
  let centroid: CentroidMatch
  /// The classifiers, or nil in the cheap mode.
  var linear: LinearClassifiers?
  let labels: LabelMatcher
  let priors: [Float]

  init(
    _ collection: TaggedCollection, training: [Int], cosines: CosineTable, labels: LabelMatcher,
    solver: DualCoordinateDescent?
  ) {
    var isTraining = [Bool](repeating: false, count: collection.topics.count)
    for item in training { isTraining[item] = true }
    self.isTraining = isTraining
    self.labels = labels
    centroid = CentroidMatch(collection, training: training)
    linear = solver.map { LinearClassifiers(collection, training: training, cosines: cosines, solver: $0) }
    priors = collection.members(among: training).map { Float($0.count) / Float(max(training.count, 1)) }
  }

  /// The nearest items that were learned from, for votes and as evidence.
  func neighbors(_ cosines: [Float]) -> [Neighbor] {
    NeighborVote.nearest(cosines, eligible: isTraining, count: 50)
  }

  /// Scores an item by all methods.
  ///
  /// - Parameters:
  ///   - cosines: Those with all items of the collection.
  ///   - margins: The margins of the classifiers, where they are known; nil asks the classifiers.
  func scores(
    _ item: ItemText, cosines: [Float], margins: [Float]? = nil, in collection: TaggedCollection
  ) -> MethodScores {
    let neighbors = neighbors(cosines)
    var result = MethodScores()
    result[.neighbors50] = NeighborVote(neighborCount: 50, power: 2)
      .shares(neighbors, topics: collection.topics, topicCount: collection.topicCount)
    result[.neighbors10] = NeighborVote(neighborCount: 10, power: 1)
      .shares(neighbors, topics: collection.topics, topicCount: collection.topicCount)
    result[.centroid] = centroid.cosines(cosines, eligible: isTraining, topics: collection.topics)
    result[.linear] = margins ?? linear?.margins(item) ?? []
    result[.titleMatch] = labels.titleMatches(item)
    result[.passageMatch] = labels.passageMatchCounts(item)
    result[.prior] = priors
    return result
  }
}

extension FittedMethods {
  /// The margins of items of the collection; empty lists without classifiers.
  func margins(ofItems items: [Int], _ collection: TaggedCollection) -> [[Float]] {
    guard let linear else { return items.map { _ in [] } }
    return concurrentMap(chunksOf: items.count, minimumChunk: 16) { chunk in
      chunk.map { linear.margins(collection.text(ofItem: items[$0])) }
    }.flatMap { $0 }
  }
}
