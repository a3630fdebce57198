import RecommendationEngine
import Testing

@Suite struct TextAnalyzerTests {
  private func terms(_ text: String, _ configuration: AnalysisConfiguration = AnalysisConfiguration()) throws
    -> [String]
  {
    var analyzer = try TextAnalyzer(configuration)
    analyzer.append(Item(id: "1", body: text))
    let corpus = analyzer.finished()
    return corpus.tokens.compactMap { token in
      let term = corpus.termOfWord[Int(token)]
      return term < 0 ? nil : corpus.terms.word(Int(term))
    }
  }

  @Test func `words are lowered, stop words dropped and the rest stemmed`() throws {
    #expect(try terms("The Patients were CALLED by nurses") == ["patient", "call", "nurs"])
  }

  @Test func `short acronyms are words, single letters are not`() throws {
    #expect(try terms("AI and RPM: plan B") == ["ai", "rpm", "plan"])
  }

  @Test func `a possessive is dropped, straight or typographic`() throws {
    #expect(try terms("the patient's portal") == ["patient", "portal"])
    #expect(try terms("the patient’s portal") == ["patient", "portal"])
  }

  @Test func `compatibility forms and decomposed accents become one word`() throws {
    #expect(try terms("ﬁrewall") == terms("firewall"))
    #expect(try terms("cafe\u{301} ＣＡＦÉ café") == ["café", "café", "café"])
    #expect(try terms("co\u{AD}pay") == ["copay"])
  }

  @Test func `a no-break space parts words`() throws {
    #expect(try terms("chronic\u{A0}care") == ["chronic", "care"])
  }

  @Test func `ideographs become pairs of neighbours`() throws {
    #expect(try terms("患者データ AI 病") == ["患者", "者デ", "デー", "ータ", "ai", "病"])
  }

  @Test func `a summary cut out of the body counts once`() throws {
    var analyzer = try TextAnalyzer(AnalysisConfiguration())
    let body = "Care managers call patients between visits and note what changed since the last call."
    analyzer.append(Item(id: "1", summary: "Care managers call patients between visits and no", body: body))
    analyzer.append(Item(id: "2", summary: "What care managers do all day long", body: body))
    let corpus = analyzer.finished()
    #expect(corpus.range(ofItem: 0, field: 1).isEmpty)
    #expect(corpus.range(ofItem: 1, field: 1).count == 7)
  }

  @Test func `parts analyzed apart and joined equal what is analyzed in one go`() throws {
    let items = (0..<6).map {
      Item(id: ItemID("\($0)"), title: "Title \($0 % 2)", body: "shared words and own\($0) words")
    }
    var whole = try TextAnalyzer(AnalysisConfiguration())
    for item in items { whole.append(item) }
    let expected = whole.finished()
    var joined = AnalyzedCorpus()
    for part in [items[..<2], items[2..<3], items[3...]] {
      var analyzer = try TextAnalyzer(AnalysisConfiguration())
      for item in part { analyzer.append(item) }
      joined.append(analyzer.finished())
    }
    #expect(joined.tokens == expected.tokens)
    #expect(joined.fieldOffsets == expected.fieldOffsets)
    #expect(joined.termOfWord == expected.termOfWord)
  }

  @Test func `dashes, quotation marks and no-break spaces part words, whatever stands beside them`() throws {
    let corpus = try AnalyzedCorpus(
      analyzing: [
        Item(id: "1", body: "“care”—home‘s café–bar\u{A0}nurse’s\u{A0}“é“ data\u{2011}set ‘\u{301}x visit’")
      ], AnalysisConfiguration(stopWords: .none, stemmer: nil))
    let words = corpus.tokens.map { corpus.words.word(Int($0)) }
    #expect(words == ["care", "home", "café", "bar", "nurse", "data", "set", "\u{301}x", "visit"])
  }

  @Test func `a hundred thousand marks behind one letter take no longer than other text`() throws {
    let marks = [[UInt8]](repeating: Array("\u{301}\u{323}".utf8), count: 50_000).joined()
    let text = String(decoding: Array("care e".utf8) + marks + Array(" plan".utf8), as: UTF8.self)
    var words: [String] = []
    let duration = try ContinuousClock().measure { words = try terms(text) }
    #expect(words == ["care", "plan"])
    // Some tenths of a second unoptimised; normalizing takes minutes at this size, for its time grows with the square.
    #expect(duration < .seconds(5))
  }
}
