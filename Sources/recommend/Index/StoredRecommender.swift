import LinearAlgebra
import RecommendationEngine
import RecommendationStore

/// The exact search over a stored index.
struct StoredRecommender {
  let finder: RelatedItemsFinder
  /// The items that stand for themselves; the finder's rows.
  private let representatives: [Int]
  private let rowOfItem: [Int32]

  init(_ index: StoredIndex) throws {
    let stored = try index.store.allCounts()
    let copyOf = try index.store.allHeadings().map(\.copyOf)
    let representatives = copyOf.indices.filter { copyOf[$0] == nil }
    var rowOfItem = [Int32](repeating: 0, count: copyOf.count)
    for (row, item) in representatives.enumerated() { rowOfItem[item] = Int32(row) }
    for item in copyOf.indices { if let first = copyOf[item] { rowOfItem[item] = rowOfItem[first] } }
    let counts = SparseMatrix(
      columnCount: index.generation.termCount, rowOffsets: stored.rowOffsets, columnIndices: stored.columns,
      values: stored.counts)
    let rows = try index.model.get().rows(of: counts)
    let lists = try index.store.allNearest()
    var nearest = NeighborLists()
    for item in representatives {
      nearest.append(
        lists.range(ofRow: item).map { Neighbor(row: rowOfItem[Int(lists.rows[$0])], score: lists.scores[$0]) })
    }
    finder = RelatedItemsFinder(
      rows: representatives.count == copyOf.count ? rows : rows.selectingRows(representatives),
      configuration: index.configuration.similarity, usesFeedback: index.usesFeedback, nearest: nearest)
    self.representatives = representatives
    self.rowOfItem = rowOfItem
  }

  /// The items related to an item, best first.
  func related(toItem item: Int, limit: Int) -> [Neighbor] {
    finder.related(toRow: Int(rowOfItem[item]), limit: limit).map(self.item)
  }

  /// The items related to a text, best first.
  ///
  /// - Parameter item: The indexed item that the text is of, which is left out.
  func related(to query: SparseVector, excluding item: Int?, limit: Int) -> [Neighbor] {
    finder.related(to: query, excluding: item.map { Int(rowOfItem[$0]) }, limit: limit).map(self.item)
  }

  /// The nearest items to a text by cosine, as feedback uses them.
  func feedback(for query: SparseVector, excluding item: Int?) -> [Neighbor] {
    finder.feedback(for: query, excluding: item.map { Int(rowOfItem[$0]) }).map(self.item)
  }

  /// For each item its related items, best first.
  func relatedToAll(limit: Int) -> [[Neighbor]] {
    let lists = finder.relatedToAll(limit: limit)
    return rowOfItem.map { lists[Int($0)].map(item) }
  }

  private func item(_ neighbor: Neighbor) -> Neighbor {
    Neighbor(row: Int32(representatives[Int(neighbor.row)]), score: neighbor.score)
  }
}
