import LinearAlgebra

/// The ranking that search engines start from; here a baseline in which an item's own terms are the query.
///
/// `score(q, d) = Σ qtf(t) · idf(t) · tf / (tf + k1 · (1 − b + b · length(d) / mean length))`,
/// `idf(t) = ln(1 + (N − df + 0.5) / (df + 0.5))`, lengths in terms; each occurrence in the query counts (*qtf*).
/// S. Robertson and H. Zaragoza, "The probabilistic relevance framework: BM25 and beyond", Foundations and Trends in
/// Information Retrieval 3 (2009), with the idf of Lucene, which is never below 0, and like Lucene without the factor
/// (k1 + 1), which changes no order.
public struct BM25: Sendable {
  /// The ids of the rows.
  private let ids: [ItemID]
  private let counts: SparseMatrix
  /// What each occurrence of a term in a query adds to each item, of shape (terms, items).
  private let contributions: SparseMatrix

  /// Prepares a collection.
  ///
  /// - Parameters:
  ///   - counts: Term counts, of shape (items, terms), all above 0.
  ///   - ids: The ids of the rows.
  ///   - k1: How soon repeating a term stops to count; 0 counts it once.
  ///   - b: How much long items are made up for, 0…1.
  /// - Complexity: O(*nnz*).
  public init(counts: SparseMatrix, ids: [ItemID], k1: Double = 1.2, b: Double = 0.75) {
    precondition(ids.count == counts.rowCount, "\(ids.count) ids for \(counts.rowCount) rows")
    self.counts = counts
    self.ids = ids
    let lengths = (0..<counts.rowCount).map { row in
      counts.range(ofRow: row).reduce(0) { $0 + Double(counts.values[$1]) }
    }
    let meanLength = max(mean(of: lengths), .leastNormalMagnitude)
    let postings = counts.transposed()
    var weighted = SparseMatrix(columnCount: counts.rowCount)
    for term in 0..<postings.rowCount {
      let range = postings.range(ofRow: term)
      let documentFrequency = Double(range.count)
      let idf = naturalLogarithm(1 + (Double(ids.count) - documentFrequency + 0.5) / (documentFrequency + 0.5))
      weighted.appendRow(
        range.lazy.map { position in
          let row = postings.columnIndices[position]
          let frequency = Double(postings.values[position])
          let saturation = frequency + k1 * (1 - b + b * lengths[Int(row)] / meanLength)
          return (column: row, value: Float(idf * frequency / saturation))
        })
    }
    contributions = weighted
  }

  /// The score of every item for a query, in the order of the rows.
  ///
  /// - Parameter query: Terms by column, each once, and how often they occur.
  public func scores(query: some Sequence<(column: Int32, value: Float)>) -> [Double] {
    var scores = [Double](repeating: 0, count: ids.count)
    for (term, count) in query {
      for position in contributions.range(ofRow: Int(term)) {
        scores[Int(contributions.columnIndices[position])] += Double(count) * Double(contributions.values[position])
      }
    }
    return scores
  }

  /// The items that share terms with the item of a row, best first, without itself.
  ///
  /// Scores are rounded to 6 places before they are ordered, ties go by id.
  ///
  /// - Complexity: O(entries of the row's terms + *n* log *n*).
  public func related(toRow row: Int, limit: Int) -> RankedList {
    let query = counts.range(ofRow: row).lazy.map { (column: counts.columnIndices[$0], value: counts.values[$0]) }
    let scores = scores(query: query)
    let candidates = scores.indices.filter { $0 != row && scores[$0] > 0 }
    return RankedList(
      scores: candidates.map { (id: ids[$0], score: roundedScore(scores[$0])) }, limit: limit)
  }
}
