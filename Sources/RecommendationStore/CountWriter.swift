import GRDB

/// Brings the tables of terms and counts up to date: what is there already, by its fingerprint, stays as it is.
struct CountWriter {
  let database: Database
  let contents: IndexContents
  let prints: CountPrints
  let before: StoredPrints
  let items: ItemChange

  /// Writes what differs and returns the ids that the terms have now.
  func write() throws -> RowIDs {
    let terms = try writeTerms()
    try writeCounts(terms)
    return terms.ids
  }

  /// Brings the terms up to date and returns what changed.
  private func writeTerms() throws -> TermChange {
    let change = try before.termChange(to: contents, prints, in: database)
    guard let columns = change.columns else {
      try database.replaceRows(of: "terms") { try insert(contents.terms.indices, change.ids) }
      return change
    }
    var deletion = try SQLStatement(database, "DELETE FROM terms WHERE id = ?")
    for id in change.gone {
      deletion.bind(id)
      try deletion.run()
    }
    try insert(columns, change.ids)
    return change
  }

  private func insert<Columns: RandomAccessCollection<Int>>(
    _ columns: Columns, _ ids: RowIDs
  ) throws where Columns.Index == Int {
    try database.insert(columns, into: "terms", columnCount: 6) { statement, column in
      let (term, id) = (contents.terms[column], ids[column])
      statement.bind(id)
      statement.bind(term.term)
      statement.bind(term.surface)
      statement.bind(term.wordCount)
      statement.bind(term.documentFrequency)
      statement.bind(ContentFingerprints.termCheck(prints.terms[column], id: id))
    }
  }

  private func writeCounts(_ terms: TermChange) throws {
    let counts = contents.counts
    let change = terms.columns == nil ? .all : before.countChange(to: prints.counts, of: items)
    let (ids, termIDs) = (items.ids, terms.ids)
    try items.updateBlobs(change, of: "counts", in: database) { row in
      let range = counts.range(ofRow: row)
      return Packing.packedCounts(
        columns: counts.columns[range].map { Int32(truncatingIfNeeded: termIDs[Int($0)]) }[...],
        counts: counts.counts[range], place: ids[row])
    }
  }
}
