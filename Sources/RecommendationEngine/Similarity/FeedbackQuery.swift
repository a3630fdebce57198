import LinearAlgebra

/// A query that its nearest rows lent their terms: `L2(q + β·L2(Σ cosine·row))` (Rocchio 1971, positive part).
public struct FeedbackQuery: Sendable {
  /// The weights, of length 1.
  public let vector: SparseVector
  /// What the query's own weights were multiplied with.
  public let ownScale: Double
  /// What the weights of each nearest row were multiplied with, in the order given.
  public let rowScales: [Double]

  /// Adds the nearest rows to a query.
  ///
  /// - Parameters:
  ///   - query: The weights of the query, of length 1.
  ///   - nearest: The rows nearest to it, with their cosines.
  ///   - rows: The unit rows.
  ///   - weight: β, the length of what the rows lend.
  public init(_ query: SparseVector, nearest: ArraySlice<Neighbor>, rows: SparseMatrix, weight: Double) {
    self.init(
      query, nearest: nearest.map { (SparseVector(row: Int($0.row), of: rows), $0.score) }, weight: weight)
  }

  /// Adds rows, each with its cosine, to a query.
  public init(_ query: SparseVector, nearest: [(row: SparseVector, cosine: Double)], weight: Double) {
    var lent = SparseVector()
    for (row, cosine) in nearest { lent = lent.adding(row, scaledBy: cosine) }
    let lentLength = lent.length
    let lentScale = lentLength > 0 ? weight / lentLength : 0
    let sum = query.adding(lent, scaledBy: lentScale)
    let length = sum.length
    let scale = length > 0 ? 1 / length : 0
    vector = SparseVector(columns: sum.columns, values: sum.values.map { $0 * scale })
    ownScale = scale
    rowScales = nearest.map { $0.cosine * lentScale * scale }
  }
}

extension SparseVector {
  /// The square root of the sum of squares.
  public var length: Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The sum of this vector and a multiple of another.
  func adding(_ other: SparseVector, scaledBy scale: Double) -> SparseVector {
    var result = SparseVector()
    result.columns.reserveCapacity(columns.count + other.columns.count)
    result.values.reserveCapacity(columns.count + other.columns.count)
    var left = 0
    var right = 0
    while left < columns.count || right < other.columns.count {
      let leftColumn = left < columns.count ? columns[left] : .max
      let rightColumn = right < other.columns.count ? other.columns[right] : .max
      result.columns.append(min(leftColumn, rightColumn))
      if leftColumn < rightColumn {
        result.values.append(values[left])
        left += 1
      } else if rightColumn < leftColumn {
        result.values.append(scale * other.values[right])
        right += 1
      } else {
        result.values.append(values[left] + scale * other.values[right])
        left += 1
        right += 1
      }
    }
    return result
  }
}
