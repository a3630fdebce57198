import RecommendationStore
import SiteContent

/// What the last run read from files that have not changed since, so that they need not be read again.
///
/// Only pages are kept (a file of records is read as a whole or not at all), and only those that were read without a problem
/// and not left out: of others the reasons are wanted again.
struct ReadFiles: Sendable {
  private var sources: [String: StoredSource] = [:]

  /// Nothing is known.
  init() {}

  /// Takes what an index holds, if what was read from a file would be the same now.
  ///
  /// - Parameters:
  ///   - store: The index.
  ///   - inputs: The files as they are, and the choices that decide what is read from them.
  init(_ store: RecommendationStore, _ inputs: IndexedInputs) throws {
    guard try store.vector(named: StoredVectorName.readingChoices) == inputs.readingChoices else { return }
    let kept = try store.sources(withContent: true).filter { $0.content != nil }
    sources = Dictionary(uniqueKeysWithValues: kept.map { ($0.path, $0) })
  }

  /// The items of a file, or nil when it has to be read.
  ///
  /// - Parameter source: The file as it is now.
  func items(of source: StoredSource) -> [SourceItem]? {
    guard let known = sources[source.path], source.modifiedNanoseconds >= 0,
      known.size == source.size, known.modifiedNanoseconds == source.modifiedNanoseconds
    else { return nil }
    guard let items = known.content.flatMap(PackedItems.items), items.allSatisfy({ $0.path == source.path }) else {
      return nil
    }
    return items
  }
}
