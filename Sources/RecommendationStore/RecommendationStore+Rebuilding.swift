import GRDB

extension RecommendationStore {
  /// Puts an empty database in the place of a damaged one, carries over what people decided, and opens it for a new run.
  ///
  /// The old file stays beside it as `PATH.damaged`. Rows that cannot be read any more are left behind, one by one. A file
  /// that is not ours, or of a newer schema, is refused as on opening.
  public static func openForRebuilding(path: String, waits: Bool = false) throws(StoreError) -> RecommendationStore {
    guard DatabaseHeader.isOurs(path: path) else {
      return try openForWriting(path: path, create: true, purpose: .indexing(waits: waits))
    }
    let lock = try StoreLock(databasePath: path, waits: waits)
    do {
      let target = try emptyDatabase(at: path + ".new")
      try target.writeWithoutTransaction { try $0.run("PRAGMA journal_mode = DELETE") }
      if let source = try? DatabaseQueue(path: sqlitePath(path), configuration: commonConfiguration()) {
        for table in Schema.peoplesTables { try copyReadableRows(of: table, from: source, to: target) }
        try? source.close()
      }
      try target.writeWithoutTransaction { try $0.run("PRAGMA journal_mode = WAL") }
      try target.close()
    } catch {
      for part in ["", "-journal", "-wal", "-shm"] { removeFile(path + ".new" + part) }
      throw StoreError(error, path: path)
    }
    // A log left by a killed run belongs to the old file only: beside the new one SQLite would play it back.
    let damaged = path + ".damaged"
    for part in ["", "-wal", "-shm"] { removeFile(damaged + part) }
    try linkFile(path, to: damaged)
    for part in ["-wal", "-shm"] where FileStatus(path: path + part) != nil {
      try moveFile(path + part, to: damaged + part)
    }
    try moveFile(path + ".new", to: path)
    lock.release()
    return try openForWriting(path: path, create: false, purpose: .indexing(waits: waits))
  }

  /// Copies the rows of one table as far as they can be read; a table that is not as we make it is not read at all.
  private static func copyReadableRows(of table: String, from source: DatabaseQueue, to target: DatabaseQueue) throws {
    var rows: [[DatabaseValue]] = []
    try? source.unsafeRead { database in
      let sql = try String.fetchOne(
        database, sql: "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", arguments: [table])
      guard sql == Schema.statement(making: table) else { return }
      let cursor = try Row.fetchCursor(database, sql: "SELECT * FROM \(table)")
      while let row = try cursor.next() { rows.append(Array(row.databaseValues)) }
    }
    guard let width = rows.first?.count else { return }
    let places = Array(repeating: "?", count: width).joined(separator: ", ")
    try target.writeWithoutTransaction { database in
      try database.inTransaction(.immediate) {
        let statement = try database.makeStatement(sql: "INSERT OR IGNORE INTO \(table) VALUES (\(places))")
        // A row that breaks the table's rules is damaged: it stays behind.
        for row in rows { try? statement.execute(arguments: StatementArguments(row)) }
        return .commit
      }
    }
  }
}
