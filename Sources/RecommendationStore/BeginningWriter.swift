import GRDB
import RecommendationEngine

/// Brings the tables that need no comparison up to date, while the comparison goes on.
struct BeginningWriter {
  let database: Database
  let contents: IndexContents
  let prints: BeginningPrints
  let before: StoredPrints
  let items: ItemChange

  /// Writes what differs.
  func write() throws {
    try SearchWriter.update(contents, prints.texts, items, before: before, in: database)
    try writeKeys()
    try writeTopics()
    try writeLinks()
    try writeProblems()
    try writeSources()
  }

  private func writeTopics() throws {
    let keepsPlaces = try holdsLabels()
    if !before.holds(.topics, of: prints.digest) {
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
    }
    var membership = try SQLStatement(database, "INSERT INTO item_topics VALUES (?, ?, ?)")
    let change = keepsPlaces ? before.topicChange(to: prints.topics, of: items) : .all
    try items.update(change, of: "item_topics", in: database) { row in
      for (position, topic) in contents.items[row].topics.enumerated() {
        membership.bind(items.ids[row])
        membership.bind(topic + 1)
        membership.bind(position + 1)
        try membership.run()
      }
    }
  }

  /// Whether the topics that are there have the labels, and so the ids, of those that are to be.
  private func holdsLabels() throws -> Bool {
    var statement = try SQLStatement(database, "SELECT label FROM topics ORDER BY id")
    defer { statement.finish() }
    for topic in contents.topics {
      guard try statement.step(), statement.text(0).hasSameBytes(as: topic.label) else { return false }
    }
    return try !statement.step()
  }

  private func writeLinks() throws {
    guard items.isAnew || !before.holds(.links, of: prints.digest) else { return }
    var statement = try SQLStatement(database, "INSERT INTO links VALUES (?, ?, ?)")
    try database.replaceRows(of: "links") {
      for link in prints.links {
        statement.bind(items.ids[link.row])
        statement.bind(items.ids[link.target])
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
