import RecommendationEngine
import RecommendationStore
import SiteContent

/// What somebody asks the related items of, and the items that were found.
struct RelatedQuery {
  /// What it is called in the answer: the item's key, or `-` for a text.
  let name: String
  /// The title, where there is one.
  let title: String
  /// The query's own weights.
  let vector: SparseVector
  /// The rows nearest to it, which lend it their terms; empty without feedback.
  let feedback: [Neighbor]
  /// The row of the item that is left out, as it is the query.
  let excludedRow: Int32?
  /// The related items, best first.
  let neighbors: [Neighbor]
  /// How many words the query has, and how many the index knows.
  let wordCount: Int
  let knownWordCount: Int

  /// The related items of an indexed item.
  static func item(_ key: String, _ index: StoredIndex, limit: Int) throws -> RelatedQuery {
    let store = index.store
    let row = try ItemLookup.row(of: key, in: store)
    guard let heading = try store.headings(rows: [row]).first else { throw CommandFailure("No item '\(key)'.") }
    // What is stored serves most questions; for more the search runs again.
    let stored = try store.neighbors(ofRow: row, limit: limit)
    let neighbors =
      limit <= index.configuration.similarity.limit
      ? stored.map { Neighbor(row: Int32($0.row), score: $0.score) }
      : try index.recommender().related(toItem: row, limit: limit)
    let own = Int32(heading.copyOf ?? row)
    try index.load(rows: [own])
    try index.loadNearest(rows: [own])
    let vector = index.row(own)
    return RelatedQuery(
      name: heading.key, title: heading.title, vector: vector,
      feedback: index.usesFeedback
        ? Array(index.nearest(own).prefix(index.configuration.similarity.feedbackItemCount)) : [],
      excludedRow: own, neighbors: neighbors, wordCount: heading.wordCount, knownWordCount: vector.columns.count)
  }

  /// The related items of a text.
  ///
  /// - Parameter row: The indexed item that the text is of, which is left out; nil for another text.
  static func text(_ item: Item, excluding row: Int?, _ index: StoredIndex, limit: Int) throws -> RelatedQuery {
    let query = try TextQuery(item, in: index)
    let recommender = try index.recommender()
    let own = try row.flatMap { try index.store.headings(rows: [$0]).first?.copyOf } ?? row
    return RelatedQuery(
      name: "-", title: item.title, vector: query.vector,
      feedback: index.usesFeedback ? recommender.feedback(for: query.vector, excluding: own) : [],
      excludedRow: own.map(Int32.init),
      neighbors: recommender.related(to: query.vector, excluding: own, limit: limit), wordCount: query.wordCount,
      knownWordCount: query.knownWordCount)
  }

  /// The related items of a page or text on standard input; when it is an indexed page, that item is left out.
  static func standardInput(_ index: StoredIndex, limit: Int) throws -> RelatedQuery {
    let page = try StandardInputPage.read(index.configuration)
    let row = try page.keys.lazy.compactMap { try index.store.find(key: $0).first?.row }.first
    return try .text(page.item, excluding: row, index, limit: limit)
  }
}
