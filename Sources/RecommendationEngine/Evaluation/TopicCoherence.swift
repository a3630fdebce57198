import LinearAlgebra

/// Whether the top terms of a cluster belong together, judged by the items in which they occur together.
public struct TopicCoherence: Sendable {
  /// The rows that hold each term, ascending.
  private let rowsOfTerm: SparseMatrix

  /// Prepares a collection.
  ///
  /// - Parameter counts: Shape (items, terms); a stored entry above 0 means that the item holds the term.
  public init(counts: SparseMatrix) {
    rowsOfTerm = counts.transposed()
  }

  /// Normalised pointwise mutual information of two terms, −1…1.
  ///
  /// `ln(p(a, b) / (p(a) p(b))) / −ln p(a, b)` with the shares of items that hold the terms: −1 never together, 0 as
  /// chance has it, 1 only together. Terms that are in every item are together by chance only: 0.
  /// G. Bouma, "Normalized (pointwise) mutual information in collocation extraction", GSCL 2009; for topics: J. H. Lau,
  /// D. Newman and T. Baldwin, "Machine reading tea leaves", EACL 2014.
  public func npmi(_ term: Int, _ other: Int) -> Double {
    let left = rows(of: term)
    let right = rows(of: other)
    let together = Self.commonCount(left, right)
    guard together > 0 else { return -1 }
    let count = Double(rowsOfTerm.columnCount)
    guard together < rowsOfTerm.columnCount else { return 0 }
    let joint = Double(together) / count
    let information = naturalLogarithm(joint * count * count / (Double(left.count) * Double(right.count)))
    return information / -naturalLogarithm(joint)
  }

  /// The mean NPMI over all pairs of the top terms; 0 for fewer than two terms.
  public func meanNPMI(ofTerms terms: [Int]) -> Double {
    mean(of: terms.indices.flatMap { position in terms[..<position].map { npmi($0, terms[position]) } })
  }

  /// The share of different terms among the top terms of all clusters: 1 when no term stands twice.
  ///
  /// A. Dieng, F. Ruiz and D. Blei, "Topic modeling in embedding spaces", TACL 8 (2020), with 25 terms a topic.
  public static func diversity<Term: Hashable>(ofTopTerms topTerms: [[Term]]) -> Double {
    let count = topTerms.reduce(0) { $0 + $1.count }
    return count == 0 ? 1 : Double(Set(topTerms.joined()).count) / Double(count)
  }

  private func rows(of term: Int) -> [Int32] {
    rowsOfTerm.range(ofRow: term).filter { rowsOfTerm.values[$0] > 0 }.map { rowsOfTerm.columnIndices[$0] }
  }

  private static func commonCount(_ left: [Int32], _ right: [Int32]) -> Int {
    var position = 0
    var count = 0
    for row in left {
      while position < right.count, right[position] < row { position += 1 }
      if position < right.count, right[position] == row { count += 1 }
    }
    return count
  }
}
