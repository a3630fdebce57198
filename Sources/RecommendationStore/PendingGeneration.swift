import Dispatch
import RecommendationEngine
import Synchronization

/// A generation that is written while it is still being computed, in four steps: what needs no counting, the counts, what the comparison
/// found, and the clusters; each is written while the next one is made.
///
/// Filling SQLite's search index and tables takes as long as comparing the items, and only one thread can do it. Everything is
/// one transaction: until ``finish(completing:)`` returns, readers see the old generation, and when it is never called they go on
/// seeing it. Meanwhile the store must not be used for anything else: it waits.
public final class PendingGeneration: Sendable {
  /// Puts into contents what was not known before.
  public typealias Completion = @Sendable (inout IndexContents) -> Void

  /// What the thread that computes hands to the one that writes, and what comes back.
  private final class Exchange: Sendable {
    let completions = Mutex<(waiting: [Completion], sentCount: Int)>(([], 0))
    let result = Mutex<Result<Generation, StoreError>?>(nil)
    let hasMessage = DispatchSemaphore(value: 0)
    let hasResult = DispatchSemaphore(value: 0)

    func send(_ completion: @escaping Completion) {
      completions.withLock {
        $0.waiting.append(completion)
        $0.sentCount += 1
      }
      hasMessage.signal()
    }

    /// The next message; nil when the computing thread gave up.
    func receive() -> Completion? {
      hasMessage.wait()
      return completions.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }
  }

  /// The number of steps between the first and the last.
  private static let addedCount = 2

  private let store: RecommendationStore
  private let beginning: @Sendable () -> IndexContents
  /// Nil where one thread does everything, one thing after the other.
  private let exchange: Exchange?
  /// What was added, where one thread does everything.
  private let added = Mutex<[Completion]>([])

  /// Begins a transaction and, beside the calling thread, writes what needs no comparison.
  init(_ store: RecommendationStore, _ beginning: @escaping @Sendable () -> IndexContents) {
    self.store = store
    self.beginning = beginning
    guard Parallelism.threadCount > 1 else {
      exchange = nil
      return
    }
    let exchange = Exchange()
    self.exchange = exchange
    DispatchQueue(label: "recommend.generation").async {
      let next = { (contents: inout IndexContents) throws(StoreError) in
        guard let completion = exchange.receive() else {
          throw StoreError.refused(path: store.path, reason: "the run ended before its results were there")
        }
        completion(&contents)
      }
      let result = Result { () throws(StoreError) in
        try store.replaceGeneration(beginning: beginning, next: next)
      }
      exchange.result.withLock { $0 = result }
      exchange.hasResult.signal()
    }
  }

  deinit {
    // Not finished: the transaction ends without a trace before the store is used again.
    if let exchange, exchange.result.withLock({ $0 == nil }) {
      // One message for each step that may be waited for.
      for _ in 0...Self.addedCount { exchange.hasMessage.signal() }
      exchange.hasResult.wait()
    }
  }

  /// Hands over what the next step found, before ``finish(completing:)``; without a call a step adds nothing.
  ///
  /// - Parameter complete: Adds, the first time, terms, counts, vectors and what items are copies of, the second time neighbours; all else stays
  ///   as it is.
  public func add(_ complete: @escaping Completion) {
    if let exchange { exchange.send(complete) } else { added.withLock { $0.append(complete) } }
  }

  /// Writes the rest and ends the transaction.
  ///
  /// - Parameter complete: Adds vectors, clusters and suggestions; all else stays as it is.
  /// - Returns: The generation as it is kept.
  public func finish(completing complete: @escaping Completion) throws(StoreError) -> Generation {
    guard let exchange else {
      let added = added.withLock { $0 }
      let empty = [Completion](repeating: { _ in }, count: max(0, Self.addedCount - added.count))
      var steps = (added + empty + [complete])[...]
      return try store.replaceGeneration(beginning: beginning) { (contents) throws(StoreError) in
        steps.popFirst()?(&contents)
      }
    }
    let sentCount = exchange.completions.withLock { $0.sentCount }
    for _ in 0..<max(0, Self.addedCount - sentCount) { exchange.send { _ in } }
    exchange.send(complete)
    exchange.hasResult.wait()
    guard let result = exchange.result.withLock({ $0 }) else {
      throw StoreError.refused(path: store.path, reason: "the transaction did not run")
    }
    return try result.get()
  }
}

extension RecommendationStore {
  /// Begins to put a new generation in the place of the old one, with what is known before anything is compared.
  ///
  /// - Parameter beginning: Makes the items by ascending key, their topics and links, problems and files; called once, on another
  ///   thread where there are several.
  public func beginGeneration(with beginning: @escaping @Sendable () -> IndexContents) -> PendingGeneration {
    PendingGeneration(self, beginning)
  }
}
