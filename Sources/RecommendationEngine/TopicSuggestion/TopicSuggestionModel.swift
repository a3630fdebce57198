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

  let cosines: CosineTable
  let methods: FittedMethods
  private let stacker: SuggestionStacker?
  private let forwardStacker: SuggestionStacker?
  /// The methods without classifiers fitted to each fold, and for each item the fold that it was held in, or -1.
  private let folds: [FittedMethods]
  private let foldOfItem: [Int]
  /// The margins out of fold of each item that holds a topic.
  private let heldMargins: [[Float]]
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
    let labels = LabelMatcher(names: collection.labelText.names, topicCount: collection.topicCount)
    let isCalibrated = tagged.count >= max(configuration.calibrationItemMinimum, 2 * configuration.foldCount)
    // Above some topics or terms the classifiers cost more than the rest together, and gain less.
    let usesLinear =
      collection.topicCount <= configuration.linearTopicLimit
      && collection.rows.columnCount * collection.topicCount <= LinearClassifiers.weightLimit
      && (cosines.holdsAllPairs || collection.rows.storedCount * collection.topicCount <= 2_000_000_000)
    mode = !isCalibrated ? .uncalibrated : usesLinear ? .complete : .cheap
    let solver = mode == .complete ? DualCoordinateDescent(seed: configuration.seed) : nil
    let fitted: (TrainingFold) -> FittedMethods = {
      FittedMethods(collection, training: $0.training, cosines: cosines, labels: labels, solver: solver)
    }
    methods = fitted(TrainingFold(training: tagged, held: []))
    lastDate = tagged.compactMap { collection.dates[$0] }.max()
    self.collection = collection
    self.configuration = configuration
    self.cosines = cosines

    var folds: [FittedMethods] = []
    var foldOfItem = [Int](repeating: -1, count: collection.topics.count)
    var heldMargins = [[Float]](repeating: [], count: collection.topics.count)
    guard isCalibrated else {
      (stacker, forwardStacker, calibration, forwardCalibration) = (nil, nil, nil, nil)
      (self.folds, self.foldOfItem, self.heldMargins) = (folds, foldOfItem, heldMargins)
      return
    }

    let groups = cosines.duplicateGroups(configuration.duplicateCosine)
    var rows = HeldOutPairs(collection)
    for fold in TrainingFolds.random(
      tagged, count: configuration.foldCount, group: groups, seed: configuration.seed)
    {
      var methods = fitted(fold)
      for (item, margins) in zip(fold.held, methods.margins(ofItems: fold.held, collection)) {
        heldMargins[item] = margins
      }
      methods.linear = nil
      for item in fold.held { foldOfItem[item] = folds.count }
      rows.append(fold.held, methods, heldMargins, cosines, part: folds.count, usesLinear: mode == .complete)
      folds.append(methods)
    }
    (stacker, calibration) = rows.fitted(seed: configuration.seed)
    (self.folds, self.foldOfItem, self.heldMargins) = (folds, foldOfItem, heldMargins)

    let dated = tagged.filter { collection.dates[$0] != nil }
    guard configuration.forwardPartCount > 0, dated.count >= configuration.calibrationItemMinimum else {
      (forwardStacker, forwardCalibration) = (nil, nil)
      return
    }
    var forwardRows = HeldOutPairs(collection)
    let parts = TrainingFolds.forward(dated, dates: collection.dates, count: configuration.forwardPartCount)
    for (part, fold) in parts.enumerated() {
      let methods = fitted(fold)
      var margins = [[Float]](repeating: [], count: collection.topics.count)
      for (item, values) in zip(fold.held, methods.margins(ofItems: fold.held, collection)) { margins[item] = values }
      forwardRows.append(fold.held, methods, margins, cosines, part: part, usesLinear: mode == .complete)
    }
    (forwardStacker, forwardCalibration) = forwardRows.fitted(seed: configuration.seed)
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

  /// The scores of a text by each method.
  public func scores(of text: ItemText, by method: SuggestionMethod) -> [Float] {
    let cosines = cosines.cosines(columns: text.columns, weights: text.weights)
    return methods.scores(text, cosines: cosines, in: collection)[method]
  }

  /// The probability of each topic for a text that the collection does not hold, rounded to 6 places.
  ///
  /// Uncalibrated, the values only order the topics.
  public func probabilities(of text: ItemText) -> [Double] {
    let cosines = cosines.cosines(columns: text.columns, weights: text.weights)
    let scores = methods.scores(text, cosines: cosines, in: collection)
    return probabilities(scores, isNewer: isNewer(text.date))
  }

  /// The probability of each topic for an item of the collection, as if the item had not been learned from.
  public func probabilities(ofItem item: Int) -> [Double] {
    let (methods, margins) = methodsWithout(item)
    let scores = methods.scores(
      collection.text(ofItem: item), cosines: cosinesWithout(item), margins: margins, in: collection)
    return probabilities(scores, isNewer: foldOfItem[item] < 0 && isNewer(collection.dates[item]))
  }

  /// The methods that did not learn from an item, and its margins by them.
  func methodsWithout(_ item: Int) -> (methods: FittedMethods, margins: [Float]?) {
    foldOfItem[item] < 0 ? (methods, nil) : (folds[foldOfItem[item]], mode == .complete ? heldMargins[item] : nil)
  }

  /// The cosines of an item with all others, 0 with itself.
  func cosinesWithout(_ item: Int) -> [Float] {
    var result = cosines.cosines(ofItem: item, collection.rows)
    result[item] = 0
    return result
  }

  private func probabilities(_ scores: MethodScores, isNewer: Bool) -> [Double] {
    guard let stacker = isNewer ? forwardStacker ?? stacker : stacker else {
      return ZeroTrainingScores.scores(scores).map(roundedScore)
    }
    let features = PairFeatures.rows(scores, topicCount: collection.topicCount, usesLinear: mode == .complete)
    return stacker.probabilities(features).map(roundedScore)
  }
}
