import Dispatch
import Synchronization

/// How many threads the engine's own workers use.
public enum Parallelism {
  private static let count = Atomic<Int>(0)

  /// The number of worker threads; by default one per core. The results do not depend on it.
  public static var threadCount: Int {
    get {
      let set = count.load(ordering: .relaxed)
      return set > 0 ? set : max(1, activeProcessorCount)
    }
    set { count.store(newValue, ordering: .relaxed) }
  }
}

/// Maps consecutive chunks of `0 ..< count` on several threads and returns the results in the order of the chunks.
///
/// There is a chunk per thread, unless that would make chunks smaller than `minimumChunk`.
package func concurrentMap<Result: Sendable>(
  chunksOf count: Int, minimumChunk: Int = 1, _ transform: @Sendable (Range<Int>) -> Result
) -> [Result] {
  let chunkCount = max(1, min(Parallelism.threadCount, count / max(1, minimumChunk)))
  guard chunkCount > 1 else { return [transform(0..<count)] }
  let results = Mutex([Result?](repeating: nil, count: chunkCount))
  DispatchQueue.concurrentPerform(iterations: chunkCount) { chunk in
    let result = transform(count * chunk / chunkCount..<count * (chunk + 1) / chunkCount)
    results.withLock { $0[chunk] = result }
  }
  return results.withLock { $0.map { $0! } }
}
