import Dispatch
import Synchronization

/// Cuts rows into blocks of a fixed size and gives them to a few workers.
///
/// The cut depends on the number of rows alone, never on the number of workers: what is computed per block, and merged
/// in the order of the blocks, has the same bits with one worker and with many.
package struct RowBlocks: Sendable {
  /// The number of rows in all.
  package let rowCount: Int
  /// The rows of each block but the last, which may be shorter.
  package let blockSize: Int

  /// Cuts `rowCount` rows into blocks of `blockSize`.
  package init(rowCount: Int, blockSize: Int) {
    precondition(blockSize > 0, "a block holds at least one row, not \(blockSize)")
    self.rowCount = rowCount
    self.blockSize = blockSize
  }

  /// The number of blocks.
  package var count: Int { (rowCount + blockSize - 1) / blockSize }

  /// The rows of one block.
  package func rows(ofBlock block: Int) -> Range<Int> {
    block * blockSize..<min(rowCount, (block + 1) * blockSize)
  }

  /// Calls `body` once for each block, with the block's number and its rows, on `workerCount` threads.
  ///
  /// Worker *w* takes the blocks *w*, *w* + workers, and so on. The call returns when all are done. What `body` writes
  /// must belong to its block alone.
  package func forEach(workerCount: Int, _ body: (_ block: Int, _ rows: Range<Int>) -> Void) {
    let workers = max(1, min(workerCount, count))
    if workers == 1 {
      for block in 0..<count { body(block, rows(ofBlock: block)) }
      return
    }
    withoutActuallyEscaping(body) { body in
      // The pointers that a kernel captures cannot be Sendable; that blocks do not overlap is the caller's promise above.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for block in stride(from: worker, to: count, by: workers) { unsafe body(block, rows(ofBlock: block)) }
      }
    }
  }
}

extension RowBlocks {
  /// What `body` gives for each block, in the order of the blocks.
  ///
  /// A worker that is done takes the next block, so blocks of very different cost may follow each other.
  package func map<Result>(workerCount: Int, _ body: (_ block: Int, _ rows: Range<Int>) -> Result) -> [Result] {
    let workers = max(1, min(workerCount, count))
    if workers == 1 { return (0..<count).map { body($0, rows(ofBlock: $0)) } }
    var results = [Result?](repeating: nil, count: count)
    let next = Atomic(0)
    unsafe results.withUnsafeMutableBufferPointer { results in
      RowBlocks(rowCount: workers, blockSize: 1).forEach(workerCount: workers) { _, _ in
        while true {
          let block = next.add(1, ordering: .relaxed).oldValue
          guard block < count else { break }
          // SAFETY: every block is taken once, and its result is written by the worker that took it alone.
          unsafe results[block] = body(block, rows(ofBlock: block))
        }
      }
    }
    return results.compactMap { $0 }
  }
}
