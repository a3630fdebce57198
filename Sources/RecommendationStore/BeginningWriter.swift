import GRDB

/// Brings the tables that need no comparison up to date, while the comparison goes on.
struct BeginningWriter {
  let database: Database
  let contents: IndexContents
  private let prints: BeginningPrints
  private let before: StoredPrints

  init(database: Database, contents: IndexContents, prints: BeginningPrints, before: StoredPrints) {
    self.database = database
    self.contents = contents
    self.prints = prints
    self.before = before
  }

  /// Writes what differs.
  func write() throws {
    try SearchWriter.update(contents.items, prints.texts, before: before, in: database)
    try writeKeys()
    try writeTopics()
    try writeLinks()
    try writeProblems()
    try writeSources()
  }

  private func writeKeys() throws {
    guard !before.holds(.keys, of: prints.digest) else { return }
    var statement = try SQLStatement(database, "INSERT INTO keys VALUES (?, ?, ?, ?)")
    try database.replaceRows(of: "keys") {
      for key in BeginningPrints.checkedKeys(contents) {
        statement.bind(key.value)
        statement.bind(key.kind)
        statement.bind(key.row + 1)
        statement.bind(key.check)
        try statement.run()
      }
    }
  }

  private func writeTopics() throws {
    guard !before.holds(.topics, of: prints.digest) || !before.holds(.itemTopics, of: prints.digest) else { return }
    var statement = try SQLStatement(database, "INSERT INTO topics VALUES (?, ?, ?, ?, ?)")
    try database.replaceRows(of: "topics") {
      for (index, topic) in contents.topics.enumerated() {
        statement.bind(index + 1)
        statement.bind(topic.label)
        statement.bind(topic.namespace)
        statement.bind(topic.name)
        statement.bind(topic.itemCount)
        try statement.run()
      }
    }
    var membership = try SQLStatement(database, "INSERT INTO item_topics VALUES (?, ?, ?)")
    try database.replaceRows(of: "item_topics") {
      for (row, item) in contents.items.enumerated() {
        for (position, topic) in item.topics.enumerated() {
          membership.bind(row + 1)
          membership.bind(topic + 1)
          membership.bind(position + 1)
          try membership.run()
        }
      }
    }
  }

  private func writeLinks() throws {
    guard !before.holds(.links, of: prints.digest) else { return }
    var statement = try SQLStatement(database, "INSERT INTO links VALUES (?, ?, ?)")
    try database.replaceRows(of: "links") {
      for link in prints.links {
        statement.bind(link.row + 1)
        statement.bind(link.target + 1)
        statement.bind(link.kind.rawValue)
        try statement.run()
      }
    }
  }

  private func writeProblems() throws {
    guard !before.holds(.problems, of: prints.digest) else { return }
    var statement = try SQLStatement(database, "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    try database.replaceRows(of: "problems") {
      for (index, value) in contents.problems.enumerated() {
        statement.bind(index + 1)
        statement.bind(value.path)
        statement.bind(value.line)
        statement.bind(value.column)
        statement.bind(value.severity)
        statement.bind(value.code)
        statement.bind(value.message)
        statement.bind(value.hint)
        try statement.run()
      }
    }
  }
}

extension Database {
  /// Empties a table and fills it; its index is made afterwards.
  func replaceRows(of table: String, _ body: () throws -> Void) throws {
    let index = Schema.bulkIndexes[table]
    if let index { try run("DROP INDEX \(index)") }
    try run("DELETE FROM \(table)")
    try body()
    if let statement = index.flatMap(Schema.statement(making:)) { try run(statement) }
  }
}
