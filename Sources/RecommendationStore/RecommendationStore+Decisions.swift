import GRDB

/// What a person said about a topic for an item; kept by the item's key and the topic's label, through every indexing.
public struct StoredDecision: Sendable, Equatable {
  /// The two answers.
  public enum Answer: String, CaseIterable, Sendable {
    case accepted, rejected
  }

  /// The item's own id.
  public var itemKey: String
  /// The topic's label.
  public var topic: String
  /// The answer.
  public var answer: Answer
  /// Why, where somebody said so.
  public var note: String?

  /// Creates a decision.
  public init(itemKey: String, topic: String, answer: Answer, note: String? = nil) {
    self.itemKey = itemKey
    self.topic = topic
    self.answer = answer
    self.note = note
  }
}

extension RecommendationStore {
  /// All decisions, by key, then topic, in the order of their bytes.
  public func decisions() throws(StoreError) -> [StoredDecision] {
    try access { database in
      var statement = try SQLStatement(
        database, "SELECT item_key, topic, decision, note FROM decisions ORDER BY item_key, topic")
      var decisions: [StoredDecision] = []
      while try statement.step() {
        guard let answer = StoredDecision.Answer(rawValue: statement.text(2)) else { throw damage("a decision") }
        decisions.append(
          StoredDecision(
            itemKey: statement.text(0), topic: statement.text(1), answer: answer, note: statement.optionalText(3)))
      }
      return decisions
    }
  }

  /// Keeps decisions; a later one about the same item and topic takes the place of the earlier.
  public func record(_ decisions: some Sequence<StoredDecision>) throws(StoreError) {
    try transaction { database in
      var statement = try SQLStatement(database, "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?)")
      for decision in decisions {
        statement.bind(decision.itemKey)
        statement.bind(decision.topic)
        statement.bind(decision.answer.rawValue)
        statement.bind(decision.note)
        try statement.run()
      }
    }
  }

  /// Takes a decision back, as if the question had not been asked.
  public func withdrawDecision(itemKey: String, topic: String) throws(StoreError) {
    try transaction { database in
      var statement = try SQLStatement(database, "DELETE FROM decisions WHERE item_key = ? AND topic = ?")
      statement.bind(itemKey)
      statement.bind(topic)
      try statement.run()
    }
  }

  /// A setting that is kept with the collection, or nil.
  public func setting(_ name: String) throws(StoreError) -> String? {
    try access { database in
      var statement = try SQLStatement(database, "SELECT value FROM settings WHERE name = ?")
      statement.bind(name)
      defer { statement.finish() }
      return try statement.step() ? statement.text(0) : nil
    }
  }
}
