import LinearAlgebra
import RecommendationEngine
import RecommendationStore
import SiteContent

/// The stored index as the engine needs it: only what a question touches is read.
final class StoredIndex {
  let store: RecommendationStore
  let generation: Generation
  let configuration: ModelConfiguration
  /// Whether the scores were made with feedback.
  let usesFeedback: Bool

  private(set) lazy var model = Result { try loadModel() }
  private var rowCache: [Int32: SparseVector] = [:]
  private var nearestCache: [Int32: [Neighbor]] = [:]

  init(_ store: RecommendationStore) throws {
    self.store = store
    generation = try store.generation()
    configuration = try StoredConfiguration.decode(generation.configuration, path: store.path)
    guard let feedback = try store.vector(named: StoredVectorName.usesFeedback), feedback.count == 1 else {
      throw StoreError.damaged(path: store.path, reason: "'\(StoredVectorName.usesFeedback)' is missing")
    }
    usesFeedback = feedback == [1]
  }

  private func loadModel() throws -> TFIDFModel {
    let frequencies = try store.documentFrequencies()
    let wordCounts = try store.vector(named: StoredVectorName.termWordCounts) ?? []
    guard frequencies.count == generation.termCount, wordCounts.count == generation.termCount else {
      throw StoreError.damaged(path: store.path, reason: "the numbers of some terms are missing")
    }
    return TFIDFModel(
      configuration: configuration.vectors, itemCount: generation.itemCount, documentFrequency: frequencies,
      termWordCount: wordCounts)
  }

  /// Reads the rows and the nearest rows of items, so that asking for them again costs nothing.
  func load(rows: some Sequence<Int32>) throws {
    let missing = Set(rows).subtracting(rowCache.keys).sorted()
    guard !missing.isEmpty else { return }
    let model = try model.get()
    let counts = try store.counts(ofRows: missing.map(Int.init))
    for (index, row) in missing.enumerated() {
      let range = counts.range(ofRow: index)
      let vector = model.vector(columns: counts.columns[range], counts: counts.counts[range])
      // The search works on weights in single precision.
      rowCache[row] = SparseVector(columns: vector.columns, values: vector.values.map { Double(Float($0)) })
    }
  }

  /// Reads the nearest rows of items.
  func loadNearest(rows: some Sequence<Int32>) throws {
    let missing = Set(rows).subtracting(nearestCache.keys).sorted()
    guard !missing.isEmpty else { return }
    let lists = try store.nearest(ofRows: missing.map(Int.init))
    for (index, row) in missing.enumerated() {
      nearestCache[row] = lists.range(ofRow: index).map { Neighbor(row: lists.rows[$0], score: lists.scores[$0]) }
    }
  }

  /// The unit row of an item that was loaded.
  func row(_ row: Int32) -> SparseVector { rowCache[row] ?? SparseVector() }

  /// The nearest rows of an item that were loaded.
  func nearest(_ row: Int32) -> ArraySlice<Neighbor> { (nearestCache[row] ?? [])[...] }

  /// Explains the scores of items related to a query.
  ///
  /// - Parameters:
  ///   - query: The weights of the query's own text.
  ///   - excludedRow: The row of the query when it is an item.
  ///   - feedback: The rows nearest to the query.
  ///   - candidates: The related items.
  func explanations(
    query: SparseVector, excludedRow: Int32?, feedback: [Neighbor], of candidates: [Int32]
  ) throws -> [Explanation] {
    try loadNearest(rows: candidates)
    let smoothed = candidates.flatMap { nearest($0).prefix(configuration.similarity.smoothingNeighborCount).map(\.row) }
    try load(rows: candidates + smoothed + feedback.map(\.row))
    let explainer = RelatedItemExplainer(
      query: query, excludedRow: excludedRow, feedback: feedback, configuration: configuration.similarity,
      row: row, nearest: nearest)
    return candidates.map(explainer.explanation)
  }

  /// The acronyms that the collection taught.
  func acronyms() throws -> AcronymLexicon {
    let lines = try store.vector(named: StoredVectorName.acronyms) ?? []
    return AcronymLexicon(
      lines.split(separator: UInt8(ascii: "\n")).map { line in
        let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        return AcronymLexicon.Entry(acronym: words[0], words: Array(words.dropFirst()))
      })
  }

  /// The search over all items, for texts and for more neighbors than are stored. Reads all counts.
  func recommender() throws -> StoredRecommender { try StoredRecommender(self) }
}

/// The names of the bytes that the store keeps for us.
enum StoredVectorName {
  static let usesFeedback = "uses_feedback"
  static let inputs = "inputs"
  static let readingChoices = RecommendationStore.readingChoicesName
  /// The words and terms that what is kept of pages names by number.
  static let words = "words"
  /// For each term the numbers of its words.
  static let termWords = "term_words"
  /// Eight bytes for each item, low bytes first.
  static let rowFingerprints = "row_fingerprints"
  static let termWordCounts = "term_word_counts"
  static let clusterStability = "cluster_stability"
  /// See ``KeptClusters``.
  static let foundClusters = "found_clusters"
  /// See ``KeptClusters``.
  static let clustersOfItems = "clusters_of_items"
  /// A line for each acronym: it and its words, parted by blanks.
  static let acronyms = "acronyms"
}

/// The model configuration as the store keeps it: a line `path: value` for each setting.
enum StoredConfiguration {
  static func encode(_ configuration: ModelConfiguration) -> String {
    configuration.allSettings.map { "\($0.path): \($0.value)\n" }.joined()
  }

  static func decode(_ text: String, path: String) throws -> ModelConfiguration {
    var configuration = ModelConfiguration()
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      do {
        try configuration.set(String(line[..<colon]), to: String(value), origin: path)
      } catch {
        throw CommandFailure(
          "'\(Terminal.safe(path))' was made by another version of this program: \(Terminal.safe(error.message))",
          hint: "Run recommend index again.")
      }
    }
    return configuration
  }
}
