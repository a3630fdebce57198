import RecommendationEngine

/// What one system returns for every query.
struct RelatedRun: Sendable {
  /// A short name for files and options: `recommend`, `bm25`.
  let id: String
  /// The name in tables.
  let name: String
  /// What it does, in one sentence.
  let about: String
  /// For each query the rows that it returns, best first.
  let lists: [[Neighbor]]
  /// Whether the scores mean something; those of rules and orders only count down.
  let hasScores: Bool

  init(id: String, name: String, about: String, lists: [[Neighbor]], hasScores: Bool = true) {
    self.id = id
    self.name = name
    self.about = about
    self.lists = lists
    self.hasScores = hasScores
  }

  /// A run of rows in order, with scores that count down.
  init(id: String, name: String, about: String, orders: [[Int32]], depth: Int) {
    self.init(
      id: id, name: name, about: about,
      lists: orders.map { rows in
        rows.enumerated().map { Neighbor(row: $1, score: Double(depth - $0) / Double(depth)) }
      }, hasScores: false)
  }

  /// The share of places whose score stands twice in the list; nil for runs without scores.
  var tieRate: Double? {
    guard hasScores else { return nil }
    var tied = 0
    for list in lists {
      tied += list.indices.count { place in
        (place > 0 && list[place - 1].score == list[place].score)
          || (place + 1 < list.count && list[place + 1].score == list[place].score)
      }
    }
    let count = lists.reduce(0) { $0 + $1.count }
    return count == 0 ? 0 : Double(tied) / Double(count)
  }

  /// The run as TREC has it.
  func trec(_ task: RelatedTask, _ collection: EvaluationCollection) -> String {
    let names = collection.items.map { ExportRunCommand.encoded($0.id.rawValue) }
    var text = ""
    for (query, list) in zip(task.queries, lists) {
      let name = ExportRunCommand.encoded(query.id.rawValue)
      for (rank, neighbor) in list.enumerated() {
        text += "\(name) Q0 \(names[Int(neighbor.row)]) \(rank + 1) \(Value.formatted(neighbor.score)) \(id)\n"
      }
    }
    return text
  }
}

/// The words of a collection and, behind them, those of the queries that are texts.
struct TaskWords {
  let corpus: AnalyzedCorpus
  let ngramRange: ClosedRange<Int>
  /// The items of the collection, which alone decide about vocabulary and frequencies.
  let items: [Int]
  /// The queries that are texts.
  let texts: [Int]
  /// Whether half of the items are short.
  let isShortText: Bool

  init(_ collection: EvaluationCollection, _ task: RelatedTask, _ analysis: AnalysisConfiguration) throws {
    var corpus = try collection.analyzed(analysis)
    isShortText = Recommender.usesFeedback(.forShortTexts, corpus)
    let acronyms = analysis.learnsAcronyms ? AcronymLexicon(learningFrom: corpus) : AcronymLexicon()
    items = Array(0..<corpus.itemCount)
    let queries = task.asksItems ? [] : task.queries.map { Item(id: $0.id, body: $0.text) }
    texts = queries.indices.map { collection.items.count + $0 }
    corpus.append(try EvaluationCollection.analyzed(queries, analysis))
    self.corpus = corpus.expandingAcronyms(acronyms)
    ngramRange = analysis.ngramRange
  }
}

/// The rows of a collection under one way of analyzing and weighing, with the queries beside them.
struct VectorSpace {
  private let task: RelatedTask
  private let index: NearestNeighborIndex
  private let queryVectors: [SparseVector]
  private let representatives: [Int]
  private let rowOfItem: [Int32]
  private let isShortText: Bool
  /// The nearest rows of each row by cosine, copies joined.
  private let nearest: NeighborLists
  /// For each item the first item with the same text.
  let copies: [Int]

  /// Weighs a collection.
  ///
  /// - Parameter joinsCopies: Whether items with the same text are compared as one, as this program does.
  init(
    _ task: RelatedTask, _ words: TaskWords, vectors: VectorizationConfiguration, joinsCopies: Bool, nearestCount: Int
  ) {
    self.task = task
    isShortText = words.isShortText
    let (corpus, items) = (words.corpus, words.items)
    let counter = TermCounter(corpus: corpus, items: items, ngramRange: words.ngramRange, configuration: vectors)
    let counts = counter.counts(of: corpus, items: items)
    let model = TFIDFVectorizer(vectors).fitted(to: counter)
    let duplicates = DuplicateGroups(counts: counts)
    copies = duplicates.representative
    representatives = joinsCopies ? duplicates.representatives : items
    var rowOfItem = [Int32](repeating: 0, count: items.count)
    for (row, item) in representatives.enumerated() { rowOfItem[item] = Int32(row) }
    if joinsCopies { for item in items { rowOfItem[item] = rowOfItem[copies[item]] } }
    self.rowOfItem = rowOfItem
    let all = model.rows(of: counts)
    index = NearestNeighborIndex(
      rows: representatives.count == items.count ? all : all.selectingRows(representatives))
    if nearestCount > 0 {
      nearest = index.nearestNeighbors(count: nearestCount)
    } else {
      // Plain cosine asks nothing of the neighbours; an empty list for each row saves computing them.
      var lists = NeighborLists()
      for _ in representatives { lists.append([]) }
      nearest = lists
    }
    let queries = model.rows(of: counter.counts(of: corpus, items: words.texts))
    queryVectors = words.texts.indices.map { SparseVector(row: $0, of: queries) }
  }

  /// Whether a choice about feedback means that it is used here.
  func usesFeedback(_ feedback: Feedback) -> Bool {
    switch feedback {
    case .always: true
    case .never: false
    case .forShortTexts: isShortText
    }
  }

  /// What is related to every query.
  func lists(_ similarity: SimilarityConfiguration, usesFeedback: Bool, depth: Int) -> [[Neighbor]] {
    let finder = RelatedItemsFinder(
      rows: index.rows, configuration: similarity, usesFeedback: usesFeedback,
      nearest: nearest)
    func item(_ neighbor: Neighbor) -> Neighbor {
      Neighbor(row: Int32(representatives[Int(neighbor.row)]), score: neighbor.score)
    }
    guard task.asksItems else { return queryVectors.map { finder.related(to: $0, limit: depth).map(item) } }
    let lists = finder.relatedToAll(limit: depth)
    return rowOfItem.map { lists[Int($0)].map(item) }
  }

  /// The items that are nearly the same by these weights.
  func nearDuplicates() -> NearDuplicateGroups {
    var expanded = NeighborLists()
    for item in rowOfItem.indices {
      expanded.append(
        representatives[Int(rowOfItem[item])] == item
          ? nearest[Int(rowOfItem[item])].map {
            Neighbor(row: Int32(representatives[Int($0.row)]), score: $0.score)
          } : [])
    }
    return NearDuplicateGroups(nearest: expanded, copies: copies)
  }
}
