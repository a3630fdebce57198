import GRDB

/// Brings the tables that the comparison fills up to date: what is there already, by its fingerprint, stays as it is.
struct GenerationWriter {
  let database: Database
  let contents: IndexContents
  let prints: GenerationPrints
  let before: StoredPrints
  let items: ItemChange

  /// Writes what differs.
  func write() throws {
    try writeItems()
    try writeNeighbors()
    try writeNearest()
    try writeChecks()
  }

  private func writeItems() throws {
    let change = before.change(to: prints, of: items) { $0.heading != $1.heading || $0.text != $1.text }
    var statement = try SQLStatement(database, "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    try items.update(change, of: "items", by: "id", in: database) { rows in
      for row in rows {
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
  }

  private func writeNeighbors() throws {
    let (ids, lists) = (items.ids, contents.neighbors)
    let change = before.change(to: prints, of: items) { $0.neighbors != $1.neighbors }
    try items.update(change, of: "neighbors", in: database) { rows in
      let entries = rows.flatMap { row in lists.range(ofRow: row).map { (row: row, position: $0) } }
      try database.insert(entries, into: "neighbors", columnCount: 4) { statement, entry in
        statement.bind(ids[entry.row])
        statement.bind(entry.position - lists.rowOffsets[entry.row] + 1)
        statement.bind(ids[Int(lists.rows[entry.position])])
        statement.bind(lists.scores[entry.position])
      }
    }
  }

  private func writeNearest() throws {
    let nearest = contents.nearest
    let ids = items.ids
    let change = before.change(to: prints, of: items) { $0.nearest != $1.nearest }
    try items.updateBlobs(change, of: "_nearest", in: database) { row in
      let range = nearest.range(ofRow: row)
      return Packing.packedScoredRows(
        rows: nearest.rows[range].map { Int32(truncatingIfNeeded: ids[Int($0)]) }[...],
        scores: nearest.scores[range], place: ids[row])
    }
  }

  private func writeChecks() throws {
    let change = before.change(to: prints, of: items) { $0 != $1 }
    try items.update(change, of: "_checks", in: database) { rows in
      try database.insert(rows, into: "_checks", columnCount: 7) { statement, row in
        let print = prints.items[row]
        statement.bind(items.ids[row])
        statement.bind(print.heading)
        statement.bind(print.text)
        statement.bind(print.topics)
        statement.bind(print.counts)
        statement.bind(print.neighbors)
        statement.bind(print.nearest)
      }
    }
  }
}
