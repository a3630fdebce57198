import RecommendationEngine
import Testing

@Suite struct AcronymLexiconTests {
  private func analyzed(_ texts: String...) throws -> AnalyzedCorpus {
    var analyzer = try TextAnalyzer(AnalysisConfiguration())
    for (number, text) in texts.enumerated() { analyzer.append(Item(id: ItemID("\(number)"), body: text)) }
    return analyzer.finished()
  }

  private func words(_ corpus: AnalyzedCorpus, _ item: Int) -> String {
    corpus.tokens[corpus.range(ofItem: item)].map { corpus.words.word(Int($0)) }.joined(separator: " ")
  }

  @Test func `a text that says both teaches the pair, in either order, function words passed over`() throws {
    let lexicon = AcronymLexicon(
      learningFrom: try analyzed(
        "Chronic Care Management (CCM) pays.", "RPM, or remote patient monitoring, pays too.",
        "The Department of Health and Human Services (DHHS) decides."))
    #expect(
      lexicon.entries == [
        .init(acronym: "ccm", words: ["chronic", "care", "management"]),
        .init(acronym: "dhhs", words: ["department", "of", "health", "and", "human", "services"]),
        .init(acronym: "rpm", words: ["remote", "patient", "monitoring"]),
      ])
  }

  @Test func `two letters need two items, and a disputed acronym is left alone`() throws {
    #expect(AcronymLexicon(learningFrom: try analyzed("artificial intelligence (AI)")).entries.isEmpty)
    let twice = try analyzed("artificial intelligence (AI) helps", "artificial intelligence (AI) harms")
    #expect(AcronymLexicon(learningFrom: twice).entries.map(\.acronym) == ["ai"])
    let disputed = try analyzed("patient care record (PCR)", "polymerase chain reaction (PCR)")
    #expect(AcronymLexicon(learningFrom: disputed).entries.isEmpty)
  }

  @Test func `words bring the acronym that stands for them, but not where both stand side by side`() throws {
    let corpus = try analyzed(
      "Chronic Care Management (CCM) pays.", "Why CCM works", "Why chronic care management works")
    let expanded = corpus.expandingAcronyms(AcronymLexicon(learningFrom: corpus))
    #expect(words(expanded, 0) == "chronic care management ccm pays")
    #expect(words(expanded, 1) == "why ccm works")
    #expect(words(expanded, 2) == "why chronic care management ccm works")
  }

  @Test func `with acronyms learned, a text finds an item that only spells them out`() throws {
    let items = [
      Item(id: "a", body: "Chronic Care Management (CCM) is a program of Medicare."),
      Item(id: "b", body: "Nurses like CCM calls."),
      Item(id: "c", body: "Chronic care management needs patience."),
    ]
    func related(_ learns: Bool) throws -> [Int32] {
      var configuration = RecommenderConfiguration()
      configuration.analysis.learnsAcronyms = learns
      configuration.similarity.smoothing = 0
      configuration.similarity.feedback = .never
      return try Recommender(items: items, configuration: configuration).related(to: "b", limit: 5).map(\.row)
    }
    #expect(try related(false) == [0])
    #expect(try Set(related(true)) == [0, 2])
  }
}
