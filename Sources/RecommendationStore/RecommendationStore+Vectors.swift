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
      let ids = try itemIDs(database)
      var statement = try SQLStatement(
        database,
        """
        SELECT n.neighbor_id, n.score, i.key FROM neighbors n LEFT JOIN items i ON i.id = n.neighbor_id
        WHERE n.item_id = ? ORDER BY n.rank
        """)
      statement.bind(ids[row])
      var neighbors: [ScoredRow] = []
      var identities: [UInt64] = []
      while try statement.step() {
        neighbors.append(ScoredRow(row: try self.row(ofID: statement.int(0), ids), score: statement.double(1)))
        identities.append(ContentFingerprints.identity(ofKey: statement.text(2)))
      }
      var check = try SQLStatement(
        database, "SELECT c.neighbors, i.key FROM _checks c JOIN items i ON i.id = c.item_id WHERE c.item_id = ?")
      check.bind(ids[row])
      defer { check.finish() }
      guard try check.step(),
        ContentFingerprints.neighbors(
          of: ContentFingerprints.identity(ofKey: check.text(1)),
          zip(identities, neighbors).lazy.map { (item: $0, score: $1.score) }
        ).check == check.int(0)
      else { throw damage("the related items of item \(row + 1)") }
      return Array(neighbors.prefix(limit))
    }
  }

  /// The nearest items by plain cosine of some items, in the order asked.
  public func nearest(ofRows rows: some Collection<Int>) throws(StoreError) -> StoredNeighbors {
    try access { database in
      let ids = try itemIDs(database)
      var result = StoredNeighbors(emptyRowCount: 0)
      var statement = try SQLStatement(database, "SELECT items FROM _nearest WHERE item_id = ?")
      for row in rows {
        statement.bind(ids[row])
        guard try statement.step() else { throw damage("the nearest items of item \(row + 1)") }
        try append(&result, row: row, statement, ids)
        statement.finish()
      }
      return result
    }
  }

  /// The nearest items by plain cosine of all items.
  public func allNearest() throws(StoreError) -> StoredNeighbors {
    try access { database in
      let ids = try itemIDs(database)
      var result = StoredNeighbors(emptyRowCount: 0)
      var statement = try SQLStatement(database, "SELECT items FROM _nearest ORDER BY item_id")
      while try statement.step() {
        let row = result.rowOffsets.count - 1
        guard row < ids.count else { throw damage("the number of lists of nearest items") }
        try append(&result, row: row, statement, ids)
      }
      guard result.rowOffsets.count == ids.count + 1 else { throw damage("the number of lists of nearest items") }
      return result
    }
  }

  /// The related items of all items, each list held against its check.
  public func allNeighbors() throws(StoreError) -> StoredNeighbors {
    try access { database in
      let ids = try itemIDs(database)
      var result = StoredNeighbors(emptyRowCount: 0)
      result.rowOffsets.reserveCapacity(ids.count + 1)
      var statement = try SQLStatement(
        database, "SELECT item_id, neighbor_id, score FROM neighbors ORDER BY item_id, rank")
      var last = 0
      var row = -1
      while try statement.step() {
        if statement.int(0) != last {
          last = statement.int(0)
          row = try self.row(ofID: last, ids)
        }
        while result.rowOffsets.count - 1 < row { result.rowOffsets.append(result.rows.count) }
        result.rows.append(Int32(truncatingIfNeeded: try self.row(ofID: statement.int(1), ids)))
        result.scores.append(statement.double(2))
      }
      while result.rowOffsets.count <= ids.count { result.rowOffsets.append(result.rows.count) }
      let identities = try identities(database)
      guard identities.count == ids.count else { throw damage("the number of items") }
      var check = try SQLStatement(database, "SELECT neighbors FROM _checks ORDER BY item_id")
      defer { check.finish() }
      for row in 0..<ids.count {
        let print = ContentFingerprints.neighbors(ofRow: row, in: result, identities: identities)
        guard try check.step(), check.int(0) == print.check else {
          throw damage("the related items of item \(row + 1)")
        }
      }
      return result
    }
  }

  /// What stands for each item in fingerprints, by row.
  func identities(_ database: Database) throws -> [UInt64] {
    var statement = try SQLStatement(database, "SELECT key FROM items ORDER BY key")
    var identities: [UInt64] = []
    while try statement.step() { identities.append(ContentFingerprints.identity(ofKey: statement.text(0))) }
    return identities
  }

  /// The counts of some items, in the order asked.
  public func counts(ofRows rows: some Collection<Int>) throws(StoreError) -> StoredCounts {
    try access { database in
      var result = StoredCounts(emptyRowCount: 0)
      let (itemIDs, termIDs) = (try itemIDs(database), try termIDs(database))
      var statement = try SQLStatement(database, "SELECT terms FROM counts WHERE item_id = ?")
      for row in rows {
        statement.bind(itemIDs[row])
        guard try statement.step() else { throw damage("the counts of item \(row + 1)") }
        try append(&result, row: row, statement, itemIDs, termIDs)
        statement.finish()
      }
      return result
    }
  }

  /// The counts of all items: the whole matrix.
  public func allCounts() throws(StoreError) -> StoredCounts {
    // Each term has an entry in each item that holds it.
    let entryCount = try documentFrequencies().reduce(0) { $0 + Int($1) }
    return try access { database in
      var result = StoredCounts(emptyRowCount: 0)
      result.columns.reserveCapacity(entryCount)
      result.counts.reserveCapacity(entryCount)
      let (itemIDs, termIDs) = (try itemIDs(database), try termIDs(database))
      var statement = try SQLStatement(database, "SELECT terms FROM counts ORDER BY item_id")
      while try statement.step() {
        let row = result.rowOffsets.count - 1
        guard row < itemIDs.count else { throw damage("the number of rows of counts") }
        try append(&result, row: row, statement, itemIDs, termIDs)
      }
      guard result.rowOffsets.count == itemIDs.count + 1 else { throw damage("the number of rows of counts") }
      return result
    }
  }

  private func append(
    _ result: inout StoredNeighbors, row: Int, _ statement: SQLStatement, _ ids: RowIDs
  ) throws {
    let isSound = statement.withBytes(0) {
      Packing.appendScoredRows(from: $0, place: ids[row], rows: &result.rows, scores: &result.scores)
    }
    guard isSound, ids.putPlaces(in: &result.rows, from: result.rowOffsets[result.rowOffsets.count - 1]) else {
      throw damage("the nearest items of item \(row + 1)")
    }
    result.rowOffsets.append(result.rows.count)
  }

  private func append(
    _ result: inout StoredCounts, row: Int, _ statement: SQLStatement, _ itemIDs: RowIDs, _ termIDs: RowIDs
  ) throws {
    let isSound = statement.withBytes(0) {
      Packing.appendCounts(from: $0, place: itemIDs[row], columns: &result.columns, counts: &result.counts)
    }
    guard isSound, termIDs.putPlaces(in: &result.columns, from: result.rowOffsets[result.rowOffsets.count - 1]) else {
      throw damage("the counts of item \(row + 1)")
    }
    result.rowOffsets.append(result.columns.count)
  }
}
