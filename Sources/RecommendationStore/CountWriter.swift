import GRDB
import RecommendationEngine

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
    let ids = change.ids
    guard let columns = change.columns else {
      let count = ids.isEmpty ? 0 : TermBlock.number(ofID: ids[ids.count - 1]) + 1
      try database.replaceRows(of: "_term_blocks") { try write(Array(0..<count), ids) }
      return change
    }
    try write(Set((columns.map { ids[$0] } + change.gone).map(TermBlock.number)).sorted(), ids)
    return change
  }

  /// Writes the blocks of these numbers, ascending, in the place of what they held; some hundreds are made on all cores at a time.
  private func write(_ numbers: [Int], _ ids: RowIDs) throws {
    var deletion = try SQLStatement(database, "DELETE FROM _term_blocks WHERE id = ?")
    var insertion = try SQLStatement(database, "INSERT OR REPLACE INTO _term_blocks VALUES (?, ?, ?)")
    let (terms, checks) = (contents.terms, prints.terms)
    for start in stride(from: numbers.startIndex, to: numbers.endIndex, by: 256) {
      let batch = numbers[start..<min(start + 256, numbers.endIndex)]
      let blocks = concurrentArray(count: batch.count, minimumChunk: 16) { place in
        TermBlock(number: batch[start + place], of: terms, ids: ids, checks: checks)
      }
      for (number, block) in zip(batch, blocks) {
        guard let block else {
          deletion.bind(number)
          try deletion.run()
          continue
        }
        insertion.bind(number)
        insertion.bind(utf8: block.text)
        insertion.bind(block.checks)
        try insertion.run()
      }
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
