/// For each row the rows with its largest approximate scores, and a bound that no other row's score is above.
///
/// The lists are what an exact ranking needs to leave almost every pair of rows unlooked at: see ``BoundedRanking``.
struct LeadingScores: Sendable {
  /// Where the entries of each row begin, and one more for the end.
  private(set) var offsets: [Int] = [0]
  /// The listed rows, in no particular order.
  private(set) var rows: [Int32] = []
  /// The approximate score beside each.
  private(set) var scores: [Float] = []
  /// For each row what no score is above that is not listed; 0 when every score above 0 is listed.
  private(set) var bounds: [Float] = []

  /// The number of rows.
  var count: Int { bounds.count }

  /// The entries of a row.
  func range(ofRow row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

  /// Adds the list of the next row.
  mutating func append(_ selection: LeadingSelection) {
    for key in selection.keys {
      rows.append(key.row)
      scores.append(key.score)
    }
    offsets.append(rows.count)
    bounds.append(selection.bound)
  }

  /// Joins lists, one behind the other.
  init(joining parts: [LeadingScores] = []) {
    if let first = parts.first, parts.count == 1 {
      self = first
      return
    }
    rows.reserveCapacity(parts.reduce(0) { $0 + $1.rows.count })
    scores.reserveCapacity(parts.reduce(0) { $0 + $1.rows.count })
    for part in parts {
      let base = rows.count
      offsets.append(contentsOf: part.offsets.dropFirst().lazy.map { $0 + base })
      rows.append(contentsOf: part.rows)
      scores.append(contentsOf: part.scores)
      bounds.append(contentsOf: part.bounds)
    }
  }
}

/// A score above 0 and its row in one word, so that words order as scores do; of equal scores the smaller row is greater.
struct ScoreKey: Comparable {
  private let word: UInt64

  init(_ score: Float, row: Int32) {
    // The bits of floats that are not negative ascend with them.
    word = UInt64(score.bitPattern) << 32 | UInt64(~UInt32(bitPattern: row))
  }

  var score: Float { Float(bitPattern: UInt32(truncatingIfNeeded: word >> 32)) }
  var row: Int32 { Int32(bitPattern: ~UInt32(truncatingIfNeeded: word)) }

  static func < (lhs: ScoreKey, rhs: ScoreKey) -> Bool { lhs.word < rhs.word }
}

/// Collects the largest of a row of scores: whatever passes the threshold is buffered, and a full buffer is cut down to
/// the limit by quickselect (Hoare 1961), which raises the threshold.
///
/// With scores in no order about `limit · ln(scores / limit)` of them are buffered.
struct LeadingSelection {
  /// The largest scores seen, at most `limit` after ``finish()``.
  private(set) var keys: [ScoreKey] = []
  /// What no score is above that is not among the keys.
  private(set) var bound: Float = 0
  private let limit: Int
  /// Scores below this round to 0 and count as 0.
  static let smallest: Float = 1e-7

  init(limit: Int) {
    self.limit = limit
    keys.reserveCapacity(2 * limit + 32)
  }

  /// Takes the place of what was collected.
  ///
  /// - Parameter scores: A row of scores.
  mutating func collect(_ scores: ArraySlice<Float>) {
    keys.removeAll(keepingCapacity: true)
    bound = 0
    var threshold = Self.smallest
    // SAFETY: `forEach` gives indices below `scores.count`.
    unsafe scores.withUnsafeBufferPointer { scores in
      unsafe Self.forEach(
        in: scores, above: { threshold },
        afterBlock: { if keys.count >= 2 * limit { threshold = max(threshold, cut()) } },
        { row, score in keys.append(ScoreKey(score, row: Int32(row))) })
    }
    if keys.count > limit { _ = cut() }
  }

  /// Takes the place of what was collected, of scores that lack the part of the most frequent terms.
  ///
  /// A row is completed only if it could pass with the largest part that its length allows.
  ///
  /// - Parameter excluded: The row of the query, which is passed over.
  mutating func collect(_ tail: ArraySlice<Float>, completedBy head: HeadTerms, excluding excluded: Int) {
    // The rows that lead without that part give a threshold near the final one.
    collect(tail)
    let first = tail.startIndex
    var threshold = Self.smallest
    if bound > 0 {
      var smallest = Float.infinity
      // One more row than the limit may be among them: the query's own, whose score is the largest.
      for key in keys where Int(key.row) != excluded {
        smallest = min(smallest, key.score + head.part(ofRow: Int(key.row)))
      }
      // Those with this very score must pass.
      threshold = max(threshold, smallest.nextDown)
    }
    keys.removeAll(keepingCapacity: true)
    bound = 0
    head.forEachRow(
      tail, above: { threshold },
      afterBlock: { if keys.count >= 2 * limit { threshold = max(threshold, cut()) } },
      { row in
        guard row != excluded else { return }
        let score = tail[first + row] + head.part(ofRow: row)
        if score > threshold { keys.append(ScoreKey(score, row: Int32(row))) }
      })
    if keys.count > limit { _ = cut() }
    bound = max(bound, threshold > Self.smallest ? threshold : 0)
  }

  /// Gives the scores above a threshold to a closure, looked for 32 at a time.
  @unsafe @inline(__always)
  private static func forEach(
    in scores: UnsafeBufferPointer<Float>, above threshold: () -> Float, afterBlock: () -> Void,
    _ body: (Int, Float) -> Void
  ) {
    guard let base = scores.baseAddress else { return }
    let raw = unsafe UnsafeRawPointer(base)
    var start = 0
    while start < scores.count {
      // Most scores are below the threshold: 32 are put aside with one branch.
      let wanted = SIMD8<Float>(repeating: threshold())
      if start + 32 <= scores.count {
        let first = unsafe raw.loadUnaligned(fromByteOffset: start * 4, as: SIMD8<Float>.self) .> wanted
        let second = unsafe raw.loadUnaligned(fromByteOffset: start * 4 + 32, as: SIMD8<Float>.self) .> wanted
        let third = unsafe raw.loadUnaligned(fromByteOffset: start * 4 + 64, as: SIMD8<Float>.self) .> wanted
        let fourth = unsafe raw.loadUnaligned(fromByteOffset: start * 4 + 96, as: SIMD8<Float>.self) .> wanted
        guard any((first .| second) .| (third .| fourth)) else {
          start += 32
          continue
        }
      }
      let end = min(start + 32, scores.count)
      while start < end {
        let score = unsafe scores[start]
        if score > threshold() { body(start, score) }
        start += 1
      }
      afterBlock()
    }
  }

  /// Drops all but the largest `limit` scores; gives the smallest that is left.
  private mutating func cut() -> Float {
    keys.moveLargest(limit, in: 0..<keys.count)
    keys.removeLast(keys.count - limit)
    bound = keys.min()?.score ?? 0
    return bound
  }
}

extension [ScoreKey] {
  /// Moves the largest `count` elements of a range to its front, in no particular order. O(range), on average.
  mutating func moveLargest(_ count: Int, in range: Range<Int>) {
    guard count > 0, count < range.count else { return }
    // SAFETY: `low` and `high` stay within `range`, which lies within the array: a pivot taken from the range stops both
    // scans.
    unsafe withUnsafeMutableBufferPointer { keys in
      precondition(range.lowerBound >= 0 && range.upperBound <= keys.count, "\(range) of \(keys.count) keys")
      var low = range.lowerBound
      var high = range.upperBound - 1
      let last = range.lowerBound + count - 1
      while low < high {
        let pivot = unsafe keys[(low + high) / 2]
        var left = low
        var right = high
        while left <= right {
          while unsafe keys[left] > pivot { left += 1 }
          while unsafe keys[right] < pivot { right -= 1 }
          if left <= right {
            unsafe keys.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if last <= right {
          high = right
        } else if last >= left {
          low = left
        } else {
          return
        }
      }
    }
  }
}
