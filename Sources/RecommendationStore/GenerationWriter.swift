import GRDB
import RecommendationEngine

/// Brings the tables that the comparison fills up to date: what is there already, by its fingerprint, stays as it is.
struct GenerationWriter {
  private let database: Database
  private let contents: IndexContents
  private let prints: GenerationPrints
  private let before: StoredPrints
  private let items: ItemChange

  init(
    database: Database, contents: IndexContents, prints: GenerationPrints, before: StoredPrints, items: ItemChange
  ) {
    self.database = database
    self.contents = contents
    self.prints = prints
    self.before = before
    self.items = items
  }

  /// Writes what differs and returns the ids that the terms have now.
  func write() throws -> RowIDs {
    try writeItems()
    let terms = try writeTerms()
    try writeCounts(terms)
    try writeNeighbors()
    try writeNearest()
    try writeChecks()
    return terms.ids
  }

  // MARK: Tables with a row for each item

  private func writeItems() throws {
    let change = before.change(to: prints, of: items) { $0.heading != $1.heading || $0.text != $1.text }
    var statement = try SQLStatement(database, "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try items.update(change, of: "items", by: "id", in: database) { row in
      let (heading, text) = (contents.items[row].heading, contents.text(ofRow: row))
      statement.bind(items.ids[row])
      statement.bind(heading.key)
      statement.bind(heading.title)
      statement.bind(heading.path)
      statement.bind(heading.line)
      statement.bind(heading.url)
      statement.bind(heading.date)
      statement.bind(heading.copyOf.map { items.ids[$0] })
      statement.bind(heading.wordCount)
      statement.bind(text.summary)
      statement.bind(text.text)
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
    try items.update(change, of: table, in: database) { row in
      if place == firstPacked + packed.count {
        firstPacked = place
        let batch = rows[place..<min(place + 4096, rows.count)]
        packed = concurrentMap(chunksOf: batch.count, minimumChunk: 64) { chunk in
          chunk.map { blob(batch[batch.startIndex + $0]) }
        }.flatMap(\.self)
      }
      statement.bind(items.ids[row])
      statement.bind(packed[place - firstPacked])
      try statement.run()
      place += 1
    }
  }

  private func writeCounts(_ terms: TermChange) throws {
    let counts = contents.counts
    let change = terms.columns == nil ? .all : before.change(to: prints, of: items) { $0.counts != $1.counts }
    let (ids, termIDs) = (items.ids, terms.ids)
    try updateBlobs(change, of: "counts") { row in
      let range = counts.range(ofRow: row)
      return Packing.packedCounts(
        columns: counts.columns[range].map { Int32(truncatingIfNeeded: termIDs[Int($0)]) }[...],
        counts: counts.counts[range], place: ids[row])
    }
  }

  private func writeNeighbors() throws {
    var statement = try SQLStatement(database, "INSERT INTO neighbors VALUES (?, ?, ?, ?)")
    let change = before.change(to: prints, of: items) { $0.neighbors != $1.neighbors }
    try items.update(change, of: "neighbors", in: database) { row in
      for (rank, position) in contents.neighbors.range(ofRow: row).enumerated() {
        statement.bind(items.ids[row])
        statement.bind(rank + 1)
        statement.bind(items.ids[Int(contents.neighbors.rows[position])])
        statement.bind(contents.neighbors.scores[position])
        try statement.run()
      }
    }
  }

  private func writeNearest() throws {
    let nearest = contents.nearest
    let ids = items.ids
    try updateBlobs(before.change(to: prints, of: items) { $0.nearest != $1.nearest }, of: "_nearest") { row in
      let range = nearest.range(ofRow: row)
      return Packing.packedScoredRows(
        rows: nearest.rows[range].map { Int32(truncatingIfNeeded: ids[Int($0)]) }[...],
        scores: nearest.scores[range], place: ids[row])
    }
  }

  private func writeChecks() throws {
    var statement = try SQLStatement(database, "INSERT INTO _checks VALUES (?, ?, ?, ?, ?, ?, ?)")
    let change = before.change(to: prints, of: items) { $0 != $1 }
    try items.update(change, of: "_checks", in: database) { row in
      let print = prints.items[row]
      statement.bind(items.ids[row])
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
      statement.bind(id)
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
      deletion.bind(id)
      try deletion.run()
    }
    for column in columns { try write(column) }
    return change
  }
}
