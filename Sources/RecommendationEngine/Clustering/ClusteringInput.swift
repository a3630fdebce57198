import LinearAlgebra

/// What clustering looks at: weighted rows and their nearest neighbours, in the order of the item ids.
///
/// Seeds draw rows by number and ties go to the smaller row; so it is the order of ids that decides, never that of reading.
public struct ClusteringInput: Sendable {
  /// Unit rows of single words: 1 + ln *c*, terms in at least 2 and at most half of the items, idf, L2. Row *i* is item *i*.
  public let rows: SparseMatrix
  /// The nearest neighbours of each row with their cosines; 10 are looked at.
  public let neighbors: NeighborLists
  /// For each column of `rows` that of the counts that it was weighed from, ascending; empty where rows were given as they are.
  public let countedColumns: [Int32]

  /// Creates the input.
  public init(rows: SparseMatrix, neighbors: NeighborLists, countedColumns: [Int32] = []) {
    precondition(
      rows.rowCount == neighbors.count, "\(rows.rowCount) rows and neighbour lists for \(neighbors.count)")
    self.rows = rows
    self.neighbors = neighbors
    self.countedColumns = countedColumns
  }
}
