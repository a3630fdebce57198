import GRDB

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

/// Writes the search index over titles, summaries and texts.
enum SearchWriter {
  /// Puts the words of items in the place of what the search index holds; item *i* becomes row *i* + 1.
  ///
  /// The words of about an eighth of the texts, 1 to 16 MB, are gathered in memory before they are written, so that a dozen
  /// pieces come about, and none is merged with others on the way.
  static func write(_ texts: some Sequence<SearchedText>, to database: Database) throws {
    let byteCount = texts.reduce(0) { $0 + $1.text.utf8.count + $1.summary.utf8.count + $1.title.utf8.count }
    let memory = max(1 << 20, min(16 << 20, byteCount / 8))
    try database.run("INSERT INTO items_fts(items_fts) VALUES ('delete-all')")
    try database.run("INSERT INTO items_fts(items_fts, rank) VALUES ('hashsize', \(memory))")
    try database.run("INSERT INTO items_fts(items_fts, rank) VALUES ('automerge', 0)")
    var statement = try SQLStatement(
      database, "INSERT INTO items_fts(rowid, title, summary, text) VALUES (?, ?, ?, ?)")
    for (row, item) in texts.enumerated() {
      statement.bind(row + 1)
      statement.bind(item.title)
      statement.bind(item.summary)
      statement.bind(item.text)
      try statement.run()
    }
    try database.run("INSERT INTO items_fts(items_fts, rank) VALUES ('automerge', 4)")
  }
}
