import GRDB
import GRDBSQLite
import Glibc

/// A prepared statement whose values go in and out without a box around each.
///
/// GRDB opens, prepares and closes; binding and stepping go straight to SQLite, because half a million small rows are written
/// and read in a run. This is the only file that calls SQLite's C functions.
///
/// SAFETY: `handle` lives as long as `statement`, which this value keeps; it is used inside GRDB's access closures only, so by
/// one thread at a time. Texts and blobs are copied when bound, by SQLite or into `room`, and read before the next step.
struct SQLStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  private var boundCount: Int32 = 0
  /// Room for the bytes of short texts and blobs from their binding until the statement ran: cheaper than a block of memory for each.
  private var room = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var keptByteCount = 0

  /// Prepares a statement, or takes it from the connection's cache.
  init(_ database: Database, _ sql: String) throws {
    statement = try database.cachedStatement(sql: sql)
    handle = statement.sqliteStatement
    sqlite3_reset(handle)
  }

  /// Prepares a statement, and lends it room for what is bound while a closure uses it.
  static func withRoom(_ database: Database, _ sql: String, _ body: (inout SQLStatement) throws -> Void) throws {
    try withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 16) { room in
      var statement = try SQLStatement(database, sql)
      // SAFETY: what is bound to the room is forgotten before the room ends.
      statement.room = room
      defer {
        statement.finish()
        sqlite3_clear_bindings(statement.handle)
      }
      try body(&statement)
    }
  }

  /// A copy of bytes in the room, or nil when they do not fit.
  private mutating func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
    guard let start = room.baseAddress, let source = bytes.baseAddress, bytes.count <= room.count - keptByteCount else {
      return nil
    }
    // SAFETY: the guard leaves so many bytes behind those that are kept.
    (start + keptByteCount).copyMemory(from: source, byteCount: bytes.count)
    defer { keptByteCount += bytes.count }
    return UnsafeRawPointer(start + keptByteCount)
  }

  /// Binds the next parameter.
  @inline(__always)
  mutating func bind(_ value: Int) {
    boundCount += 1
    sqlite3_bind_int64(handle, boundCount, Int64(value))
  }

  /// Binds the next parameter; nil is NULL.
  mutating func bind(_ value: Int?) {
    guard let value else { return bindNull() }
    bind(value)
  }

  /// Binds the next parameter.
  mutating func bind(_ value: Double) {
    boundCount += 1
    sqlite3_bind_double(handle, boundCount, value)
  }

  /// Binds the next parameter; nil is NULL.
  mutating func bind(_ value: Double?) {
    guard let value else { return bindNull() }
    bind(value)
  }

  /// Binds the next parameter.
  mutating func bind(_ text: String) {
    boundCount += 1
    var text = text
    text.withUTF8 { bytes in
      guard !bytes.isEmpty else {
        // No address would be NULL.
        sqlite3_bind_text(handle, boundCount, "", 0, Self.copied)
        return
      }
      let kept = keep(UnsafeRawBufferPointer(bytes))
      let start = (kept ?? UnsafeRawPointer(bytes.baseAddress))?.assumingMemoryBound(to: CChar.self)
      sqlite3_bind_text64(
        handle, boundCount, start, UInt64(bytes.count), kept == nil ? Self.copied : nil, UInt8(SQLITE_UTF8))
    }
  }

  /// Binds the next parameter; nil is NULL.
  mutating func bind(_ text: String?) {
    guard let text else { return bindNull() }
    bind(text)
  }

  /// Binds a text to the next parameter.
  ///
  /// - Parameter utf8: Its bytes, at least one.
  mutating func bind(utf8: [UInt8]) {
    boundCount += 1
    utf8.withUnsafeBytes { bytes in
      let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      sqlite3_bind_text64(handle, boundCount, start, UInt64(bytes.count), Self.copied, UInt8(SQLITE_UTF8))
    }
  }

  /// Binds the next parameter.
  mutating func bind(_ bytes: [UInt8]) {
    boundCount += 1
    guard !bytes.isEmpty else {
      sqlite3_bind_zeroblob(handle, boundCount, 0)
      return
    }
    bytes.withUnsafeBytes { bytes in
      let kept = keep(bytes)
      sqlite3_bind_blob64(
        handle, boundCount, kept ?? bytes.baseAddress, UInt64(bytes.count), kept == nil ? Self.copied : nil)
    }
  }

  /// Binds the next parameter; nil is NULL.
  mutating func bind(_ bytes: [UInt8]?) {
    guard let bytes else { return bindNull() }
    bind(bytes)
  }

  private mutating func bindNull() {
    boundCount += 1
    sqlite3_bind_null(handle, boundCount)
  }

  /// Runs a statement that returns nothing, and makes it ready for the next values.
  ///
  /// - Precondition: As many values are bound as there are parameters.
  mutating func run(parameterCount: Int) throws {
    precondition(boundCount == parameterCount, "\(boundCount) values for \(parameterCount) parameters")
    try run()
  }

  /// Runs a statement that returns nothing, and makes it ready for the next values.
  mutating func run() throws {
    let code = sqlite3_step(handle)
    let resetCode = reset()
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(resetCode == SQLITE_OK ? code : resetCode) }
  }

  /// Moves to the next row; at the end the statement is ready for the next values.
  @inline(__always)
  mutating func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    let resetCode = reset()
    guard code == SQLITE_DONE else { throw error(resetCode == SQLITE_OK ? code : resetCode) }
    return false
  }

  /// Leaves the remaining rows, and makes the statement ready for the next values.
  mutating func finish() {
    _ = reset()
  }

  private mutating func reset() -> Int32 {
    boundCount = 0
    keptByteCount = 0
    return sqlite3_reset(handle)
  }

  /// An integer of the current row; NULL is 0.
  @inline(__always)
  func int(_ column: Int32) -> Int {
    Int(sqlite3_column_int64(handle, column))
  }

  /// An integer of the current row; NULL is nil.
  func optionalInt(_ column: Int32) -> Int? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : int(column)
  }

  /// A number of the current row; NULL is 0.
  func double(_ column: Int32) -> Double {
    sqlite3_column_double(handle, column)
  }

  /// A text of the current row; NULL is empty.
  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// A text of the current row; NULL is nil.
  func optionalText(_ column: Int32) -> String? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : text(column)
  }

  /// A copy of the bytes of a blob or a text of the current row.
  func bytes(_ column: Int32) -> [UInt8] { withBytes(column) { Array($0) } }

  /// Lends the bytes of a blob or a text of the current row.
  func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let start = sqlite3_column_blob(handle, column)
    return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  /// Whether a blob of the current row is some bytes.
  func holds(_ bytes: [UInt8], in column: Int32) -> Bool {
    withBytes(column) { known in
      guard known.count == bytes.count, let start = known.baseAddress else { return known.count == bytes.count }
      // SAFETY: both hold as many bytes as are compared.
      return memcmp(start, bytes, bytes.count) == 0
    }
  }

  private func error(_ code: Int32) -> DatabaseError {
    let connection = sqlite3_db_handle(handle)
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
  }

  /// SQLite's mark for "copy the bytes now", a macro in C: `((sqlite3_destructor_type)-1)`.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

extension Database {
  /// Runs statements that return nothing and take no values.
  func run(_ sql: String) throws {
    try execute(sql: sql)
  }

  /// The first column of the first row as an integer, or nil when there is no row.
  func firstInt(_ sql: String) throws -> Int? {
    var statement = try SQLStatement(self, sql)
    defer { statement.finish() }
    return try statement.step() ? statement.int(0) : nil
  }
}
