import GRDB
import RecommendationEngine

extension RecommendationStore {
  /// What was wrong with the sources, in the order in which it was found.
  public func problems() throws(StoreError) -> [StoredProblem] {
    try access { database in
      var statement = try SQLStatement(
        database, "SELECT path, line, \"column\", severity, code, message, hint FROM problems ORDER BY id")
      var problems: [StoredProblem] = []
      while try statement.step() {
        problems.append(
          StoredProblem(
            path: statement.text(0), line: statement.optionalInt(1), column: statement.optionalInt(2),
            severity: statement.text(3), code: statement.text(4), message: statement.text(5),
            hint: statement.optionalText(6)))
      }
      return problems
    }
  }

  /// The links that editors made, by row, then target, then kind.
  public func links() throws(StoreError) -> [StoredLink] {
    try access { database in
      let ids = try itemIDs(database)
      var statement = try SQLStatement(
        database, "SELECT item_id, target_id, kind FROM links ORDER BY item_id, target_id, kind")
      var links: [StoredLink] = []
      while try statement.step() {
        guard let kind = StoredLink.Kind(rawValue: statement.text(2)) else { throw damage("a link") }
        links.append(
          StoredLink(
            row: try row(ofID: statement.int(0), ids), target: try row(ofID: statement.int(1), ids), kind: kind))
      }
      return links
    }
  }

  /// The files of the last run, by path.
  ///
  /// - Parameter withContent: Whether what was read from them is wanted too; what is damaged is nil, as if it were not kept.
  public func sources(withContent: Bool = true) throws(StoreError) -> [StoredSource] {
    try access { database in
      let content = withContent ? "content" : "NULL"
      var statement = try SQLStatement(
        database, "SELECT path, size, modified_ns, digest, \(content) FROM _sources ORDER BY path")
      var sources: [StoredSource] = []
      while try statement.step() {
        sources.append(
          StoredSource(
            path: statement.text(0), size: statement.int(1), modifiedNanoseconds: statement.int(2),
            digest: statement.text(3),
            content: statement.withBytes(4) { Packing.unsealed($0, place: Self.vectorPlace).map(Array.init) }))
      }
      return sources
    }
  }

  /// Whether the files of the last run were these, with the same sizes and times; in any order.
  ///
  /// - Complexity: O(files up to the first that differs), and sorting them where they are not.
  public func holds(_ sources: [StoredSource]) throws(StoreError) -> Bool {
    let order = StoredSource.order(of: sources)
    return try access { database in
      var statement = try SQLStatement(database, "SELECT path, size, modified_ns FROM _sources ORDER BY path")
      defer { statement.finish() }
      for place in order {
        guard try statement.step(), statement.text(0).hasSameBytes(as: sources[place].path),
          statement.int(1) == sources[place].size, statement.int(2) == sources[place].modifiedNanoseconds
        else { return false }
      }
      return try !statement.step()
    }
  }

  /// The items whose texts match words, best first.
  ///
  /// The words are taken as words, whatever signs stand in them; all must occur.
  public func search(_ query: String, limit: Int = 20) throws(StoreError) -> [ScoredRow] {
    let words = query.split(whereSeparator: { $0.isWhitespace || $0 == "\0" })
    guard !words.isEmpty else { return [] }
    let match = words.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: " ")
    return try access { database in
      let ids = try itemIDs(database)
      var statement = try SQLStatement(
        database, "SELECT rowid, rank FROM items_fts WHERE items_fts MATCH ? ORDER BY rank, rowid LIMIT ?")
      statement.bind(match)
      statement.bind(limit)
      var rows: [ScoredRow] = []
      // FTS5 counts better matches further below zero.
      while try statement.step() {
        rows.append(ScoredRow(row: try row(ofID: statement.int(0), ids), score: -statement.double(1)))
      }
      return rows
    }
  }
}
