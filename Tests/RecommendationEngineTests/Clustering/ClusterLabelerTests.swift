import Testing

@testable import RecommendationEngine

@Suite struct ClusterLabelerTests {
  private func corpus(_ texts: [String]) throws -> AnalyzedCorpus {
    var analyzer = try TextAnalyzer(AnalysisConfiguration())
    for (number, text) in texts.enumerated() { analyzer.append(Item(id: ItemID("\(number)"), title: text)) }
    return analyzer.finished()
  }

  private let texts = [
    "Remote patient monitoring at home", "Devices for remote patient monitoring", "Remote patient monitoring pays",
    "The price of remote patients monitoring", "Garden roses in spring", "Pruning garden roses", "A garden rose",
    "Garden roses and the bees",
  ]

  @Test func `a cluster is named by its longest common phrase in its most frequent spelling`() throws {
    let labels = try ClusterLabeler().labels(of: [[0, 1, 2, 3], [4, 5, 6, 7]], in: corpus(texts))
    #expect(labels.map(\.text) == ["remote patient monitoring", "garden roses"])
  }

  @Test func `phrases neither begin nor end with a stop word, nor differ only in the plural`() throws {
    let labels = try ClusterLabeler().labels(of: [Array(texts.indices)], in: corpus(texts))
    let phrases = labels[0].phrases
    for phrase in phrases {
      let words = phrase.split(separator: " ")
      #expect(!["the", "of", "and", "in", "at", "for", "a"].contains(words.first ?? ""))
      #expect(!["the", "of", "and", "in", "at", "for", "a"].contains(words.last ?? ""))
    }
    #expect(!(phrases.contains("garden rose") && phrases.contains("garden roses")))
  }

  @Test func `names are unique, and given ones are kept`() throws {
    let labels = try ClusterLabeler().labels(
      of: [[0, 1], [2, 3], [4, 5, 6, 7]], in: corpus(texts), givenLabels: [2: "Roses"])
    #expect(Set(labels.map(\.text)).count == 3)
    #expect(labels[2].text == "Roses")
  }

  @Test func `clusters without words get names too`() throws {
    let labels = try ClusterLabeler().labels(of: [[0], [1]], in: corpus(["", "of the"]))
    #expect(labels.map(\.text) == ["no common phrase", "no common phrase (2)"])
  }
}
