import LinearAlgebra

/// Knows which topics the items of a collection hold, and how likely each fits another item.
///
/// The methods (``SuggestionMethod``) are fitted to all items that hold a topic; a stacker, fitted to scores of items
/// that were not learned from, turns what they say into a probability. There are two stackers where items have dates:
/// one for items of the time that the collection covers, one for newer items, which are harder as topics drift.
public struct TopicSuggestionModel: Sendable {
  /// What the model can say.
  public let mode: SuggestionMode
  /// What it was fitted to.
  public let collection: TaggedCollection
  /// The settings.
  public let configuration: TopicSuggestionConfiguration
  /// How probabilities turned out for items of the time that the collection covers; nil when uncalibrated.
  public let calibration: SuggestionCalibration?
  /// The same for items newer than all that were learned from; nil without dates.
  public let forwardCalibration: SuggestionCalibration?

  let prepared: PreparedCollection
  let methods: FittedMethods
  private let stacker: SuggestionStacker?
  private let forwardStacker: SuggestionStacker?
  /// The methods without classifiers fitted to each fold, and for each item the fold that it was held in, or -1.
  private let folds: [FittedMethods]
  private let foldOfItem: [Int]
  /// The margins out of fold of each item that holds a topic.
  private let heldMargins: [[Float]?]
  private let lastDate: String?

  /// Fits a model.
  ///
  /// - Complexity: O(items²) in memory and time up to 6,000 items; above, the classifiers need O(stored entries ·
  ///   topics) per round.
  public init(
    fittedTo collection: TaggedCollection,
    configuration: TopicSuggestionConfiguration = TopicSuggestionConfiguration()
  ) {
    let tagged = collection.taggedItems
    let cosines = CosineTable(collection.rows)
    let mode = Self.mode(collection, tagged.count, configuration, holdsAllPairs: cosines.holdsAllPairs)
    let usesLinear = mode == .complete
    let prepared = PreparedCollection(collection, cosines: cosines)
    let solver = usesLinear ? DualCoordinateDescent(seed: configuration.seed) : nil
    self.mode = mode
    self.collection = collection
    self.configuration = configuration
    self.prepared = prepared
    methods = FittedMethods(prepared, training: tagged, solver: solver)
    lastDate = tagged.compactMap { collection.dates[$0] }.max()

    var folds: [FittedMethods] = []
    var foldOfItem = [Int](repeating: -1, count: collection.topics.count)
    var heldMargins = [[Float]?](repeating: nil, count: collection.topics.count)
    var pairs = HeldOutPairs(prepared)
    if mode != .uncalibrated {
      let groups = cosines.duplicateGroups(configuration.duplicateCosine)
      let parts = TrainingFolds.random(
        tagged, count: configuration.foldCount, group: groups, seed: configuration.seed)
      for (part, fold) in parts.enumerated() {
        let (methods, margins) = Self.fitted(prepared, fold, solver)
        pairs.append(fold.held, methods, margins: margins, part: part, usesLinear: usesLinear)
        for (item, margins) in zip(fold.held, margins) {
          heldMargins[item] = margins
          foldOfItem[item] = part
        }
        folds.append(methods)
      }
    }
    (self.folds, self.foldOfItem, self.heldMargins) = (folds, foldOfItem, heldMargins)
    (stacker, calibration) = pairs.fitted(seed: configuration.seed, isForward: false)

    var forwardPairs = HeldOutPairs(prepared)
    let dated = tagged.filter { collection.dates[$0] != nil }
    if mode != .uncalibrated, dated.count >= configuration.calibrationItemMinimum {
      let parts = TrainingFolds.forward(dated, dates: collection.dates, count: configuration.forwardPartCount)
      for (part, fold) in parts.enumerated() {
        let (methods, margins) = Self.fitted(prepared, fold, solver)
        forwardPairs.append(fold.held, methods, margins: margins, part: part, usesLinear: usesLinear)
      }
    }
    (forwardStacker, forwardCalibration) = forwardPairs.fitted(seed: configuration.seed, isForward: true)
  }

  private static func mode(
    _ collection: TaggedCollection, _ taggedCount: Int, _ configuration: TopicSuggestionConfiguration,
    holdsAllPairs: Bool
  ) -> SuggestionMode {
    if taggedCount < max(configuration.calibrationItemMinimum, 2 * configuration.foldCount) { return .uncalibrated }
    // Above some topics or terms the classifiers cost more than the rest together, and gain less.
    let weightCount = collection.rows.columnCount * collection.topicCount
    let entryCount = collection.rows.storedCount * collection.topicCount
    return collection.topicCount <= configuration.linearTopicLimit && weightCount <= LinearClassifiers.weightLimit
      && (holdsAllPairs || entryCount <= 2_000_000_000) ? .complete : .cheap
  }

  /// The methods fitted to a fold, without classifiers, and what these say of the items that were held out.
  private static func fitted(_ prepared: PreparedCollection, _ fold: TrainingFold, _ solver: DualCoordinateDescent?)
    -> (FittedMethods, [[Float]?])
  {
    let methods = FittedMethods(prepared, training: fold.training, solver: solver)
    let margins = concurrentMap(chunksOf: fold.held.count, minimumChunk: 16) { chunk in
      chunk.map { methods.linear?.margins(prepared.collection.text(ofItem: fold.held[$0])) }
    }
    return (methods.withoutClassifiers(), margins.flatMap { $0 })
  }

  /// Whether an item of a date is newer than all that was learned from.
  public func isNewer(_ date: String?) -> Bool {
    guard let date, let lastDate else { return false }
    return date > lastDate
  }

  /// How the probabilities of items of a date turned out; nil when uncalibrated.
  public func calibration(forDate date: String?) -> SuggestionCalibration? {
    isNewer(date) ? forwardCalibration ?? calibration : calibration
  }

  /// The scores of a text by one method; empty when the mode does without it.
  public func scores(of text: ItemText, by method: SuggestionMethod) -> [Float] {
    methods.scores(prepared.query(text), in: prepared)[method]
  }

  /// The probability of each topic for a text that the collection does not hold, rounded to 6 places.
  ///
  /// Uncalibrated, the values only order the topics.
  public func probabilities(of text: ItemText) -> [Double] {
    probabilities(methods.scores(prepared.query(text), in: prepared), isNewer: isNewer(text.date))
  }

  /// The probability of each topic for an item of the collection, as if the item had not been learned from.
  public func probabilities(ofItem item: Int) -> [Double] {
    let (methods, margins) = methodsWithout(item)
    let scores = methods.scores(prepared.query(ofItem: item), margins: margins, in: prepared)
    return probabilities(scores, isNewer: foldOfItem[item] < 0 && isNewer(collection.dates[item]))
  }

  /// The methods that did not learn from an item, and its margins by them.
  func methodsWithout(_ item: Int) -> (methods: FittedMethods, margins: [Float]?) {
    foldOfItem[item] < 0 ? (methods, nil) : (folds[foldOfItem[item]], heldMargins[item])
  }

  private func probabilities(_ scores: MethodScores, isNewer: Bool) -> [Double] {
    guard let stacker = isNewer ? forwardStacker ?? stacker : stacker else {
      return ZeroTrainingScores.scores(scores).map(roundedScore)
    }
    let features = PairFeatures.rows(scores, topicCount: collection.topicCount, usesLinear: mode == .complete)
    return stacker.probabilities(features).map(roundedScore)
  }
}
