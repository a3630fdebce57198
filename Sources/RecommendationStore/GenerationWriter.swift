import GRDB
import RecommendationEngine

/// Brings the tables that the comparison fills up to date: what is there already, by its fingerprint, stays as it is.
struct GenerationWriter {
  private let database: Database
  private let contents: IndexContents
  private let prints: GenerationPrints
  private let before: StoredPrints

  init(database: Database, contents: IndexContents, prints: GenerationPrints, before: StoredPrints) {
    self.database = database
    self.contents = contents
    self.prints = prints
    self.before = before
  }

  /// Writes what differs and returns the ids that the terms have now.
  func write() throws -> TermIDs {
    try writeItems()
    let terms = try writeTerms()
    try writeCounts(terms)
    try writeNeighbors()
    try writeNearest()
    try writeChecks()
    return terms.ids
  }

  // MARK: Tables with a row for each item

  /// Makes room for rows that are to be written, and writes them.
  ///
  /// - Parameters:
  ///   - change: What is to be written.
  ///   - table: The table.
  ///   - column: The column with the number of the row, from 1.
  ///   - count: The number of rows that there are now.
  ///   - body: Writes a row.
  private func update(
    _ change: StoredPrints.Change, of table: String, by column: String, count: Int, _ body: (Int) throws -> Void
  ) throws {
    switch change {
    case .all:
      try database.replaceRows(of: table) { for row in 0..<count { try body(row) } }
    case .rows(let rows):
      var deletion = try SQLStatement(database, "DELETE FROM \(table) WHERE \(column) = ?")
      for row in rows {
        deletion.bind(row + 1)
        try deletion.run()
      }
      var excess = try SQLStatement(database, "DELETE FROM \(table) WHERE \(column) > ?")
      excess.bind(count)
      try excess.run()
      for row in rows { try body(row) }
    }
  }

  private func writeItems() throws {
    let change = before.change(to: prints) { $0.heading != $1.heading || $0.text != $1.text }
    var statement = try SQLStatement(database, "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try update(change, of: "items", by: "id", count: contents.items.count) { row in
      let item = contents.items[row]
      let heading = item.heading
      statement.bind(row + 1)
      statement.bind(heading.key)
      statement.bind(heading.title)
      statement.bind(heading.path)
      statement.bind(heading.line)
      statement.bind(heading.url)
      statement.bind(heading.date)
      statement.bind(heading.copyOf.map { $0 + 1 })
      statement.bind(heading.wordCount)
      statement.bind(item.summary)
      statement.bind(item.text)
      try statement.run()
    }
  }

  /// Writes a blob for each item of which it differs; some thousands are packed on all cores at a time.
  private func updateBlobs(
    _ change: StoredPrints.Change, of table: String, _ blob: @Sendable (_ row: Int) -> [UInt8]
  ) throws {
    var statement = try SQLStatement(database, "INSERT INTO \(table) VALUES (?, ?)")
    let count = contents.items.count
    let rows = if case .rows(let rows) = change { rows } else { Array(0..<count) }
    var packed: [[UInt8]] = []
    var firstPacked = 0
    var place = 0
    try update(change, of: table, by: "item_id", count: count) { row in
      if place == firstPacked + packed.count {
        firstPacked = place
        let batch = rows[place..<min(place + 4096, rows.count)]
        packed = concurrentMap(chunksOf: batch.count, minimumChunk: 64) { chunk in
          chunk.map { blob(batch[batch.startIndex + $0]) }
        }.flatMap(\.self)
      }
      statement.bind(row + 1)
      statement.bind(packed[place - firstPacked])
      try statement.run()
      place += 1
    }
  }

  private func writeCounts(_ terms: TermChange) throws {
    let counts = contents.counts
    let ids = terms.ids
    let change = terms.columns == nil ? .all : before.change(to: prints) { $0.counts != $1.counts }
    try updateBlobs(change, of: "counts") { row in
      let range = counts.range(ofRow: row)
      return Packing.packedCounts(
        columns: counts.columns[range].map { ids[Int($0)] }[...], counts: counts.counts[range], place: row)
    }
  }

  private func writeNeighbors() throws {
    var statement = try SQLStatement(database, "INSERT INTO neighbors VALUES (?, ?, ?, ?)")
    let change = before.change(to: prints) { $0.neighbors != $1.neighbors }
    try update(change, of: "neighbors", by: "item_id", count: contents.items.count) { row in
      for (rank, position) in contents.neighbors.range(ofRow: row).enumerated() {
        statement.bind(row + 1)
        statement.bind(rank + 1)
        statement.bind(Int(contents.neighbors.rows[position]) + 1)
        statement.bind(contents.neighbors.scores[position])
        try statement.run()
      }
    }
  }

  private func writeNearest() throws {
    let nearest = contents.nearest
    try updateBlobs(before.change(to: prints) { $0.nearest != $1.nearest }, of: "_nearest") { row in
      let range = nearest.range(ofRow: row)
      return Packing.packedScoredRows(rows: nearest.rows[range], scores: nearest.scores[range], place: row)
    }
  }

  private func writeChecks() throws {
    var statement = try SQLStatement(database, "INSERT INTO _checks VALUES (?, ?, ?, ?, ?, ?, ?)")
    let change = before.change(to: prints) { $0 != $1 }
    try update(change, of: "_checks", by: "item_id", count: contents.items.count) { row in
      let print = prints.items[row]
      statement.bind(row + 1)
      statement.bind(print.heading)
      statement.bind(print.text)
      statement.bind(print.topics)
      statement.bind(print.counts)
      statement.bind(print.neighbors)
      statement.bind(print.nearest)
      try statement.run()
    }
  }

  // MARK: Other tables

  /// Brings the terms up to date and returns what changed.
  private func writeTerms() throws -> TermChange {
    let change = try before.termChange(to: contents, prints, in: database)
    var statement = try SQLStatement(database, "INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?)")
    func write(_ column: Int) throws {
      let (term, id) = (contents.terms[column], change.ids[column])
      statement.bind(Int(id))
      statement.bind(term.term)
      statement.bind(term.surface)
      statement.bind(term.wordCount)
      statement.bind(term.documentFrequency)
      statement.bind(ContentFingerprints.termCheck(prints.terms[column], id: id))
      try statement.run()
    }
    guard let columns = change.columns else {
      try database.replaceRows(of: "terms") { for column in contents.terms.indices { try write(column) } }
      return change
    }
    var deletion = try SQLStatement(database, "DELETE FROM terms WHERE id = ?")
    for id in change.gone {
      deletion.bind(Int(id))
      try deletion.run()
    }
    for column in columns { try write(column) }
    return change
  }
}
