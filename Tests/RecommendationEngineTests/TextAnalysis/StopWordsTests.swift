import RecommendationEngine
import Testing

@Suite struct StopWordsTests {
  @Test(arguments: [
    (StopWords.english, "the care of patients", 2), (.german, "die Pflege der Kranken", 2),
    (.french, "les soins pour les malades", 2), (.spanish, "el cuidado de los enfermos", 2),
    (.russian, "забота о больных", 2), (.none, "the care of patients", 4),
  ])
  func `function words of the chosen language are dropped and no others`(
    list: StopWords, text: String, kept: Int
  ) throws {
    var analyzer = try TextAnalyzer(AnalysisConfiguration(stopWords: list, stemmer: nil))
    analyzer.append(Item(id: "1", body: text))
    #expect(analyzer.finished().termCount(ofItem: 0) == kept)
  }
}
