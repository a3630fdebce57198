import Dispatch
import LinearAlgebra
import Synchronization

/// Computes the score of every pair of rows once and keeps the leading ones of each row.
///
/// A tile is a pair of blocks. The score of each row of the one with the rows of the other is added up over the tail's
/// postings; a scan leaves out what cannot pass either row's threshold with the largest part that the head could add, 32
/// rows at a time; the rest is completed and offered to the lists of both rows. Tiles that share no block are worked on at
/// the same time, so that no list needs a lock.
struct PairSweep {
  private let postings: BlockedPostings
  private let limit: Int
  private let margin: Float

  /// Prepares comparing.
  ///
  /// - Parameters:
  ///   - limit: So many leading scores are kept of each row.
  ///   - margin: Scores this close below the last of them are kept too, as long as there are not very many.
  init(_ postings: BlockedPostings, limit: Int, margin: Float = 0) {
    self.postings = postings
    self.limit = limit
    self.margin = margin
  }

  /// The rows of a block: a sixteenth of all or less, so that no thread waits long for another and lists learn early how
  /// high scores are; so few that their scores stay in the cache, and not so few that looking up postings costs more than
  /// adding.
  static func blockSize(rowCount: Int) -> Int {
    let share = rowCount / max(16, 4 * Parallelism.threadCount)
    return min(BlockedPostings.largestBlock, (max(min(rowCount, 1024), share, 1) + 31) / 32 * 32)
  }

  /// The leading scores of all rows.
  func leadingScores() -> LeadingScores {
    let capacity = unsafe LeadingLists.capacity(limit: limit, margin: margin)
    let count = postings.rowCount
    var counts = [Int32](repeating: 0, count: count)
    var keptCounts = counts
    // Rows that fill up the last block pass no threshold.
    var thresholds = [Float](repeating: .infinity, count: postings.blockCount * postings.blockSize)
    for row in 0..<count { thresholds[postings.place(of: row)] = ScoreKey.smallestScore }
    // SAFETY: the lists and thresholds of a block are only touched by the tile that works on the block; the tiles of a
    // round share no block, and a round ends before the next begins. In the end each list is touched by one worker, then
    // all are moved to the front of the room. No key is read before it is written.
    let keys = unsafe [ScoreKey](unsafeUninitializedCapacity: count * capacity) { keys, keyCount in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        unsafe keptCounts.withUnsafeMutableBufferPointer { keptCounts in
          unsafe thresholds.withUnsafeMutableBufferPointer { thresholds in
            nonisolated(unsafe) let lists = unsafe LeadingLists(
              keys: keys, counts: counts, keptCounts: keptCounts, thresholds: thresholds, limit: limit,
              capacity: capacity, margin: margin)
            unsafe sweep(lists)
            RowBlocks(rowCount: count, blockSize: 1024).forEach(workerCount: Parallelism.threadCount) { _, rows in
              for row in rows { unsafe lists.cut(row, postings.place(of: row)) }
            }
            keyCount = unsafe lists.moveTogether()
          }
        }
      }
    }
    return LeadingScores(
      keys: keys, counts: counts, thresholds: (0..<count).map { thresholds[postings.place(of: $0)] })
  }

  /// Works on all tiles, round by round: in round *r* those of the blocks *a* and *b* with *a + b = r* modulo their number,
  /// which is each block once.
  @unsafe
  private func sweep(_ lists: LeadingLists) {
    let blocks = postings.blockCount
    for round in 0..<blocks {
      nonisolated(unsafe) let lists = unsafe lists.with(limit: expectedLimit(round))
      let multiplies = postings.headWidth > 0 && (postings.multipliesHead || round < Self.multipliedRounds)
      // Tiles of a single block are half as much work: in the end they wait for no other.
      let tiles = (0..<blocks).map { ($0, (round - $0 + blocks) % blocks) }
      let order = tiles.filter { $0.0 < $0.1 } + tiles.filter { $0.0 == $0.1 }
      let next = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: min(Parallelism.threadCount, order.count)) { _ in
        while true {
          let place = next.add(1, ordering: .relaxed).oldValue
          guard place < order.count else { return }
          unsafe work(onTile: order[place].0, order[place].1, lists, multiplies: multiplies)
        }
      }
    }
  }

  /// How many of a row's leading scores are among the rows of the first rounds, most probably at most.
  ///
  /// Were each of the *k* leading rows in one of the rounds by chance, *kf* of them would be among the share *f* of all rows,
  /// with a deviation of at most √*kf*; where *kf* is small, some more. Should a list become too short, its bound says so.
  private func expectedLimit(_ round: Int) -> Int {
    let expected = Float(limit) * Float(round + 1) / Float(postings.blockCount)
    return min(limit, Int(expected + 3 * expected.squareRoot() + 5))
  }

  /// Compares the rows of a block with those of another that is not before it, or with the later ones of itself.
  ///
  /// - Parameter multiplies: Whether the head is multiplied for all pairs; else it is left to a bound.
  @unsafe
  private func work(onTile first: Int, _ second: Int, _ lists: LeadingLists, multiplies: Bool) {
    let slots = second * (postings.termCount + 1)
    let columns = postings.places(ofBlock: second)
    let terms = postings.terms.span
    let values = postings.rows.values.span
    let offsets = postings.postingOffsets.span
    let postingRows = postings.postingRows.span
    let postingValues = postings.postingValues.span
    let lengths = postings.headLengths.span
    // Among the rows of one block those behind the row are wanted: its postings are taken off as it comes.
    var starts = Array(postings.postingOffsets[slots..<slots + postings.termCount + 1])
    let isDiagonal = first == second
    let masks = postings.blockMasks.span
    let bit = BlockedPostings.bit(ofBlock: second)
    let base = columns.lowerBound
    let width = (columns.count + 31) / 32 * 32
    let hasBound = postings.headWidth > 0 && !multiplies
    let groupSize = multiplies ? Self.multipliedRows : 1
    var scores = [Float](repeating: 0, count: groupSize * width)

    // SAFETY: postings hold rows below the block's size, for which `scores` has room, up to a multiple of 32; terms lie
    // below the number of slots; the thresholds have room for whole blocks.
    unsafe scores.withUnsafeMutableBufferPointer { scores in
      unsafe starts.withUnsafeMutableBufferPointer { starts in
        unsafe postings.headLengths.withUnsafeBufferPointer { allLengths in
          guard let scoreBase = scores.baseAddress,
            let lengthBase = unsafe allLengths.baseAddress.map({ unsafe $0 + base }),
            let thresholds = unsafe lists.thresholds.baseAddress.map({ unsafe UnsafePointer($0 + base) })
          else { return }
          let rows = postings.places(ofBlock: first)
          for row in rows {
            let inGroup = (row - rows.lowerBound) % groupSize
            if multiplies, inGroup == 0 {
              // Of a single block those in front of the group are not wanted.
              let wanted = isDiagonal ? row..<columns.upperBound : columns
              unsafe multiplyHead(
                row..<min(row + groupSize, rows.upperBound), wanted, into: scoreBase + (wanted.lowerBound - base),
                stride: width)
            }
            let sums = unsafe scoreBase + inGroup * width
            let entries = postings.rows.range(ofRow: postings.row(at: row))
            // Terms of the head have a slot of their own behind the others, which is not looked at.
            if isDiagonal { for entry in entries { unsafe starts[Int(terms[unchecked: entry])] += 1 } }
            for entry in entries where unsafe masks[unchecked: entry] & bit != 0 {
              let term = unsafe Int(terms[unchecked: entry])
              let weight = unsafe values[unchecked: entry]
              var place = unsafe Int(starts[term])
              let end = unsafe Int(offsets[unchecked: slots &+ term &+ 1])
              while place < end {
                let target = unsafe Int(postingRows[unchecked: place])
                let product = unsafe weight * postingValues[unchecked: place]
                unsafe sums[target] += product
                place &+= 1
              }
            }
            let length = lengths[row]
            let ownRow = postings.row(at: row)
            var start = isDiagonal ? (row - base) / 32 * 32 : 0
            while start < width {
              let own = unsafe lists.thresholds[row]
              let passes =
                unsafe hasBound
                ? ScoreScan.mayExceed(sums + start, length, lengthBase + start, own, thresholds + start)
                : ScoreScan.exceeds(sums + start, own, thresholds + start)
              if passes {
                // The rows of a block lie as many apart as there are blocks.
                let firstRow = second + start * postings.blockCount
                unsafe offer(
                  sums + start, (row, ownRow), (base + start, firstRow), lists, lengthBase + start, thresholds + start,
                  hasBound: hasBound)
              }
              start += 32
            }
          }
        }
      }
    }
  }

  /// The rounds in which the head is multiplied for all pairs: lists do not know yet how high scores are.
  private static let multipliedRounds = 2

  /// How many rows are multiplied at once, so that their scores stay in the processor's cache.
  private static let multipliedRows = 32

  /// Puts what the head adds to the scores of some rows with others in the place of what stands there.
  @unsafe
  private func multiplyHead(
    _ rows: Range<Int>, _ columns: Range<Int>, into scores: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let width = postings.headWidth
    // SAFETY: the head holds `width` floats for each place; `scores` has room for `stride` floats for each of the rows, no
    // fewer than there are columns.
    unsafe postings.head.withUnsafeBufferPointer { head in
      guard let base = head.baseAddress else { return }
      unsafe BLAS.multiplyByTransposed(
        m: rows.count, n: columns.count, k: width, a: base + rows.lowerBound * width, aStride: width,
        b: base + columns.lowerBound * width, bStride: width, c: scores, cStride: stride)
    }
  }

  /// Completes those of 32 scores that could be above a threshold, and offers them; the scores become 0.
  ///
  /// - Parameters:
  ///   - sums: The scores of a row with those at 32 places, without what the head adds.
  ///   - own: The place of the row, and its number.
  ///   - first: The same of the first of the others.
  ///   - lengths: The lengths in the head of the rows at those places.
  ///   - thresholds: Their thresholds.
  ///   - hasBound: Whether the scores lack what the head adds.
  @unsafe @inline(never)
  private func offer(
    _ sums: UnsafeMutablePointer<Float>, _ own: (place: Int, row: Int), _ first: (place: Int, row: Int),
    _ lists: LeadingLists,
    _ lengths: UnsafePointer<Float>, _ thresholds: UnsafePointer<Float>, hasBound: Bool
  ) {
    let length = hasBound ? postings.headLengths[own.place] : 0
    let raw = UnsafeMutableRawPointer(sums)
    for quarter in stride(from: 0, to: 32, by: 4) {
      let four = unsafe raw.loadUnaligned(fromByteOffset: quarter * 4, as: SIMD4<Float>.self)
      let bounds = unsafe four + length * UnsafeRawPointer(lengths + quarter).loadUnaligned(as: SIMD4<Float>.self)
      let others = unsafe UnsafeRawPointer(thresholds + quarter).loadUnaligned(as: SIMD4<Float>.self)
      let least = unsafe lists.thresholds[own.place]
      let passes = (bounds .> least) .| (bounds .> others)
      let words = unsafe unsafeBitCast(passes, to: SIMD2<UInt64>.self)
      for half in 0..<2 where words[half] != 0 {
        for place in quarter + 2 * half..<quarter + 2 * half + 2 {
          let column = first.place + place
          guard column > own.place else { continue }
          let (mine, theirs) = unsafe (lists.thresholds[own.place], lists.thresholds[column])
          var score = unsafe sums[place]
          if hasBound {
            guard unsafe score + length * lengths[place] > min(mine, theirs) else { continue }
            score += headProduct(own.place, column)
          }
          let otherRow = first.row + place * postings.blockCount
          if score > mine { unsafe lists.offer(score, of: otherRow, to: own.row, place: own.place) }
          if score > theirs { unsafe lists.offer(score, of: own.row, to: otherRow, place: column) }
        }
      }
    }
    unsafe ScoreScan.clear(raw)
  }

  /// What the head adds to the score of two rows where it was left to a bound.
  @inline(__always)
  private func headProduct(_ first: Int, _ second: Int) -> Float {
    let width = postings.headWidth
    // SAFETY: the head holds `width` floats for each row, a multiple of 8.
    return unsafe postings.head.withUnsafeBufferPointer { head in
      guard width > 0, let base = head.baseAddress else { return 0 }
      let left = unsafe UnsafeRawPointer(base + first * width)
      let right = unsafe UnsafeRawPointer(base + second * width)
      var sums = SIMD8<Float>()
      for offset in stride(from: 0, to: width * 4, by: 32) {
        let product =
          unsafe left.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
          * right.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
        sums += product
      }
      return sums.sum()
    }
  }
}
