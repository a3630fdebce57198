import GRDB
import RecommendationEngine

extension RecommendationStore {
  /// The items that have a name, those by the preferred kind of name first, then by row; empty when no item has it.
  public func find(key: String) throws(StoreError) -> [KeyMatch] {
    try access { database in
      var statement = try SQLStatement(database, "SELECT value, kind, item_id, _check FROM keys WHERE value = ?")
      statement.bind(key)
      var item = try SQLStatement(database, "SELECT key FROM items WHERE id = ?")
      let ids = try itemIDs(database)
      func identity(_ row: Int) throws -> UInt64 {
        item.bind(ids[row])
        defer { item.finish() }
        guard try item.step() else { throw damage("item \(row + 1)") }
        return ContentFingerprints.identity(ofKey: item.text(0))
      }
      let matches = try checkedKeys(&statement, ids, identity: identity).map(\.match)
      return matches.sorted { ($0.kind, $0.row) < ($1.kind, $1.row) }
    }
  }

  /// The fingerprints of all names, in no particular order.
  func checkedKeyFingerprints() throws(StoreError) -> [Fingerprint] {
    try access { database in
      var statement = try SQLStatement(
        database, "SELECT value, kind, item_id, _check FROM keys ORDER BY value, kind, item_id")
      let (ids, identities) = (try itemIDs(database), try identities(database))
      guard identities.count == ids.count else { throw damage("the number of items") }
      return try checkedKeys(&statement, ids) { identities[$0] }.map(\.fingerprint)
    }
  }

  /// Reads names, all that share a value together, and holds each against its check, which knows how many share it.
  private func checkedKeys(
    _ statement: inout SQLStatement, _ ids: RowIDs, identity: (_ row: Int) throws -> UInt64
  ) throws -> [(match: KeyMatch, fingerprint: Fingerprint)] {
    var result: [(match: KeyMatch, fingerprint: Fingerprint)] = []
    var value = ""
    var group: [(match: KeyMatch, check: Int)] = []
    func closeGroup() throws {
      for (match, check) in group {
        let print = ContentFingerprints.key(value, kind: match.kind.rawValue, of: try identity(match.row))
        guard ContentFingerprints.keyCheck(print, sharingCount: group.count) == check else {
          throw damage("the name '\(value)'")
        }
        result.append((match, print))
      }
      group.removeAll(keepingCapacity: true)
    }
    while try statement.step() {
      let next = statement.text(0)
      if !next.hasSameBytes(as: value) { try closeGroup() }
      value = next
      guard let kind = StoredKey.Kind(rawValue: statement.text(1)) else { throw damage("the name '\(value)'") }
      group.append((KeyMatch(row: try row(ofID: statement.int(2), ids), kind: kind), statement.int(3)))
    }
    try closeGroup()
    return result
  }
}
