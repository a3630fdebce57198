import LinearAlgebra
import RecommendationEngine
import RecommendationStore
import SiteContent

/// What the last run found out, for a run to go on from.
///
/// Nothing where an index was made by another version of the program or with another configuration, or is damaged: that is no
/// reason to fail, the run then begins from the beginning.
struct PreviousRun: Sendable {
  /// Which items are near to which.
  private(set) var neighbors: PreviousNeighbors?
  /// How often each item holds each term.
  private(set) var counts: PreviousCounts?
  private var paths: [String?] = []

  /// Nothing is known.
  init() {}

  /// Takes what an index holds; it is read beside whoever reads it too.
  ///
  /// - Parameters:
  ///   - path: The index.
  ///   - inputs: The files as they are, and the choices that decide what is read from them.
  init(path: String, _ inputs: IndexedInputs) {
    guard let store = try? RecommendationStore.openForReading(path: path), let index = try? StoredIndex(store),
      let choices = try? store.vector(named: StoredVectorName.readingChoices), choices == inputs.readingChoices,
      let keys = try? store.allKeys()
    else { return }
    let ids = keys.keys.map { ItemID($0) }
    guard zip(ids, ids.dropFirst()).allSatisfy(<) else { return }
    paths = keys.paths
    neighbors = try? Self.neighbors(index, ids, keys.representative)
    counts = try? Self.counts(index, ids)
  }

  private static func neighbors(
    _ index: StoredIndex, _ ids: [ItemID], _ representative: [Int]
  ) throws -> PreviousNeighbors? {
    let store = index.store
    guard let bytes = try store.vector(named: StoredVectorName.rowFingerprints) else { return nil }
    let related = try store.allNeighbors()
    let nearest = try store.allNearest()
    guard bytes.count == 8 * ids.count, related.rowOffsets.count == ids.count + 1,
      nearest.rowOffsets.count == ids.count + 1, representative.allSatisfy(ids.indices.contains),
      related.rows.allSatisfy({ ids.indices.contains(Int($0)) }),
      nearest.rows.allSatisfy({ ids.indices.contains(Int($0)) })
    else { return nil }
    return PreviousNeighbors(
      ids: ids, representative: representative, rowFingerprints: Packing.words(of: bytes),
      nearest: NeighborLists(nearest), related: NeighborLists(related), limit: index.configuration.similarity.limit,
      configuration: index.configuration.similarity, usesFeedback: index.usesFeedback)
  }

  private static func counts(_ index: StoredIndex, _ ids: [ItemID]) throws -> PreviousCounts? {
    let store = index.store
    guard let bytes = try store.vector(named: StoredVectorName.termWords), let words = TermWords(bytes: bytes),
      words.first.count == index.generation.termCount
    else { return nil }
    let counts = try store.allCounts()
    return PreviousCounts(
      ids: ids,
      counts: SparseMatrix(
        columnCount: words.first.count, rowOffsets: counts.rowOffsets, columnIndices: counts.columns,
        values: counts.counts),
      firstTerms: words.first, secondTerms: words.second, documentFrequency: try store.documentFrequencies(),
      acronyms: try index.acronyms())
  }

  /// For each item whether its words were counted by the last run: it was read from a file that has not changed, and had the
  /// same id then.
  func isCounted(_ items: [SourceItem], isKnown: [Bool]) -> [Bool] {
    guard let ids = counts?.ids else { return [] }
    var place = 0
    return items.indices.map { row in
      let id = items[row].item.id
      while place < ids.count, ids[place] < id { place += 1 }
      return isKnown[row] && place < ids.count && ids[place] == id && paths[place] == items[row].path
    }
  }
}

/// The words of the terms, by the numbers of the words that an index keeps.
struct TermWords {
  /// For each column the number of the term's first word.
  private(set) var first: [Int32] = []
  /// For each column that of the second, or -1.
  private(set) var second: [Int32] = []

  /// Reads what ``bytes(of:)`` wrote; nil when it is something else.
  init?(bytes: [UInt8]) {
    var reader = ByteReader(bytes[...])
    guard let count = reader.count() else { return nil }
    first.reserveCapacity(count)
    second.reserveCapacity(count)
    for _ in 0..<count {
      guard let first = reader.number().flatMap(Int32.init(exactly:)), first >= 0,
        let second = reader.number().flatMap(Int32.init(exactly:)), second >= 0
      else { return nil }
      self.first.append(first)
      self.second.append(second - 1)
    }
    guard reader.isAtEnd else { return nil }
  }

  /// The words of a counter's terms as bytes; nil where terms have more than two.
  static func bytes(of counter: TermCounter) -> [UInt8]? {
    var writer = ByteWriter()
    writer.bytes.reserveCapacity(6 * counter.vocabulary.count)
    writer.add(counter.vocabulary.count)
    for column in 0..<counter.vocabulary.count {
      guard let (first, second) = counter.words(ofColumn: column) else { return nil }
      writer.add(first)
      writer.add(second + 1)
    }
    return writer.bytes
  }
}

extension NeighborLists {
  fileprivate init(_ stored: StoredNeighbors) {
    self.init(
      offsets: stored.rowOffsets,
      neighbors: stored.rows.indices.map { Neighbor(row: stored.rows[$0], score: stored.scores[$0]) })
  }
}
