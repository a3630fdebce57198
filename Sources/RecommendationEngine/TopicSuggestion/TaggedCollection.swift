import LinearAlgebra

/// What the suggesters learn from: the rows of weights of a collection, its topics, its dates and its words.
public struct TaggedCollection: Sendable {
  /// The rows of unit length, of shape (items, terms).
  public var rows: SparseMatrix
  /// The number of topics.
  public var topicCount: Int
  /// The topics of each item, ascending; items without any are not learned from.
  public var topics: [[Int32]]
  /// The topics that an editor refused for each item, ascending; empty when nobody did.
  public var rejected: [[Int32]]
  /// The date of each item in ISO 8601, or nil.
  public var dates: [String?]
  /// The words of the items and of the topics' names.
  public var labelText: LabelText
  /// The rows of the topics' descriptions, of shape (topics, terms), each of unit length or empty; nil without any.
  public var topicRows: SparseMatrix?

  /// Creates a collection.
  ///
  /// - Precondition: `topics`, and the other lists where they are not empty, have an entry per row.
  public init(
    rows: SparseMatrix, topicCount: Int, topics: [[Int32]], rejected: [[Int32]] = [], dates: [String?] = [],
    labelText: LabelText = LabelText(), topicRows: SparseMatrix? = nil
  ) {
    precondition(topics.count == rows.rowCount, "topics of \(topics.count) items for \(rows.rowCount) rows")
    precondition(
      rejected.isEmpty || rejected.count == rows.rowCount, "\(rejected.count) rejections for \(rows.rowCount) rows")
    precondition(dates.isEmpty || dates.count == rows.rowCount, "\(dates.count) dates for \(rows.rowCount) rows")
    self.rows = rows
    self.topicCount = topicCount
    self.topics = topics
    self.rejected = rejected.isEmpty ? [[Int32]](repeating: [], count: rows.rowCount) : rejected
    self.dates = dates.isEmpty ? [String?](repeating: nil, count: rows.rowCount) : dates
    precondition(
      topicRows == nil || topicRows?.rowCount == topicCount && topicRows?.columnCount == rows.columnCount,
      "descriptions need a row per topic and a column per term")
    self.labelText = labelText
    self.topicRows = topicRows
  }

  /// The items that hold a topic, ascending.
  public var taggedItems: [Int] { topics.indices.filter { !topics[$0].isEmpty } }

  /// For each topic those of some items that hold it, in their order.
  func members(among items: [Int]) -> [[Int]] {
    var result = [[Int]](repeating: [], count: topicCount)
    for item in items { for topic in topics[item] { result[Int(topic)].append(item) } }
    return result
  }

  /// The text of an item of the collection.
  func text(ofItem item: Int) -> ItemText {
    let range = rows.range(ofRow: item)
    return ItemText(
      columns: Array(rows.columnIndices[range]), weights: Array(rows.values[range]), date: dates[item],
      title: item < labelText.titles.count ? labelText.titles[item] : [],
      passages: item < labelText.passages.count ? labelText.passages[item] : [])
  }
}

/// The text of one item as the suggesters see it.
public struct ItemText: Sendable {
  /// The columns of the item's row, ascending.
  public var columns: [Int32]
  /// The weight of each column; the squares add up to 1.
  public var weights: [Float]
  /// The date in ISO 8601, or nil.
  public var date: String?
  /// The terms of the title, in order.
  public var title: [Int32]
  /// The terms of the summary and of the beginning of the body, each in order; names never reach from one to the next.
  public var passages: [[Int32]]

  /// Creates a text.
  public init(
    columns: [Int32], weights: [Float], date: String? = nil, title: [Int32] = [], passages: [[Int32]] = []
  ) {
    precondition(columns.count == weights.count, "\(columns.count) columns for \(weights.count) weights")
    self.columns = columns
    self.weights = weights
    self.date = date
    self.title = title
    self.passages = passages
  }
}
