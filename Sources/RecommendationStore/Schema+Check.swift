import GRDB

extension Schema {
  /// Refuses a database whose objects are not word for word those of this program, or that holds a trigger.
  ///
  /// Further tables and views are left to whoever made them: only what is read here must be as it was written. The tables
  /// that FTS5 makes for itself differ between versions of SQLite and are not compared.
  static func check(_ database: Database, path: String) throws {
    var found: [String: String] = [:]
    var statement = try SQLStatement(database, "SELECT type, name, sql FROM main.sqlite_schema")
    while try statement.step() {
      if statement.text(0) == "trigger" {
        let name = statement.text(1)
        statement.finish()
        throw StoreError.damaged(path: path, reason: "it holds the trigger '\(name)', which is not ours")
      }
      found[statement.text(1)] = statement.text(2)
    }
    for object in objects where found[object.name] != object.sql {
      throw StoreError.damaged(path: path, reason: "'\(object.name)' is not as this program makes it")
    }
  }
}
