import LinearAlgebra

/// What clustering looks at: weighted rows, their nearest neighbours, and the ids that break ties.
public struct ClusteringInput: Sendable {
  /// Unit rows of single words: 1 + ln *c*, terms in at least 2 and at most half of the items, idf, L2. Row *i* is item *i*.
  package let rows: SparseMatrix
  /// For each row its nearest rows with their cosines, best first; never the row itself.
  package let neighbors: [[(row: Int32, score: Double)]]
  /// The id of each row; all different.
  public let ids: [ItemID]

  /// Creates the input; the three describe the same items in the same order.
  package init(rows: SparseMatrix, neighbors: [[(row: Int32, score: Double)]], ids: [ItemID]) {
    precondition(
      rows.rowCount == ids.count && neighbors.count == ids.count,
      "\(rows.rowCount) rows and \(neighbors.count) neighbour lists for \(ids.count) ids")
    self.rows = rows
    self.neighbors = neighbors
    self.ids = ids
  }

  /// The same items in the order of their ids, and for each new row the row it was.
  ///
  /// Seeds draw rows by number: with this order the result does not depend on the order of reading.
  package func sortedByID() -> (input: ClusteringInput, oldRows: [Int]) {
    let oldRows = ids.indices.sorted { ids[$0] < ids[$1] }
    if oldRows == Array(ids.indices) { return (self, oldRows) }
    var newRows = [Int32](repeating: 0, count: ids.count)
    for (new, old) in oldRows.enumerated() { newRows[old] = Int32(new) }
    var sorted = SparseMatrix(columnCount: rows.columnCount)
    for old in oldRows {
      sorted.appendRow(rows.range(ofRow: old).lazy.map { (column: rows.columnIndices[$0], value: rows.values[$0]) })
    }
    let lists = oldRows.map { old in
      neighbors[old].map { (row: newRows[Int($0.row)], score: $0.score) }.sorted { ($1.score, $0.row) < ($0.score, $1.row) }
    }
    return (ClusteringInput(rows: sorted, neighbors: lists, ids: oldRows.map { ids[$0] }), oldRows)
  }
}
