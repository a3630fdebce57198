/// The lists of leading scores while they are collected, each in its own room of one array.
///
/// A full list is cut down to the largest scores, and those that lie as close below them as the margin says.
@unsafe
struct LeadingLists {
  private let keys: UnsafeMutableBufferPointer<ScoreKey>
  private let counts: UnsafeMutableBufferPointer<Int32>
  /// The entries that were left when each list was cut last.
  private let keptCounts: UnsafeMutableBufferPointer<Int32>
  /// What a score must be above to enter each list.
  let thresholds: UnsafeMutableBufferPointer<Float>
  private var limit: Int
  private var fullCount: Int
  private let capacity: Int
  private let margin: Float

  init(
    keys: UnsafeMutableBufferPointer<ScoreKey>, counts: UnsafeMutableBufferPointer<Int32>,
    keptCounts: UnsafeMutableBufferPointer<Int32>, thresholds: UnsafeMutableBufferPointer<Float>, limit: Int,
    capacity: Int,
    margin: Float
  ) {
    unsafe self.keys = keys
    unsafe self.counts = counts
    unsafe self.keptCounts = keptCounts
    unsafe self.thresholds = thresholds
    unsafe self.limit = limit
    unsafe self.capacity = capacity
    unsafe self.margin = margin
    unsafe fullCount = min(capacity, limit + Self.step(limit: limit))
  }

  /// The same lists, cut down to another limit when some more are collected.
  func with(limit: Int) -> LeadingLists {
    var copy = unsafe self
    unsafe copy.limit = limit
    unsafe copy.fullCount = min(capacity, limit + Self.step(limit: limit))
    return unsafe copy
  }

  /// How many scores a list takes before it is cut again: few, so that it learns early how high they are.
  private static func step(limit: Int) -> Int { max(16, limit / 2) }

  /// The room for a list: where close scores are kept too, for some dozen of them.
  static func capacity(limit: Int, margin: Float) -> Int { limit + max(margin > 0 ? 64 : 16, limit / 2) }

  /// Adds a score to a list.
  @inline(__always)
  func offer(_ score: Float, of row: Int, to list: Int, place: Int) {
    let count = unsafe Int(counts[list])
    unsafe keys[list * capacity + count] = ScoreKey(score, row: Int32(truncatingIfNeeded: row))
    unsafe counts[list] = Int32(truncatingIfNeeded: count + 1)
    // What was kept for being close does not count, but for the room.
    if unsafe count + 1 >= fullCount,
      unsafe count + 1 == capacity || count + 1 >= Int(keptCounts[list]) + fullCount - limit
    {
      unsafe cut(list, place)
    }
  }

  /// Cuts a list down.
  func cut(_ list: Int, _ place: Int) {
    let count = unsafe Int(counts[list])
    guard unsafe count > limit else { return }
    let room = unsafe UnsafeMutableBufferPointer(rebasing: keys[list * capacity..<list * capacity + count])
    unsafe room.moveLargest(limit)
    var smallest = unsafe room[0]
    for place in unsafe 1..<limit { unsafe smallest = min(smallest, room[place]) }
    var lowest = unsafe (smallest.score - margin).nextDown
    var kept = unsafe limit
    if unsafe margin > 0 {
      for place in unsafe limit..<count where unsafe room[place].score > lowest {
        unsafe room[kept] = room[place]
        kept += 1
      }
    }
    if unsafe margin == 0 || kept == capacity {
      // What is left out is no larger than what stays.
      lowest = smallest.score
      kept = unsafe limit
    }
    unsafe counts[list] = Int32(truncatingIfNeeded: kept)
    unsafe keptCounts[list] = Int32(truncatingIfNeeded: kept)
    unsafe thresholds[place] = max(thresholds[place], lowest)
  }

  /// Moves the lists to the front of the room, one behind the other; gives where the last one ends.
  func moveTogether() -> Int {
    var end = 0
    for list in unsafe counts.indices {
      let start = unsafe list * capacity
      let count = unsafe Int(counts[list])
      if end < start { for place in 0..<count { unsafe keys[end + place] = keys[start + place] } }
      end += count
    }
    return end
  }
}
