/// The ids that the rows of a table have in the database: of items by row, of terms by column.
///
/// Ids ascend with the places and leave room between them: what comes in takes one between those of its neighbours, and all others
/// keep theirs, so that neither they nor the rows that name them have to be written again.
struct RowIDs: Sendable, Equatable {
  /// The ids of items lie among the vectors under this name, as ``numbers``.
  static let itemsName = "item_ids"
  /// Those of terms under this.
  static let termsName = "term_ids"
  /// The room that each term is given at first: counts name terms by differences, of which most then take a byte.
  static let termRoom: Int32 = 16

  /// Ids that lie evenly, from a place to that of the next run.
  private struct Run: Equatable {
    var place: Int32
    var id: Int32
    /// The distance of each id from the one before, 1 where there is one id only.
    var step: Int32

    /// The id at a place, should the run go on for so long.
    func id(at place: Int) -> Int { Int(id) + (place - Int(self.place)) * Int(step) }
  }

  /// The number of rows.
  let count: Int
  /// All ids, at first one run; those that came in later lie between, and begin others.
  private let runs: [Run]
  /// The mean distance of the ids of two runs is that power of two, or less than twice as much.
  private let spacing: Int
  /// For each multiple of that power the first run whose id is not below it, and at the end the number of runs.
  private let firstRuns: [Int32]

  private init(count: Int, runs: [Run]) {
    self.count = count
    self.runs = runs
    let last = Int(runs.last?.id ?? 0)
    let meanDistance = max(1, last / max(1, runs.count))
    spacing = Int.bitWidth - 1 - meanDistance.leadingZeroBitCount
    var first = [Int32](repeating: Int32(truncatingIfNeeded: runs.count), count: (last >> spacing) + 2)
    var next = 0
    for place in runs.indices {
      let bucket = Int(runs[place].id) >> spacing
      while next <= bucket {
        first[next] = Int32(truncatingIfNeeded: place)
        next += 1
      }
    }
    firstRuns = first
  }

  /// Ids that ascend from 1 or more.
  init(_ ids: [Int32]) {
    var runs: [Run] = []
    for (place, id) in ids.enumerated() {
      if let run = runs.last, place == Int(run.place) + 1 {
        runs[runs.count - 1].step = id - run.id
      } else if runs.last?.id(at: place) != Int(id) {
        runs.append(Run(place: Int32(truncatingIfNeeded: place), id: id, step: 1))
      }
    }
    self.init(count: ids.count, runs: runs)
  }

  /// Ids for rows that have none yet, with as much room before each.
  init(count: Int, room: Int32) {
    precondition(count < Int(Int32.max / room), "\(count) rows are more than can be numbered")
    self.init(count: count, runs: count == 0 ? [] : [Run(place: 0, id: room, step: count == 1 ? 1 : room)])
  }

  /// Ids from the numbers that stand for them, or nil where these are none of ids that ascend.
  init?(numbers: [Int32]) {
    guard let count = numbers.first, numbers.count % 3 == 1, (count == 0) == (numbers.count == 1) else { return nil }
    let runs = stride(from: 1, to: numbers.count, by: 3).map {
      Run(place: numbers[$0], id: numbers[$0 + 1], step: numbers[$0 + 2])
    }
    var next = (place: Int32(0), least: 1)
    for (number, run) in runs.enumerated() {
      let end = number + 1 < runs.count ? runs[number + 1].place : count
      guard run.place == next.place, run.place < end, run.id >= next.least, run.step > 0 else { return nil }
      let last = Int(run.id) + (Int(end) - Int(run.place) - 1) * Int(run.step)
      guard last <= Int32.max else { return nil }
      next = (end, last + 1)
    }
    self.init(count: Int(count), runs: runs)
  }

  /// The room that each of so many items is given at first: 1024, or what half of all numbers allow.
  static func itemRoom(count: Int) -> Int32 {
    Int32(truncatingIfNeeded: max(1, min(1024, Int(Int32.max / 2) / max(1, count))))
  }

  /// What stands for the ids: their number, then for each run its place, its first id and the distance from each to the next.
  var numbers: [Int32] { [Int32(truncatingIfNeeded: count)] + runs.flatMap { [$0.place, $0.id, $0.step] } }

  /// The id of the row at a place. O(log *r*) in the number of runs, O(1) for one.
  subscript(place: Int) -> Int {
    var low = 0
    var high = runs.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(runs[middle].place) <= place { low = middle } else { high = middle - 1 }
    }
    precondition(place >= 0 && place < count, "place \(place) of \(count)")
    return runs[low].id(at: place)
  }

  /// Whether there are no rows.
  var isEmpty: Bool { count == 0 }

  /// All ids, by place.
  var all: [Int] {
    var ids: [Int] = []
    ids.reserveCapacity(count)
    for (number, run) in runs.enumerated() {
      let end = number + 1 < runs.count ? Int(runs[number + 1].place) : count
      for place in Int(run.place)..<end { ids.append(run.id(at: place)) }
    }
    return ids
  }

  /// The first place whose id is not below a number; `count` where all are. O(log² *n*).
  func firstPlace(from id: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The place of an id, or nil when no row has it. O(1) where runs lie evenly, O(log *r*) at most.
  func place(ofID id: Int) -> Int? {
    span(aroundID: id).flatMap { $0.place(ofID: id) }
  }

  /// Puts places where ids are, from a position on; false, with some done, when one of them is no row's.
  ///
  /// Ids that follow each other mostly lie in one run, which is looked for once.
  func putPlaces(in ids: inout [Int32], from start: Int) -> Bool {
    var ids = ids.mutableSpan
    var span: Span?
    for position in start..<ids.count {
      let id = Int(ids[position])
      if span.map({ id < $0.lowest || id >= $0.end }) ?? true { span = self.span(aroundID: id) }
      guard let place = span?.place(ofID: id) else { return false }
      ids[position] = Int32(truncatingIfNeeded: place)
    }
    return true
  }

  /// A run, up to the first id of the next.
  private struct Span {
    let lowest: Int
    let end: Int
    let step: Int
    /// The binary logarithm of the step, where it has one.
    let shift: Int?
    let places: Range<Int>

    /// The place of an id from `lowest` to `end`.
    func place(ofID id: Int) -> Int? {
      let distance = id - lowest
      let steps = shift.map { distance &>> $0 } ?? distance / step
      let place = places.lowerBound + steps
      return steps * step == distance && place < places.upperBound ? place : nil
    }
  }

  private func span(aroundID id: Int) -> Span? {
    guard id > 0, id <= Int32.max else { return nil }
    let bucket = min(id >> spacing, firstRuns.count - 2)
    // The first run that begins behind the id.
    var low = Int(firstRuns[bucket])
    var high = Int(firstRuns[bucket + 1])
    while low < high {
      let middle = (low + high) / 2
      if Int(runs[middle].id) <= id { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let (run, next) = (runs[low - 1], low < runs.count ? runs[low] : nil)
    let step = Int(run.step)
    return Span(
      lowest: Int(run.id), end: next.map { Int($0.id) } ?? .max, step: step,
      shift: step & (step - 1) == 0 ? step.trailingZeroBitCount : nil,
      places: Int(run.place)..<(next.map { Int($0.place) } ?? count))
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
