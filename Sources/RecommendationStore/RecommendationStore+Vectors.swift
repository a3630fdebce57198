import GRDB

/// A related item with its score.
public struct ScoredRow: Sendable, Equatable {
  /// The row of the item.
  public var row: Int
  /// How alike it is.
  public var score: Double

  /// Creates a scored row.
  public init(row: Int, score: Double) {
    self.row = row
    self.score = score
  }
}

extension RecommendationStore {
  static let documentFrequenciesName = "document_frequencies"
  /// The seed of the checks of blobs that belong to no row.
  static let vectorPlace = -1

  /// The related items of an item, best first.
  public func neighbors(ofRow row: Int, limit: Int = .max) throws(StoreError) -> [ScoredRow] {
    try access { database in
      var statement = try SQLStatement(
        database, "SELECT neighbor_id, score FROM neighbors WHERE item_id = ? ORDER BY rank")
      statement.bind(row + 1)
      var rows: [Int32] = []
      var scores: [Double] = []
      while try statement.step() {
        rows.append(Int32(truncatingIfNeeded: statement.int(0) - 1))
        scores.append(statement.double(1))
      }
      var check = try SQLStatement(database, "SELECT neighbors FROM _checks WHERE item_id = ?")
      check.bind(row + 1)
      defer { check.finish() }
      guard try check.step(),
        ContentFingerprints.neighbors(row: row, rows: rows[...], scores: scores[...]).check == check.int(0)
      else { throw damage("the related items of item \(row + 1)") }
      return zip(rows, scores).prefix(limit).map { ScoredRow(row: Int($0), score: $1) }
    }
  }

  /// The nearest items by plain cosine of some items, in the order asked.
  public func nearest(ofRows rows: some Collection<Int>) throws(StoreError) -> StoredNeighbors {
    try access { database in
      var result = StoredNeighbors(emptyRowCount: 0)
      var statement = try SQLStatement(database, "SELECT items FROM _nearest WHERE item_id = ?")
      for row in rows {
        statement.bind(row + 1)
        guard try statement.step() else { throw damage("the nearest items of item \(row + 1)") }
        try append(&result, row: row, statement)
        statement.finish()
      }
      return result
    }
  }

  /// The nearest items by plain cosine of all items.
  public func allNearest() throws(StoreError) -> StoredNeighbors {
    try access { database in
      var result = StoredNeighbors(emptyRowCount: 0)
      var statement = try SQLStatement(database, "SELECT items FROM _nearest ORDER BY item_id")
      var row = 0
      while try statement.step() {
        try append(&result, row: row, statement)
        row += 1
      }
      return result
    }
  }

  /// The related items of all items, each list held against its check.
  public func allNeighbors() throws(StoreError) -> StoredNeighbors {
    let count = try generation().itemCount
    return try access { database in
      var result = StoredNeighbors(emptyRowCount: 0)
      result.rowOffsets.reserveCapacity(count + 1)
      var statement = try SQLStatement(
        database, "SELECT item_id, neighbor_id, score FROM neighbors ORDER BY item_id, rank")
      while try statement.step() {
        let row = statement.int(0) - 1
        guard row >= result.rowOffsets.count - 1, row < count else {
          throw damage("the related items of item \(row + 1)")
        }
        while result.rowOffsets.count - 1 < row { result.rowOffsets.append(result.rows.count) }
        result.rows.append(Int32(truncatingIfNeeded: statement.int(1) - 1))
        result.scores.append(statement.double(2))
      }
      while result.rowOffsets.count <= count { result.rowOffsets.append(result.rows.count) }
      var check = try SQLStatement(database, "SELECT neighbors FROM _checks ORDER BY item_id")
      defer { check.finish() }
      for row in 0..<count {
        let range = result.range(ofRow: row)
        let print = ContentFingerprints.neighbors(row: row, rows: result.rows[range], scores: result.scores[range])
        guard try check.step(), check.int(0) == print.check else {
          throw damage("the related items of item \(row + 1)")
        }
      }
      return result
    }
  }

  /// The counts of some items, in the order asked.
  public func counts(ofRows rows: some Collection<Int>) throws(StoreError) -> StoredCounts {
    try access { database in
      var result = StoredCounts(emptyRowCount: 0)
      let ids = try termIDs(database)
      var statement = try SQLStatement(database, "SELECT terms FROM counts WHERE item_id = ?")
      for row in rows {
        statement.bind(row + 1)
        guard try statement.step() else { throw damage("the counts of item \(row + 1)") }
        try append(&result, row: row, statement, ids)
        statement.finish()
      }
      return result
    }
  }

  /// The counts of all items: the whole matrix.
  public func allCounts() throws(StoreError) -> StoredCounts {
    try access { database in
      var result = StoredCounts(emptyRowCount: 0)
      let ids = try termIDs(database)
      var statement = try SQLStatement(database, "SELECT terms FROM counts ORDER BY item_id")
      var row = 0
      while try statement.step() {
        try append(&result, row: row, statement, ids)
        row += 1
      }
      return result
    }
  }

  private func append(_ result: inout StoredNeighbors, row: Int, _ statement: SQLStatement) throws {
    let isSound = statement.withBytes(0) {
      Packing.appendScoredRows(from: $0, place: row, rows: &result.rows, scores: &result.scores)
    }
    guard isSound else { throw damage("the nearest items of item \(row + 1)") }
    result.rowOffsets.append(result.rows.count)
  }

  private func append(_ result: inout StoredCounts, row: Int, _ statement: SQLStatement, _ ids: TermIDs) throws {
    let isSound = statement.withBytes(0) {
      Packing.appendCounts(from: $0, place: row, columns: &result.columns, counts: &result.counts)
    }
    guard isSound else { throw damage("the counts of item \(row + 1)") }
    for place in result.rowOffsets[result.rowOffsets.count - 1]..<result.columns.count {
      guard let column = ids.column(ofID: result.columns[place]) else { throw damage("the counts of item \(row + 1)") }
      result.columns[place] = column
    }
    result.rowOffsets.append(result.columns.count)
  }
}
