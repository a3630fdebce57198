import RecommendationEngine
import RecommendationStore

/// A text that is not indexed, weighed with the vocabulary of an index.
struct TextQuery {
  /// The weights, of length 1; empty when no word is known.
  let vector: SparseVector
  /// The number of distinct words after stop words.
  let wordCount: Int
  /// How many of them the index knows.
  let knownWordCount: Int

  /// Weighs a text; with other weights than those of the index where they are given.
  init(_ item: Item, in index: StoredIndex, weights: TFIDFModel? = nil) throws {
    let analysis = index.configuration.analysis
    var analyzer: TextAnalyzer
    do {
      analyzer = try TextAnalyzer(analysis)
    } catch {
      throw CommandFailure("\(error)")
    }
    analyzer.append(item)
    let acronyms = try index.acronyms()
    // A second item brings the words of the lexicon into the tables; it is not looked at.
    let lines = acronyms.entries.map { ([$0.acronym] + $0.words).joined(separator: " ") }
    analyzer.append(Item(id: "", body: lines.joined(separator: "\n")))
    let corpus = analyzer.finished().expandingAcronyms(acronyms)
    var counts: [String: Float] = [:]
    var words: Set<String> = []
    for (number, field) in Field.allCases.enumerated() {
      let weight = index.configuration.vectors.fieldWeights[field] ?? 0
      let terms = corpus.range(ofItem: 0, field: number).compactMap { position -> String? in
        let term = corpus.termOfWord[Int(corpus.tokens[position])]
        return term < 0 ? nil : corpus.terms.word(Int(term))
      }
      words.formUnion(terms)
      guard weight != 0 else { continue }
      for start in terms.indices {
        for size in analysis.ngramRange where start + size <= terms.count {
          counts[terms[start..<start + size].joined(separator: " "), default: 0] += weight
        }
      }
    }
    let terms = counts.keys.sorted()
    let columns = try index.store.columns(ofTerms: terms)
    let known = zip(terms, columns).compactMap { term, column in column.map { (Int32($0), counts[term] ?? 0) } }
      .sorted { $0.0 < $1.0 }
    vector = try (weights ?? index.model.get()).vector(columns: known.map(\.0), counts: known.map(\.1))
    wordCount = words.count
    knownWordCount = zip(terms, columns).count { $1 != nil && words.contains($0) }
  }
}
