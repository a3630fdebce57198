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
      let ids = try itemIDs(database)
      var statement = try SQLStatement(
        database, "SELECT \(Self.headingColumns) FROM \(Self.headingTables) WHERE i.id = ?")
      return try rows.map { row in
        statement.bind(ids[row])
        guard try statement.step() else { throw damage("item \(row + 1)") }
        defer { statement.finish() }
        return try heading(row: row, in: statement, ids)
      }
    }
  }

  /// One item with its texts, topics and names.
  ///
  /// - Precondition: `row` was returned by this store for this generation.
  public func item(row: Int) throws(StoreError) -> StoredItem {
    try access { database in
      let ids = try itemIDs(database)
      var statement = try SQLStatement(
        database,
        "SELECT \(Self.headingColumns), i.summary, i.text, c.text FROM \(Self.headingTables) WHERE i.id = ?")
      statement.bind(ids[row])
      guard try statement.step() else { throw damage("item \(row + 1)") }
      defer { statement.finish() }
      var item = StoredItem(
        heading: try heading(row: row, in: statement, ids), summary: statement.text(10), text: statement.text(11))
      let identity = ContentFingerprints.identity(ofKey: item.heading.key)
      let print = ContentFingerprints.text(of: identity, SearchedText(item))
      guard print.check == statement.int(12) else { throw damage("the text of item \(row + 1)") }
      item.topics = try topicPlaces(ofRow: row, database)
      item.keys = try keys(ofRow: row, ids, identity: identity, database)
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
    let items: [(path: String, text: SearchedText, check: Int, key: String)] = try access { database in
      var statement = try SQLStatement(
        database,
        "SELECT path, title, summary, i.text, c.text, key FROM items i JOIN _checks c ON c.item_id = i.id ORDER BY i.id"
      )
      var items: [(path: String, text: SearchedText, check: Int, key: String)] = []
      while try statement.step() {
        items.append(
          (
            statement.text(0),
            SearchedText(title: statement.text(1), summary: statement.text(2), text: statement.text(3)),
            statement.int(4), statement.text(5)
          ))
      }
      return items
    }
    let damaged = concurrentMap(chunksOf: items.count, minimumChunk: 256) { chunk in
      chunk.first { row in
        let identity = ContentFingerprints.identity(ofKey: items[row].key)
        return ContentFingerprints.text(of: identity, items[row].text).check != items[row].check
      }
    }
    if let row = damaged.compactMap(\.self).first { throw damage("the text of item \(row + 1)") }
    return Dictionary(items.lazy.map { ($0.path, $0.text) }) { first, _ in first }
  }

  /// The keys of all items in the order of their rows, for each the file, and the row that it repeats, or its own.
  public func allKeys() throws(StoreError) -> (keys: [String], paths: [String?], representative: [Int]) {
    try access { database in
      let ids = try itemIDs(database)
      var statement = try SQLStatement(database, "SELECT key, path, copy_of FROM items ORDER BY id")
      var keys: [String] = []
      var paths: [String?] = []
      var representative: [Int] = []
      while try statement.step() {
        representative.append(try statement.optionalInt(2).map { try row(ofID: $0, ids) } ?? keys.count)
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

  private static let headingColumns =
    "i.key, i.title, i.path, i.line, i.url, i.date, i.copy_of, i.word_count, c.heading, o.key"
  private static let headingTables =
    "items i JOIN _checks c ON c.item_id = i.id LEFT JOIN items o ON o.id = i.copy_of"

  private func heading(row: Int, in statement: SQLStatement, _ ids: RowIDs) throws -> ItemHeading {
    let heading = ItemHeading(
      key: statement.text(0), title: statement.text(1), path: statement.optionalText(2), line: statement.optionalInt(3),
      url: statement.optionalText(4), date: statement.optionalText(5),
      copyOf: try statement.optionalInt(6).map { try self.row(ofID: $0, ids) }, wordCount: statement.int(7))
    guard ContentFingerprints.heading(heading, original: statement.optionalText(9)).check == statement.int(8) else {
      throw damage("item \(row + 1)")
    }
    return heading
  }

  /// The names of an item, held against their check.
  private func keys(ofRow row: Int, _ ids: RowIDs, identity: UInt64, _ database: Database) throws -> [StoredKey] {
    var statement = try SQLStatement(database, "SELECT kind, value FROM keys WHERE item_id = ?")
    statement.bind(ids[row])
    var keys: [StoredKey] = []
    while try statement.step() {
      guard let kind = StoredKey.Kind(rawValue: statement.text(0)) else { throw damage("a name of item \(row + 1)") }
      keys.append(StoredKey(kind, statement.text(1)))
    }
    guard try keyPrints(database)[row] == ContentFingerprints.keys(keys, of: identity) else {
      throw damage("a name of item \(row + 1)")
    }
    return keys.sorted { ($0.kind, $0.value) < ($1.kind, $1.value) }
  }

  /// By row the sum of the fingerprints of an item's names; read once for a generation.
  private func keyPrints(_ database: Database) throws -> [UInt64] {
    if let known = known.withLock({ $0.keyPrints }) { return known }
    let prints = try withVector(StoredPrints.keysName, database) { bytes in
      Packing.unsealed(bytes, place: Self.vectorPlace).map { Packing.words(of: Array($0)) }
    }
    guard let prints = prints ?? nil, try prints.count == latestGeneration(database)?.itemCount else {
      throw damage("the list of checks of the names")
    }
    known.withLock { $0.keyPrints = prints }
    return prints
  }
}
