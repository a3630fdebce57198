import GRDB
import RecommendationEngine

extension BeginningWriter {
  /// A name of an item, with its check.
  private struct Key {
    let value: String
    let kind: String
    let row: Int
    var check = 0
  }

  /// Brings the names up to date.
  func writeKeys() throws {
    switch before.keyChange(to: prints.keys, of: items) {
    case .all:
      try database.replaceRows(of: "keys") { try insert(checkedKeys()) }
    case .rows(let rows):
      let ids = items.gone + rows.map { items.ids[$0] }
      let added = keys(ofRows: rows)
      let names = try names(ofIDs: ids) + added.map(\.value)
      var deletion = try SQLStatement(database, "DELETE FROM keys WHERE item_id = ?")
      for id in ids {
        deletion.bind(id)
        try deletion.run()
      }
      try insert(added)
      try check(names)
    }
  }

  private func insert(_ keys: [Key]) throws {
    try database.insert(keys, into: "keys", columnCount: 4) { statement, key in
      statement.bind(key.value)
      statement.bind(key.kind)
      statement.bind(items.ids[key.row])
      statement.bind(key.check)
    }
  }

  private func keys(ofRows rows: some Sequence<Int>) -> [Key] {
    rows.flatMap { row in contents.items[row].keys.map { Key(value: $0.value, kind: $0.kind.rawValue, row: row) } }
  }

  /// All names in the order of their bytes, then kind, then row, each with its check.
  private func checkedKeys() -> [Key] {
    let unsorted = keys(ofRows: contents.items.indices)
    var keys = unsorted.lazy.map(\.value).placesByBytes().map { unsorted[$0] }
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].value.hasSameBytes(as: keys[start].value) { end += 1 }
      if end > start + 1 { keys[start..<end].sort { ($0.kind, $0.row) < ($1.kind, $1.row) } }
      for place in start..<end { keys[place].check = check(keys[place], sharingCount: end - start) }
      start = end
    }
    return keys
  }

  private func check(_ key: Key, sharingCount: Int) -> Int {
    ContentFingerprints.keyCheck(
      ContentFingerprints.key(key.value, kind: key.kind, of: prints.identities[key.row]), sharingCount: sharingCount)
  }

  /// The names that some items have in the database.
  private func names(ofIDs ids: [Int]) throws -> [String] {
    var statement = try SQLStatement(database, "SELECT value FROM keys WHERE item_id = ?")
    var names: [String] = []
    for id in ids {
      statement.bind(id)
      while try statement.step() { names.append(statement.text(0)) }
    }
    return names
  }

  /// Writes the checks of names that came, went, or are shared by more or fewer items now.
  private func check(_ names: [String]) throws {
    var known = try SQLStatement(database, "SELECT kind, item_id FROM keys WHERE value = ?")
    var update = try SQLStatement(
      database, "UPDATE keys SET _check = ? WHERE value = ? AND kind = ? AND item_id = ?")
    let names = names.sorted { $0.hasBytes(before: $1) }
    for (place, name) in names.enumerated() where place == 0 || !name.hasSameBytes(as: names[place - 1]) {
      known.bind(name)
      var sharing: [Key] = []
      while try known.step() {
        // The check of a name whose item is missing stays wrong, as it is.
        guard let row = items.ids.place(ofID: known.int(1)) else { continue }
        sharing.append(Key(value: name, kind: known.text(0), row: row))
      }
      for key in sharing {
        update.bind(check(key, sharingCount: sharing.count))
        update.bind(key.value)
        update.bind(key.kind)
        update.bind(items.ids[key.row])
        try update.run()
      }
    }
  }
}
