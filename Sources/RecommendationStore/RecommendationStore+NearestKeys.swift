import GRDB

/// An item that somebody may have meant.
public struct NearbyItem: Sendable, Equatable {
  /// The row of the item.
  public var row: Int
  /// The item's own id.
  public var key: String
  /// The item's title.
  public var title: String
  /// How many letters differ, in its id, in another of its names or in its title.
  public var distance: Int
}

extension RecommendationStore {
  /// The items whose names or titles are most like a name that no item has: by distance, then by row.
  ///
  /// A third of the letters may differ, two at least, unless `farthest` says how many. On the way every name is held against its check, so that "no such
  /// item" is not said of a damaged index.
  ///
  /// - Complexity: two passes over all names and one over the titles.
  public func nearestKeys(to name: String, limit: Int = 3, farthest: Int? = nil) throws(StoreError) -> [NearbyItem] {
    let keyCount = try generation().keyCount
    guard try checkedKeyFingerprints().count == keyCount else { throw damage("the number of names") }
    return try access { database in
      let ids = try itemIDs(database)
      var comparison = EditDistance(to: name)
      let farthest = farthest ?? max(2, comparison.count / 3)
      var distances: [Int: Int] = [:]
      func consider(_ bytes: UnsafeRawBufferPointer, row: Int) {
        let known = distances[row] ?? farthest + 1
        if let distance = comparison.distance(from: bytes, limit: known - 1) { distances[row] = distance }
      }
      var statement = try SQLStatement(database, "SELECT value, item_id FROM keys")
      while try statement.step() {
        let row = try row(ofID: statement.int(1), ids)
        statement.withBytes(0) { consider($0, row: row) }
      }
      statement = try SQLStatement(database, "SELECT key, title, id FROM items")
      while try statement.step() {
        let row = try row(ofID: statement.int(2), ids)
        statement.withBytes(0) { consider($0, row: row) }
        statement.withBytes(1) { consider($0, row: row) }
      }
      let nearest = distances.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(limit)
      var heading = try SQLStatement(database, "SELECT key, title FROM items WHERE id = ?")
      return try nearest.map { row, distance in
        heading.bind(ids[row])
        guard try heading.step() else { throw damage("item \(row + 1)") }
        defer { heading.finish() }
        return NearbyItem(row: row, key: heading.text(0), title: heading.text(1), distance: distance)
      }
    }
  }
}
