/// Collects pairs of items and topics whose scores were computed without the item, to fit a stacker to.
struct HeldOutPairs {
  private let collection: TaggedCollection
  private var features: [Float] = []
  private var isHeld: [Bool] = []
  private var parts: [Int] = []
  private var width = 0

  /// About so many pairs are collected per part; of more items an even choice is taken.
  private static let pairLimit = 60_000

  init(_ collection: TaggedCollection) {
    self.collection = collection
  }

  /// Adds the pairs of some items with all topics.
  mutating func append(
    _ items: [Int], _ methods: FittedMethods, _ margins: [[Float]], _ cosines: CosineTable, part: Int, usesLinear: Bool
  ) {
    let topicCount = collection.topicCount
    let stride = max(1, items.count * topicCount / Self.pairLimit)
    let chosen = items.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    let collection = collection
    width = PairFeatures.count(usesLinear: usesLinear)
    let parts = concurrentMap(chunksOf: chosen.count, minimumChunk: 16) { chunk in
      chunk.flatMap { place in
        let item = chosen[place]
        let scores = methods.scores(
          collection.text(ofItem: item), cosines: cosines.cosines(ofItem: item, collection.rows),
          margins: usesLinear ? margins[item] : nil, in: collection)
        return PairFeatures.rows(scores, topicCount: topicCount, usesLinear: usesLinear)
      }
    }
    features.append(contentsOf: parts.joined())
    for item in chosen {
      var held = [Bool](repeating: false, count: topicCount)
      for topic in collection.topics[item] { held[Int(topic)] = true }
      isHeld.append(contentsOf: held)
    }
    self.parts.append(contentsOf: repeatElement(part, count: chosen.count * topicCount))
  }

  /// The stacker of these pairs, and how its probabilities turned out on them.
  func fitted(seed: UInt64) -> (SuggestionStacker, SuggestionCalibration) {
    let stacker = SuggestionStacker(features: features, width: width, isHeld: isHeld, seed: seed)
    let probabilities = stacker.probabilities(features)
    let calibration = SuggestionCalibration(
      isHeld.indices.lazy.map { (probability: probabilities[$0], isHeld: isHeld[$0], part: parts[$0]) })
    return (stacker, calibration)
  }
}
