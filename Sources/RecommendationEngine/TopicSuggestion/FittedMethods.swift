/// A collection with what all fits share: the cosines and the names.
struct PreparedCollection: Sendable {
  let collection: TaggedCollection
  let cosines: CosineTable
  let labels: LabelMatcher

  init(_ collection: TaggedCollection, cosines: CosineTable) {
    self.collection = collection
    self.cosines = cosines
    labels = LabelMatcher(names: collection.labelText.names, topicCount: collection.topicCount)
  }

  /// A text with its cosines with all items.
  func query(_ text: ItemText) -> SuggestionQuery {
    SuggestionQuery(text: text, cosines: cosines.cosines(columns: text.columns, weights: text.weights))
  }

  /// An item of the collection with its cosines with the others; with itself it is 0.
  func query(ofItem item: Int) -> SuggestionQuery {
    var query = SuggestionQuery(
      text: collection.text(ofItem: item), cosines: cosines.cosines(ofItem: item, collection.rows))
    query.cosines[item] = 0
    return query
  }
}

/// What the methods look at to score one item.
struct SuggestionQuery: Sendable {
  let text: ItemText
  /// The cosines with all items of the collection.
  var cosines: [Float]
}

/// All methods, fitted to some items of a collection.
struct FittedMethods: Sendable {
  /// Whether each item of the collection was learned from.
  let isTraining: [Bool]
  let centroid: CentroidMatch
  /// The classifiers; nil in the cheap mode, and once the margins that are needed are known.
  private(set) var linear: LinearClassifiers?
  private let priors: [Float]

  init(_ prepared: PreparedCollection, training: [Int], solver: DualCoordinateDescent?) {
    let collection = prepared.collection
    var isTraining = [Bool](repeating: false, count: collection.topics.count)
    for item in training { isTraining[item] = true }
    self.isTraining = isTraining
    centroid = CentroidMatch(collection, training: training)
    linear = solver.map { LinearClassifiers(collection, training: training, cosines: prepared.cosines, solver: $0) }
    priors = collection.members(among: training).map { Float($0.count) / Float(max(training.count, 1)) }
  }

  /// The same methods without the weights of the classifiers, which take the most room.
  func withoutClassifiers() -> FittedMethods {
    var copy = self
    copy.linear = nil
    return copy
  }

  /// The nearest items that were learned from, for votes and as evidence.
  func neighbors(_ cosines: [Float]) -> [Neighbor] {
    NeighborVote.nearest(cosines, eligible: isTraining, count: 50)
  }

  /// Scores an item by all methods.
  ///
  /// - Parameter margins: Those of the classifiers, where they are known; nil asks the classifiers.
  func scores(_ query: SuggestionQuery, margins: [Float]? = nil, in prepared: PreparedCollection)
    -> MethodScores
  {
    let collection = prepared.collection
    func vote(_ neighbors: [Neighbor], _ count: Int, _ power: Int) -> [Float] {
      NeighborVote(neighborCount: count, power: power)
        .shares(neighbors, topics: collection.topics, topicCount: collection.topicCount)
    }
    let neighbors = neighbors(query.cosines)
    var result = MethodScores()
    result[.neighbors50] = vote(neighbors, 50, 2)
    result[.neighbors10] = vote(neighbors, 10, 1)
    result[.centroid] = centroid.cosines(query.text, query.cosines, eligible: isTraining, topics: collection.topics)
    result[.linear] = margins ?? linear?.margins(query.text) ?? []
    result[.titleMatch] = prepared.labels.titleMatches(query.text)
    result[.passageMatch] = prepared.labels.passageMatchCounts(query.text)
    result[.prior] = priors
    return result
  }
}
