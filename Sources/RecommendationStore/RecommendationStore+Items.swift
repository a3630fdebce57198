import GRDB
import RecommendationEngine

extension RecommendationStore {
  /// The newest generation; throws `StoreError.empty` when no run has ended yet.
  public func generation() throws(StoreError) -> Generation {
    try access { database in
      guard let generation = try latestGeneration(database) else { throw StoreError.empty(path: path) }
      return generation
    }
  }

  func latestGeneration(_ database: Database) throws -> Generation? {
    var statement = try SQLStatement(database, "SELECT * FROM generations ORDER BY id DESC LIMIT 1")
    defer { statement.finish() }
    guard try statement.step() else { return nil }
    let generation = Generation(
      id: statement.int(0), digest: statement.text(1), model: statement.text(2), configuration: statement.text(3),
      itemCount: statement.int(4), copyCount: statement.int(5), keyCount: statement.int(6),
      topicCount: statement.int(7),
      termCount: statement.int(8), problemCount: statement.int(9))
    guard ContentFingerprints.generation(generation).check == statement.int(10) else { throw damage("the generation") }
    return generation
  }

  /// What is shown of some items, in the order asked.
  public func headings(rows: some Sequence<Int>) throws(StoreError) -> [ItemHeading] {
    try access { database in
      var statement = try SQLStatement(database, Self.headingQuery)
      return try rows.map { row in
        statement.bind(row + 1)
        guard try statement.step() else { throw damage("item \(row + 1)") }
        defer { statement.finish() }
        return try heading(row: row, in: statement)
      }
    }
  }

  /// One item with its texts, topics and names.
  ///
  /// - Precondition: `row` was returned by this store for this generation.
  public func item(row: Int) throws(StoreError) -> StoredItem {
    try access { database in
      var statement = try SQLStatement(
        database,
        """
        SELECT key, title, path, line, url, date, copy_of, word_count, c.heading, summary, i.text, c.text
        FROM items i JOIN _checks c ON c.item_id = i.id WHERE i.id = ?
        """)
      statement.bind(row + 1)
      guard try statement.step() else { throw damage("item \(row + 1)") }
      defer { statement.finish() }
      var item = StoredItem(
        heading: try heading(row: row, in: statement), summary: statement.text(9), text: statement.text(10))
      let print = ContentFingerprints.text(row: row, SearchedText(item))
      guard print.check == statement.int(11) else { throw damage("the text of item \(row + 1)") }
      item.topics = try topicPlaces(ofRow: row, database)
      item.keys = try keys(ofRow: row, database)
      return item
    }
  }

  /// All items in the order of their rows, one after the other; their texts and names come with them.
  public func items() throws(StoreError) -> [StoredItem] {
    var items: [StoredItem] = []
    for row in 0..<(try generation().itemCount) { items.append(try item(row: row)) }
    return items
  }

  /// The texts of all items by the path of their file, each held against its check; of several in a file the first.
  public func textsByPath() throws(StoreError) -> [String: SearchedText] {
    let items: [(path: String, text: SearchedText, check: Int)] = try access { database in
      var statement = try SQLStatement(
        database,
        "SELECT path, title, summary, i.text, c.text FROM items i JOIN _checks c ON c.item_id = i.id ORDER BY i.id")
      var items: [(path: String, text: SearchedText, check: Int)] = []
      while try statement.step() {
        items.append(
          (
            statement.text(0),
            SearchedText(title: statement.text(1), summary: statement.text(2), text: statement.text(3)),
            statement.int(4)
          ))
      }
      return items
    }
    let damaged = concurrentMap(chunksOf: items.count, minimumChunk: 256) { chunk in
      chunk.first { ContentFingerprints.text(row: $0, items[$0].text).check != items[$0].check }
    }
    if let row = damaged.compactMap(\.self).first { throw damage("the text of item \(row + 1)") }
    return Dictionary(items.lazy.map { ($0.path, $0.text) }) { first, _ in first }
  }

  /// The keys of all items in the order of their rows, for each the file, and the row that it repeats, or its own.
  public func allKeys() throws(StoreError) -> (keys: [String], paths: [String?], representative: [Int]) {
    try access { database in
      var statement = try SQLStatement(database, "SELECT key, path, copy_of FROM items ORDER BY id")
      var keys: [String] = []
      var paths: [String?] = []
      var representative: [Int] = []
      while try statement.step() {
        representative.append(statement.optionalInt(2).map { $0 - 1 } ?? keys.count)
        keys.append(statement.text(0))
        paths.append(statement.optionalText(1))
      }
      return (keys, paths, representative)
    }
  }

  /// What is shown of all items, in the order of their rows.
  public func allHeadings() throws(StoreError) -> [ItemHeading] {
    try headings(rows: 0..<(try generation().itemCount))
  }

  private static let headingQuery = """
    SELECT key, title, path, line, url, date, copy_of, word_count, c.heading
    FROM items i JOIN _checks c ON c.item_id = i.id WHERE i.id = ?
    """

  private func heading(row: Int, in statement: SQLStatement) throws -> ItemHeading {
    let heading = ItemHeading(
      key: statement.text(0), title: statement.text(1), path: statement.optionalText(2), line: statement.optionalInt(3),
      url: statement.optionalText(4), date: statement.optionalText(5), copyOf: statement.optionalInt(6).map { $0 - 1 },
      wordCount: statement.int(7))
    guard ContentFingerprints.heading(row: row, heading).check == statement.int(8) else {
      throw damage("item \(row + 1)")
    }
    return heading
  }

  private func keys(ofRow row: Int, _ database: Database) throws -> [StoredKey] {
    var statement = try SQLStatement(database, "SELECT kind, value FROM keys WHERE item_id = ?")
    statement.bind(row + 1)
    var keys: [StoredKey] = []
    while try statement.step() {
      guard let kind = StoredKey.Kind(rawValue: statement.text(0)) else { throw damage("a name of item \(row + 1)") }
      keys.append(StoredKey(kind, statement.text(1)))
    }
    return keys.sorted { ($0.kind, $0.value) < ($1.kind, $1.value) }
  }
}
