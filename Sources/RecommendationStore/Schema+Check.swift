import GRDB

extension Schema {
  /// Refuses a database whose objects are not word for word those of this program, or that holds a trigger.
  ///
  /// Further tables and views are left to whoever made them: only what is read here must be as it was written. The tables
  /// that FTS5 makes for itself differ between versions of SQLite and are not compared. Fingerprints of the texts are compared,
  /// which takes a tenth of a millisecond.
  ///
  /// - Parameter version: The number of the schema that the database has.
  static func check(_ database: Database, version: Int = Schema.version, path: String) throws {
    let statements = version < 5 ? statements.filter { !addedInVersion5.contains(name(in: $0)) } : statements
    var missing = Set(statements.map { fingerprint($0) })
    var statement = try SQLStatement(database, "SELECT sql, name FROM main.sqlite_schema")
    defer { statement.finish() }
    while try statement.step() {
      if missing.remove(statement.withBytes(0, fingerprint)) != nil { continue }
      // SQLite goes by the text, not by the column `type`, which somebody may have forged.
      if statement.text(0).lowercased().contains("trigger") {
        throw StoreError.damaged(path: path, reason: "it holds the trigger '\(statement.text(1))', which is not ours")
      }
    }
    if let changed = statements.first(where: { missing.contains(fingerprint($0)) }) {
      throw StoreError.damaged(path: path, reason: "'\(name(in: changed))' is not as this program makes it")
    }
  }

  /// The statement that makes a table or an index.
  static func statement(making name: String) -> String? {
    statements.first { self.name(in: $0) == name }
  }

  /// The indexes of the large tables, which are faster sorted once after all rows than kept in order row by row.
  static let bulkIndexes = [
    "keys": "keys_item_id", "item_topics": "item_topics_topic_id", "neighbors": "neighbors_neighbor_id",
  ]

  /// The first word after `TABLE`, `INDEX` or `VIEW`.
  private static func name(in sql: String) -> String {
    let words = sql.prefix(80).split(whereSeparator: { " \n(".contains($0) })
    let position = words.firstIndex { ["TABLE", "INDEX", "VIEW"].contains($0) }
    return position.map { String(words[$0 + 1]) } ?? sql
  }

  private static func fingerprint(_ sql: String) -> UInt64 {
    var sql = sql
    return sql.withUTF8 { fingerprint(UnsafeRawBufferPointer($0)) }
  }

  private static func fingerprint(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var fingerprint = Fingerprint()
    fingerprint.add(bytes)
    return fingerprint.value
  }
}
