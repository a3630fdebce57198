import LinearAlgebra
import RecommendationEngine

/// The words of a collection for learning topics: analyzed once, counted in each fold anew.
struct TopicTexts {
  let collection: EvaluationCollection
  let corpus: AnalyzedCorpus
  /// All topics of the collection; a fold knows those of its training items.
  let topics: [Topic]
  private let itemCount: Int

  /// The part of a body in which names of topics are looked for.
  static let passageLength = 3_000

  init(_ collection: EvaluationCollection) throws {
    self.collection = collection
    itemCount = collection.items.count
    topics = Set(collection.items.flatMap(\.topics)).sorted()
    let beginnings = collection.items.map { Item(id: $0.id, body: String($0.body.prefix(Self.passageLength))) }
    let names = topics.map { Item(id: "", title: TopicEntry($0).names[0]) }
    corpus = try collection.analyzed(collection.configuration.analysis)
      .appending(EvaluationCollection.analyzed(beginnings + names, collection.configuration.analysis))
  }

  /// The terms of an item's title, summary, and the beginning of its body.
  func title(_ row: Int) -> [Int32] { terms(row, 0) }
  func passages(_ row: Int) -> [[Int32]] { [terms(row, 1), terms(itemCount + row, 2)] }
  /// The terms of a topic's name.
  func name(_ topic: Topic) -> [Int32] {
    guard let place = topics.firstIndex(of: topic) else { return [] }
    return terms(2 * itemCount + place, 0)
  }

  private func terms(_ item: Int, _ field: Int) -> [Int32] {
    corpus.range(ofItem: item, field: field).map { corpus.termOfWord[Int(corpus.tokens[$0])] }.filter { $0 >= 0 }
  }
}

extension AnalyzedCorpus {
  /// This corpus with the items of another behind its own.
  fileprivate func appending(_ other: AnalyzedCorpus) -> AnalyzedCorpus {
    var result = self
    result.append(other)
    return result
  }
}

/// What is learned from the training items of one split, and what it says of the test items.
///
/// Vocabulary, idf, classifiers, stacker, threshold: everything is fitted to the training items alone.
struct TopicFold {
  let training: [Int]
  let test: [Int]
  /// The topics that training knows.
  let topics: [Topic]
  /// The number of training items that hold each of them.
  let trainingCounts: [Topic: Int]
  let model: TopicSuggestionModel
  private let texts: [ItemText]

  init(_ split: DataSplit, _ source: TopicTexts, seed: UInt64) {
    let items = source.collection.items
    let rowOfID = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1.id, $0) })
    training = split.training.compactMap { rowOfID[$0] }
    test = split.test.compactMap { rowOfID[$0] }
    var counts: [Topic: Int] = [:]
    for row in training { for topic in items[row].topics { counts[topic, default: 0] += 1 } }
    trainingCounts = counts
    topics = counts.keys.sorted()
    let place = Dictionary(uniqueKeysWithValues: topics.enumerated().map { ($1, Int32($0)) })

    let vectors = source.collection.configuration.vectors.forTopics
    let counter = TermCounter(
      corpus: source.corpus, items: training, ngramRange: source.collection.configuration.analysis.ngramRange,
      configuration: vectors)
    let weights = TFIDFVectorizer(vectors).fitted(to: counter)
    let tagged = TaggedCollection(
      rows: weights.rows(of: counter.counts(of: source.corpus, items: training)), topicCount: topics.count,
      topics: training.map { row in items[row].topics.compactMap { place[$0] }.sorted() },
      dates: training.map { items[$0].date },
      labelText: LabelText(
        titles: training.map(source.title), passages: training.map(source.passages),
        names: topics.map { [source.name($0)] }))
    model = TopicSuggestionModel(fittedTo: tagged, configuration: TopicSuggestionConfiguration(seed: seed))
    let rows = weights.rows(of: counter.counts(of: source.corpus, items: test))
    texts = test.enumerated().map { number, row in
      let range = rows.range(ofRow: number)
      return ItemText(
        columns: Array(rows.columnIndices[range]), weights: Array(rows.values[range]), date: items[row].date,
        title: source.title(row), passages: source.passages(row))
    }
  }

  /// The probability of each topic for each test item.
  func probabilities() -> [[Double]] {
    concurrentMap(chunksOf: texts.count, minimumChunk: 16) { chunk in
      chunk.map { model.probabilities(of: texts[$0]) }
    }.flatMap { $0 }
  }

  /// The scores of one method for each test item; nil where the model does without it.
  func scores(by method: SuggestionMethod) -> [[Double]]? {
    let scores = concurrentMap(chunksOf: texts.count, minimumChunk: 16) { chunk in
      chunk.map { model.scores(of: texts[$0], by: method).map(Double.init) }
    }.flatMap { $0 }
    return scores.contains { $0.isEmpty } ? nil : scores
  }

  /// The topics of a test item that were chosen: at least the threshold that training found.
  func isChosen(_ probability: Double, _ number: Int) -> Bool {
    guard let calibration = model.calibration(forDate: texts[number].date) else { return false }
    return probability >= calibration.threshold
  }
}
