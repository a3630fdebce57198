/// The ids that terms have in the database, by column.
///
/// Ids ascend with the columns and leave room between them: a term that comes in takes one between those of its neighbours, and
/// all others keep theirs, so that neither they nor the counts that name them have to be written again.
struct TermIDs: Sendable, Equatable {
  /// The room that each term is given at first.
  static let room: Int32 = 16
  /// The ids lie among the vectors under this name, as differences, the first from 0.
  static let vectorName = "term_ids"

  private let ids: [Int32]
  /// For each multiple of the room the first column whose id is not below it, up to the last id.
  private let firstColumns: [Int32]

  /// Ids that ascend from 1 or more.
  init(_ ids: [Int32]) {
    self.ids = ids
    var first = [Int32](repeating: 0, count: ids.isEmpty ? 0 : Int(ids[ids.count - 1] / Self.room) + 1)
    var next = 0
    for column in ids.indices {
      let bucket = Int(ids[column] / Self.room)
      while next <= bucket {
        first[next] = Int32(truncatingIfNeeded: column)
        next += 1
      }
    }
    firstColumns = first
  }

  /// Ids for terms that have none yet.
  init(count: Int) {
    precondition(count < Int(Int32.max / Self.room), "\(count) terms are more than can be numbered")
    self.init((0..<count).map { (Int32(truncatingIfNeeded: $0) + 1) * Self.room })
  }

  /// Ids from their differences, or nil where these do not ascend.
  init?(differences: [Int32]) {
    var ids = differences
    var last = 0
    for column in ids.indices {
      guard ids[column] > 0, last + Int(ids[column]) <= Int32.max else { return nil }
      last += Int(ids[column])
      ids[column] = Int32(truncatingIfNeeded: last)
    }
    self.init(ids)
  }

  /// The difference of each id from the one before it.
  var differences: [Int32] { ids.indices.map { $0 == 0 ? ids[0] : ids[$0] - ids[$0 - 1] } }

  /// The number of terms.
  var count: Int { ids.count }

  /// The id of a column.
  subscript(column: Int) -> Int32 { ids[column] }

  /// The column of an id, or nil when no term has it. O(1): at most as many ids are looked at as there is room for one term.
  func column(ofID id: Int32) -> Int32? {
    let bucket = Int(id / Self.room)
    guard id > 0, bucket < firstColumns.count else { return nil }
    var column = Int(firstColumns[bucket])
    while column < ids.count, ids[column] < id { column += 1 }
    return column < ids.count && ids[column] == id ? Int32(truncatingIfNeeded: column) : nil
  }

  /// Ids for terms of which some are there already: those keep theirs.
  ///
  /// - Parameter known: For each column the id that its term has, ascending, or nil where it is new.
  /// - Returns: Nil where there is no room.
  static func filling(_ known: [Int32?]) -> TermIDs? {
    var ids: [Int32] = []
    ids.reserveCapacity(known.count)
    var column = 0
    while column < known.count {
      if let id = known[column] {
        ids.append(id)
        column += 1
        continue
      }
      let end = known[column...].firstIndex { $0 != nil } ?? known.count
      let count = Int32(truncatingIfNeeded: end - column)
      let low = ids.last ?? 0
      let (roomAbove, overflows) = (count + 1).multipliedReportingOverflow(by: room)
      let high = end < known.count ? known[end] ?? low : low.addingReportingOverflow(roomAbove).partialValue
      guard !overflows, high > low, high - low > count else { return nil }
      for place in 1...count {
        ids.append(low + Int32(Int64(high - low) * Int64(place) / Int64(count + 1)))
      }
      column = end
    }
    return TermIDs(ids)
  }
}
