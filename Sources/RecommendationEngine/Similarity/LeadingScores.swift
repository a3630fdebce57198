/// For each row the rows with its largest approximate scores, and a bound that no other row's score is above.
///
/// The lists are what an exact ranking needs to leave almost every pair of rows unlooked at: see ``BoundedRanking``.
struct LeadingScores: Sendable {
  /// Where the entries of each row begin, and one more for the end.
  private let offsets: [Int]
  /// The listed rows with their approximate scores, of each row in no particular order.
  let keys: [ScoreKey]
  /// For each row what no score is above that is not listed; 0 when every score above 0 is listed.
  let bounds: [Float]

  /// The number of rows.
  var count: Int { bounds.count }

  /// The entries of a row.
  func range(ofRow row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

  /// Creates the lists of all rows.
  ///
  /// - Parameters:
  ///   - keys: The lists, one behind the other.
  ///   - counts: The entries of each list.
  ///   - thresholds: What no score is above that was left out of each list.
  init(keys: [ScoreKey], counts: [Int32], thresholds: [Float]) {
    self.keys = keys
    offsets = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int($1)) }
    bounds = thresholds.map { $0 > ScoreKey.smallestScore ? $0 : 0 }
  }
}

/// A score above 0 and its row in one word, so that words order as scores do; of equal scores the smaller row is greater.
struct ScoreKey: Comparable {
  private let word: UInt64

  /// Scores below this round to 0 and count as 0.
  static let smallestScore: Float = 1e-7

  init(_ score: Float, row: Int32) {
    // The bits of floats that are not negative ascend with them.
    word = UInt64(score.bitPattern) << 32 | UInt64(~UInt32(bitPattern: row))
  }

  var score: Float { Float(bitPattern: UInt32(truncatingIfNeeded: word >> 32)) }
  var row: Int32 { Int32(bitPattern: ~UInt32(truncatingIfNeeded: word)) }

  static func < (lhs: ScoreKey, rhs: ScoreKey) -> Bool { lhs.word < rhs.word }
}

extension UnsafeMutableBufferPointer<ScoreKey> {
  /// Moves the largest `count` elements to the front, in no particular order (quickselect: Hoare 1961). O(*n*), on average.
  func moveLargest(_ count: Int) {
    guard count > 0, count < self.count, let keys = baseAddress else { return }
    var low = 0
    var high = self.count - 1
    // SAFETY: `low` and `high` stay within the buffer: a pivot taken from between them stops both scans.
    while low < high {
      let pivot = unsafe keys[(low + high) / 2]
      var left = low
      var right = high
      while left <= right {
        while unsafe keys[left] > pivot { left &+= 1 }
        while unsafe keys[right] < pivot { right &-= 1 }
        if left <= right {
          let key = unsafe keys[left]
          unsafe keys[left] = keys[right]
          unsafe keys[right] = key
          left &+= 1
          right &-= 1
        }
      }
      if count - 1 <= right {
        high = right
      } else if count - 1 >= left {
        low = left
      } else {
        return
      }
    }
  }
}
