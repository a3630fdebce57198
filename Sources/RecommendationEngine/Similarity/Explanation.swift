/// Why an item is related: parts that add up to its score.
public struct Explanation: Sendable, Equatable {
  /// What one term that both texts hold adds to the score.
  public struct TermShare: Sendable, Equatable {
    /// The column of the term.
    public let column: Int32
    /// What the term adds to the score.
    public let share: Double
  }

  /// What one neighbor of the related item adds to the score.
  public struct NeighborShare: Sendable, Equatable {
    /// The row of the neighbor, which is near the related item and near the query.
    public let row: Int32
    /// What it adds to the score.
    public let share: Double
  }

  /// The terms that the query itself and the item share, the largest share first.
  public let terms: [TermShare]
  /// The terms that the items nearest to the query lent it, the largest share first; empty without feedback.
  public let lentTerms: [TermShare]
  /// The neighbors of the related item that smoothing looked at, the largest share first.
  public let neighbors: [NeighborShare]

  /// The sum of all parts.
  public var total: Double {
    terms.reduce(0) { $0 + $1.share } + lentTerms.reduce(0) { $0 + $1.share } + neighbors.reduce(0) { $0 + $1.share }
  }
}

/// Takes the scores of ``RelatedItemsFinder`` apart, from the few rows that a score is made of.
public struct RelatedItemExplainer {
  private let configuration: SimilarityConfiguration
  private let excludedRow: Int32?
  private let row: (Int32) -> SparseVector
  private let nearest: (Int32) -> ArraySlice<Neighbor>
  private let own: SparseVector
  private let lent: SparseVector
  private let query: SparseVector

  /// Creates an explainer for one query.
  ///
  /// - Parameters:
  ///   - query: The weights of the query's own text, of length 1.
  ///   - excludedRow: The row of the query when it is an item.
  ///   - feedback: The rows nearest to the query with their cosines; empty without feedback.
  ///   - configuration: The configuration that the scores were made with.
  ///   - row: Gives the unit row of an item.
  ///   - nearest: Gives the nearest rows of an item by cosine, as smoothing uses them.
  public init(
    query: SparseVector, excludedRow: Int32?, feedback: [Neighbor], configuration: SimilarityConfiguration,
    row: @escaping (Int32) -> SparseVector, nearest: @escaping (Int32) -> ArraySlice<Neighbor>
  ) {
    self.configuration = configuration
    self.excludedRow = excludedRow
    self.row = row
    self.nearest = nearest
    let rows = feedback.map { (row: row($0.row), cosine: $0.score) }
    let mixed = FeedbackQuery(query, nearest: rows, weight: feedback.isEmpty ? 0 : configuration.feedbackWeight)
    self.query = feedback.isEmpty ? query : mixed.vector
    own = SparseVector(
      columns: query.columns, values: query.values.map { $0 * (feedback.isEmpty ? 1 : mixed.ownScale) })
    var lent = SparseVector()
    for (part, scale) in zip(rows, mixed.rowScales) { lent = lent.adding(part.row, scaledBy: scale) }
    self.lent = lent
  }

  /// The parts of the score of a related item. O(entries of its row and of its neighbors' rows).
  public func explanation(of candidate: Int32) -> Explanation {
    let item = row(candidate)
    let ownShare = 1 - configuration.smoothing
    var neighbors: [Explanation.NeighborShare] = []
    if configuration.smoothing > 0 {
      let near = nearest(candidate).prefix(configuration.smoothingNeighborCount)
      let weights = NeighborSmoothing.weights(of: near, smoothing: configuration.smoothing)
      for (neighbor, weight) in zip(near, weights) where neighbor.row != excludedRow {
        let share = weight * query.dotProduct(row(neighbor.row))
        if share > 0 { neighbors.append(.init(row: neighbor.row, share: share)) }
      }
      neighbors.sort { $0.share == $1.share ? $0.row < $1.row : $0.share > $1.share }
    }
    return Explanation(
      terms: Self.shares(own, item, ownShare), lentTerms: Self.shares(lent, item, ownShare), neighbors: neighbors)
  }

  private static func shares(_ query: SparseVector, _ item: SparseVector, _ scale: Double) -> [Explanation.TermShare] {
    var shares: [Explanation.TermShare] = []
    query.forEachShared(with: item) { column, left, right in
      shares.append(.init(column: column, share: scale * left * right))
    }
    return shares.sorted { $0.share == $1.share ? $0.column < $1.column : $0.share > $1.share }
  }
}

extension SparseVector {
  /// The scalar product with another vector. O(entries of both).
  public func dotProduct(_ other: SparseVector) -> Double {
    var sum = 0.0
    forEachShared(with: other) { _, left, right in sum += left * right }
    return sum
  }

  /// Gives the columns that both vectors hold to a closure, ascending, with both weights.
  func forEachShared(with other: SparseVector, _ body: (Int32, Double, Double) -> Void) {
    var left = 0
    var right = 0
    while left < columns.count, right < other.columns.count {
      if columns[left] == other.columns[right] {
        body(columns[left], values[left], other.values[right])
        left += 1
        right += 1
      } else if columns[left] < other.columns[right] {
        left += 1
      } else {
        right += 1
      }
    }
  }
}
