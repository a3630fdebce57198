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
      try database.replaceRows(of: "topics") {
        try database.insert(contents.topics.indices, into: "topics", columnCount: 5) { statement, place in
          let topic = contents.topics[place]
          statement.bind(place + 1)
          statement.bind(topic.label)
          statement.bind(topic.namespace)
          statement.bind(topic.name)
          statement.bind(topic.itemCount)
        }
      }
    }
    let change = keepsPlaces ? before.topicChange(to: prints.topics, of: items) : .all
    try items.update(change, of: "item_topics", in: database) { rows in
      let memberships = rows.flatMap { row in
        contents.items[row].topics.enumerated().map { (row: row, topic: $1, position: $0) }
      }
      try database.insert(memberships, into: "item_topics", columnCount: 3) { statement, membership in
        statement.bind(items.ids[membership.row])
        statement.bind(membership.topic + 1)
        statement.bind(membership.position + 1)
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
    try database.replaceRows(of: "links") {
      try database.insert(prints.links, into: "links", columnCount: 3) { statement, link in
        statement.bind(items.ids[link.row])
        statement.bind(items.ids[link.target])
        statement.bind(link.kind.rawValue)
      }
    }
  }

  private func writeProblems() throws {
    guard !before.holds(.problems, of: prints.digest) else { return }
    try database.replaceRows(of: "problems") {
      try database.insert(contents.problems.indices, into: "problems", columnCount: 8) { statement, place in
        let problem = contents.problems[place]
        statement.bind(place + 1)
        statement.bind(problem.path)
        statement.bind(problem.line)
        statement.bind(problem.column)
        statement.bind(problem.severity)
        statement.bind(problem.code)
        statement.bind(problem.message)
        statement.bind(problem.hint)
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
