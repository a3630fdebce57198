import LinearAlgebra

/// Rows cut into blocks whose scores stay in the processor's cache, and into a head and a tail of terms.
///
/// The head holds the most frequent terms: most of the additions, little of the scores. What they add to the score of two
/// rows is at most the product of the lengths that the rows have in them (Cauchy and Schwarz), so it is computed only for
/// pairs that could pass with that much. The tail, all other terms, is added up over postings. The terms are numbered by
/// falling frequency, so that what is looked up often lies together.
struct BlockedPostings: Sendable {
  let rowCount: Int
  /// The rows of a block, a multiple of 32; the last block may have fewer.
  let blockSize: Int
  let blockCount: Int
  /// The terms of the head, a multiple of 8 with terms that no row holds at the end.
  let headWidth: Int
  /// The weights in the head, of shape (rows, head).
  let head: [Float]
  /// The lengths of the rows in the head, a little more than they are, so that rounding never makes a bound too small.
  let headLengths: [Float]
  /// The tail of each row: where it begins, its terms, counted from the first of the tail, and their weights.
  let rowOffsets: [Int]
  let terms: [Int32]
  let values: [Float]
  /// For each block where the postings of each term begin, and one more for the end.
  let postingOffsets: [UInt32]
  /// The rows that hold the term, counted from the first of the block, ascending, and the weights beside them.
  let postingRows: [UInt16]
  let postingValues: [Float]
  /// The terms that are not in the head and that some row holds.
  let termCount: Int

  /// The largest block: a row is a 16-bit number in it.
  static let largestBlock = 65_536

  init(_ rows: SparseMatrix, frequencies: TermFrequencies, headCount: Int, blockSize: Int) {
    precondition(blockSize % 32 == 0 && blockSize <= Self.largestBlock, "blocks of \(blockSize) rows")
    rowCount = rows.rowCount
    self.blockSize = blockSize
    blockCount = (rows.rowCount + blockSize - 1) / blockSize
    let width = (headCount + 7) / 8 * 8
    headWidth = width
    termCount = max(0, frequencies.heldCount - headCount)
    var head = [Float](repeating: 0, count: rows.rowCount * width)
    var rowOffsets = [0]
    rowOffsets.reserveCapacity(rows.rowCount + 1)
    var terms: [Int32] = []
    var values: [Float] = []
    terms.reserveCapacity(rows.storedCount)
    values.reserveCapacity(rows.storedCount)
    var headLengths: [Float] = []
    headLengths.reserveCapacity(rows.rowCount)
    let slots = termCount + 1
    var offsets = [UInt32](repeating: 0, count: blockCount * slots + 1)
    for row in 0..<rows.rowCount {
      let base = row / blockSize * slots
      var squares = 0.0
      for position in rows.range(ofRow: row) {
        let rank = Int(frequencies.ranks[Int(rows.columnIndices[position])]) - headCount
        let value = rows.values[position]
        if rank < 0 {
          head[row * width + headCount + rank] = value
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
    for row in 0..<rows.rowCount {
      let base = row / blockSize * slots
      let local = UInt16(row % blockSize)
      for position in rowOffsets[row]..<rowOffsets[row + 1] {
        let slot = base + Int(terms[position])
        postingRows[Int(next[slot])] = local
        postingValues[Int(next[slot])] = values[position]
        next[slot] += 1
      }
    }
    headLengths += Array(repeating: 0, count: blockCount * blockSize - rowCount)
    self.head = head
    self.headLengths = headLengths
    self.rowOffsets = rowOffsets
    self.terms = terms
    self.values = values
    self.postingOffsets = offsets
    self.postingRows = postingRows
    self.postingValues = postingValues
  }

  /// The rows of a block.
  func rows(ofBlock block: Int) -> Range<Int> {
    block * blockSize..<min((block + 1) * blockSize, rowCount)
  }
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
  }
}
