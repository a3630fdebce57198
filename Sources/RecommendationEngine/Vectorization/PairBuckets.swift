/// The terms that begin with certain words: the part of ``PairCounting`` that one worker does.
struct PairBuckets: Sendable {
  /// For each term the rank of its first word.
  private(set) var firstRanks: [Int32] = []
  /// For each term the rank of its second word, or -1 for a single word.
  private(set) var secondRanks: [Int32] = []
  /// For each term the number of items that hold it.
  private(set) var frequencies: [Int32] = []
  /// Where the items of each term begin in `rows` and `values`, and one more for the end.
  private(set) var offsets: [Int] = [0]
  /// The items of each term, ascending.
  private(set) var rows: [Int32] = []
  /// How often each of these items holds the term.
  private(set) var values: [Float] = []
  /// For each item the number of terms here that it holds.
  private(set) var rowCounts: [Int32] = []

  /// A place of a word: the item, the field, the rank of the word behind it.
  private struct Place {
    private let bits: UInt64

    static let nothing = UInt64(0x7FFF_FFFF)

    init(row: Int, field: Int, second: Int32) {
      let rank = second < 0 ? Self.nothing : UInt64(UInt32(bitPattern: second))
      bits = UInt64(UInt32(truncatingIfNeeded: row)) << 33 | UInt64(UInt32(truncatingIfNeeded: field)) << 31 | rank
    }

    @inline(__always) var row: Int32 { Int32(truncatingIfNeeded: bits >> 33) }
    @inline(__always) var field: Int { Int(truncatingIfNeeded: bits >> 31 & 3) }
    @inline(__always) var hasSecond: Bool { bits & Self.nothing != Self.nothing }
    @inline(__always) var second: Int { Int(truncatingIfNeeded: bits & Self.nothing) }
  }

  /// What is known of the words that follow the first one, by rank.
  private struct Followers {
    let frequency: ScratchRoom<Int32>
    let lastRow: ScratchRoom<Int32>
    /// The place of the word's next entry in `rows`, or -1 when it is not kept.
    let next: ScratchRoom<Int>
    var touched: [Int32] = []

    init(rankCount: Int) {
      frequency = ScratchRoom(repeating: 0, count: rankCount)
      lastRow = ScratchRoom(repeating: -1, count: rankCount)
      next = ScratchRoom(repeating: -1, count: rankCount)
    }
  }

  /// Counts the terms whose first words have ranks in a range.
  ///
  /// - Parameters:
  ///   - rank: For each word its place by bytes among those that may be part of a kept term, or -1.
  ///   - order: The words by rank.
  init(
    _ sequence: TermSequence, ranks: Range<Int>, rank: [Int32], order: [Int32], words: WordFrequencies,
    weights: [Float],
    bounds: PairCounting.Bounds, keepsCounts: Bool
  ) {
    var starts: [Int] = [0]
    starts.reserveCapacity(ranks.count + 1)
    for position in ranks { starts.append(starts[starts.count - 1] + Int(words.places[Int(order[position])])) }
    let places = Self.sorted(
      sequence, ranks: ranks, rank: rank, starts: starts, needsSecond: bounds.ngramRange.upperBound > 1)
    if keepsCounts {
      rowCounts = Array(repeating: 0, count: sequence.rowCount)
      rows.reserveCapacity(places.count)
      values.reserveCapacity(places.count)
    }
    var followers = Followers(rankCount: bounds.ngramRange.upperBound > 1 ? order.count : 0)
    for first in ranks {
      let bucket = starts[first - ranks.lowerBound]..<starts[first - ranks.lowerBound + 1]
      let frequency = words.documents[Int(order[first])]
      if bounds.ngramRange.lowerBound == 1, bounds.admit(frequency) {
        append(first: first, second: -1, frequency)
        if keepsCounts { countWord(places, bucket, frequency, weights) }
      }
      if bounds.ngramRange.upperBound > 1 {
        countPairs(places, bucket, first, weights, bounds, keepsCounts, &followers)
      }
    }
  }

  private mutating func append(first: Int, second: Int32, _ frequency: Int32) {
    firstRanks.append(Int32(first))
    secondRanks.append(second)
    frequencies.append(frequency)
  }

  /// The places of the words in a range of ranks, word after word, in the order of the texts.
  private static func sorted(
    _ sequence: TermSequence, ranks: Range<Int>, rank: [Int32], starts: [Int], needsSecond: Bool
  ) -> [Place] {
    let count = starts[starts.count - 1]
    let (low, size) = (Int32(ranks.lowerBound), UInt32(ranks.count))
    let fieldCount = Field.allCases.count
    let (terms, rank) = (sequence.terms.span, rank.span)
    var next = starts
    // SAFETY: `starts` gives each word as many places as it has in the sequence, so each is initialized once; a word in the
    // range of ranks has a start.
    return unsafe [Place](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      unsafe next.withUnsafeMutableBufferPointer { next in
        for row in 0..<sequence.rowCount {
          for field in 0..<fieldCount {
            let end = sequence.fieldOffsets[row * fieldCount + field + 1]
            var position = sequence.fieldOffsets[row * fieldCount + field]
            guard position < end else { continue }
            var current = rank[Int(terms[position])]
            while position < end {
              position &+= 1
              let following = position < end ? rank[Int(terms[position])] : -1
              let word = UInt32(bitPattern: current &- low)
              if current >= low, word < size {
                let place = unsafe next[Int(word)]
                unsafe buffer.initializeElement(
                  at: place, to: Place(row: row, field: field, second: needsSecond ? following : -1))
                unsafe next[Int(word)] = place &+ 1
              }
              current = following
            }
          }
        }
      }
      initializedCount = count
    }
  }

  /// Makes room for the next entries, which are 0 until they are written.
  private mutating func addEntries(_ count: Int) {
    rows.append(contentsOf: repeatElement(0, count: count))
    values.append(contentsOf: repeatElement(0, count: count))
  }

  private mutating func countWord(
    _ places: [Place], _ bucket: Range<Int>, _ frequency: Int32, _ weights: [Float]
  ) {
    let start = rows.count
    addEntries(Int(frequency))
    Self.countWord(places.span, bucket, weights, from: start, &rows, &values, &rowCounts)
    offsets.append(rows.count)
  }

  private static func countWord(
    _ places: Span<Place>, _ bucket: Range<Int>, _ weights: [Float], from start: Int, _ rows: inout [Int32],
    _ values: inout [Float], _ rowCounts: inout [Int32]
  ) {
    var rows = rows.mutableSpan
    var values = values.mutableSpan
    var rowCounts = rowCounts.mutableSpan
    var next = start
    var last: Int32 = -1
    for position in bucket {
      let place = places[position]
      if place.row == last {
        values[next - 1] += weights[place.field]
      } else {
        last = place.row
        rows[next] = last
        values[next] = weights[place.field]
        rowCounts[Int(last)] += 1
        next += 1
      }
    }
  }

  private mutating func countPairs(
    _ places: [Place], _ bucket: Range<Int>, _ first: Int, _ weights: [Float], _ bounds: PairCounting.Bounds,
    _ keepsCounts: Bool, _ followers: inout Followers
  ) {
    let places = places.span
    let frequency = unsafe followers.frequency.base
    let lastRow = unsafe followers.lastRow.base
    // SAFETY: the second word of a place has a rank, for each of which the followers have room.
    for position in bucket where places[position].hasSecond {
      let (row, second) = (places[position].row, places[position].second)
      guard unsafe lastRow[second] != row else { continue }
      unsafe lastRow[second] = row
      if unsafe frequency[second] == 0 { followers.touched.append(Int32(truncatingIfNeeded: second)) }
      unsafe frequency[second] &+= 1
    }
    var kept: [Int32] = []
    // SAFETY: what was touched are ranks.
    for second in followers.touched where unsafe bounds.admit(frequency[Int(second)]) { kept.append(second) }
    if !kept.isEmpty {
      kept.sort()
      for second in kept { unsafe append(first: first, second: second, frequency[Int(second)]) }
      if keepsCounts { countKept(kept, places, bucket, weights, followers) }
    }
    for second in followers.touched {
      unsafe frequency[Int(second)] = 0
      unsafe lastRow[Int(second)] = -1
    }
    followers.touched.removeAll(keepingCapacity: true)
  }

  /// Counts the pairs of a first word with the second words that are kept, by ascending ranks.
  private mutating func countKept(
    _ kept: [Int32], _ places: Span<Place>, _ bucket: Range<Int>, _ weights: [Float], _ followers: Followers
  ) {
    let nextOf = unsafe followers.next.base
    let lastRow = unsafe followers.lastRow.base
    var end = rows.count
    // SAFETY: what is kept are ranks, for each of which the followers have room.
    for second in kept {
      unsafe nextOf[Int(second)] = end
      unsafe lastRow[Int(second)] = -1
      unsafe end += Int(followers.frequency.base[Int(second)])
      offsets.append(end)
    }
    addEntries(end - rows.count)
    Self.countKept(places, bucket, weights, followers, &rows, &values, &rowCounts)
    for second in kept { unsafe nextOf[Int(second)] = -1 }
  }

  private static func countKept(
    _ places: Span<Place>, _ bucket: Range<Int>, _ weights: [Float], _ followers: Followers, _ rows: inout [Int32],
    _ values: inout [Float], _ rowCounts: inout [Int32]
  ) {
    let nextOf = unsafe followers.next.base
    let lastRow = unsafe followers.lastRow.base
    var rows = rows.mutableSpan
    var values = values.mutableSpan
    var rowCounts = rowCounts.mutableSpan
    // SAFETY: the second word of a place has a rank, for each of which the followers have room.
    for position in bucket where places[position].hasSecond {
      let place = places[position]
      let next = unsafe nextOf[place.second]
      guard next >= 0 else { continue }
      if unsafe lastRow[place.second] == place.row {
        values[next - 1] += weights[place.field]
      } else {
        unsafe lastRow[place.second] = place.row
        rows[next] = place.row
        values[next] = weights[place.field]
        rowCounts[Int(place.row)] += 1
        unsafe nextOf[place.second] = next + 1
      }
    }
  }
}
