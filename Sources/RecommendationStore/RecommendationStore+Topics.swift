import GRDB

extension RecommendationStore {
  /// All topics in the order of their places.
  public func topics() throws(StoreError) -> [StoredTopic] {
    try access { database in
      var statement = try SQLStatement(database, "SELECT label, namespace, name, item_count FROM topics ORDER BY id")
      var topics: [StoredTopic] = []
      while try statement.step() {
        topics.append(
          StoredTopic(
            label: statement.text(0), namespace: statement.optionalText(1), name: statement.text(2),
            itemCount: statement.int(3)))
      }
      return topics
    }
  }

  /// The labels of the topics of an item, in the order of the source.
  public func topicLabels(ofRow row: Int) throws(StoreError) -> [String] {
    try access { try checkedTopics(ofRow: row, $0).map(\.label) }
  }

  /// The places of the topics of every item, in the order of the source.
  public func allItemTopics() throws(StoreError) -> [[Int]] {
    try access { database in
      let ids = try itemIDs(database)
      var lists = [[(position: Int, topic: Int)]](repeating: [], count: ids.count)
      var statement = try SQLStatement(database, "SELECT item_id, topic_id, position FROM item_topics")
      while try statement.step() {
        let row = try row(ofID: statement.int(0), ids)
        lists[row].append((statement.int(2), statement.int(1) - 1))
      }
      return lists.map { $0.sorted { $0.position < $1.position }.map(\.topic) }
    }
  }

  /// The rows of the items that hold a topic, ascending.
  public func rows(ofTopic topic: Int) throws(StoreError) -> [Int] {
    try access { database in
      let ids = try itemIDs(database)
      var statement = try SQLStatement(database, "SELECT item_id FROM item_topics WHERE topic_id = ? ORDER BY item_id")
      statement.bind(topic + 1)
      var rows: [Int] = []
      while try statement.step() { rows.append(try row(ofID: statement.int(0), ids)) }
      return rows
    }
  }

  /// The suggested topics of an item, best first.
  public func suggestions(ofRow row: Int) throws(StoreError) -> [StoredSuggestion] {
    try access { database in
      var statement = try SQLStatement(
        database,
        "SELECT topic_id, rank, score, band, evidence FROM suggestions WHERE item_id = ? ORDER BY rank, topic_id")
      statement.bind(try itemIDs(database)[row])
      var suggestions: [StoredSuggestion] = []
      while try statement.step() {
        suggestions.append(
          StoredSuggestion(
            row: row, topic: statement.int(0) - 1, rank: statement.int(1), score: statement.double(2),
            band: statement.text(3), evidence: statement.text(4)))
      }
      return suggestions
    }
  }

  func topicPlaces(ofRow row: Int, _ database: Database) throws -> [Int] {
    try checkedTopics(ofRow: row, database).map(\.place)
  }

  private func checkedTopics(ofRow row: Int, _ database: Database) throws -> [(place: Int, label: String)] {
    let id = try itemIDs(database)[row]
    var statement = try SQLStatement(
      database,
      """
      SELECT p.topic_id, t.label FROM item_topics p JOIN topics t ON t.id = p.topic_id
      WHERE p.item_id = ? ORDER BY p.position
      """)
    statement.bind(id)
    var topics: [(place: Int, label: String)] = []
    while try statement.step() { topics.append((statement.int(0) - 1, statement.text(1))) }
    var check = try SQLStatement(
      database, "SELECT c.topics, i.key FROM _checks c JOIN items i ON i.id = c.item_id WHERE c.item_id = ?")
    check.bind(id)
    defer { check.finish() }
    guard try check.step(),
      ContentFingerprints.topics(
        of: ContentFingerprints.identity(ofKey: check.text(1)), labels: topics.lazy.map(\.label)
      ).check == check.int(0)
    else { throw damage("the topics of item \(row + 1)") }
    return topics
  }
}
