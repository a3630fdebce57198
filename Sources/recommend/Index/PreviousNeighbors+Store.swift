import RecommendationEngine
import RecommendationStore

extension PreviousNeighbors {
  /// What an index tells about neighbors; nil when it holds none that a run could go on from: it is new, or was made by another
  /// version of the program or with another configuration.
  ///
  /// An index that is damaged is no reason to fail: the run then begins from the beginning.
  init?(_ store: RecommendationStore, _ inputs: IndexedInputs) {
    do {
      guard let index = try? StoredIndex(store),
        try store.vector(named: StoredVectorName.readingChoices) == inputs.readingChoices,
        let bytes = try store.vector(named: StoredVectorName.rowFingerprints)
      else { return nil }
      let (keys, representative) = try store.allKeys()
      let related = try store.allNeighbors()
      let nearest = try store.allNearest()
      guard bytes.count == 8 * keys.count, related.rowOffsets.count == keys.count + 1,
        nearest.rowOffsets.count == keys.count + 1, representative.allSatisfy(keys.indices.contains),
        (related.rows + nearest.rows).allSatisfy({ keys.indices.contains(Int($0)) }),
        zip(keys, keys.dropFirst()).allSatisfy({ ItemID($0) < ItemID($1) })
      else { return nil }
      self.init(
        ids: keys.map { ItemID($0) }, representative: representative, rowFingerprints: Packing.words(of: bytes),
        nearest: NeighborLists(nearest), related: NeighborLists(related), limit: index.configuration.similarity.limit,
        configuration: index.configuration.similarity, usesFeedback: index.usesFeedback)
    } catch {
      return nil
    }
  }
}

extension NeighborLists {
  fileprivate init(_ stored: StoredNeighbors) {
    self.init(
      offsets: stored.rowOffsets,
      neighbors: stored.rows.indices.map { Neighbor(row: stored.rows[$0], score: stored.scores[$0]) })
  }
}
