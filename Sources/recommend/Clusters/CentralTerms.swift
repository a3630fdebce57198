import LinearAlgebra
import RecommendationEngine
import RecommendationStore

/// The terms that weigh more in the middle of a group of items than in that of the collection.
struct CentralTerms {
  /// A term and how much more it weighs in the group.
  typealias Weighed = (term: String, weight: Double)

  private let recommender: Recommender
  private let surfaces: SurfaceForms
  /// The mean weight of each term over all items.
  private let means: [Double]
  private let workerCount: Int

  /// Weighs all items.
  init(_ recommender: Recommender, workerCount: Int = Parallelism.threadCount) {
    self.recommender = recommender
    self.workerCount = workerCount
    surfaces = SurfaceForms(recommender.corpus)
    let count = recommender.ids.count
    // Two halves, whatever the number of threads, as the order of additions decides about the last bits.
    let halves = RowBlocks(rowCount: count, blockSize: (count + 2) / 2).map(workerCount: workerCount) { _, rows in
      Self.sums(of: rows, recommender)
    }
    let sums = halves.count == 2 ? zip(halves[0], halves[1]).map { $0 + $1 } : halves.first ?? []
    means = sums.map { $0 / Double(count) }
  }

  /// For each group of items the terms that mark it most, heaviest first, three times as many as are wanted in the end.
  ///
  /// A term's weight is its mean weight in these items less that in all items.
  func heaviest(in groups: [[Int]], limit: Int = 8) -> [[Weighed]] {
    RowBlocks(rowCount: groups.count, blockSize: 1).map(workerCount: workerCount) { group, _ in
      heaviest(of: groups[group], limit: 3 * limit)
    }
  }

  private func heaviest(of rows: [Int], limit: Int) -> [Weighed] {
    // Where all items are one group, no term weighs more in it than elsewhere.
    let isPart = rows.count < recommender.ids.count
    var weighed: [(column: Int, weight: Double)] = []
    for (column, sum) in Self.sums(of: rows, recommender).enumerated() where sum > 0 {
      let weight = roundedScore(sum / Double(rows.count) - (isPart ? means[column] : 0))
      if weight > 0 { weighed.append((column, weight)) }
    }
    weighed.sort { $0.weight > $1.weight }
    // Terms are compared only where they decide: among those as heavy as the last one, and in the order of the rest.
    let least = weighed.count > limit ? weighed[limit - 1].weight : 0
    var terms = weighed.prefix { $0.weight >= least }.map {
      (term: recommender.counter.vocabulary[$0.column], weight: $0.weight)
    }
    terms.sort { $0.weight == $1.weight ? $0.term < $1.term : $0.weight > $1.weight }
    return Array(terms.prefix(limit))
  }

  /// The heaviest terms as people write them, at most `limit`.
  ///
  /// Phrases that nobody wrote, as the analysis joins words over stop words, are left out, and so are numbers and the words of a
  /// phrase that weighs more.
  func chosen(
    from heaviest: [Weighed], spelled written: [String: String], limit: Int = 8
  ) -> [StoredCluster.WeightedTerm] {
    var chosen: [StoredCluster.WeightedTerm] = []
    var told = Set<Substring>()
    for (term, weight) in heaviest where chosen.count < limit {
      let words = term.split(separator: " ")
      guard !words.allSatisfy(told.contains), words.count == 1 || written[term] != nil,
        term.unicodeScalars.contains(where: { $0.properties.isAlphabetic })
      else { continue }
      told.formUnion(words)
      chosen.append(.init(term: written[term] ?? surfaces.surface(of: term), weight: weight))
    }
    return chosen
  }

  /// The sum of the weights of each term over some items.
  private static func sums(of rows: some Sequence<Int>, _ recommender: Recommender) -> [Double] {
    var sums = [Double](repeating: 0, count: recommender.counter.vocabulary.count)
    let counts = recommender.counts
    for row in rows {
      let range = counts.range(ofRow: row)
      let columns = counts.columnIndices[range]
      let weights = recommender.model.weights(columns: columns, counts: counts.values[range])
      for (column, weight) in zip(columns, weights) { sums[Int(column)] += weight }
    }
    return sums
  }
}
