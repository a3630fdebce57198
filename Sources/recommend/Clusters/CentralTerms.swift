import RecommendationEngine
import RecommendationStore

/// The terms that weigh more in the middle of a group of items than in that of the collection.
struct CentralTerms {
  private let recommender: Recommender
  private let texts: (_ row: Int) -> [String]
  private let surfaces: SurfaceForms
  /// The mean weight of each term over all items.
  private let means: [Double]

  /// Weighs all items.
  ///
  /// - Parameters:
  ///   - recommender: The items.
  ///   - texts: The texts of an item as they are written.
  init(_ recommender: Recommender, texts: @escaping (_ row: Int) -> [String]) {
    self.recommender = recommender
    self.texts = texts
    surfaces = SurfaceForms(recommender.corpus)
    var sums = [Double](repeating: 0, count: recommender.counter.vocabulary.count)
    for row in recommender.ids.indices { Self.forEachWeight(of: row, recommender) { sums[$0] += $1 } }
    means = sums.map { $0 / Double(recommender.ids.count) }
  }

  /// The terms that mark some items most, at most `limit`, as people write them.
  ///
  /// A term's weight is its mean weight in these items less that in all items. Phrases that nobody wrote, as the analysis joins
  /// words over stop words, are left out, and so are numbers and the words of a phrase that weighs more.
  func terms(of rows: [Int], limit: Int = 8) -> [StoredCluster.WeightedTerm] {
    var sums: [Int: Double] = [:]
    for row in rows { Self.forEachWeight(of: row, recommender) { sums[$0, default: 0] += $1 } }
    // Where all items are one group, no term weighs more in it than elsewhere.
    let isPart = rows.count < recommender.ids.count
    var weighed: [(term: String, weight: Double)] = sums.map { column, sum in
      let weight: Double = sum / Double(rows.count) - (isPart ? means[column] : 0)
      return (recommender.counter.vocabulary[column], roundedScore(weight))
    }
    weighed.sort { $0.weight == $1.weight ? $0.term < $1.term : $0.weight > $1.weight }
    let heaviest = weighed.prefix(3 * limit)
    let written = ClusterLabeler(textLimit: 100).spellings(
      of: heaviest.map { $0.term }, in: rows, of: recommender.corpus, texts: texts)
    var chosen: [StoredCluster.WeightedTerm] = []
    var told = Set<Substring>()
    for (term, weight) in heaviest where chosen.count < limit && weight > 0 {
      let words = term.split(separator: " ")
      guard !words.allSatisfy(told.contains), words.count == 1 || written[term] != nil,
        term.unicodeScalars.contains(where: { $0.properties.isAlphabetic })
      else { continue }
      told.formUnion(words)
      chosen.append(.init(term: written[term] ?? surfaces.surface(of: term), weight: weight))
    }
    return chosen
  }

  private static func forEachWeight(
    of row: Int, _ recommender: Recommender, _ body: (_ column: Int, _ weight: Double) -> Void
  ) {
    let counts = recommender.counts
    let range = counts.range(ofRow: row)
    let columns = counts.columnIndices[range]
    let weights = recommender.model.weights(columns: columns, counts: counts.values[range])
    for (column, weight) in zip(columns, weights) { body(Int(column), weight) }
  }
}
