import LinearAlgebra

/// Rows dealt out to blocks whose scores stay in the processor's cache, and into a head and a tail of terms.
///
/// The head holds the most frequent terms: most of the additions, little of the scores. Where a large share of the rows
/// holds them, they are multiplied densely, by OpenBLAS; else what they add to the score of two rows is at most the product of
/// the lengths that the rows have in them (Cauchy and Schwarz), so it is computed only for pairs that could pass with that
/// much. The tail, all other terms, is added up over postings. The terms are numbered by
/// falling frequency, so that what is looked up often lies together. Neighboring rows go to different blocks: what stands
/// together in a collection is often alike, and each block is to be a sample of all rows.
struct BlockedPostings: Sendable {
  let rowCount: Int
  /// The room for the rows of a block, a multiple of 32.
  let blockSize: Int
  let blockCount: Int
  /// The terms of the head, a multiple of 8 with terms that no row holds at the end.
  let headWidth: Int
  /// Whether the head is multiplied for all pairs.
  let multipliesHead: Bool
  /// The weights in the head, of shape (places, head).
  let head: [Float]
  /// By place: the lengths of the rows in the head, a little more than they are, so that rounding never makes a bound too small.
  let headLengths: [Float]
  /// The tail of each row, by place: where it begins, its terms, counted from the first of the tail, and their weights.
  let rowOffsets: [Int]
  let terms: [Int32]
  let values: [Float]
  /// Beside each entry of the tail a bit for each block that holds its term: see ``bit(ofBlock:)``.
  let blockMasks: [UInt16]
  /// For each block where the postings of each term begin, and one more for the end.
  let postingOffsets: [UInt32]
  /// The rows that hold the term, counted from the first of the block, ascending, and the weights beside them.
  let postingRows: [UInt16]
  let postingValues: [Float]
  /// The terms that are not in the head and that some row holds.
  let termCount: Int

  /// The largest block: a row is a 16-bit number in it.
  static let largestBlock = 65_536

  init(
    _ rows: SparseMatrix, frequencies: TermFrequencies, headCount: Int, multipliesHead: Bool = false, blockSize: Int
  ) {
    precondition(blockSize % 32 == 0 && blockSize <= Self.largestBlock, "blocks of \(blockSize) rows")
    rowCount = rows.rowCount
    blockCount = (rows.rowCount + blockSize - 1) / blockSize
    self.blockSize = blockSize
    let width = (headCount + 7) / 8 * 8
    headWidth = width
    self.multipliesHead = multipliesHead
    termCount = max(0, frequencies.heldCount - headCount)
    let placeCount = blockCount * blockSize
    var head = [Float](repeating: 0, count: placeCount * width)
    var rowOffsets = [0]
    rowOffsets.reserveCapacity(placeCount + 1)
    var terms: [Int32] = []
    var values: [Float] = []
    terms.reserveCapacity(rows.storedCount)
    values.reserveCapacity(rows.storedCount)
    var headLengths: [Float] = []
    headLengths.reserveCapacity(placeCount)
    let slots = termCount + 1
    var offsets = [UInt32](repeating: 0, count: blockCount * slots + 1)
    for place in 0..<placeCount {
      let base = place / blockSize * slots
      let row = place % blockSize * blockCount + place / blockSize
      var squares = 0.0
      for position in row < rows.rowCount ? rows.range(ofRow: row) : 0..<0 {
        let rank = Int(frequencies.ranks[Int(rows.columnIndices[position])]) - headCount
        let value = rows.values[position]
        if rank < 0 {
          head[place * width + headCount + rank] = value
          squares += Double(value) * Double(value)
        } else {
          terms.append(Int32(rank))
          values.append(value)
          offsets[base + rank + 1] += 1
        }
      }
      headLengths.append(Float(squares.squareRoot() * 1.00001))
      rowOffsets.append(values.count)
    }
    // One slot between two blocks has no postings: it ends the one and begins the other.
    for slot in 1..<max(1, offsets.count) { offsets[slot] += offsets[slot - 1] }
    var next = offsets
    var postingRows = [UInt16](repeating: 0, count: values.count)
    var postingValues = [Float](repeating: 0, count: values.count)
    for place in 0..<placeCount {
      let base = place / blockSize * slots
      let local = UInt16(place % blockSize)
      for position in rowOffsets[place]..<rowOffsets[place + 1] {
        let slot = base + Int(terms[position])
        postingRows[Int(next[slot])] = local
        postingValues[Int(next[slot])] = values[position]
        next[slot] += 1
      }
    }
    var termMasks = [UInt16](repeating: 0, count: termCount)
    for block in 0..<blockCount {
      let bit = Self.bit(ofBlock: block)
      for term in 0..<termCount where offsets[block * slots + term] < offsets[block * slots + term + 1] {
        termMasks[term] |= bit
      }
    }
    blockMasks = terms.map { termMasks[Int($0)] }
    self.head = head
    self.headLengths = headLengths
    self.rowOffsets = rowOffsets
    self.terms = terms
    self.values = values
    self.postingOffsets = offsets
    self.postingRows = postingRows
    self.postingValues = postingValues
  }

  /// The bit that stands for a block, and for every sixteenth block behind it.
  static func bit(ofBlock block: Int) -> UInt16 { 1 << UInt16(block % 16) }

  /// The places of a block's rows.
  func places(ofBlock block: Int) -> Range<Int> {
    block * blockSize..<block * blockSize + (rowCount - block + blockCount - 1) / blockCount
  }

  /// The row at a place.
  func row(at place: Int) -> Int { place % blockSize * blockCount + place / blockSize }

  /// The place of a row.
  func place(of row: Int) -> Int { row % blockCount * blockSize + row / blockCount }
}

/// How many rows hold each term.
struct TermFrequencies: Sendable {
  /// The place of each term in the order of falling frequency; of equal ones the smaller column first.
  let ranks: [Int32]
  /// The frequencies in that order.
  let sorted: [Int]
  /// The number of terms that some row holds.
  let heldCount: Int

  init(_ rows: SparseMatrix) {
    var frequency = [Int](repeating: 0, count: rows.columnCount)
    for column in rows.columnIndices { frequency[Int(column)] += 1 }
    // Counting sort, as most of some hundred thousand terms stand in a few rows each.
    var starts = [Int](repeating: 0, count: rows.rowCount + 2)
    for count in frequency { starts[rows.rowCount - count + 1] += 1 }
    for place in 1..<starts.count { starts[place] += starts[place - 1] }
    var ranks = [Int32](repeating: 0, count: rows.columnCount)
    var sorted = [Int](repeating: 0, count: rows.columnCount)
    for (column, count) in frequency.enumerated() {
      let place = starts[rows.rowCount - count]
      ranks[column] = Int32(place)
      sorted[place] = count
      starts[rows.rowCount - count] += 1
    }
    self.ranks = ranks
    self.sorted = sorted
    heldCount = sorted.firstIndex(of: 0) ?? sorted.count
    rowCount = rows.rowCount
  }

  private let rowCount: Int

  /// How many terms are cheaper multiplied densely than added up: those that a share of the rows hold; none if there are
  /// fewer than 8, which do not repay the set-up.
  ///
  /// Adding one posting to a score takes as long as some 30 dense multiplications, so a pair of rows costs as much either way
  /// at a share of √(2/30) of the rows, each pair being computed once.
  var denseCount: Int {
    let minimum = Self.denseShare * Double(rowCount)
    let count = sorted.prefix(512).prefix { Double($0) >= minimum }.count
    return count < 8 ? 0 : count
  }

  /// Terms held by at least this share of the rows are multiplied densely.
  static let denseShare = 0.2
  /// With more rows than this the terms that would be multiplied are cheaper left to a bound: see ``headCount``.
  static let denseRowLimit = 25_000

  /// How many terms are cheaper left to a bound than added up: those that a share of `0.1 · √(100,000 / rows)` of the rows
  /// hold, at most 64; none if there are fewer than 8.
  ///
  /// The more rows, the higher the leading scores, and the fewer pairs could pass with what frequent terms add. Measured in
  /// processor time, 26 leading scores: 21,715 talks 0.65 s without, 0.69 s with 16 terms; 100,000 generated items 5.0 s
  /// with 16, 5.2 s with 32, 6.8 s with 64.
  var headCount: Int {
    let minimum = 0.1 * (100_000 * Double(rowCount)).squareRoot()
    let count = sorted.prefix(64).prefix { Double($0) >= minimum }.count
    return count < 8 ? 0 : count
  }
}
