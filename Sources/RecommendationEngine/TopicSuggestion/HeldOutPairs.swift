/// Collects pairs of items and topics whose scores were computed without the item, to fit a stacker to.
struct HeldOutPairs {
  private let prepared: PreparedCollection
  private var features: [Float] = []
  private var isHeld: [Bool] = []
  private var parts: [Int] = []
  private var width = 0

  /// About so many pairs are collected per part; of more items an even choice is taken.
  private static let pairLimit = 60_000

  init(_ prepared: PreparedCollection) {
    self.prepared = prepared
  }

  /// Adds the pairs of some items with all topics.
  ///
  /// - Parameter margins: Those of each item by the classifiers.
  mutating func append(_ items: [Int], _ methods: FittedMethods, margins: [[Float]?], part: Int, usesLinear: Bool) {
    let prepared = prepared
    let topicCount = prepared.collection.topicCount
    let stride = max(1, items.count * topicCount / Self.pairLimit)
    let chosen = items.indices.filter { $0 % stride == 0 }
    width = PairFeatures.count(usesLinear: usesLinear)
    let parts = concurrentMap(chunksOf: chosen.count, minimumChunk: 16) { chunk in
      chunk.flatMap { place in
        let scores = methods.scores(
          prepared.query(ofItem: items[chosen[place]]), margins: margins[chosen[place]], in: prepared)
        return PairFeatures.rows(scores, topicCount: topicCount, usesLinear: usesLinear)
      }
    }
    features.append(contentsOf: parts.joined())
    for place in chosen {
      var held = [Bool](repeating: false, count: topicCount)
      for topic in prepared.collection.topics[items[place]] { held[Int(topic)] = true }
      isHeld.append(contentsOf: held)
    }
    self.parts.append(contentsOf: repeatElement(part, count: chosen.count * topicCount))
  }

  /// The stacker of these pairs, and how its probabilities turned out on them; nil without pairs.
  func fitted(seed: UInt64, isForward: Bool) -> (SuggestionStacker?, SuggestionCalibration?) {
    guard !isHeld.isEmpty else { return (nil, nil) }
    let stacker = SuggestionStacker(features: features, width: width, isHeld: isHeld, seed: seed)
    let probabilities = stacker.probabilities(features)
    let calibration = SuggestionCalibration(
      isHeld.indices.lazy.map { (probability: probabilities[$0], isHeld: isHeld[$0], part: parts[$0]) },
      isForward: isForward)
    return (stacker, calibration)
  }
}
