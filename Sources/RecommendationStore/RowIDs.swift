/// The ids that the rows of a table have in the database: of items by row, of terms by column.
///
/// Ids ascend with the places and leave room between them: what comes in takes one between those of its neighbours, and all others
/// keep theirs, so that neither they nor the rows that name them have to be written again.
struct RowIDs: Sendable, Equatable {
  /// The ids of items lie among the vectors under this name, as differences, the first from 0.
  static let itemsName = "item_ids"
  /// Those of terms under this.
  static let termsName = "term_ids"
  /// The room that each term is given at first: counts name terms by differences, of which most then take a byte.
  static let termRoom: Int32 = 16

  private let ids: [Int32]
  /// The mean distance of two ids is that power of two, or less than twice as much.
  private let spacing: Int
  /// For each multiple of that power the first place whose id is not below it, and at the end the number of ids.
  private let firstPlaces: [Int32]

  /// Ids that ascend from 1 or more.
  init(_ ids: [Int32]) {
    self.ids = ids
    let last = Int(ids.last ?? 0)
    let meanDistance = max(1, last / max(1, ids.count))
    spacing = Int.bitWidth - 1 - meanDistance.leadingZeroBitCount
    var first = [Int32](repeating: Int32(truncatingIfNeeded: ids.count), count: (last >> spacing) + 2)
    var next = 0
    for place in ids.indices {
      let bucket = Int(ids[place]) >> spacing
      while next <= bucket {
        first[next] = Int32(truncatingIfNeeded: place)
        next += 1
      }
    }
    firstPlaces = first
  }

  /// Ids for rows that have none yet, with as much room before each.
  init(count: Int, room: Int32) {
    precondition(count < Int(Int32.max / room), "\(count) rows are more than can be numbered")
    self.init((0..<count).map { (Int32(truncatingIfNeeded: $0) + 1) * room })
  }

  /// Ids from their differences, or nil where these do not ascend.
  init?(differences: [Int32]) {
    var ids = differences
    var last = 0
    for place in ids.indices {
      guard ids[place] > 0, last + Int(ids[place]) <= Int32.max else { return nil }
      last += Int(ids[place])
      ids[place] = Int32(truncatingIfNeeded: last)
    }
    self.init(ids)
  }

  /// The room that each of so many items is given at first: 1024, or what half of all numbers allow.
  static func itemRoom(count: Int) -> Int32 {
    Int32(truncatingIfNeeded: max(1, min(1024, Int(Int32.max / 2) / max(1, count))))
  }

  /// The difference of each id from the one before it.
  var differences: [Int32] { ids.indices.map { $0 == 0 ? ids[0] : ids[$0] - ids[$0 - 1] } }

  /// The number of rows.
  var count: Int { ids.count }

  /// The id of the row at a place.
  subscript(place: Int) -> Int { Int(ids[place]) }

  /// The place of an id, or nil when no row has it. O(1) where ids lie evenly, O(log *n*) at most.
  func place(ofID id: Int) -> Int? {
    let bucket = id >> spacing
    guard id > 0, bucket < firstPlaces.count - 1 else { return nil }
    var low = Int(firstPlaces[bucket])
    var high = Int(firstPlaces[bucket + 1])
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id ? low : nil
  }

  /// Ids for rows of which some are there already: those keep theirs.
  ///
  /// More room is left behind what came than before it: pages with a date or a number in their names come one after the other.
  ///
  /// - Parameters:
  ///   - known: For each place the id that its row has, ascending, or nil where it is new.
  ///   - room: The room for each that comes at the end.
  /// - Returns: Nil where there is no room.
  static func filling(_ known: [Int?], room: Int32) -> RowIDs? {
    var ids: [Int32] = []
    ids.reserveCapacity(known.count)
    var place = 0
    while place < known.count {
      if let id = known[place] {
        ids.append(Int32(truncatingIfNeeded: id))
        place += 1
        continue
      }
      let end = known[place...].firstIndex { $0 != nil } ?? known.count
      let count = end - place
      let low = Int(ids.last ?? 0)
      let gap = (end < known.count ? known[end] ?? 0 : low + (count + 3) * Int(room)) - low
      guard gap > count, low + gap <= Int32.max else { return nil }
      for step in 1...count {
        ids.append(Int32(truncatingIfNeeded: low + max(step, gap * step / (count + 3))))
      }
      place = end
    }
    return RowIDs(ids)
  }
}
