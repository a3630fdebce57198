import RecommendationEngine
import RecommendationStore
import SiteContent

/// Puts what was read and computed into the shape that the store keeps.
enum IndexAssembly {
  /// The topics of a collection, ascending by label: their place is their number in the store.
  static func topics(of collection: CollectionReader.Collection) -> [Topic] {
    var topics = Set<Topic>()
    for source in collection.items { topics.formUnion(source.item.topics) }
    return topics.sorted()
  }

  /// What is known before the items are compared: themselves, their topics and links, files and problems.
  static func beginning(
    of collection: CollectionReader.Collection, texts: ItemTexts, configuration: ModelConfiguration,
    inputs: IndexedInputs
  ) -> IndexContents {
    let labels = topics(of: collection)
    let place = Dictionary(uniqueKeysWithValues: zip(labels.map(\.label), labels.indices))
    let (items, links) = concurrently(
      { Self.items(collection, place) }, { LinkResolver(collection.items).links(of: collection.items) })
    var holders = [Int](repeating: 0, count: labels.count)
    for item in items {
      for topic in item.topics { holders[topic] += 1 }
    }
    return IndexContents(
      model: configuration.name, configuration: StoredConfiguration.encode(configuration), items: items,
      topics: labels.enumerated().map {
        StoredTopic(label: $1.label, namespace: $1.namespace, name: $1.name, itemCount: holders[$0])
      },
      links: links,
      problems: collection.problems.map {
        StoredProblem(
          path: $0.path, line: $0.line, column: $0.column, severity: $0.severity.rawValue, code: $0.code.rawValue,
          message: $0.message, hint: $0.hint)
      },
      keptText: { row in
        let item = texts.item(ofRow: row)
        return SearchedText(title: item.title, summary: item.summary, text: item.body)
      },
      isTextKept: collection.isKnown, sources: inputs.sources,
      sourceContent: { place in
        switch collection.files[place] {
        case .known: .asBefore
        case .read(let row?):
          .bytes(ReadFiles.content(of: collection.items[row], row: row, collection.corpus))
        case .read(nil): .bytes(ReadFiles.content(of: nil, row: 0, collection.corpus))
        case .notKept: .none
        }
      })
  }

  /// Adds the terms and counts, and what a run needs to go on from them.
  static func addCounted(_ recommender: Recommender, inputs: IndexedInputs, to contents: inout IndexContents) {
    for (row, representative) in recommender.duplicates.representative.enumerated() where representative != row {
      contents.items[row].heading.copyOf = representative
    }
    contents.terms = terms(recommender)
    contents.counts = StoredCounts(
      rowOffsets: recommender.counts.rowOffsets, columns: recommender.counts.columnIndices,
      counts: recommender.counts.values)
    contents.vectors = vectors(recommender, inputs)
  }

  private static func vectors(_ recommender: Recommender, _ inputs: IndexedInputs) -> [NamedBytes] {
    let counter = recommender.counter
    var vectors = [
      NamedBytes(
        name: StoredVectorName.acronyms,
        bytes: Array(
          recommender.acronyms.entries.map { ([$0.acronym] + $0.words).joined(separator: " ") + "\n" }.joined().utf8)),
      NamedBytes(name: StoredVectorName.inputs, bytes: inputs.choices),
      NamedBytes(name: StoredVectorName.readingChoices, bytes: inputs.readingChoices),
      NamedBytes(name: StoredVectorName.rowFingerprints, bytes: Packing.bytes(of: recommender.rowFingerprints)),
      NamedBytes(name: StoredVectorName.usesFeedback, bytes: [recommender.finder.usesFeedback ? 1 : 0]),
      NamedBytes(
        name: StoredVectorName.termWordCounts,
        bytes: (0..<counter.vocabulary.count).map { UInt8(clamping: counter.vocabulary.wordCount($0)) }),
    ]
    if let words = ReadFiles.words(of: recommender.corpus) {
      vectors.append(NamedBytes(name: StoredVectorName.words, bytes: words))
      if let terms = TermWords.bytes(of: counter) {
        vectors.append(NamedBytes(name: StoredVectorName.termWords, bytes: terms))
      }
    }
    return vectors
  }

  /// Adds what the comparison found.
  static func addCompared(_ recommender: Recommender, related: NeighborLists, to contents: inout IndexContents) {
    (contents.neighbors, contents.nearest) = (stored(related), stored(recommender.nearest))
  }

  /// Adds the clusters and the settings, and what a run needs to go on from them.
  static func close(_ contents: inout IndexContents, clusters: ClusteringRun?, settings: [String: String?]) {
    contents.vectors = []
    contents.settings = settings
    if let stability = clusters?.stability {
      contents.vectors.append(
        NamedBytes(
          name: StoredVectorName.clusterStability,
          bytes: Array("\(Value.formatted(roundedToHundredths(stability.value))) (\(stability.words))".utf8)))
    }
    if let kept = clusters?.kept {
      contents.vectors.append(NamedBytes(name: StoredVectorName.foundClusters, bytes: kept.foundBytes))
      contents.vectors.append(NamedBytes(name: StoredVectorName.clustersOfItems, bytes: kept.lastBytes))
    }
    contents.clustering = clusters?.stored
  }

  private static func items(_ collection: CollectionReader.Collection, _ place: [String: Int]) -> [StoredItem] {
    concurrentArray(count: collection.items.count, minimumChunk: 256) { row in
      item(collection.items[row], place, wordCount: collection.corpus.termCount(ofItem: row))
    }
  }

  private static func item(_ source: SourceItem, _ place: [String: Int], wordCount: Int) -> StoredItem {
    StoredItem(
      heading: ItemHeading(
        key: source.item.id.rawValue, title: source.item.title, path: source.path,
        line: source.line > 1 ? source.line : nil, url: source.url, date: source.item.date, wordCount: wordCount),
      summary: source.item.summary, text: source.item.body,
      topics: source.item.topics.compactMap { place[$0.label] }, keys: keys(of: source))
  }

  /// The terms, made one by one when they are written; the texts themselves are not needed for it.
  private static func terms(_ recommender: Recommender) -> StoredTerms {
    let counter = recommender.counter
    let surfaces = SurfaceForms(recommender.corpus)
    return StoredTerms(count: counter.vocabulary.count) { column in
      StoredTerm(
        term: counter.vocabulary[column], surface: surfaces.differingSurface(ofColumn: column, of: counter),
        wordCount: counter.vocabulary.wordCount(column), documentFrequency: Int(counter.documentFrequency[column]))
    }
  }

  private static func stored(_ lists: NeighborLists) -> StoredNeighbors {
    StoredNeighbors(
      rowOffsets: lists.offsets, rows: lists.neighbors.map(\.row), scores: lists.neighbors.map(\.score))
  }

  private static func keys(of source: SourceItem) -> [StoredKey] {
    var keys: [StoredKey] = []
    for key in source.keys {
      let kind: StoredKey.Kind =
        switch key.kind {
        case .id: .id
        case .path: key.value == source.path ? .path : .fileName
        case .slug: .slug
        case .alias: .alias
        case .uuid: .uuid
        case .url: .url
        }
      let stored = StoredKey(kind, key.value)
      if !keys.contains(stored) { keys.append(stored) }
    }
    return keys
  }
}

/// The form in which a term stands in the texts most often: `nurse` for the stem `nurs`.
struct SurfaceForms: Sendable {
  private let words: WordTable
  private let terms: WordTable
  /// For each term its most frequent word, or -1 where it has none.
  private let wordOfTerm: [Int]
  /// For each term whether that word is spelled otherwise.
  private let differs: [Bool]

  init(_ corpus: AnalyzedCorpus) {
    var counts = [Int](repeating: 0, count: corpus.words.count)
    for token in corpus.tokens { counts[Int(token)] += 1 }
    var best = [Int](repeating: -1, count: corpus.terms.count)
    for word in 0..<corpus.words.count where corpus.termOfWord[word] >= 0 {
      let term = Int(corpus.termOfWord[word])
      let known = best[term]
      if known < 0 || counts[word] > counts[known]
        || (counts[word] == counts[known] && corpus.words.precedes(word, known))
      {
        best[term] = word
      }
    }
    words = corpus.words
    terms = corpus.terms
    wordOfTerm = best
    differs = best.indices.map { best[$0] >= 0 && corpus.words.bytes(best[$0]) != corpus.terms.bytes($0) }
  }

  /// The form of the term of a column; nil when it is the term itself.
  func differingSurface(ofColumn column: Int, of counter: TermCounter) -> String? {
    guard let (first, second) = counter.words(ofColumn: column) else {
      return differingSurface(of: counter.vocabulary.bytes(column))
    }
    guard differs[first] || (second >= 0 && differs[second]) else { return nil }
    let byteCount = byteCount(of: first) + (second >= 0 ? 1 + self.byteCount(of: second) : 0)
    return String(unsafeUninitializedCapacity: byteCount) { form in
      var place = copy(first, to: form, at: 0)
      if second >= 0 {
        form[place] = UInt8(ascii: " ")
        place = copy(second, to: form, at: place + 1)
      }
      return place
    }
  }

  private func byteCount(of term: Int) -> Int {
    wordOfTerm[term] >= 0 ? words.byteCount(of: wordOfTerm[term]) : terms.byteCount(of: term)
  }

  private func copy(_ term: Int, to form: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
    wordOfTerm[term] >= 0
      ? words.copy(wordOfTerm[term], to: form, at: place) : terms.copy(term, to: form, at: place)
  }

  /// The form of a term; of a phrase the forms of its words.
  func surface(of term: String) -> String {
    differingSurface(of: Array(term.utf8)[...]) ?? term
  }

  /// The form of a term given by its bytes; nil when it is the term itself.
  func differingSurface(of term: ArraySlice<UInt8>) -> String? {
    var form: [UInt8] = []
    var differs = false
    for (place, part) in term.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).enumerated() {
      if place > 0 { form.append(UInt8(ascii: " ")) }
      guard let number = terms.number(ofBytes: part), wordOfTerm[number] >= 0 else {
        form.append(contentsOf: part)
        continue
      }
      let word = words.bytes(wordOfTerm[number])
      differs = differs || word != part
      form.append(contentsOf: word)
    }
    return differs ? String(decoding: form, as: UTF8.self) : nil
  }
}
