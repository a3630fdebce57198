import Dispatch
import RecommendationEngine
import Synchronization

/// A generation that is written while it is still being computed: what needs no comparison beside the comparison, and what that
/// found beside the search for clusters.
///
/// Filling SQLite's search index and tables takes as long as comparing the items, and only one thread can do it. Everything is
/// one transaction: until ``finish(completing:)`` returns, readers see the old generation, and when it is never called they go on
/// seeing it. Meanwhile the store must not be used for anything else: it waits.
public final class PendingGeneration: Sendable {
  /// Puts into contents what was not known before.
  public typealias Completion = @Sendable (inout IndexContents) -> Void

  /// What the thread that computes hands to the one that writes, and what comes back.
  private final class Exchange: Sendable {
    let completions = Mutex<[Completion]>([])
    let result = Mutex<Result<Generation, StoreError>?>(nil)
    let hasMessage = DispatchSemaphore(value: 0)
    let hasResult = DispatchSemaphore(value: 0)

    func send(_ completion: @escaping Completion) {
      completions.withLock { $0.append(completion) }
      hasMessage.signal()
    }

    /// The next message; nil when the computing thread gave up.
    func receive() -> Completion? {
      hasMessage.wait()
      return completions.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
  }

  private let store: RecommendationStore
  private let beginning: @Sendable () -> IndexContents
  /// Nil where one thread does everything, one thing after the other.
  private let exchange: Exchange?
  /// What the comparison found, where one thread does everything.
  private let compared = Mutex<Completion?>(nil)

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
      let complete = { (contents: inout IndexContents) throws(StoreError) in
        guard let completion = exchange.receive() else {
          throw StoreError.refused(path: store.path, reason: "the run ended before its results were there")
        }
        completion(&contents)
      }
      let result = Result { () throws(StoreError) in
        try store.replaceGeneration(beginning: beginning(), comparing: complete, grouping: complete)
      }
      exchange.result.withLock { $0 = result }
      exchange.hasResult.signal()
    }
  }

  deinit {
    // Not finished: the transaction ends without a trace before the store is used again.
    if let exchange, exchange.result.withLock({ $0 == nil }) {
      exchange.hasMessage.signal()
      exchange.hasMessage.signal()
      exchange.hasResult.wait()
    }
  }

  /// Hands over what the comparison found; to be called once, before ``finish(completing:)``.
  ///
  /// - Parameter complete: Adds terms, counts, neighbours and what items are copies of; all else stays as it is.
  public func add(_ complete: @escaping Completion) {
    if let exchange { exchange.send(complete) } else { compared.withLock { $0 = complete } }
  }

  /// Writes the rest and ends the transaction.
  ///
  /// - Parameter complete: Adds vectors, clusters and suggestions; all else stays as it is.
  /// - Returns: The generation as it is kept.
  public func finish(completing complete: @escaping Completion) throws(StoreError) -> Generation {
    guard let exchange else {
      let compared = compared.withLock { $0.take() }
      return try store.replaceGeneration(
        beginning: beginning(), comparing: { (contents) throws(StoreError) in compared?(&contents) },
        grouping: { (contents) throws(StoreError) in complete(&contents) })
    }
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
