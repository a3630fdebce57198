import GRDB
import RecommendationEngine

/// Which items a database holds already, and the ids that all have after a run.
struct ItemChange {
  /// The ids by row.
  private(set) var ids: RowIDs
  /// The ids of items that are no more.
  private(set) var gone: [Int] = []
  /// For each row its place among the items that are there, or nil where it is new.
  private(set) var places: [Int?]
  /// For each row whether it is there and comes from the same file.
  private(set) var isOfSameFile: [Bool]

  /// Whether nothing of what is there stays.
  var isAnew: Bool { places.allSatisfy { $0 == nil } }

  /// Compares the items that are there with those that are to be, both ascending by the bytes of their keys.
  ///
  /// Without room for those that came all are numbered anew, as if none had been there.
  ///
  /// - Parameters:
  ///   - old: The ids that are there, ascending.
  ///   - items: The items that are to be.
  init(from old: [Int], to items: [StoredItem], in database: Database) throws {
    let room = RowIDs.itemRoom(count: items.count)
    ids = RowIDs(count: items.count, room: room)
    places = [Int?](repeating: nil, count: items.count)
    isOfSameFile = [Bool](repeating: false, count: items.count)
    guard !old.isEmpty, let found = try Self.places(of: items, in: database, ids: old) else { return }
    let known = found.places.map { place in place.map { old[$0] } }
    guard let filled = RowIDs.filling(known, room: room) else { return }
    ids = filled
    gone = found.gone
    places = found.places
    isOfSameFile = found.isOfSameFile
  }

  /// Makes room in a table for the rows of items that are to be written, and writes them.
  ///
  /// - Parameters:
  ///   - change: What is to be written.
  ///   - table: The table.
  ///   - column: The column with the item's id.
  ///   - write: Writes what belongs to the items of some rows, ascending.
  func update(
    _ change: StoredPrints.Change, of table: String, by column: String = "item_id", in database: Database,
    _ write: (_ rows: [Int]) throws -> Void
  ) throws {
    switch change {
    case .all:
      try database.replaceRows(of: table) { try write(Array(0..<ids.count)) }
    case .rows(let rows):
      var deletion = try SQLStatement(database, "DELETE FROM \(table) WHERE \(column) = ?")
      for id in gone + rows.map({ ids[$0] }) {
        deletion.bind(id)
        try deletion.run()
      }
      try write(rows)
    }
  }

  /// Writes a blob for each item of which it differs; some thousands are packed on all cores at a time.
  ///
  /// - Parameters:
  ///   - change: What is to be written.
  ///   - table: A table with the item's id and a blob.
  ///   - blob: Makes the blob of a row.
  func updateBlobs(
    _ change: StoredPrints.Change, of table: String, in database: Database, _ blob: @Sendable (_ row: Int) -> [UInt8]
  ) throws {
    try update(change, of: table, in: database) { rows in
      for start in stride(from: 0, to: rows.count, by: 4096) {
        let batch = rows[start..<min(start + 4096, rows.count)]
        let packed = concurrentArray(count: batch.count, minimumChunk: 64) { place in
          (id: ids[batch[start + place]], blob: blob(batch[start + place]))
        }
        try database.insert(packed, into: table, columnCount: 2) { statement, row in
          statement.bind(row.id)
          statement.bind(row.blob)
        }
      }
    }
  }

  /// Nil where items and fingerprints do not belong together.
  private static func places(
    of items: [StoredItem], in database: Database, ids: [Int]
  ) throws -> (places: [Int?], isOfSameFile: [Bool], gone: [Int])? {
    var statement = try SQLStatement(database, "SELECT id, key, path FROM items ORDER BY id")
    defer { statement.finish() }
    var places: [Int?] = []
    places.reserveCapacity(items.count)
    var isOfSameFile: [Bool] = []
    isOfSameFile.reserveCapacity(items.count)
    var gone: [Int] = []
    for place in ids.indices {
      guard try statement.step(), statement.int(0) == ids[place] else { return nil }
      let key = statement.text(1)
      while places.count < items.count, items[places.count].heading.key.hasBytes(before: key) {
        places.append(nil)
        isOfSameFile.append(false)
      }
      if places.count < items.count, items[places.count].heading.key.hasSameBytes(as: key) {
        isOfSameFile.append(
          items[places.count].heading.path.map { $0.hasSameBytes(as: statement.text(2)) } ?? false)
        places.append(place)
      } else {
        gone.append(ids[place])
      }
    }
    guard try !statement.step() else { return nil }
    let newCount = items.count - places.count
    return (
      places + [Int?](repeating: nil, count: newCount), isOfSameFile + [Bool](repeating: false, count: newCount), gone
    )
  }
}
