/// Finds the largest of many approximate scores.
enum TopScores {
  /// How far an approximate score may lie from the exact one: single precision over some thousand terms, and rounding.
  static let margin: Float = 2e-5

  /// The positions of all scores above 0 that could belong to the `count` largest once they are computed exactly.
  ///
  /// - Parameters:
  ///   - scores: A row of scores; its length is a multiple of 8.
  ///   - count: How many are wanted.
  ///   - floor: What the last of them is known to reach, exactly.
  /// - Complexity: O(scores), most of it eight at a time.
  static func candidates(in scores: ArraySlice<Float>, count: Int, floor: Float = 0) -> [Int32] {
    guard count > 0 else { return [] }
    var heap = MinimumHeap(limit: count)
    var lowest = max(ScoreKey.smallestScore, floor - margin)
    var found: [ScoreKey] = []
    // SAFETY: every index lies below `scores.count`, of which 8 is a divisor; SIMD loads need no alignment here.
    unsafe scores.withUnsafeBufferPointer { scores in
      precondition(scores.count % 8 == 0, "\(scores.count) scores are no multiple of 8")
      guard let base = scores.baseAddress else { return }
      let raw = unsafe UnsafeRawPointer(base)
      for start in stride(from: 0, to: scores.count, by: 8) {
        // Four lanes and whole words of masks are one instruction each; eight lanes, and `any`, are one for each lane.
        let left = unsafe raw.loadUnaligned(fromByteOffset: start * 4, as: SIMD4<Float>.self)
        let right = unsafe raw.loadUnaligned(fromByteOffset: start * 4 + 16, as: SIMD4<Float>.self)
        let lowestLane = SIMD4<Float>(repeating: lowest)
        let passes = unsafe unsafeBitCast((left .>= lowestLane) .| (right .>= lowestLane), to: SIMD2<UInt64>.self)
        guard passes[0] | passes[1] != 0 else { continue }
        for place in start..<start + 8 {
          let score = unsafe base[place]
          guard score >= lowest else { continue }
          found.append(ScoreKey(score, row: Int32(truncatingIfNeeded: place)))
          heap.insert(score)
          if heap.isFull { lowest = max(lowest, heap.smallest - margin) }
        }
      }
    }
    return found.lazy.filter { $0.score >= lowest }.map(\.row)
  }

  /// The smallest approximate score that could belong to the `count` largest once they are computed exactly.
  static func lowestCandidate(of keys: ArraySlice<ScoreKey>, count: Int) -> Float {
    guard count > 0 else { return .infinity }
    var heap = MinimumHeap(limit: count)
    for key in keys { heap.insert(key.score) }
    return max(1e-7, (heap.isFull ? heap.smallest : 0) - margin)
  }
}

/// The largest values seen, the smallest of them at hand (Williams 1964, binary heap).
struct MinimumHeap {
  private var values: [Float] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
    values.reserveCapacity(limit)
  }

  var isFull: Bool { values.count == limit }
  var smallest: Float { values[0] }

  mutating func insert(_ value: Float) {
    if values.count < limit {
      values.append(value)
      var child = values.count - 1
      while child > 0, values[(child - 1) / 2] > values[child] {
        values.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
      return
    }
    guard value > values[0] else { return }
    values[0] = value
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < values.count else { break }
      if child + 1 < values.count, values[child + 1] < values[child] { child += 1 }
      guard values[child] < values[parent] else { break }
      values.swapAt(child, parent)
      parent = child
    }
  }
}
