import LinearAlgebra
import RecommendationEngine
import RecommendationStore

/// What the index and its editors teach about topics, made ready to suggest.
///
/// Accepted suggestions count as topics of the item, rejected ones as known not to fit.
struct TopicLearning {
  let model: TopicSuggestionModel
  /// The topics, in the places that the model uses.
  let vocabulary: TopicVocabulary
  /// What is shown of each item, by row.
  let headings: [ItemHeading]
  /// The labels that each item holds by the index, by row.
  let heldLabels: [[String]]
  private let words: LabelWords
  private let store: RecommendationStore
  /// Texts that are not indexed, each with its row of weights.
  let texts: [ItemText]

  /// Learns from an index.
  ///
  /// - Parameters:
  ///   - given: The vocabulary of a file; topics that it lacks are learned and not suggested. Nil: all topics of the items.
  ///   - queries: Texts that are not indexed and will be asked about.
  init(_ index: StoredIndex, vocabulary given: [TopicEntry]? = nil, queries: [Item] = []) throws {
    store = index.store
    headings = try store.allHeadings()
    let labels = try store.topics().map(\.label)
    let held = try store.allItemTopics().map { $0.map { labels[$0] } }
    heldLabels = held
    let decisions = Dictionary(grouping: try store.decisions(), by: \.itemKey)
    vocabulary = Self.vocabulary(labels, given, decisions: decisions, held: held)
    let places = { [vocabulary] (labels: [String]) -> [Int32] in
      Set(labels.compactMap { vocabulary.index(of: Topic($0)) }).sorted().map(Int32.init)
    }
    var topics: [[Int32]] = []
    var rejected: [[Int32]] = []
    for (row, heading) in headings.enumerated() {
      let answers = decisions[heading.key] ?? []
      topics.append(places(held[row] + answers.filter { $0.answer == .accepted }.map(\.topic)))
      let refused = places(answers.filter { $0.answer == .rejected }.map(\.topic))
      rejected.append(refused.filter { !topics[row].contains($0) })
    }

    let texts = try store.items().map {
      Item(id: ItemID($0.heading.key), title: $0.heading.title, summary: $0.summary, body: $0.text)
    }
    do {
      words = try LabelWords(
        texts + queries, names: vocabulary.entries.map(LabelWords.names), index.configuration.analysis)
    } catch {
      throw CommandFailure("\(error)")
    }
    let weights = try Self.weights(index)
    let counts = try store.allCounts()
    let rows = weights.rows(
      of: SparseMatrix(
        columnCount: index.generation.termCount, rowOffsets: counts.rowOffsets, columnIndices: counts.columns,
        values: counts.counts))
    model = TopicSuggestionModel(
      fittedTo: TaggedCollection(
        rows: rows, topicCount: vocabulary.count, topics: topics, rejected: rejected, dates: headings.map(\.date),
        labelText: words.labelText(ofTexts: headings.indices),
        topicRows: try Self.descriptionRows(vocabulary, index, weights)))
    self.texts = try queries.enumerated().map { [words, headings] place, item in
      let vector = try TextQuery(item, in: index, weights: weights).vector
      let text = headings.count + place
      return ItemText(
        columns: vector.columns, weights: vector.values.map(Float.init), date: item.date, title: words.title(text),
        passages: words.passages(text))
    }
  }

  /// The weights that suit topics: the logarithm of the counts, whatever related items go by.
  private static func weights(_ index: StoredIndex) throws -> TFIDFModel {
    var configuration = index.configuration.vectors.forTopics
    configuration.norm = .l2
    return TFIDFModel(
      configuration: configuration, itemCount: index.generation.itemCount,
      documentFrequency: try index.store.documentFrequencies(),
      termWordCount: try index.store.vector(named: StoredVectorName.termWordCounts) ?? [])
  }

  private static func vocabulary(
    _ labels: [String], _ given: [TopicEntry]?, decisions: [String: [StoredDecision]], held: [[String]]
  ) -> TopicVocabulary {
    let accepted = decisions.values.joined().filter { $0.answer == .accepted }.map(\.topic)
    let used = Set(labels + accepted).map { Topic($0) }.sorted()
    if let given {
      return TopicVocabulary(given + used.map { TopicEntry($0, policy: .manual) })
    }
    // Of several spellings only the one that most items hold is suggested.
    var counts: [String: Int] = [:]
    for label in held.joined() { counts[label, default: 0] += 1 }
    var best: [String: Topic] = [:]
    for topic in used {
      let folded = topic.label.spellingKey
      if let other = best[folded], counts[other.label, default: 0] >= counts[topic.label, default: 0] { continue }
      best[folded] = topic
    }
    return TopicVocabulary(
      used.map { TopicEntry($0, policy: best[$0.label.spellingKey] == $0 ? .auto : .manual) })
  }

  /// The rows of the topics' descriptions, or nil when there are none.
  private static func descriptionRows(_ vocabulary: TopicVocabulary, _ index: StoredIndex, _ weights: TFIDFModel) throws
    -> SparseMatrix?
  {
    guard vocabulary.entries.contains(where: { !$0.description.isEmpty }) else { return nil }
    var rows = SparseMatrix(columnCount: index.generation.termCount)
    for entry in vocabulary.entries {
      guard !entry.description.isEmpty else {
        rows.appendRow([])
        continue
      }
      let item = Item(id: "", title: entry.topic.name, body: entry.description)
      let vector = try TextQuery(item, in: index, weights: weights).vector
      rows.appendRow(zip(vector.columns, vector.values).map { (column: $0, value: Float($1)) })
    }
    return rows
  }

  /// The words where a name of the topic stands.
  func quotes(_ evidence: TopicEvidence, inText text: Int) -> [LabelQuote] {
    evidence.labelSpans.map { span in
      let quote = words.quote(span, inText: text)
      return LabelQuote(
        field: Field.allCases[span.passage].rawValue, words: quote.words, before: quote.before, after: quote.after)
    }
  }

  /// How columns are shown.
  func termNames(_ columns: some Sequence<Int>) throws -> [Int: String] {
    let columns = Set(columns).sorted()
    let terms = try store.terms(columns: columns)
    return Dictionary(uniqueKeysWithValues: zip(columns, terms.map { $0.surface ?? $0.term }))
  }
}

/// Where a topic's name stands in a text.
struct LabelQuote: Sendable {
  let field: String
  let words: String
  let before: String
  let after: String
}

extension String {
  /// What spellings of one topic share: letter case, blanks, hyphens and underscores do not count.
  var spellingKey: String {
    String(String.UnicodeScalarView(lowercased().unicodeScalars.filter { $0 != " " && $0 != "-" && $0 != "_" }))
  }
}
