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
  private let smoothing: NeighborSmoothing

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
    self.nearest =
      nearest
      ?? index.nearestNeighbors(
        count: max(Self.storedNearestCount, configuration.smoothingNeighborCount, configuration.feedbackItemCount))
    smoothing = NeighborSmoothing(self.nearest, configuration)
  }

  /// The related items of every item, best first.
  public func relatedToAll(limit: Int) -> NeighborLists {
    let parts = concurrentMap(chunksOf: index.rows.rowCount, minimumChunk: 64) { chunk in
      related(toRows: chunk, limit: limit)
    }
    return NeighborLists(joining: parts)
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
  public func query(ofRow row: Int) -> SparseVector {
    let own = SparseVector(row: row, of: index.rows)
    guard usesFeedback else { return own }
    return FeedbackQuery(
      own, nearest: nearest[row].prefix(configuration.feedbackItemCount), rows: index.rows,
      weight: configuration.feedbackWeight
    ).vector
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

  private func rank(
    _ scores: inout ArraySlice<Float>, _ smoothed: inout [Float], _ exact: inout ExactScores, excluding row: Int?,
    limit: Int
  ) -> [Neighbor] {
    if let row { scores[scores.startIndex + row] = 0 }
    guard configuration.smoothing > 0 else {
      return NearestNeighborIndex.best(TopScores.candidates(in: scores, count: limit), count: limit) {
        exact.score($0)
      }
    }
    smoothing.apply(to: scores, into: &smoothed)
    if let row { smoothed[row] = 0 }
    return NearestNeighborIndex.best(TopScores.candidates(in: smoothed[...], count: limit), count: limit) {
      smoothing.score($0, excluding: row) { exact.score($0) }
    }
  }
}
