/// How many letters must be added, dropped, changed or swapped with their neighbour to turn one text into another.
///
/// The optimal string alignment distance over UTF-8 bytes, ASCII letters compared without case; cut off above a limit.
///
/// - Complexity: O(*n* · `limit`) for a text of *n* bytes.
struct EditDistance {
  private let wanted: [UInt8]
  private var before: [Int] = []
  private var previous: [Int] = []
  private var current: [Int] = []

  /// Prepares to compare with one text, of which the first 200 bytes count.
  init(to wanted: String) {
    self.wanted = wanted.utf8.prefix(200).map(Self.folded)
  }

  /// The length of the text compared with, in bytes.
  var count: Int { wanted.count }

  /// The distance, or nil when it is above the limit.
  mutating func distance(from bytes: UnsafeRawBufferPointer, limit: Int) -> Int? {
    guard abs(bytes.count - wanted.count) <= limit else { return nil }
    let far = limit + 1
    previous = (0...wanted.count).map { min($0, far) }
    before = previous
    current = previous
    var last: UInt8 = 0
    for row in 0..<bytes.count {
      let byte = Self.folded(bytes[row])
      current[0] = min(row + 1, far)
      var best = current[0]
      // Only the cells within the limit of the diagonal can end below it.
      let start = max(1, row + 1 - limit)
      let end = min(wanted.count, row + 1 + limit)
      if start > 1 { current[start - 1] = far }
      if start <= end {
        for column in start...end {
          var cost = min(previous[column - 1] + (wanted[column - 1] == byte ? 0 : 1), current[column - 1] + 1)
          if column < row + 1 + limit { cost = min(cost, previous[column] + 1) }
          if row > 0, column > 1, wanted[column - 1] == last, wanted[column - 2] == byte {
            cost = min(cost, before[column - 2] + 1)
          }
          current[column] = min(cost, far)
          best = min(best, current[column])
        }
      }
      if best > limit { return nil }
      last = byte
      (before, previous, current) = (previous, current, before)
    }
    return previous[wanted.count] <= limit ? previous[wanted.count] : nil
  }

  /// A capital ASCII letter as a small one, any other byte as it is.
  private static func folded(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte | 0x20 : byte
  }
}
