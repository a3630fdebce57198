import CSQLite
import GRDB
import Synchronization

/// The database of one collection: what indexing found, and what people decided.
///
/// A store opened for reading sees one generation for as long as it lives, or until `renew()`, whatever others write.
/// Rows, topics and terms count from 0, as in the engine's matrices; those of items and terms have other ids in the database (`RowIDs`).
public final class RecommendationStore: Sendable {
  /// The number of the schema, which changes when the same contents are laid out otherwise.
  public static let schemaVersion = Schema.version

  /// The file.
  public let path: String
  let queue: DatabaseQueue
  let lock: StoreLock?
  /// The file whose place this one takes when it is full; nil where it is in its place.
  let place: String?
  /// What was read of the generation that is seen, and is wanted often.
  let known = Mutex(Known())

  /// What belongs to one generation and is read once.
  struct Known {
    /// The ids of the items and terms, by their names.
    var ids: [String: RowIDs] = [:]
    /// By row the sum of the fingerprints of an item's names.
    var keyPrints: [UInt64]?
  }

  /// What a store is opened for writing for.
  public enum Purpose: Sendable, Equatable {
    /// A whole new generation. One process at a time; `waits` says whether to wait for another or to throw.
    case indexing(waits: Bool)
    /// Decisions and other small changes, which wait up to five seconds for each other.
    case editing
  }

  /// Opens a database to read it.
  ///
  /// Nothing is migrated and nothing is written: a file that is not ours stays as it is, byte for byte.
  ///
  /// - Parameter allowsEarlier: Whether a database of an earlier program will do, of which only items and clusters can be read.
  public static func openForReading(path: String, allowsEarlier: Bool = false) throws(StoreError) -> RecommendationStore
  {
    let version = try DatabaseHeader.check(path: path, allowsEarlier: allowsEarlier)
    var configuration = commonConfiguration()
    configuration.readonly = true
    let queue: DatabaseQueue
    do {
      queue = try opened(path: sqlitePath(path), configuration)
    } catch {
      // In a folder that cannot be written SQLite cannot share a WAL database; when no writer left a log, nobody writes.
      guard case .inputOutput = error, FileStatus(path: path + "-wal").map({ $0.size == 0 }) ?? true,
        let unshared = try? opened(path: immutablePath(path), configuration)
      else { throw error }
      queue = unshared
    }
    let store = RecommendationStore(path: path, queue: queue, lock: nil)
    try store.access { database in
      try database.run("BEGIN")
      try Schema.check(database, version: version, path: path)
    }
    return store
  }

  /// Whether an index was made by an earlier program, so that it has to be built anew.
  public static func isOfEarlierProgram(path: String) -> Bool {
    guard let version = try? DatabaseHeader.check(path: path, allowsEarlier: true) else { return false }
    return version < Schema.version
  }

  /// Opens a database to write it, and makes it where there is none and `create` says so.
  public static func openForWriting(
    path: String, create: Bool, purpose: Purpose = .indexing(waits: false)
  ) throws(StoreError) -> RecommendationStore {
    let exists = FileStatus(path: path) != nil
    if exists { try DatabaseHeader.check(path: path) } else if !create { throw .notFound(path: path) }
    if !exists { try StoreLocation.createFolder(forDatabase: path) }
    var lock: StoreLock?
    if case .indexing(let waits) = purpose { lock = try StoreLock(databasePath: path, waits: waits) }
    if FileStatus(path: path) == nil { try createEmpty(at: path) }
    try DatabaseHeader.check(path: path)
    let queue = try opened(path: sqlitePath(path), commonConfiguration())
    let store = RecommendationStore(path: path, queue: queue, lock: lock)
    try store.access { try Schema.check($0, path: path) }
    try store.prepareForWriting()
    return store
  }

  init(path: String, queue: DatabaseQueue, lock: StoreLock?, place: String? = nil) {
    self.path = path
    self.queue = queue
    self.lock = lock
    self.place = place
  }

  /// 2 MB of pages stay in memory: a swap fills most pages in order, and writes them once, so more of them would spare nothing; deleted
  /// pages need no zeros; the log is copied back once, at the end of a swap.
  func prepareForWriting() throws(StoreError) {
    try access { database in
      try database.run(
        "PRAGMA synchronous = FULL; PRAGMA cache_size = -2000; PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = 0"
      )
    }
  }

  /// Lets a store opened for reading see the newest generation.
  public func renew() throws(StoreError) {
    known.withLock { $0 = Known() }
    try access { database in
      try database.run("COMMIT")
      try database.run("BEGIN")
      try Schema.check(database, path: path)
    }
  }

  /// Ends the use of the database and lets go of its lock, before the last reference does.
  public func close() throws(StoreError) {
    try closeQueue()
    lock?.release()
  }

  /// Ends the use of the database and keeps its lock.
  func closeQueue() throws(StoreError) {
    do {
      try queue.close()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs a piece of work on the connection; everything that is thrown leaves as a `StoreError`.
  func access<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    do {
      return try queue.unsafeRead(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs a piece of work in one transaction: it is kept whole or not at all.
  func transaction<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
    defer { known.withLock { $0 = Known() } }
    do {
      return try queue.writeWithoutTransaction { database in
        var result: Result?
        try database.inTransaction(.immediate) {
          result = try body(database)
          return .commit
        }
        guard let result else { throw StoreError.refused(path: path, reason: "the transaction did not run") }
        return result
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// The error of a part that contradicts its check.
  func damage(_ what: String) -> StoreError {
    .damaged(path: path, reason: "\(what) does not fit its check")
  }

  // MARK: Opening

  static func commonConfiguration() -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(5)
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { try $0.run("PRAGMA trusted_schema = OFF") }
    return configuration
  }

  /// Asked for before the first connection.
  private static let countsNoMemory: Void = recommend_sqlite_count_no_memory()

  static func opened(path: String, _ configuration: Configuration) throws(StoreError) -> DatabaseQueue {
    countsNoMemory
    do {
      return try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Builds the empty database beside its place and moves it there whole, so that a database is never half made.
  private static func createEmpty(at path: String) throws(StoreError) {
    let temporary = path + ".new"
    do {
      try emptyDatabase(at: temporary).close()
      try syncFile(temporary)
    } catch {
      throw StoreError(error, path: path)
    }
    try moveFile(temporary, to: path)
  }

  /// Makes a database that holds the tables and no rows; left-overs of an earlier attempt are removed.
  ///
  /// It does not wait for the disk: nobody reads the file before it is moved to its place, or before a run has written to it.
  static func emptyDatabase(at path: String) throws -> DatabaseQueue {
    for leftover in ["", "-journal", "-wal", "-shm"] { removeFile(path + leftover) }
    countsNoMemory
    let queue = try DatabaseQueue(path: sqlitePath(path), configuration: commonConfiguration())
    try queue.writeWithoutTransaction { database in
      try database.run("PRAGMA synchronous = OFF")
      try database.run(
        "PRAGMA application_id = \(DatabaseHeader.ourApplicationID); PRAGMA user_version = \(Schema.version)")
      try database.inTransaction(.immediate) {
        for statement in Schema.statements { try database.run(statement) }
        return .commit
      }
      try database.run("PRAGMA journal_mode = WAL")
    }
    return queue
  }

  /// The path as SQLite takes it: what starts with `file:` would be an address.
  static func sqlitePath(_ path: String) -> String {
    path.hasPrefix("file:") ? "./" + path : path
  }

  private static func immutablePath(_ path: String) -> String {
    let escaped = path.utf8.map { byte -> String in
      let isPlain =
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || [45, 46, 47, 95].contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "file:" + (path.hasPrefix("//") ? "/" : "") + escaped.joined() + "?immutable=1"
  }
}
