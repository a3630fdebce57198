import Dispatch
import RecommendationEngine
import Synchronization

/// A generation of which the search index is written while the rest is still being computed.
///
/// Filling SQLite's search index takes as long as comparing the items, and only one thread can do it; so it goes beside the
/// comparison. Everything is one transaction: until ``finish(with:)`` returns, readers see the old generation, and when it
/// is never called they go on seeing it. Meanwhile the store must not be used for anything else: it waits.
public final class PendingGeneration: Sendable {
  /// What the thread that computes hands to the one that writes, and what comes back.
  private final class Exchange: Sendable {
    enum Message: Sendable {
      case contents(IndexContents)
      case nothing
    }

    let message = Mutex<Message?>(nil)
    let result = Mutex<Result<Generation, StoreError>?>(nil)
    let hasMessage = DispatchSemaphore(value: 0)
    let hasResult = DispatchSemaphore(value: 0)
  }

  private let store: RecommendationStore
  private let texts: [SearchedText]
  /// Nil where one thread does everything, one thing after the other.
  private let exchange: Exchange?

  /// Begins a transaction and, beside the calling thread, writes the search index.
  init(_ store: RecommendationStore, texts: [SearchedText]) {
    self.store = store
    self.texts = texts
    guard Parallelism.threadCount > 1 else {
      exchange = nil
      return
    }
    let exchange = Exchange()
    self.exchange = exchange
    DispatchQueue(label: "recommend.generation").async {
      let result = Result { () throws(StoreError) in
        try store.replaceGeneration(searching: texts) { () throws(StoreError) in
          exchange.hasMessage.wait()
          guard case .contents(let contents)? = exchange.message.withLock({ $0.take() }) else {
            throw StoreError.refused(path: store.path, reason: "the run ended before its results were there")
          }
          return contents
        }
      }
      exchange.result.withLock { $0 = result }
      exchange.hasResult.signal()
    }
  }

  deinit {
    // Not finished: the transaction ends without a trace before the store is used again.
    if let exchange, exchange.result.withLock({ $0 == nil }) {
      exchange.hasMessage.signal()
      exchange.hasResult.wait()
    }
  }

  /// Writes the rest and ends the transaction.
  ///
  /// - Parameter contents: Everything; its items hold the texts that were given at the beginning.
  /// - Returns: The generation as it is kept.
  public func finish(with contents: IndexContents) throws(StoreError) -> Generation {
    guard let exchange else { return try store.replaceGeneration(with: contents) }
    precondition(contents.items.count == texts.count, "\(contents.items.count) items but \(texts.count) texts")
    exchange.message.withLock { $0 = .contents(contents) }
    exchange.hasMessage.signal()
    exchange.hasResult.wait()
    guard let result = exchange.result.withLock({ $0 }) else {
      throw StoreError.refused(path: store.path, reason: "the transaction did not run")
    }
    return try result.get()
  }
}

extension RecommendationStore {
  /// Begins to put a new generation in the place of the old one, with what is known before anything is computed.
  ///
  /// - Parameter texts: The texts of all items, by ascending key.
  public func beginGeneration(searching texts: [SearchedText]) -> PendingGeneration {
    PendingGeneration(self, texts: texts)
  }
}
