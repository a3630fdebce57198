import LinearAlgebra

/// Ranks the items related to an item or to a text: cosine, smoothed over the candidates' own neighbors, after feedback
/// where texts are short.
///
/// With *S* the cosine of the query and every item, the score of candidate *j* is
/// `(1 − α)·S(j) + α·Σ W(j,m)·S(m)` over the nearest neighbors *m* of *j* by cosine, *W* their cosines divided by their
/// sum, and *S* of the query item itself taken as 0. With feedback *S* is computed for `L2(q + β·e)`, where *e* is the sum
/// of the rows nearest to the query, weighted by their cosines and brought to length 1 (Rocchio 1971).
public struct RelatedItemsFinder: Sendable {
  /// How neighbors become related items.
  public let configuration: SimilarityConfiguration
  /// Whether the nearest items lend the query their terms.
  public let usesFeedback: Bool
  /// The exact search over the unit rows.
  public let index: NearestNeighborIndex
  /// The nearest rows of each row by cosine, as many as smoothing and feedback need.
  public let nearest: NeighborLists
  let smoothing: NeighborSmoothing
  /// The cosines of the nearest rows before they were rounded, one list after the other, where a query is a row; else empty.
  private let nearestCosines: [Double]
  /// The leading cosines of each row, which spare comparing all pairs; nil where bounds would not hold.
  private let leading: LeadingScores?
  /// What an earlier run found of rows that have not changed.
  let known: KnownNeighbors?

  /// The nearest rows that are computed for each row at least: clustering looks at ten.
  package static let storedNearestCount = 10

  /// Creates a finder and computes the nearest rows of each row.
  ///
  /// - Parameters:
  ///   - rows: Unit rows, of shape (items, terms), in the order of item ids.
  ///   - configuration: How neighbors become related items.
  ///   - usesFeedback: Whether the nearest items lend the query their terms.
  ///   - nearest: The nearest rows of each row when they are known already, at least as many as the configuration needs.
  public init(
    rows: SparseMatrix, configuration: SimilarityConfiguration, usesFeedback: Bool, nearest: NeighborLists? = nil
  ) {
    self.configuration = configuration
    self.usesFeedback = usesFeedback
    index = NearestNeighborIndex(rows: rows)
    if let nearest {
      self.nearest = nearest
      nearestCosines = []
      leading = nil
    } else {
      let count = Self.nearestCount(configuration, usesFeedback: usesFeedback)
      let leading = index.leadingScores(
        count: Self.leadingCount(limit: configuration.limit, nearestCount: count, usesFeedback: usesFeedback))
      (self.nearest, nearestCosines) = index.nearestNeighbors(
        count: count, leading: leading, keepsCosines: !usesFeedback)
      self.leading = leading
    }
    smoothing = NeighborSmoothing(self.nearest, configuration)
    known = nil
  }

  /// Creates a finder that goes on from what is known of rows that have not changed.
  ///
  /// - Precondition: The known lists were made with the same configuration.
  init(rows: SparseMatrix, configuration: SimilarityConfiguration, usesFeedback: Bool, known: KnownNeighbors) {
    self.configuration = configuration
    self.usesFeedback = usesFeedback
    index = NearestNeighborIndex(rows: rows)
    nearest = index.nearestNeighbors(
      count: Self.nearestCount(configuration, usesFeedback: usesFeedback), known: known)
    nearestCosines = []
    leading = nil
    smoothing = NeighborSmoothing(nearest, configuration)
    self.known = known
  }

  /// How many nearest rows are computed for each row.
  private static func nearestCount(_ configuration: SimilarityConfiguration, usesFeedback: Bool) -> Int {
    max(
      storedNearestCount, configuration.smoothingNeighborCount, usesFeedback ? configuration.feedbackItemCount : 0)
  }

  /// How many cosines of each row are kept: with fewer the bounds decide less often, with more they take longer.
  ///
  /// Measured on 21,715 talks with feedback, processor time with comparing: 80 → 3.3 s, and 1,223 items compared with all;
  /// 108 → 2.4 s, 544; 140 → 2.2 s, 270; 170 → 2.4 s, 128; 200 → 2.6 s, 73. Without feedback the bound is that of one row, not
  /// of six: of 2,763 pages, 1,151 articles and 2,225 news none had to be compared with all at 40, one each of the latter at 30.
  private static func leadingCount(limit: Int, nearestCount: Int, usesFeedback: Bool) -> Int {
    (usesFeedback ? 80 : 0) + 6 * max(limit, nearestCount)
  }

  /// The related items of every item, best first.
  ///
  /// - Complexity: O(rows · (leading cosines · neighbors + candidates · terms of a row)), see `BoundedRanking`.
  public func relatedToAll(limit: Int) -> NeighborLists {
    guard limit > 0, boundsHold else { return relatedToAllByComparing(limit: limit) }
    if let known, known.limit == limit, let lists = relatedToAll(limit: limit, known: known) { return lists }
    let leading =
      self.leading
      ?? index.leadingScores(count: Self.leadingCount(limit: limit, nearestCount: 0, usesFeedback: usesFeedback))
    let reverse = ReverseNeighbors(smoothing)
    let parts = concurrentMap(chunksOf: index.rows.rowCount, minimumChunk: 64) { chunk in
      var lists = NeighborLists()
      var ranking = BoundedRanking(self, leading, reverse, limit: limit)
      for row in chunk { lists.append(ranking.related(toRow: row) ?? related(toRow: row, limit: limit)) }
      return lists
    }
    return NeighborLists(joining: parts)
  }

  /// The related items of every item, found by comparing each with all others.
  func relatedToAllByComparing(limit: Int) -> NeighborLists {
    NeighborLists(
      joining: concurrentMap(chunksOf: index.rows.rowCount, minimumChunk: 64) { chunk in
        related(toRows: chunk, limit: limit)
      })
  }

  /// Whether no weight is negative and no row longer than 1, so that scores have bounds.
  private var boundsHold: Bool {
    guard configuration.feedbackWeight >= 0, (0...1).contains(configuration.smoothing),
      index.rows.values.allSatisfy({ $0 >= 0 })
    else { return false }
    return (0..<index.rows.rowCount).allSatisfy { row in
      let squares = index.rows.values[index.rows.range(ofRow: row)].reduce(0.0) { $0 + Double($1) * Double($1) }
      return squares < 1.00001
    }
  }

  /// The related items of one item, best first.
  public func related(toRow row: Int, limit: Int) -> [Neighbor] {
    Array(related(toRows: row..<row + 1, limit: limit)[0])
  }

  /// The items related to a text, best first.
  ///
  /// - Parameters:
  ///   - query: The weights of the text, of length 1.
  ///   - row: The row of the item that the text is of, which neither is an answer nor lends its terms; nil for another text.
  ///   - limit: At most so many items.
  public func related(to query: SparseVector, excluding row: Int? = nil, limit: Int) -> [Neighbor] {
    var query = query
    if usesFeedback {
      let nearest = feedback(for: query, excluding: row)
      query = FeedbackQuery(query, nearest: nearest[...], rows: index.rows, weight: configuration.feedbackWeight).vector
    }
    var result: [Neighbor] = []
    var exact = ExactScores(rows: index.rows)
    var smoothed = [Float](repeating: 0, count: index.scoreStride)
    exact.begin(query)
    index.forEachScores(of: query) { scores in
      result = rank(&scores, &smoothed, &exact, excluding: row, limit: limit)
    }
    return result
  }

  /// The rows that lend a text their terms, nearest first.
  public func feedback(for query: SparseVector, excluding row: Int? = nil) -> [Neighbor] {
    let count = configuration.feedbackItemCount
    let nearest = index.nearestNeighbors(to: query, count: row == nil ? count : count + 1)
    return Array(nearest.filter { Int($0.row) != row }.prefix(count))
  }

  /// The query that an item becomes: its own row, or what feedback makes of it.
  public func query(ofRow row: Int) -> SparseVector { queryParts(ofRow: row).query }

  /// The query that an item becomes, and the rows that it is the sum of, each with its share.
  func queryParts(ofRow row: Int) -> (query: SparseVector, parts: [(row: Int32, share: Double)]) {
    let own = SparseVector(row: row, of: index.rows)
    guard usesFeedback else { return (own, [(Int32(row), 1)]) }
    let nearest = nearest[row].prefix(configuration.feedbackItemCount)
    let mixed = FeedbackQuery(own, nearest: nearest, rows: index.rows, weight: configuration.feedbackWeight)
    return (mixed.vector, [(Int32(row), mixed.ownScale)] + zip(nearest, mixed.rowScales).map { ($0.row, $1) })
  }

  /// Tells exact scores that began with the query of a row what is known of them.
  func rememberNearest(ofRow row: Int, in exact: inout ExactScores) {
    guard !nearestCosines.isEmpty else { return }
    for place in nearest.offsets[row]..<nearest.offsets[row + 1] {
      exact.remember(nearestCosines[place], of: nearest.neighbors[place].row)
    }
  }

  private func related(toRows range: Range<Int>, limit: Int) -> NeighborLists {
    var lists = NeighborLists()
    var exact = ExactScores(rows: index.rows)
    var smoothed = [Float](repeating: 0, count: index.scoreStride)
    index.forEachScores(range, query: query(ofRow:)) { row, query, scores in
      exact.begin(query)
      lists.append(rank(&scores, &smoothed, &exact, excluding: row, limit: limit))
    }
    return lists
  }

  /// The best of all rows for the query that `exact` was begun with.
  ///
  /// - Parameters:
  ///   - scores: The query's scores with all rows; changed on the way.
  ///   - smoothed: Room for as many.
  ///   - floor: A score that the last of the list reaches at least.
  func rank(
    _ scores: inout ArraySlice<Float>, _ smoothed: inout [Float], _ exact: inout ExactScores, excluding row: Int?,
    limit: Int, floor: Float = 0
  ) -> [Neighbor] {
    if let row { scores[scores.startIndex + row] = 0 }
    guard configuration.smoothing > 0 else {
      return NearestNeighborIndex.best(TopScores.candidates(in: scores, count: limit, floor: floor), count: limit) {
        exact.score($0)
      }
    }
    smoothing.apply(to: scores, into: &smoothed)
    if let row { smoothed[row] = 0 }
    return NearestNeighborIndex.best(
      TopScores.candidates(in: smoothed[...], count: limit, floor: floor), count: limit
    ) {
      smoothing.score($0, excluding: row) { exact.score($0) }
    }
  }
}
