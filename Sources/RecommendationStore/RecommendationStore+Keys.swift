import GRDB
import RecommendationEngine

extension RecommendationStore {
  /// The items that have a name, those by the preferred kind of name first, then by row; empty when no item has it.
  public func find(key: String) throws(StoreError) -> [KeyMatch] {
    try access { database in
      var statement = try SQLStatement(database, "\(Self.keyQuery) WHERE value = ?")
      statement.bind(key)
      return try checkedKeys(&statement, database).map(\.match).sorted { ($0.kind, $0.row) < ($1.kind, $1.row) }
    }
  }

  /// The fingerprints of all names, in no particular order.
  func checkedKeyFingerprints() throws(StoreError) -> [Fingerprint] {
    try access { database in
      var statement = try SQLStatement(database, "\(Self.keyQuery) ORDER BY value, kind, item_id")
      return try checkedKeys(&statement, database).map(\.fingerprint)
    }
  }

  /// Items are looked up name by name, whatever SQLite would choose.
  private static let keyQuery =
    "SELECT value, kind, item_id, _check, i.key FROM keys CROSS JOIN items i ON i.id = item_id"

  /// Reads names, all that share a value together, and holds each against its check, which knows how many share it.
  private func checkedKeys(
    _ statement: inout SQLStatement, _ database: Database
  ) throws -> [(match: KeyMatch, fingerprint: Fingerprint)] {
    let ids = try itemIDs(database)
    var result: [(match: KeyMatch, fingerprint: Fingerprint)] = []
    var value = ""
    var group: [(match: KeyMatch, item: UInt64, check: Int)] = []
    func closeGroup() throws {
      for (match, item, check) in group {
        let print = ContentFingerprints.key(value, kind: match.kind.rawValue, of: item)
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
      group.append(
        (
          KeyMatch(row: try row(ofID: statement.int(2), ids), kind: kind),
          ContentFingerprints.identity(ofKey: statement.text(4)), statement.int(3)
        ))
    }
    try closeGroup()
    return result
  }
}
