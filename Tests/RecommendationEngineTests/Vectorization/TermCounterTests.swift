import LinearAlgebra
import RecommendationEngine
import Testing

@Suite struct TermCounterTests {
  /// Texts of few words, so that most pairs repeat, with an acronym that some of them spell out.
  private func corpus(itemCount: Int, seed: UInt64) throws -> AnalyzedCorpus {
    var generator = SeededGenerator(seed: seed)
    let words = ["care", "nurse", "home", "visit", "clinic", "the", "remote", "patient", "monitoring", "rpm", "zebra"]
    func text(_ length: Int) -> String {
      (0..<length).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }.joined(separator: " ")
    }
    let items = (0..<itemCount).map { number in
      Item(id: ItemID("\(1000 + number)"), title: text(3), summary: text(number % 5), body: text(number % 17))
    }
    return try AnalyzedCorpus(analyzing: items, AnalysisConfiguration())
  }

  private static let acronyms = AcronymLexicon([
    .init(acronym: "rpm", words: ["remote", "patient", "monitoring"]),
    .init(acronym: "nurse", words: ["home", "the", "visit"]), .init(acronym: "zebra", words: ["monitoring"]),
  ])

  /// With a bound on the number of terms the counter takes the general way, over a hash table of phrases of any length.
  @Test(arguments: [1...1, 1...2, 2...2], [0, 1, 2, 3])
  func `the counts of words and pairs are those of the general way`(ngrams: ClosedRange<Int>, seed: UInt64) throws {
    let corpus = try corpus(itemCount: [0, 1, 40, 700][Int(seed)], seed: seed)
    for weights: [Field: Float] in [[.title: 3, .summary: 1, .body: 1], [.title: 0.3, .body: 0.7], [:]] {
      for (minimum, maximum) in [
        (DocumentFrequencyBound?.none, DocumentFrequencyBound.proportion(1)), (.count(5), .proportion(0.4)),
        (.proportion(0), .count(9)),
      ] {
        let configuration = VectorizationConfiguration(
          fieldWeights: weights, minimumDocumentFrequency: minimum, maximumDocumentFrequency: maximum)
        var general = configuration
        general.maximumTermCount = .max
        let (counter, counts) = TermCounter.counting(
          corpus, acronyms: Self.acronyms, ngramRange: ngrams, configuration: configuration)
        let (expected, expectedCounts) = TermCounter.counting(
          corpus, acronyms: Self.acronyms, ngramRange: ngrams, configuration: general)
        #expect(counter.vocabulary == expected.vocabulary)
        #expect(counter.documentFrequency == expected.documentFrequency)
        #expect(counts == expectedCounts)
        let expanded = corpus.expandingAcronyms(Self.acronyms)
        #expect(counter.counts(of: expanded) == counts)
        let some = Array(stride(from: 0, to: corpus.itemCount, by: 3))
        let fitted = TermCounter(corpus: expanded, items: some, ngramRange: ngrams, configuration: configuration)
        let plain = TermCounter(corpus: expanded, items: some, ngramRange: ngrams, configuration: general)
        #expect(fitted.vocabulary == plain.vocabulary)
        #expect(fitted.counts(of: expanded, items: some) == plain.counts(of: expanded, items: some))
      }
    }
  }

  @Test func `parts joined in an order are the parts appended and reordered`() throws {
    let parts = try [3, 5, 8].map { try corpus(itemCount: $0, seed: UInt64($0)) }
    var whole = AnalyzedCorpus()
    for part in parts { whole.append(part) }
    let order = [15, 3, 0, 7, 12, 1, 2, 14, 4, 5, 13, 6, 8, 11, 9, 10]
    let expected = whole.reordered(order)
    let joined = AnalyzedCorpus(joining: parts, order: order)
    #expect(joined.tokens == expected.tokens)
    #expect(joined.fieldOffsets == expected.fieldOffsets)
    #expect(joined.termOfWord == expected.termOfWord)
    #expect((0..<joined.words.count).map(joined.words.word) == (0..<expected.words.count).map(expected.words.word))
  }

  @Test func `words sort by their bytes, also where the first eight are the same`() {
    var table = WordTable()
    let words = ["mediate", "mediator", "mediatory", "mediators", "med", "é", "medi", "zoo", "a"]
    for word in words { table.insert(word) }
    let sorted = table.sortedByBytes(Array(0..<Int32(words.count))).map { table.word(Int($0)) }
    #expect(sorted == words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    for (number, word) in words.enumerated() { #expect(table.number(of: word) == number) }
    #expect(table.number(of: "mediatorx") == nil)
  }
}
