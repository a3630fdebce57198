import LinearAlgebra

/// One linear classifier per topic: it holds or it does not hold.
///
/// L2-regularised, squared hinge loss, C = 0.5. The features are the terms of the row, a constant (the intercept), and
/// the date's parts (``DateBins``).
struct LinearClassifiers: Sendable {
  /// The number of topics.
  let topicCount: Int
  /// The number of terms.
  let termCount: Int
  private let bins: DateBins
  /// Of shape (features, topics): the terms, the parts of the dates, the constant.
  private let weights: [Float]

  /// The most weights that are kept; more terms × topics than that go without classifiers.
  static let weightLimit = 100_000_000

  /// Fits the classifiers to some items.
  ///
  /// - Complexity: With all pairs of cosines, O(items) for each changed coefficient; else O(stored entries) per round.
  init(_ collection: TaggedCollection, training: [Int], cosines: CosineTable, solver: DualCoordinateDescent) {
    let bins = DateBins(dates: training.map { collection.dates[$0] })
    let features = training.map { bins.features(of: collection.dates[$0]) }
    let topicCount = collection.topicCount
    let termCount = collection.rows.columnCount
    let members = Self.places(of: training.map { collection.topics[$0] }, topicCount)
    let refusals = Self.places(of: training.map { collection.rejected[$0] }, topicCount)
    let fit: @Sendable (Int) -> [Float]
    if cosines.holdsAllPairs {
      let products = Self.products(cosines.block(training), features)
      fit = { topic in
        let (positive, rejected) = Self.labels(members[topic], refusals[topic], training.count)
        return solver.coefficients(products: products, isPositive: positive, isRejected: rejected)
      }
    } else {
      let rows = Self.extendedRows(collection.rows, training, features)
      let lengths = features.map { 2 + DateBins.value * DateBins.value * Float($0.count) }
      fit = { topic in
        let (positive, rejected) = Self.labels(members[topic], refusals[topic], training.count)
        return solver.coefficients(
          rows: rows, squaredLengths: lengths, isPositive: positive, isRejected: rejected)
      }
    }
    let parts = concurrentMap(chunksOf: topicCount) { chunk in chunk.map { members[$0].isEmpty ? [] : fit($0) } }

    // Topics nobody holds in training keep the weights of "never": −1 for the constant.
    var table = [Float](repeating: 0, count: training.count * topicCount)
    var weights = [Float](repeating: 0, count: (termCount + DateBins.featureCount + 1) * topicCount)
    let constant = (termCount + DateBins.featureCount) * topicCount
    for (topic, coefficients) in parts.joined().enumerated() {
      if coefficients.isEmpty { weights[constant + topic] = -1 }
      for (place, coefficient) in coefficients.enumerated() { table[place * topicCount + topic] = coefficient }
    }
    let rows = collection.rows
    unsafe weights.withUnsafeMutableBufferPointer { weights in
      unsafe table.withUnsafeBufferPointer { table in
        let base = weights.baseAddress!
        let step = DateBins.value
        // SAFETY: `source` is a row of `table`; every target row lies below (features · topics).
        func add(_ source: UnsafePointer<Float>, times factor: Float, toFeature feature: Int) {
          let target = unsafe base + feature * topicCount
          for topic in 0..<topicCount { unsafe target[topic] += factor * source[topic] }
        }
        for (place, item) in training.enumerated() {
          let source = unsafe table.baseAddress! + place * topicCount
          for position in rows.range(ofRow: item) {
            unsafe add(source, times: rows.values[position], toFeature: Int(rows.columnIndices[position]))
          }
          for feature in features[place] { unsafe add(source, times: step, toFeature: termCount + feature) }
          unsafe add(source, times: 1, toFeature: termCount + DateBins.featureCount)
        }
      }
    }
    self.bins = bins
    self.topicCount = topicCount
    self.termCount = termCount
    self.weights = weights
  }

  /// The margin of each topic: above 0 speaks for it, 1 is as sure as the training asked for.
  func margins(_ item: ItemText) -> [Float] {
    var result = Array(weights[(termCount + DateBins.featureCount) * topicCount..<weights.count])
    let topicCount = topicCount
    unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe weights.withUnsafeBufferPointer { weights in
        // SAFETY: columns lie below `termCount`, features below the number of date features.
        func add(_ feature: Int, _ factor: Float) {
          let row = unsafe weights.baseAddress! + feature * topicCount
          for topic in 0..<topicCount { unsafe result[topic] += factor * row[topic] }
        }
        for (column, weight) in zip(item.columns, item.weights) { add(Int(column), weight) }
        for feature in bins.features(of: item.date) { add(termCount + feature, DateBins.value) }
      }
    }
    return result
  }

  /// The weight of a term for a topic.
  func weight(ofTerm term: Int, topic: Int) -> Float { weights[term * topicCount + topic] }

  /// What the date and the constant contribute to the margin of a topic.
  func offset(ofTopic topic: Int, date: String?) -> (date: Float, constant: Float) {
    let part = bins.features(of: date).reduce(Float(0)) { $0 + weight(ofTerm: termCount + $1, topic: topic) }
    return (part * DateBins.value, weight(ofTerm: termCount + DateBins.featureCount, topic: topic))
  }

  /// For each topic the places where it is listed.
  private static func places(of lists: [[Int32]], _ topicCount: Int) -> [[Int]] {
    var result = [[Int]](repeating: [], count: topicCount)
    for (place, list) in lists.enumerated() { for topic in list { result[Int(topic)].append(place) } }
    return result
  }

  private static func labels(_ members: [Int], _ refusals: [Int], _ count: Int) -> ([Bool], [Bool]) {
    var positive = [Bool](repeating: false, count: count)
    var rejected = positive
    for place in members { positive[place] = true }
    for place in refusals where !positive[place] { rejected[place] = true }
    return (positive, rejected)
  }

  /// Cosines plus the products of the date features and of the constant.
  private static func products(_ cosines: [Float], _ features: [[Int]]) -> [Float] {
    var result = cosines
    let count = features.count
    let share = DateBins.value * DateBins.value
    let levels = DateBins.levels.count
    let flat = features.flatMap { $0.isEmpty ? [Int](repeating: -1, count: levels) : $0 }
    unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe flat.withUnsafeBufferPointer { flat in
        for row in 0..<count {
          for other in 0..<count {
            var shared: Float = 0
            // SAFETY: both indices stay below `count`, `flat` has `levels` entries for each.
            for level in 0..<levels {
              let part = unsafe flat[row * levels + level]
              if unsafe part >= 0 && part == flat[other * levels + level] { shared += 1 }
            }
            unsafe result[row * count + other] += 1 + share * shared
          }
        }
      }
    }
    return result
  }

  /// The rows of some items with the date features and the constant behind the terms.
  private static func extendedRows(_ rows: SparseMatrix, _ items: [Int], _ features: [[Int]]) -> SparseMatrix {
    var result = SparseMatrix(columnCount: rows.columnCount + DateBins.featureCount + 1)
    for (item, features) in zip(items, features) {
      let range = rows.range(ofRow: item)
      var entries = zip(rows.columnIndices[range], rows.values[range]).map { (column: $0, value: $1) }
      entries += features.map { (column: Int32(rows.columnCount + $0), value: DateBins.value) }
      entries.append((column: Int32(rows.columnCount + DateBins.featureCount), value: 1))
      result.appendRow(entries)
    }
    return result
  }
}
