import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct UpdatedCountsTests {
  /// Pages that are edited at random; some spell out an acronym.
  private struct Pages {
    var texts: [(id: ItemID, title: String, body: String)] = []
    private var generator: SeededGenerator
    private var nextNumber = 0

    init(count: Int, seed: UInt64) {
      generator = SeededGenerator(seed: seed)
      for _ in 0..<count { add() }
    }

    mutating func add() {
      nextNumber += 1
      texts.append((ItemID("page\(nextNumber * 7919 % 1009)"), words(3), words(14)))
      texts.sort { $0.id < $1.id }
    }

    mutating func edit() {
      let place = generator.index(below: texts.count)
      switch generator.index(below: 5) {
      case 0: add()
      case 1: texts.remove(at: place)
      case 2: texts[place].body += " " + words(2)
      default: texts[place].body = words(14)
      }
    }

    private mutating func words(_ count: Int) -> String {
      (0..<count).map { _ in
        switch generator.index(below: 12) {
        case 0: "chronic care management"
        case 1: "ccm"
        case 2: "the"
        default: "word\(generator.index(below: 3 + generator.index(below: 60)))"
        }
      }.joined(separator: " ")
    }
  }

  private static let acronyms = AcronymLexicon([.init(acronym: "ccm", words: ["chronic", "care", "management"])])

  /// The pages' words, those of pages that were there before numbered as they were then.
  private func corpus(
    _ pages: Pages, after previous: (pages: Pages, corpus: AnalyzedCorpus)? = nil
  ) throws -> (corpus: AnalyzedCorpus, isUnchanged: [Bool]) {
    let items = pages.texts.map { Item(id: $0.id, title: $0.title, body: $0.body) }
    guard let previous else {
      return (try AnalyzedCorpus(analyzing: items, AnalysisConfiguration()), items.map { _ in false })
    }
    var known = try #require(AnalyzedCorpus(wordBytes: previous.corpus.wordBytes))
    var order: [Int?] = []
    for page in pages.texts {
      let before = previous.pages.texts.firstIndex { $0 == page }
      order.append(before.map { _ in known.itemCount })
      if let before {
        let isRead = known.append(tokenBytes: previous.corpus.tokenBytes(ofItem: before)[...])
        #expect(isRead)
      }
    }
    let changed = items.indices.filter { order[$0] == nil }
    let read = try AnalyzedCorpus(analyzing: changed.map { items[$0] }, AnalysisConfiguration())
    for (place, row) in changed.enumerated() { order[row] = known.itemCount + place }
    let isUnchanged = items.indices.map { !changed.contains($0) }
    return (AnalyzedCorpus(joining: [known, read], order: order.compactMap(\.self)), isUnchanged)
  }

  @Test(arguments: [1...1, 1...2, 2...2], [1, 2, 3])
  func `counts brought up to date are those of counting everything`(ngramRange: ClosedRange<Int>, minimum: Int) throws {
    let configuration = VectorizationConfiguration(
      fieldWeights: [.title: 3, .summary: 2, .body: 1], minimumDocumentFrequency: .count(minimum))
    let weights = Field.allCases.map { configuration.fieldWeights[$0] ?? 0 }
    var pages = Pages(count: 80, seed: UInt64(minimum))
    var corpus = try corpus(pages).corpus
    var (counter, counts) = TermCounter.counting(
      corpus, acronyms: Self.acronyms, ngramRange: ngramRange, configuration: configuration)
    for step in 0..<12 {
      let words = counter.vocabulary.count
      let previous = try #require(
        PreviousCounts(
          ids: pages.texts.map(\.id), counts: counts,
          firstTerms: (0..<words).map { Int32(counter.words(ofColumn: $0)?.first ?? -1) },
          secondTerms: (0..<words).map { Int32(counter.words(ofColumn: $0)?.second ?? -1) },
          documentFrequency: counter.documentFrequency, acronyms: Self.acronyms))
      let before = pages
      for _ in 0..<1 + step % 3 { pages.edit() }
      let now = try self.corpus(pages, after: (before, corpus))
      let updated = try #require(
        UpdatedCounts(
          previous, now.corpus, ids: pages.texts.map(\.id), isUnchanged: now.isUnchanged, acronyms: Self.acronyms,
          weights: weights, ngramRange: ngramRange, minimum: Double(minimum)))
      let expected = TermCounter.counting(
        now.corpus, acronyms: Self.acronyms, ngramRange: ngramRange, configuration: configuration)
      (counter, counts) = TermCounter.counting(
        now.corpus, acronyms: Self.acronyms, ngramRange: ngramRange, configuration: configuration, previous: previous,
        ids: pages.texts.map(\.id), isUnchanged: now.isUnchanged)
      #expect(counts == updated.counts)
      #expect(counts == expected.counts, "step \(step)")
      #expect(counter.vocabulary == expected.counter.vocabulary)
      #expect(counter.documentFrequency == expected.counter.documentFrequency)
      corpus = now.corpus
    }
  }

  @Test func `all is counted where other acronyms were counted, or too much changed`() throws {
    let pages = Pages(count: 40, seed: 4)
    let corpus = try corpus(pages).corpus
    let configuration = VectorizationConfiguration()
    let (counter, counts) = TermCounter.counting(corpus, ngramRange: 1...1, configuration: configuration)
    let ids = pages.texts.map(\.id)
    let previous = try #require(
      PreviousCounts(
        ids: ids, counts: counts,
        firstTerms: (0..<counter.vocabulary.count).map { Int32(counter.words(ofColumn: $0)?.first ?? -1) },
        secondTerms: Array(repeating: -1, count: counter.vocabulary.count),
        documentFrequency: counter.documentFrequency, acronyms: AcronymLexicon()))
    func update(_ acronyms: AcronymLexicon, changed: Int) -> UpdatedCounts? {
      UpdatedCounts(
        previous, corpus, ids: ids, isUnchanged: ids.indices.map { $0 >= changed }, acronyms: acronyms,
        weights: [1, 1, 1], ngramRange: 1...1, minimum: 1)
    }
    #expect(update(AcronymLexicon(), changed: 4) != nil)
    #expect(update(AcronymLexicon(), changed: 5) == nil)
    #expect(update(Self.acronyms, changed: 4) == nil)
  }
}
