import Testing

@testable import RecommendationEngine

@Suite struct WrittenPhrasesTests {
  private func finding(of phrase: String, in texts: [String]) throws -> WrittenPhrases.Finding? {
    var analyzer = try TextAnalyzer(AnalysisConfiguration())
    for (number, text) in texts.enumerated() { analyzer.append(Item(id: ItemID("\(number)"), title: text)) }
    // So that the words of the phrase are known even where no text holds them.
    analyzer.append(Item(id: "phrase", title: phrase))
    let corpus = analyzer.finished()
    let key = PhraseKey(WrittenText(phrase, in: corpus, wordLimit: 9).words.map(\.key))
    return WrittenPhrases(corpus: corpus, wordLimit: 600) { [texts[$0]] }.findings(
      of: [key], in: Array(texts.indices))[key]
  }

  @Test func `the most frequent spelling is found, capitals and all`() throws {
    let texts = ["Chronic Care Management pays.", "We do Chronic Care Management.", "On chronic care management"]
    let found = try finding(of: "chronic care management", in: texts + ["Our Chronic Care Management"])
    #expect(found?.text == "Chronic Care Management" && found?.itemCount == 4)
  }

  @Test func `the capital of a sentence's first word does not count where there are other spellings`() throws {
    let texts = ["Plain language. Plain language!", "Why plain language", "Plain language"]
    #expect(try finding(of: "plain language", in: texts)?.text == "plain language")
  }

  @Test(arguments: [
    "We plan care. Visits follow", "Plan care, visits follow", "care (visits)", "care\nvisits", "Care: visits",
  ])
  func `a phrase does not reach over the end of a sentence or a bracket`(text: String) throws {
    #expect(try finding(of: "care visits", in: [text]) == nil)
  }

  @Test func `hyphens, dots inside names, short words and line space belong to a phrase`() throws {
    #expect(try finding(of: "care visits", in: ["for care-visits now"])?.text == "care-visits")
    #expect(try finding(of: "challenge gov", in: ["see Challenge.gov today"])?.text == "Challenge.gov")
    #expect(try finding(of: "vitamin deficiency", in: ["a vitamin C  deficiency"])?.text == "vitamin C deficiency")
  }

  @Test func `a sentence that several items repeat counts once`() throws {
    let texts = ["Ask your question in the chat.", "Ask your question in the chat.", "Ask your question in the chat."]
    #expect(try finding(of: "question in the chat", in: texts)?.itemCount == 1)
  }

  @Test func `a label is not made of sentences that all items repeat`() throws {
    let call = "Ask your question in the chat."
    let texts = [
      "Roses like sun. \(call)", "Roses and bees. \(call)", "Water for roses. \(call)", "Old roses bloom. \(call)",
      "Chess for all", "Chess clubs", "Chess at night", "Blitz chess",
    ]
    var analyzer = try TextAnalyzer(AnalysisConfiguration())
    for (number, text) in texts.enumerated() { analyzer.append(Item(id: ItemID("\(number)"), title: text)) }
    let labels = ClusterLabeler().labels(of: [[0, 1, 2, 3], [4, 5, 6, 7]], in: analyzer.finished()) { [texts[$0]] }
    #expect(labels.map(\.text) == ["roses", "chess"])
  }

  @Test func `characters above ASCII keep their words whole`() throws {
    #expect(try finding(of: "café müller", in: ["Im Café Müller – heute"])?.text == "Café Müller")
    #expect(try finding(of: "patient record", in: ["The patient’s record"])?.text == "patient’s record")
  }
}
