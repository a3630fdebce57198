import LinearAlgebra

/// Every choice that decides which items are related.
public struct RecommenderConfiguration: Sendable, Equatable {
  /// How text becomes terms.
  public var analysis: AnalysisConfiguration
  /// How counted terms become weights.
  public var vectorization: VectorizationConfiguration
  /// How weights become related items.
  public var similarity: SimilarityConfiguration

  /// Creates a configuration; the defaults are those of the project's own recipe.
  public init(
    analysis: AnalysisConfiguration = AnalysisConfiguration(),
    vectorization: VectorizationConfiguration = VectorizationConfiguration(),
    similarity: SimilarityConfiguration = SimilarityConfiguration()
  ) {
    self.analysis = analysis
    self.vectorization = vectorization
    self.similarity = similarity
  }
}

/// A collection made ready to answer what is related to what.
///
/// ```swift
/// let recommender = try Recommender(items: items)
/// for neighbor in recommender.related(to: "3475", limit: 5) {
///   print(neighbor.score, recommender.ids[Int(neighbor.row)])
/// }
/// ```
public struct Recommender: Sendable {
  /// The configuration that everything was made with.
  public let configuration: RecommenderConfiguration
  /// The ids of the items, ascending: row *i* of every matrix is item *i*.
  public let ids: [ItemID]
  /// The acronyms that the items taught; empty unless the analysis learns them.
  public let acronyms: AcronymLexicon
  /// The words of all items as they stand in the texts.
  public let corpus: AnalyzedCorpus
  /// The vocabulary and its frequencies.
  public let counter: TermCounter
  /// The counts, of shape (items, terms).
  public let counts: SparseMatrix
  /// The weights of the terms.
  public let model: TFIDFModel
  /// The items whose texts are the same.
  public let duplicates: DuplicateGroups
  /// The search over the items that stand for a group, or are alone.
  public let finder: RelatedItemsFinder

  private let representatives: [Int]
  private let rowOfItem: [Int32]
  /// The fingerprints of the finder's rows where they were needed already.
  private let knownFingerprints: [UInt64]?

  /// Reads and compares all items.
  ///
  /// - Precondition: The ids differ.
  /// - Throws: ``AnalysisError`` when the installed libstemmer does not know the language.
  public init(items: [Item], configuration: RecommenderConfiguration = RecommenderConfiguration()) throws(AnalysisError)
  {
    let items = items.sorted { $0.id < $1.id }
    self.init(
      ids: items.map(\.id), corpus: try AnalyzedCorpus(analyzing: items, configuration.analysis),
      configuration: configuration)
  }

  /// Compares items that were analyzed already, in the ascending order of their ids.
  ///
  /// - Parameters:
  ///   - ids: The ids, ascending.
  ///   - corpus: The words of the items, in the same order.
  ///   - configuration: How they are compared.
  ///   - previous: What an earlier run found, to go on from; the result is the same without.
  ///   - counted: What an earlier run with the same analysis and vectorization counted, likewise.
  ///   - isUnchanged: For each item whether its words are those that were counted; all are changed where it is empty.
  public init(
    ids: [ItemID], corpus: AnalyzedCorpus, configuration: RecommenderConfiguration, previous: PreviousNeighbors? = nil,
    counted: PreviousCounts? = nil, isUnchanged: [Bool] = []
  ) {
    precondition(ids.count == corpus.itemCount, "\(ids.count) ids for \(corpus.itemCount) items")
    self.configuration = configuration
    self.ids = ids
    acronyms = configuration.analysis.learnsAcronyms ? AcronymLexicon(learningFrom: corpus) : AcronymLexicon()
    self.corpus = corpus
    if let counted, isUnchanged.count == ids.count {
      (counter, counts) = TermCounter.counting(
        corpus, acronyms: acronyms, ngramRange: configuration.analysis.ngramRange,
        configuration: configuration.vectorization, previous: counted, ids: ids, isUnchanged: isUnchanged)
    } else {
      (counter, counts) = TermCounter.counting(
        corpus, acronyms: acronyms, ngramRange: configuration.analysis.ngramRange,
        configuration: configuration.vectorization)
    }
    model = TFIDFVectorizer(configuration.vectorization).fitted(to: counter)
    duplicates = DuplicateGroups(counts: counts)
    let representatives = duplicates.representatives
    var rowOfItem = [Int32](repeating: 0, count: ids.count)
    for (row, item) in representatives.enumerated() { rowOfItem[item] = Int32(row) }
    for item in ids.indices { rowOfItem[item] = rowOfItem[duplicates.representative[item]] }
    self.representatives = representatives
    self.rowOfItem = rowOfItem
    let rows = model.rows(of: representatives.count == ids.count ? counts : counts.selectingRows(representatives))
    let usesFeedback = Self.usesFeedback(configuration.similarity.feedback, corpus)
    let fingerprints = previous == nil ? nil : rows.rowFingerprints(counter.vocabulary)
    knownFingerprints = fingerprints
    if let previous, let fingerprints, previous.configuration == configuration.similarity,
      previous.usesFeedback == usesFeedback,
      let known = KnownNeighbors(
        previous, ids: ids, rowOfItem: { [duplicates] in duplicates.representative[$0] == $0 ? rowOfItem[$0] : nil },
        rowFingerprints: fingerprints)
    {
      finder = RelatedItemsFinder(
        rows: rows, configuration: configuration.similarity, usesFeedback: usesFeedback, known: known)
    } else {
      finder = RelatedItemsFinder(
        rows: rows, configuration: configuration.similarity, usesFeedback: usesFeedback)
    }
  }

  /// For each item a number that changes when its row of weights does: what a later run needs to go on from this one.
  public var rowFingerprints: [UInt64] {
    let fingerprints = knownFingerprints ?? finder.index.rows.rowFingerprints(counter.vocabulary)
    return rowOfItem.map { fingerprints[Int($0)] }
  }

  /// The items related to an item, best first: never itself, nor an item with the same text. Empty for an unknown id.
  public func related(to id: ItemID, limit: Int) -> [Neighbor] {
    guard let item = ids.firstIndex(of: id) else { return [] }
    return finder.related(toRow: Int(rowOfItem[item]), limit: limit).map(item(of:))
  }

  /// The related items of every item, in the order of ``ids``.
  public func relatedToAll(limit: Int) -> NeighborLists {
    expanded(finder.relatedToAll(limit: limit))
  }

  /// The nearest items of every item by plain cosine, as smoothing and feedback use them.
  public var nearest: NeighborLists { expanded(finder.nearest) }

  /// Turns rows of the finder into items.
  private func item(of neighbor: Neighbor) -> Neighbor {
    Neighbor(row: Int32(representatives[Int(neighbor.row)]), score: neighbor.score)
  }

  /// Turns lists over the finder's rows into lists over all items: copies have what their representative has.
  private func expanded(_ lists: NeighborLists) -> NeighborLists {
    guard representatives.count < ids.count else { return lists }
    return NeighborLists(
      lists, ofRows: ids.indices.map { Int(rowOfItem[$0]) }, renumbered: representatives.map { Int32($0) })
  }

  /// Half of the items have fewer words than this after stop words: the collection is one of short texts.
  package static let shortTextTermCount = 60

  /// Whether a collection is compared with feedback.
  package static func usesFeedback(_ feedback: Feedback, _ corpus: AnalyzedCorpus) -> Bool {
    switch feedback {
    case .always: return true
    case .never: return false
    case .forShortTexts:
      let counts = (0..<corpus.itemCount).map { corpus.termCount(ofItem: $0) }.filter { $0 > 0 }.sorted()
      return counts.isEmpty ? false : counts[counts.count / 2] < shortTextTermCount
    }
  }
}

extension AnalyzedCorpus {
  /// Analyzes items on all cores.
  public init(analyzing items: [Item], _ configuration: AnalysisConfiguration) throws(AnalysisError) {
    let parts = concurrentMap(chunksOf: items.count, minimumChunk: 64) { chunk in
      Result { () throws(AnalysisError) -> AnalyzedCorpus in
        var analyzer = try TextAnalyzer(configuration)
        for item in items[chunk] { analyzer.append(item) }
        return analyzer.finished()
      }
    }
    self.init()
    for part in parts { append(try part.get()) }
  }
}
