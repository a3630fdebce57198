/// Pairs rows with columns, each at most once, so that the costs of the pairs add up to the least.
///
/// Shortest augmenting paths with potentials, the O(*n*³) form of the Hungarian method: H. W. Kuhn, "The Hungarian
/// method for the assignment problem", Naval Research Logistics Quarterly 2 (1955); R. Jonker and A. Volgenant,
/// "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38 (1987).
package struct AssignmentProblem: Sendable {
  /// The number of rows.
  package let rowCount: Int
  /// The number of columns.
  package let columnCount: Int
  private let costs: [Double]

  /// Creates a problem.
  ///
  /// - Parameter costs: Finite costs of row *i* with column *j* at `i * columnCount + j`.
  package init(rowCount: Int, columnCount: Int, costs: [Double]) {
    precondition(
      costs.count == rowCount * columnCount, "\(costs.count) costs for \(rowCount) rows and \(columnCount) columns")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.costs = costs
  }

  /// Creates a problem in which the sum of the pairs is to be the greatest.
  package init(rowCount: Int, columnCount: Int, gains: [Double]) {
    self.init(rowCount: rowCount, columnCount: columnCount, costs: gains.map { -$0 })
  }

  /// The column of each row, nil for rows that find none because there are more rows than columns.
  ///
  /// The smaller side is paired completely. Among equally good answers the one found is always the same.
  ///
  /// - Complexity: O(*s*² · *l*) for *s* the smaller and *l* the larger of the two counts.
  package func solved() -> [Int?] {
    if rowCount <= columnCount {
      return Self.columns(rowCount: rowCount, columnCount: columnCount) { costs[$0 * columnCount + $1] }
    }
    var result = [Int?](repeating: nil, count: rowCount)
    let rows = Self.columns(rowCount: columnCount, columnCount: rowCount) { costs[$1 * columnCount + $0] }
    for (column, row) in rows.enumerated() {
      if let row { result[row] = column }
    }
    return result
  }

  /// Solves a problem with no more rows than columns: each row in turn takes the cheapest path to a free column.
  private static func columns(rowCount: Int, columnCount: Int, cost: (Int, Int) -> Double) -> [Int?] {
    var rowPotentials = [Double](repeating: 0, count: rowCount)
    var columnPotentials = [Double](repeating: 0, count: columnCount)
    var rowOfColumn = [Int?](repeating: nil, count: columnCount)

    for start in 0..<rowCount {
      var distances = [Double](repeating: .infinity, count: columnCount)
      var previousColumn = [Int?](repeating: nil, count: columnCount)
      var isDone = [Bool](repeating: false, count: columnCount)
      var doneColumns: [Int] = []
      var row = start
      var reached: Int?
      var end = -1

      while end < 0 {
        var nearest = -1
        var step = Double.infinity
        for column in 0..<columnCount where !isDone[column] {
          let reduced = cost(row, column) - rowPotentials[row] - columnPotentials[column]
          if reduced < distances[column] {
            distances[column] = reduced
            previousColumn[column] = reached
          }
          if distances[column] < step {
            step = distances[column]
            nearest = column
          }
        }
        precondition(nearest >= 0, "the costs of an assignment must be finite")
        rowPotentials[start] += step
        for column in doneColumns {
          if let matched = rowOfColumn[column] { rowPotentials[matched] += step }
          columnPotentials[column] -= step
        }
        for column in 0..<columnCount where !isDone[column] { distances[column] -= step }
        isDone[nearest] = true
        doneColumns.append(nearest)
        reached = nearest
        if let matched = rowOfColumn[nearest] { row = matched } else { end = nearest }
      }

      // Turn the path around: every column on it takes the row of the column before it.
      var column = end
      while let previous = previousColumn[column] {
        rowOfColumn[column] = rowOfColumn[previous]
        column = previous
      }
      rowOfColumn[column] = start
    }

    var result = [Int?](repeating: nil, count: rowCount)
    for (column, row) in rowOfColumn.enumerated() {
      if let row { result[row] = column }
    }
    return result
  }
}
