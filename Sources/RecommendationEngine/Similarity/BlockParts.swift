import LinearAlgebra

/// What ``BlockedPostings`` holds, laid out by all threads: each block has its own part of every array.
struct BlockParts {
  private(set) var head: [Float]
  private(set) var headLengths: [Float]
  private(set) var terms: [Int32]
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

    precondition(rows.storedCount <= Int(UInt32.max), "\(rows.storedCount) entries")
    (blockMasks, postingRows, postingValues) = ([], [], [])
    head = [Float](repeating: 0, count: placeCount * headWidth)
    headLengths = [Float](repeating: 0, count: placeCount)
    terms = [Int32](repeating: 0, count: rows.storedCount)
    postingOffsets = [UInt32](repeating: 0, count: blockCount * slots + 1)
    // SAFETY: each block writes the head of its own places, its own slots, and the terms of its own rows.
    unsafe head.withUnsafeMutableBufferPointer { head in
      unsafe headLengths.withUnsafeMutableBufferPointer { lengths in
        unsafe terms.withUnsafeMutableBufferPointer { terms in
          unsafe postingOffsets.withUnsafeMutableBufferPointer { offsets in
            nonisolated(unsafe) let room = unsafe Room(head: head, lengths: lengths, terms: terms, offsets: offsets)
            blocks.forEach(workerCount: threads) { block, _ in
              let slots = block * slots..<(block + 1) * slots
              for place in block * blockSize..<(block + 1) * blockSize {
                let row = BlockedPostings.row(at: place, blockSize: blockSize, blockCount: blockCount)
                guard row < rows.rowCount else { continue }
                unsafe room.split(rows, row, ranks, at: place, headCount: headCount, headWidth: headWidth, slots: slots)
              }
            }
          }
        }
      }
    }

    // Where the postings of each term end; each of them is written before the last one.
    var count: UInt32 = 0
    for slot in postingOffsets.indices {
      count += postingOffsets[slot]
      postingOffsets[slot] = count
    }
    postingRows = [UInt16](repeating: 0, count: Int(count))
    postingValues = [Float](repeating: 0, count: Int(count))
    let entryTerms = terms
    // SAFETY: each block writes its own slots, and the postings of its own rows, of which there are as many as were counted.
    unsafe postingOffsets.withUnsafeMutableBufferPointer { offsets in
      unsafe postingRows.withUnsafeMutableBufferPointer { postingRows in
        unsafe postingValues.withUnsafeMutableBufferPointer { postingValues in
          nonisolated(unsafe) let room = unsafe PostingRoom(offsets: offsets, rows: postingRows, values: postingValues)
          blocks.forEach(workerCount: threads) { block, _ in
            for inBlock in (0..<blockSize).reversed() {
              let row = BlockedPostings.row(
                at: block * blockSize + inBlock, blockSize: blockSize, blockCount: blockCount)
              guard row < rows.rowCount else { continue }
              unsafe room.write(rows, row, entryTerms, inBlock: inBlock, slots: block * slots..<(block + 1) * slots)
            }
          }
        }
      }
    }
    blockMasks = Self.masks(of: entryTerms, postingOffsets, slots: slots, blockCount: blockCount)
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

  /// The arrays while rows are split into head and tail.
  @unsafe
  private struct Room {
    let head: UnsafeMutableBufferPointer<Float>
    let lengths: UnsafeMutableBufferPointer<Float>
    let terms: UnsafeMutableBufferPointer<Int32>
    let offsets: UnsafeMutableBufferPointer<UInt32>

    /// Copies the head of a row to its place, notes the terms of its tail, and counts these in the slots of its block.
    func split(
      _ rows: SparseMatrix, _ row: Int, _ ranks: [Int32], at place: Int, headCount: Int, headWidth: Int,
      slots: Range<Int>
    ) {
      var squares = 0.0
      let columns = rows.columnIndices.span
      let weights = rows.values.span
      for position in rows.range(ofRow: row) {
        let rank = Int(ranks[Int(columns[position])]) - headCount
        if rank < 0 {
          let value = weights[position]
          unsafe head[place * headWidth + headCount + rank] = value
          unsafe terms[position] = Int32(slots.count - 1)
          squares += Double(value) * Double(value)
        } else {
          unsafe terms[position] = Int32(rank)
          unsafe offsets[slots.lowerBound + rank] += 1
        }
      }
      unsafe lengths[place] = Float(squares.squareRoot() * 1.00001)
    }
  }

  /// The arrays while postings are written, from the last row of a block to its first.
  @unsafe
  private struct PostingRoom {
    let offsets: UnsafeMutableBufferPointer<UInt32>
    let rows: UnsafeMutableBufferPointer<UInt16>
    let values: UnsafeMutableBufferPointer<Float>

    /// Writes the tail of a row before what is written of its terms already.
    func write(_ matrix: SparseMatrix, _ row: Int, _ terms: [Int32], inBlock: Int, slots: Range<Int>) {
      let terms = terms.span
      let weights = matrix.values.span
      for entry in matrix.range(ofRow: row) where Int(terms[entry]) < slots.count - 1 {
        let slot = slots.lowerBound + Int(terms[entry])
        unsafe offsets[slot] -= 1
        let position = unsafe Int(offsets[slot])
        unsafe rows[position] = UInt16(truncatingIfNeeded: inBlock)
        unsafe values[position] = weights[entry]
      }
    }
  }
}
