import RecommendationEngine
import SiteContent

/// The systems of a table about related items: this program, what it is made of, and the rules that sites use without it.
struct RelatedSystems {
  let collection: EvaluationCollection
  let task: RelatedTask
  let depth: Int
  let seed: UInt64
  /// The key under which Hugo sees the topics.
  let hugoTopicsKey: String
  let progress: Progress

  /// The runs in the order of the table, this program first, and the groups of near-duplicates.
  func runs() throws -> (runs: [RelatedRun], nearDuplicates: NearDuplicateGroups) {
    progress.begin("comparing", of: 9 * task.queries.count)
    defer { progress.end() }
    let configuration = collection.configuration
    let similarity = configuration.similarity
    let space = VectorSpace(
      task, try TaskWords(collection, task, configuration.analysis), vectors: configuration.vectors, joinsCopies: true,
      nearestCount: max(similarity.smoothingNeighborCount, similarity.feedbackItemCount, 5))
    progress.advance(by: task.queries.count)
    var runs = programRuns(space)
    runs.append(try scikitLearn())
    progress.advance(by: task.queries.count)
    runs.append(try bm25())
    if task.asksItems { runs += hugo() }
    progress.advance(by: task.queries.count)
    runs += orders()
    return (runs, space.nearDuplicates())
  }

  /// The runs whose scores mean something.
  func scoredRuns() throws -> [RelatedRun] { try runs().runs.filter(\.hasScores) }

  /// This program as it is configured, and its three forms.
  private func programRuns(_ space: VectorSpace) -> [RelatedRun] {
    let configured = collection.configuration.similarity
    let usesFeedback = space.usesFeedback(configured.feedback)
    var plain = configured
    plain.smoothing = 0
    var smoothed = configured
    if smoothed.smoothing == 0 { smoothed.smoothing = SimilarityConfiguration().smoothing }
    let forms: [(id: String, name: String, about: String, SimilarityConfiguration, usesFeedback: Bool)] = [
      ("cosine", "cosine only", "the same weights, plain cosine (R3)", plain, false),
      ("smoothed", "smoothed", "smoothed over the candidate's neighbours (R5)", smoothed, false),
      ("feedback", "feedback, smoothed", "feedback from the nearest items, then smoothed (R6)", smoothed, true),
    ]
    var runs: [RelatedRun] = []
    var form = "a form of its own"
    for (id, name, about, similarity, feedback) in forms {
      let lists = space.lists(similarity, usesFeedback: feedback, depth: depth)
      if feedback == usesFeedback, similarity == configured || (id == "cosine" && configured.smoothing == 0) {
        form = name
      }
      runs.append(RelatedRun(id: id, name: name, about: about, lists: lists))
      progress.advance(by: task.queries.count)
    }
    let lists =
      runs.first { $0.name == form }?.lists ?? space.lists(configured, usesFeedback: usesFeedback, depth: depth)
    return [
      RelatedRun(id: "recommend", name: "recommend", about: "this program as configured: \(form)", lists: lists)
    ] + runs.filter { $0.name != form }
  }

  /// scikit-learn's `TfidfVectorizer` with its defaults, and cosine.
  private func scikitLearn() throws -> RelatedRun {
    let space = VectorSpace(
      task, try TaskWords(collection, task, .scikitLearn), vectors: .scikitLearn, joinsCopies: false, nearestCount: 0)
    return RelatedRun(
      id: "scikit-learn", name: "scikit-learn TF-IDF", about: "TfidfVectorizer with its defaults, cosine",
      lists: space.lists(SimilarityConfiguration(smoothing: 0, feedback: .never), usesFeedback: false, depth: depth))
  }

  /// BM25 over stemmed words.
  private func bm25() throws -> RelatedRun {
    var analysis = collection.configuration.analysis
    analysis.ngramRange = 1...1
    let words = try TaskWords(collection, task, analysis)
    let counter = TermCounter(
      corpus: words.corpus, items: words.items, ngramRange: 1...1,
      configuration: VectorizationConfiguration(
        fieldWeights: [.title: 1, .summary: 1, .body: 1], minimumDocumentFrequency: .count(1)))
    let counts = counter.counts(of: words.corpus, items: words.items)
    let queries =
      task.asksItems ? counts : counter.counts(of: words.corpus, items: words.texts)
    let ranking = BM25(counts: counts, ids: collection.ids)
    let asksItems = task.asksItems
    let depth = depth
    let parts = concurrentMap(chunksOf: task.queries.count, minimumChunk: 16) { chunk in
      chunk.map { query in
        let terms = queries.range(ofRow: query).lazy.map {
          (column: queries.columnIndices[$0], value: queries.values[$0])
        }
        return BestRows.of(ranking.scores(query: terms), excluding: asksItems ? query : nil, limit: depth)
      }
    }
    return RelatedRun(
      id: "bm25", name: "BM25", about: "k1 1.2, b 0.75, stemmed words, the whole item as the query",
      lists: parts.flatMap { $0 })
  }

  /// Hugo's rule with the configuration of a site that configures nothing, and with one that knows the topics.
  private func hugo() -> [RelatedRun] {
    // Where topics are what is judged, a rule that looks at them knows the answer.
    let key = task.isMadeFromTopics ? "" : hugoTopicsKey
    let pages = collection.items.map { item in
      HugoRelatedContent.Page(
        id: item.id, name: item.title, date: item.date, keywords: [key: item.topics.map(\.label)])
    }
    let defaults = HugoRelatedContent.Configuration()
    let configured = HugoRelatedContent.Configuration(
      threshold: 1, includesNewer: true,
      indices: [
        .init(name: key, weight: 100, lowercases: true, cardinalityThreshold: 20), .init(name: "date", weight: 10),
      ])
    var runs = [
      hugoRun(
        pages, defaults, id: "hugo-defaults", name: "Hugo, defaults",
        about: "Related Content of a site that configures nothing: keywords 100, date 10, tags 80, threshold 80")
    ]
    if !task.isMadeFromTopics {
      runs.append(
        hugoRun(
          pages, configured, id: "hugo-configured", name: "Hugo, configured",
          about:
            "Related Content with \(key) 100 (those on at most 20 % of the pages), date 10, threshold 1, includeNewer"))
    }
    return runs
  }

  private func hugoRun(
    _ pages: [HugoRelatedContent.Page], _ configuration: HugoRelatedContent.Configuration, id: String, name: String,
    about: String
  ) -> RelatedRun {
    let rule = HugoRelatedContent(pages: pages, configuration: configuration)
    let rows = Dictionary(uniqueKeysWithValues: collection.ids.enumerated().map { ($1, Int32($0)) })
    let depth = depth
    let parts = concurrentMap(chunksOf: pages.count, minimumChunk: 16) { chunk in
      chunk.map { rule.related(to: pages[$0].id, limit: depth).ids.compactMap { rows[$0] } }
    }
    return RelatedRun(id: id, name: name, about: about, orders: parts.flatMap { $0 }, depth: depth)
  }

  /// Answers that look at nothing: the most recent items, those that are linked most, any.
  private func orders() -> [RelatedRun] {
    var runs: [RelatedRun] = []
    let rows = Dictionary(uniqueKeysWithValues: collection.ids.enumerated().map { ($1, $0) })
    func order(_ id: String, _ name: String, _ about: String, _ order: (Int) -> [Int32]) {
      let orders = task.queries.indices.map { query in
        Array(order(query).lazy.filter { Int($0) != task.queries[query].row ?? -1 }.prefix(depth))
      }
      runs.append(RelatedRun(id: id, name: name, about: about, orders: orders, depth: depth))
    }
    if collection.items.contains(where: { $0.date != nil }) {
      let recent = MostRecentItems(items: collection.items.map { ($0.id, $0.date) }).ids
        .compactMap { rows[$0].map(Int32.init) }.prefix(depth + 1)
      order("most-recent", "most recent", "the latest items, whatever the question") { _ in Array(recent) }
    }
    var counts = [Int](repeating: 0, count: collection.items.count)
    for grades in task.grades { for (row, grade) in grades where grade > 0 { counts[Int(row)] += 1 } }
    let byCount = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }
    order(
      "most-frequent", "most frequent", "the items that the judgements of the other queries name most often"
    ) { query in
      // A query's own judgements do not count for itself: each of its items loses one.
      let own = task.grades[query]
      let reach = byCount.prefix(depth + own.count + 1)
      let adjusted = reach.map { (row: $0, count: counts[$0] - (own[Int32($0)] ?? 0 > 0 ? 1 : 0)) }
      return adjusted.filter { $0.count > 0 }.sorted { ($1.count, $0.row) < ($0.count, $1.row) }.map { Int32($0.row) }
    }
    var generator = SeededGenerator(seed: seed)
    let count = collection.items.count
    order("random", "random", "items drawn with the seed") { _ in
      var drawn: [Int32] = []
      var seen = Set<Int>()
      while drawn.count < min(depth + 1, count) {
        let row = generator.index(below: count)
        if seen.insert(row).inserted { drawn.append(Int32(row)) }
      }
      return drawn
    }
    return runs
  }
}

/// The rows with the highest scores.
enum BestRows {
  /// At most `limit` rows with a score above 0: rounded score descending, then row ascending.
  static func of(_ scores: [Double], excluding row: Int?, limit: Int) -> [Neighbor] {
    var best: [Neighbor] = []
    for (candidate, score) in scores.enumerated() where score > 0 && candidate != row {
      let neighbor = Neighbor(row: Int32(candidate), score: roundedScore(score))
      if best.count == limit, let last = best.last, !Neighbor.precedes(neighbor, last) { continue }
      var place = best.count
      while place > 0, Neighbor.precedes(neighbor, best[place - 1]) { place -= 1 }
      best.insert(neighbor, at: place)
      if best.count > limit { best.removeLast() }
    }
    return best.filter { $0.score > 0 }
  }
}
