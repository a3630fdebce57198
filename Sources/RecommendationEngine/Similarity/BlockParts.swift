import LinearAlgebra

/// What ``BlockedPostings`` holds, laid out by all threads: each block has its own part of every array.
struct BlockParts {
  private(set) var head: [Float]
  private(set) var headLengths: [Float]
  private(set) var rowOffsets: [Int]
  private(set) var terms: [Int32]
  private(set) var values: [Float]
  private(set) var blockMasks: [UInt16]
  private(set) var postingOffsets: [UInt32]
  private(set) var postingRows: [UInt16]
  private(set) var postingValues: [Float]

  init(_ rows: SparseMatrix, _ frequencies: TermFrequencies, headCount: Int, headWidth: Int, blockSize: Int) {
    let blockCount = (rows.rowCount + blockSize - 1) / blockSize
    let placeCount = blockCount * blockSize
    let slots = max(0, frequencies.heldCount - headCount) + 1
    let ranks = frequencies.ranks
    let blocks = RowBlocks(rowCount: blockCount, blockSize: 1)
    let threads = Parallelism.threadCount

    // How many entries of the tail stand at each place, then where they begin.
    rowOffsets = [Int](repeating: 0, count: placeCount + 1)
    // SAFETY: the offset behind a place is written by its block alone.
    unsafe rowOffsets.withUnsafeMutableBufferPointer { offsets in
      nonisolated(unsafe) let offsets = unsafe offsets
      blocks.forEach(workerCount: threads) { block, _ in
        let columns = rows.columnIndices.span
        for place in block * blockSize..<(block + 1) * blockSize {
          let row = BlockedPostings.row(at: place, blockSize: blockSize, blockCount: blockCount)
          guard row < rows.rowCount else { continue }
          var count = 0
          for position in rows.range(ofRow: row) where Int(ranks[Int(columns[position])]) >= headCount { count += 1 }
          unsafe offsets[place + 1] = count
        }
      }
    }
    for place in 0..<placeCount { rowOffsets[place + 1] += rowOffsets[place] }

    let rowOffsets = self.rowOffsets
    let count = rowOffsets[placeCount]
    precondition(count <= Int(UInt32.max), "\(count) postings")
    blockMasks = []
    head = [Float](repeating: 0, count: placeCount * headWidth)
    headLengths = [Float](repeating: 0, count: placeCount)
    terms = [Int32](repeating: 0, count: count)
    values = [Float](repeating: 0, count: count)
    postingOffsets = [UInt32](repeating: 0, count: blockCount * slots + 1)
    postingOffsets[blockCount * slots] = UInt32(count)
    postingRows = [UInt16](repeating: 0, count: count)
    postingValues = [Float](repeating: 0, count: count)
    // SAFETY: each block writes the head of its own places, its own slots, and the entries and postings of its own rows, of
    // which there are as many as were counted.
    unsafe head.withUnsafeMutableBufferPointer { head in
      unsafe headLengths.withUnsafeMutableBufferPointer { lengths in
        unsafe terms.withUnsafeMutableBufferPointer { terms in
          unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe postingOffsets.withUnsafeMutableBufferPointer { offsets in
              unsafe postingRows.withUnsafeMutableBufferPointer { postingRows in
                unsafe postingValues.withUnsafeMutableBufferPointer { postingValues in
                  nonisolated(unsafe) let room = unsafe Room(
                    head: head, lengths: lengths, terms: terms, values: values, offsets: offsets,
                    postingRows: postingRows, postingValues: postingValues)
                  blocks.forEach(workerCount: threads) { block, _ in
                    for place in block * blockSize..<(block + 1) * blockSize {
                      let row = BlockedPostings.row(at: place, blockSize: blockSize, blockCount: blockCount)
                      guard row < rows.rowCount else { continue }
                      unsafe room.copy(
                        rows, row, ranks, to: place, from: rowOffsets[place], headCount: headCount, headWidth: headWidth
                      )
                    }
                    unsafe room.fill(
                      rowOffsets, block * blockSize..<(block + 1) * blockSize,
                      slots: block * slots..<(block + 1) * slots)
                  }
                }
              }
            }
          }
        }
      }
    }
    blockMasks = Self.masks(of: terms, postingOffsets, slots: slots, blockCount: blockCount)
  }

  /// For each entry a bit for each block that holds its term.
  private static func masks(of terms: [Int32], _ offsets: [UInt32], slots: Int, blockCount: Int) -> [UInt16] {
    var termMasks = [UInt16](repeating: 0, count: slots)
    for block in 0..<blockCount {
      let bit = BlockedPostings.bit(ofBlock: block)
      for term in 0..<slots - 1 where offsets[block * slots + term] < offsets[block * slots + term + 1] {
        termMasks[term] |= bit
      }
    }
    var masks = [UInt16](repeating: 0, count: terms.count)
    // SAFETY: each mask is written by the block that it belongs to alone.
    unsafe masks.withUnsafeMutableBufferPointer { masks in
      nonisolated(unsafe) let masks = unsafe masks
      let termMasks = termMasks
      RowBlocks(rowCount: terms.count, blockSize: 16_384).forEach(workerCount: Parallelism.threadCount) {
        for entry in $1 { unsafe masks[entry] = termMasks[Int(terms[entry])] }
      }
    }
    return masks
  }

  /// The arrays while they are filled.
  @unsafe
  private struct Room {
    let head: UnsafeMutableBufferPointer<Float>
    let lengths: UnsafeMutableBufferPointer<Float>
    let terms: UnsafeMutableBufferPointer<Int32>
    let values: UnsafeMutableBufferPointer<Float>
    let offsets: UnsafeMutableBufferPointer<UInt32>
    let postingRows: UnsafeMutableBufferPointer<UInt16>
    let postingValues: UnsafeMutableBufferPointer<Float>

    /// Copies a row to its place.
    func copy(
      _ rows: SparseMatrix, _ row: Int, _ ranks: [Int32], to place: Int, from start: Int, headCount: Int, headWidth: Int
    ) {
      var next = start
      var squares = 0.0
      let columns = rows.columnIndices.span
      let weights = rows.values.span
      for position in rows.range(ofRow: row) {
        let rank = Int(ranks[Int(columns[position])]) - headCount
        let value = weights[position]
        if rank < 0 {
          unsafe head[place * headWidth + headCount + rank] = value
          squares += Double(value) * Double(value)
        } else {
          unsafe terms[next] = Int32(rank)
          unsafe values[next] = value
          next += 1
        }
      }
      unsafe lengths[place] = Float(squares.squareRoot() * 1.00001)
    }

    /// Notes where the postings of each term begin in a block, and writes them.
    func fill(_ rowOffsets: [Int], _ places: Range<Int>, slots: Range<Int>) {
      let first = slots.lowerBound
      for entry in rowOffsets[places.lowerBound]..<rowOffsets[places.upperBound] {
        unsafe offsets[first + Int(terms[entry])] += 1
      }
      // Where the postings of each term end; each of them is written before the last one.
      var end = UInt32(rowOffsets[places.lowerBound])
      for slot in slots {
        unsafe end += offsets[slot]
        unsafe offsets[slot] = end
      }
      for place in places.reversed() {
        for entry in rowOffsets[place]..<rowOffsets[place + 1] {
          let slot = unsafe first + Int(terms[entry])
          unsafe offsets[slot] -= 1
          let position = unsafe Int(offsets[slot])
          unsafe postingRows[position] = UInt16(truncatingIfNeeded: place - places.lowerBound)
          unsafe postingValues[position] = values[entry]
        }
      }
    }
  }
}
