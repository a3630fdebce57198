import GRDB

extension RecommendationStore {
  /// What a rebuilt index lacks of what people decided.
  public struct LeftBehind: Sendable, Equatable {
    /// The tables that could not be read to their end, or hold rows that break their rules.
    public var tables: [String]
    /// Where the old file stays.
    public var path: String
  }

  /// Begins a new file beside a database, which ``takePlace()`` puts in its place once it is full; until then the old one goes on
  /// answering.
  ///
  /// What people decided is carried over. A file that is not ours, or of a newer schema, is refused as on opening.
  public static func openForRebuilding(path: String, waits: Bool = false) throws(StoreError) -> RecommendationStore {
    guard DatabaseHeader.isOurs(path: path) else {
      return try openForWriting(path: path, create: true, purpose: .indexing(waits: waits))
    }
    let lock = try StoreLock(databasePath: path, waits: waits)
    let place = try resolvedPath(path)
    do {
      try emptyDatabase(at: place + ".new").close()
      let queue = try opened(path: sqlitePath(place + ".new"), commonConfiguration())
      let store = RecommendationStore(path: path, queue: queue, lock: lock, place: place)
      try store.prepareForWriting()
      // The run wants the names of clusters and the settings.
      _ = try store.carryOver()
      return store
    } catch {
      removeParts(of: place + ".new")
      throw StoreError(error, path: path)
    }
  }

  /// Puts a file that ``openForRebuilding(path:waits:)`` began in its place, and ends its use.
  ///
  /// The old file goes when all that people decided was carried over; else it stays beside the new one.
  ///
  /// - Returns: What was left behind; nil when nothing was, or the file is in its place already.
  public func takePlace() throws(StoreError) -> LeftBehind? {
    guard let place else { return nil }
    // Once more: people may have decided something meanwhile.
    let tables = try carryOver()
    // The lock is held until the end: another run must not begin on the file that goes.
    try closeQueue()
    guard FileStatus(path: place + ".new-wal").map({ $0.size == 0 }) ?? true else {
      throw .inputOutput(path: place + ".new", reason: "its log could not be copied back")
    }
    var kept: String?
    if !tables.isEmpty {
      let free = Self.freeName(place + ".damaged")
      try linkFile(place, to: free)
      kept = free
    }
    // A log left by a killed run belongs to the old file only: beside the new one SQLite would play it back.
    // What it holds was just read from it, and is in the new file.
    for part in ["-wal", "-shm"] where FileStatus(path: place + part) != nil {
      if let kept { try moveFile(place + part, to: kept + part) } else { removeFile(place + part) }
    }
    try moveFile(place + ".new", to: place)
    lock?.release()
    return kept.map { LeftBehind(tables: tables, path: $0) }
  }

  /// Removes a file that was begun and has not taken its place.
  public func giveUpPlace() {
    guard let place, FileStatus(path: place + ".new") != nil else { return }
    try? close()
    Self.removeParts(of: place + ".new")
  }

  /// Copies what people decided from the file in whose place this one comes, as far as it can be read.
  ///
  /// Settings that this run has made stay.
  ///
  /// - Returns: The tables of which something was left behind.
  private func carryOver() throws(StoreError) -> [String] {
    guard let place else { return [] }
    let source: DatabaseQueue
    do throws(StoreError) {
      source = try Self.opened(path: Self.sqlitePath(place), Self.commonConfiguration())
    } catch {
      guard error.isDamage else { throw error }
      return Schema.peoplesTables
    }
    defer { try? source.close() }
    var tables: [(name: String, rows: [[DatabaseValue]], isWhole: Bool)] = []
    for table in Schema.peoplesTables {
      let (rows, isWhole) = try readableRows(of: table, from: source)
      tables.append((table, rows, isWhole))
    }
    return try transaction { database in
      try tables.filter { try Self.replace($0.rows, of: $0.name, in: database) > 0 || !$0.isWhole }.map(\.name)
    }
  }

  /// The rows of one table up to the first that cannot be read; none of a table that is not as we make it.
  private func readableRows(
    of table: String, from source: DatabaseQueue
  ) throws(StoreError) -> (rows: [[DatabaseValue]], isWhole: Bool) {
    var rows: [[DatabaseValue]] = []
    do {
      let isOurs = try source.unsafeRead { database in
        let sql = try String.fetchOne(
          database, sql: "SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", arguments: [table])
        guard sql == Schema.statement(making: table) else { return false }
        let cursor = try Row.fetchCursor(database, sql: "SELECT * FROM \(table)")
        while let row = try cursor.next() { rows.append(Array(row.databaseValues)) }
        return true
      }
      return (rows, isOurs)
    } catch {
      let error = StoreError(error, path: path)
      guard error.isDamage else { throw error }
      return (rows, false)
    }
  }

  /// Puts rows in the place of those of one table; gives how many break its rules.
  private static func replace(_ rows: [[DatabaseValue]], of table: String, in database: Database) throws -> Int {
    if table != Schema.settingsTable { try database.run("DELETE FROM \(table)") }
    guard let width = rows.first?.count else { return 0 }
    let places = Array(repeating: "?", count: width).joined(separator: ", ")
    let statement = try database.makeStatement(sql: "INSERT OR IGNORE INTO \(table) VALUES (\(places))")
    var refusedCount = 0
    for row in rows {
      do {
        try statement.execute(arguments: StatementArguments(row))
      } catch let error as DatabaseError where [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH].contains(error.resultCode) {
        refusedCount += 1
      }
    }
    return refusedCount
  }

  private static func removeParts(of path: String) {
    for part in ["", "-journal", "-wal", "-shm"] { removeFile(path + part) }
  }

  /// The first of `PATH`, `PATH-2`, `PATH-3`… that is no file yet.
  private static func freeName(_ path: String) -> String {
    var name = path
    var number = 2
    while FileStatus(path: name) != nil {
      name = "\(path)-\(number)"
      number += 1
    }
    return name
  }
}

extension StoreError {
  /// Whether the contents are to blame, not the disk.
  fileprivate var isDamage: Bool {
    switch self {
    case .damaged, .refused: true
    default: false
    }
  }
}
