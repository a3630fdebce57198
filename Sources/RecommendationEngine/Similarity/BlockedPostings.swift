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
  /// The number of rows.
  var rowCount: Int { rows.rowCount }
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
  /// The rows themselves, whose arrays are those of the caller.
  let rows: SparseMatrix
  /// Beside each entry of the rows its term, counted from the first of the tail; ``termCount`` for those of the head.
  let terms: [Int32]
  /// Beside each entry of the rows a bit for each block that holds its term, none for those of the head: see ``bit(ofBlock:)``.
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
    self.rows = rows
    blockCount = (rows.rowCount + blockSize - 1) / blockSize
    self.blockSize = blockSize
    let width = (headCount + 7) / 8 * 8
    headWidth = width
    self.multipliesHead = multipliesHead
    termCount = max(0, frequencies.heldCount - headCount)
    let parts = BlockParts(rows, frequencies, headCount: headCount, headWidth: width, blockSize: blockSize)
    head = parts.head
    headLengths = parts.headLengths
    terms = parts.terms
    postingOffsets = parts.postingOffsets
    postingRows = parts.postingRows
    postingValues = parts.postingValues
    blockMasks = parts.blockMasks
  }

  /// The bit that stands for a block, and for every sixteenth block behind it.
  static func bit(ofBlock block: Int) -> UInt16 { 1 << UInt16(block % 16) }

  /// The places of a block's rows.
  func places(ofBlock block: Int) -> Range<Int> {
    block * blockSize..<block * blockSize + (rowCount - block + blockCount - 1) / blockCount
  }

  /// The row at a place.
  func row(at place: Int) -> Int { Self.row(at: place, blockSize: blockSize, blockCount: blockCount) }

  @inline(__always)
  static func row(at place: Int, blockSize: Int, blockCount: Int) -> Int {
    place % blockSize * blockCount + place / blockSize
  }

  /// The place of a row.
  func place(of row: Int) -> Int { row % blockCount * blockSize + row / blockCount }
}
