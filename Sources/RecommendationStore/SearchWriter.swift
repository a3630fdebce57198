import GRDB
import RecommendationEngine

/// What the search index holds of an item.
public struct SearchedText: Sendable {
  /// The title in plain text.
  public var title: String
  /// The teaser or summary in plain text.
  public var summary: String
  /// The body in plain text.
  public var text: String

  /// Creates the texts of an item.
  public init(title: String, summary: String, text: String) {
    self.title = title
    self.summary = summary
    self.text = text
  }
}

extension SearchedText {
  /// The texts of an item.
  init(_ item: StoredItem) {
    self.init(title: item.heading.title, summary: item.summary, text: item.text)
  }
}

extension IndexContents {
  /// The texts of an item, whether they are kept or not.
  func text(ofRow row: Int) -> SearchedText {
    isTextKept.isEmpty || !isTextKept[row] ? SearchedText(items[row]) : keptText(row)
  }
}

/// Writes the search index over titles, summaries and texts.
enum SearchWriter {
  /// Brings the search index up to date, before the table of items is: it wants to be told the texts that it forgets.
  ///
  /// - Parameter prints: The fingerprints of the items' texts.
  static func update(
    _ contents: IndexContents, _ prints: [Int], _ change: ItemChange, before: StoredPrints, in database: Database
  ) throws {
    switch before.textChange(to: prints, of: change) {
    case .all: try write(contents, change.ids, to: database)
    case .rows(let rows):
      try forget(change.gone + rows.lazy.filter { change.places[$0] != nil }.map { change.ids[$0] }, in: database)
      var statement = try insertion(database)
      for row in rows { try insert(contents.text(ofRow: row), id: change.ids[row], by: &statement) }
    }
  }

  private static func forget(_ ids: [Int], in database: Database) throws {
    var known = try SQLStatement(database, "SELECT title, summary, text FROM items WHERE id = ?")
    var deletion = try SQLStatement(
      database, "INSERT INTO items_fts(items_fts, rowid, title, summary, text) VALUES ('delete', ?, ?, ?, ?)")
    for id in ids {
      known.bind(id)
      guard try known.step() else { continue }
      deletion.bind(id)
      for column: Int32 in 0..<3 { deletion.bind(known.text(column)) }
      known.finish()
      try deletion.run()
    }
  }

  /// Puts the words of items in the place of what the search index holds.
  ///
  /// The words of about an eighth of the texts, 1 to 16 MB, are gathered in memory before they are written, so that a dozen
  /// pieces come about, and none is merged with others on the way.
  private static func write(_ contents: IndexContents, _ ids: RowIDs, to database: Database) throws {
    let byteCount = contents.items.indices.reduce(0) { count, row in
      let text = contents.text(ofRow: row)
      return count + text.text.utf8.count + text.summary.utf8.count + text.title.utf8.count
    }
    let memory = max(1 << 20, min(16 << 20, byteCount / 8))
    try database.run("INSERT INTO items_fts(items_fts) VALUES ('delete-all')")
    try database.run("INSERT INTO items_fts(items_fts, rank) VALUES ('hashsize', \(memory))")
    try database.run("INSERT INTO items_fts(items_fts, rank) VALUES ('automerge', 0)")
    var statement = try insertion(database)
    for row in contents.items.indices { try insert(contents.text(ofRow: row), id: ids[row], by: &statement) }
    try database.run("INSERT INTO items_fts(items_fts, rank) VALUES ('automerge', 4)")
  }

  private static func insertion(_ database: Database) throws -> SQLStatement {
    try SQLStatement(database, "INSERT INTO items_fts(rowid, title, summary, text) VALUES (?, ?, ?, ?)")
  }

  private static func insert(_ text: SearchedText, id: Int, by statement: inout SQLStatement) throws {
    statement.bind(id)
    statement.bind(text.title)
    statement.bind(text.summary)
    statement.bind(text.text)
    try statement.run()
  }
}
