/// Everything that one run finds out and keeps.
///
/// Rows count from 0 in the order of the items' keys by UTF-8 bytes, as in the engine's matrices; topics and terms are named
/// by their place in `topics` and `terms`. In the database items and terms have ids that stay (``RowIDs``).
public struct IndexContents: Sendable {
  /// The name of the model configuration.
  public var model: String
  /// The configuration's text, as it can be read again.
  public var configuration: String
  /// The items, by ascending key.
  public var items: [StoredItem]
  /// For each item whether summary and text are left out of ``items``, for the database holds them already unless the item is new to
  /// it or comes from another file; empty where none are left out.
  public var isTextKept: [Bool]
  /// The texts of an item that are left out, for where they are wanted nevertheless; several threads ask for them.
  public var keptText: @Sendable (Int) -> SearchedText
  /// The topics, by ascending label.
  public var topics: [StoredTopic]
  /// The terms, by ascending bytes: the columns of the matrix.
  public var terms: StoredTerms
  /// How often each item holds each term.
  public var counts: StoredCounts
  /// The related items that are shown, best first.
  public var neighbors: StoredNeighbors
  /// The nearest items by plain cosine, for smoothing.
  public var nearest: StoredNeighbors
  /// The links that editors made.
  public var links: [StoredLink]
  /// What was wrong with the sources.
  public var problems: [StoredProblem]
  /// The files that were read.
  public var sources: [StoredSource]
  /// What is kept of what was read from a file, by its place in ``sources``; asked for when it is written.
  public var sourceContent: @Sendable (Int) -> SourceContent
  /// Further bytes by name, opaque to the store; the name `document_frequencies` is taken.
  public var vectors: [NamedBytes]
  /// The clusters, when there are any.
  public var clustering: StoredClustering?
  /// The suggested topics, when there are any.
  public var suggestions: [StoredSuggestion]
  /// Settings that are kept with the collection; nil takes one away, and those that are not named stay.
  public var settings: [String: String?]

  /// Creates contents; what is not given is empty.
  public init(
    model: String = "", configuration: String = "", items: [StoredItem] = [], topics: [StoredTopic] = [],
    terms: StoredTerms = StoredTerms([]), counts: StoredCounts? = nil, neighbors: StoredNeighbors? = nil,
    nearest: StoredNeighbors? = nil, links: [StoredLink] = [], problems: [StoredProblem] = [],
    keptText: (@Sendable (Int) -> SearchedText)? = nil, isTextKept: [Bool] = [],
    sources: [StoredSource] = [], sourceContent: (@Sendable (Int) -> SourceContent)? = nil,
    vectors: [NamedBytes] = [],
    clustering: StoredClustering? = nil, suggestions: [StoredSuggestion] = [],
    settings: [String: String?] = [:]
  ) {
    self.model = model
    self.configuration = configuration
    self.items = items
    self.isTextKept = isTextKept
    self.keptText = keptText ?? { SearchedText(items[$0]) }
    self.topics = topics
    self.terms = terms
    self.counts = counts ?? StoredCounts(emptyRowCount: items.count)
    self.neighbors = neighbors ?? StoredNeighbors(emptyRowCount: items.count)
    self.nearest = nearest ?? StoredNeighbors(emptyRowCount: items.count)
    self.links = links
    self.problems = problems
    self.sources = sources
    self.sourceContent = sourceContent ?? { place in sources[place].content.map { .bytes($0) } ?? .none }
    self.vectors = vectors
    self.clustering = clustering
    self.suggestions = suggestions
    self.settings = settings
  }
}

/// What is kept of what was read from a file.
public enum SourceContent: Sendable {
  /// Nothing.
  case none
  /// What the database holds already, for a file of the same size and time.
  case asBefore
  /// These bytes.
  case bytes([UInt8])
}

/// The counts of all items in compressed sparse rows.
public struct StoredCounts: Sendable, Equatable {
  /// Where each row starts, and at the end where the last one ends; of shape (rows + 1).
  public var rowOffsets: [Int]
  /// The columns of each row, ascending.
  public var columns: [Int32]
  /// The count beside each column.
  public var counts: [Float]

  /// Creates counts from the three arrays.
  public init(rowOffsets: [Int], columns: [Int32], counts: [Float]) {
    precondition(rowOffsets.first == 0, "row offsets start at 0")
    precondition(
      rowOffsets.last == columns.count, "the last row ends at \(columns.count), the number of columns stored")
    precondition(columns.count == counts.count, "\(columns.count) columns but \(counts.count) counts")
    self.rowOffsets = rowOffsets
    self.columns = columns
    self.counts = counts
  }

  /// Creates counts of rows that hold nothing.
  public init(emptyRowCount: Int) {
    self.init(rowOffsets: [Int](repeating: 0, count: emptyRowCount + 1), columns: [], counts: [])
  }

  /// Where the entries of a row lie.
  public func range(ofRow row: Int) -> Range<Int> { rowOffsets[row]..<rowOffsets[row + 1] }
}

/// For all items the rows of other items with scores, in compressed rows, each in its own order.
public struct StoredNeighbors: Sendable, Equatable {
  /// Where each row starts, and at the end where the last one ends; of shape (rows + 1).
  public var rowOffsets: [Int]
  /// The rows of the neighbours, best first.
  public var rows: [Int32]
  /// The score beside each.
  public var scores: [Double]

  /// Creates neighbours from the three arrays.
  public init(rowOffsets: [Int], rows: [Int32], scores: [Double]) {
    precondition(rowOffsets.first == 0, "row offsets start at 0")
    precondition(rowOffsets.last == rows.count, "the last row ends at \(rows.count), the number of neighbours stored")
    precondition(rows.count == scores.count, "\(rows.count) rows but \(scores.count) scores")
    self.rowOffsets = rowOffsets
    self.rows = rows
    self.scores = scores
  }

  /// Creates lists that hold nothing.
  public init(emptyRowCount: Int) {
    self.init(rowOffsets: [Int](repeating: 0, count: emptyRowCount + 1), rows: [], scores: [])
  }

  /// Where the entries of a row lie.
  public func range(ofRow row: Int) -> Range<Int> { rowOffsets[row]..<rowOffsets[row + 1] }
}
