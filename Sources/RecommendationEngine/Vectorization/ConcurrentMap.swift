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
  return concurrentMap(chunkCount) { chunk in
    transform(count * chunk / chunkCount..<count * (chunk + 1) / chunkCount)
  }
}

/// Maps consecutive chunks of things that cost differently, so that the chunks cost about the same.
///
/// - Parameters:
///   - costs: What each thing costs, in any unit; not negative.
///   - minimumChunk: The mean number of things in a chunk is no smaller.
package func concurrentMap<Result: Sendable>(
  chunksCosting costs: [Int], minimumChunk: Int = 1, _ transform: @Sendable (Range<Int>) -> Result
) -> [Result] {
  let chunkCount = max(1, min(Parallelism.threadCount, costs.count / max(1, minimumChunk)))
  let total = costs.reduce(0, +)
  var ends: [Int] = []
  var sum = 0
  for (index, cost) in costs.enumerated() where ends.count < chunkCount - 1 {
    sum += cost
    while ends.count < chunkCount - 1, sum >= total * (ends.count + 1) / chunkCount { ends.append(index + 1) }
  }
  ends += Array(repeating: costs.count, count: chunkCount - ends.count)
  let ranges = zip([0] + ends, ends).map { $0..<$1 }
  return concurrentMap(chunkCount) { transform(ranges[$0]) }
}

/// An array whose elements several threads make, each at its place.
///
/// - Parameter minimumChunk: A thread makes no fewer.
package func concurrentArray<Element: Sendable>(
  count: Int, minimumChunk: Int = 1, _ element: @Sendable (Int) -> Element
) -> [Element] {
  let chunkCount = max(1, min(Parallelism.threadCount, count / max(1, minimumChunk)))
  return unsafe [Element](unsafeUninitializedCapacity: count) { room, initializedCount in
    // SAFETY: the chunks share no place and together hold each once.
    nonisolated(unsafe) let room = unsafe room
    DispatchQueue.concurrentPerform(iterations: chunkCount) { chunk in
      for place in count * chunk / chunkCount..<count * (chunk + 1) / chunkCount {
        unsafe room.initializeElement(at: place, to: element(place))
      }
    }
    initializedCount = count
  }
}

private func concurrentMap<Result: Sendable>(_ chunkCount: Int, _ transform: @Sendable (Int) -> Result) -> [Result] {
  guard chunkCount > 1 else { return [transform(0)] }
  let results = Mutex([Result?](repeating: nil, count: chunkCount))
  DispatchQueue.concurrentPerform(iterations: chunkCount) { chunk in
    let result = transform(chunk)
    results.withLock { $0[chunk] = result }
  }
  return results.withLock { $0.map { $0! } }
}

/// Does two things at the same time, if there is more than one worker thread.
package func concurrently<First: Sendable, Second: Sendable>(
  _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
  guard Parallelism.threadCount > 1 else { return (first(), second()) }
  let found = Mutex<(First?, Second?)>((nil, nil))
  DispatchQueue.concurrentPerform(iterations: 2) { part in
    if part == 0 {
      let value = first()
      found.withLock { $0.0 = value }
    } else {
      let value = second()
      found.withLock { $0.1 = value }
    }
  }
  return found.withLock { ($0.0!, $0.1!) }
}

/// A value that is made beside the calling thread, if there is more than one worker thread, and waited for when it is wanted.
package final class ValueAhead<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let isMade = DispatchSemaphore(value: 0)
  private let make: @Sendable () -> Value
  private let isBeside = Parallelism.threadCount > 1

  /// Begins to make the value.
  package init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
    guard isBeside else { return }
    DispatchQueue.global().async {
      let value = make()
      self.made.withLock { $0 = value }
      self.isMade.signal()
    }
  }

  /// The value; to be asked for once.
  package func value() -> Value {
    guard isBeside else { return make() }
    isMade.wait()
    return made.withLock { $0.take() }!
  }
}
