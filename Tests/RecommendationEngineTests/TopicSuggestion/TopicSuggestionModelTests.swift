import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct TopicSuggestionModelTests {
  private func vocabulary(_ change: (inout [TopicEntry]) -> Void = { _ in }) -> TopicVocabulary {
    var entries = (0..<5).map { TopicEntry(Topic("Topic \($0)")) }
    change(&entries)
    return TopicVocabulary(entries)
  }

  @Test func `a held topic is not missing, nor a refused one`() {
    var collection = smallCollection(itemCount: 150)
    collection.rejected[0] = [3]
    let model = TopicSuggestionModel(fittedTo: collection)
    let topics = model.missingTopics(ofItem: 0, vocabulary: vocabulary()).map(\.topic)
    #expect(Set(topics) == [2, 4])
  }

  @Test func `the broader topics of a held one are implied`() {
    let vocabulary = vocabulary { entries in
      entries[0].parent = entries[1].topic
      entries[1].parent = entries[2].topic
    }
    #expect(vocabulary.missing(held: [0]) == [3, 4])
    #expect(vocabulary.ancestors(of: 0) == [1, 2])
  }

  @Test func `a circle of parents ends`() {
    let vocabulary = vocabulary { entries in
      entries[0].parent = entries[1].topic
      entries[1].parent = entries[0].topic
      entries[2].parent = entries[2].topic
    }
    #expect(vocabulary.ancestors(of: 0) == [1])
    #expect(vocabulary.ancestors(of: 2) == [])
  }

  @Test(arguments: [TopicPolicy.manual, .retired])
  func `a topic that is not left to the program is never suggested`(policy: TopicPolicy) {
    let vocabulary = vocabulary { $0[4].policy = policy }
    #expect(vocabulary.missing(held: []) == [0, 1, 2, 3])
  }

  @Test func `the best suggestion for a text of one topic is that topic, and strong`() throws {
    let model = TopicSuggestionModel(fittedTo: smallCollection(itemCount: 150))
    let best = try #require(model.missingTopics(of: pureText(ofTopic: 3), vocabulary: vocabulary()).first)
    #expect(best.topic == 3)
    #expect(best.band == .strong)
    #expect(best.isCalibrated)
    #expect(model.missingTopics(of: pureText(ofTopic: 3), held: [3], vocabulary: vocabulary()).first?.topic != 3)
  }

  @Test func `the terms and the offset of the evidence add up to the margin`() throws {
    let model = TopicSuggestionModel(fittedTo: smallCollection(itemCount: 150, dates: true))
    let text = pureText(ofTopic: 1, date: "2015-01-01")
    let limits = TopicSuggestionModel.Limits(evidenceLimit: 100)
    let evidence = try #require(model.missingTopics(of: text, vocabulary: vocabulary(), limits: limits).first).evidence
    #expect(evidence.termMethod == .linear)
    let margin = Double(model.scores(of: text, by: .linear)[1])
    // Margins are added in single precision: 1e-5 leaves room for the order of the sums.
    #expect(abs(evidence.termTotal + evidence.offset - margin) < 1e-5)
    #expect(abs(evidence.terms.reduce(0) { $0 + $1.contribution } - evidence.termTotal) < 1e-9)
    #expect(evidence.terms.allSatisfy { (8..<16).contains($0.column) })
  }

  @Test func `the shares of the neighbours add up to the vote`() throws {
    let model = TopicSuggestionModel(fittedTo: smallCollection(itemCount: 150))
    let limits = TopicSuggestionModel.Limits(evidenceLimit: 50)
    let text = pureText(ofTopic: 1)
    let evidence = try #require(model.missingTopics(of: text, vocabulary: vocabulary(), limits: limits).first).evidence
    let vote = Double(model.scores(of: text, by: .neighbors50)[1])
    // Shares are rounded to 6 places, 50 of them.
    #expect(abs(evidence.neighbors.reduce(0) { $0 + $1.share } - vote) < 5e-5)
    #expect(abs(evidence.neighborTotal - vote) < 2e-6)
  }

  @Test func `in the cheap mode the terms add up to the cosine with the centroid`() throws {
    let configuration = TopicSuggestionConfiguration(linearTopicLimit: 4)
    let model = TopicSuggestionModel(fittedTo: smallCollection(itemCount: 150), configuration: configuration)
    #expect(model.mode == .cheap)
    #expect(model.scores(of: pureText(ofTopic: 0), by: .linear).isEmpty)
    let best = try #require(model.missingTopics(of: pureText(ofTopic: 2), vocabulary: vocabulary()).first)
    #expect(best.topic == 2)
    #expect(best.evidence.termMethod == .centroid)
    #expect(abs(best.evidence.termTotal - Double(model.scores(of: pureText(ofTopic: 2), by: .centroid)[2])) < 1e-5)
  }

  @Test func `under 100 tagged items the scores are no probabilities, and say so`() throws {
    let model = TopicSuggestionModel(fittedTo: smallCollection(itemCount: 60))
    #expect(model.mode == .uncalibrated)
    #expect(model.calibration == nil)
    let best = try #require(model.missingTopics(of: pureText(ofTopic: 2), vocabulary: vocabulary()).first)
    #expect(best.topic == 2)
    #expect(!best.isCalibrated)
  }

  @Test func `without any tagged item a name in the title decides`() {
    let collection = TaggedCollection(
      rows: SparseMatrix(columnCount: 3), topicCount: 2, topics: [], labelText: LabelText(names: [[[5]], [[6, 7]]]))
    let model = TopicSuggestionModel(fittedTo: collection)
    let probabilities = model.probabilities(of: ItemText(columns: [], weights: [], title: [1, 6, 7]))
    #expect(probabilities[1] > probabilities[0])
  }

  @Test func `a description stands in for the items of a topic that has none`() {
    var rows = SparseMatrix(columnCount: 4)
    rows.appendRow([(0, 1)])
    var descriptions = SparseMatrix(columnCount: 4)
    descriptions.appendRow([])
    descriptions.appendRow([(2, 0.6), (3, 0.8)])
    let collection = TaggedCollection(rows: rows, topicCount: 2, topics: [[0]], topicRows: descriptions)
    let model = TopicSuggestionModel(fittedTo: collection)
    // The item is (0, 0, 1, 0), the description (0, 0, 0.6, 0.8): the cosine is 0.6.
    let scores = model.scores(of: ItemText(columns: [2], weights: [1]), by: .centroid)
    #expect(scores[0] == 0)
    #expect(abs(scores[1] - 0.6) < 1e-6)
  }

  @Test func `items newer than the training have a calibration of their own`() {
    let model = TopicSuggestionModel(fittedTo: smallCollection(itemCount: 200, dates: true))
    #expect(model.forwardCalibration != nil)
    #expect(model.isNewer("2031-01-01"))
    #expect(!model.isNewer("2015-01-01"))
    #expect(!model.isNewer(nil))
    #expect(TopicSuggestionModel(fittedTo: smallCollection(itemCount: 200)).forwardCalibration == nil)
  }

  @Test func `a refused topic becomes less likely for texts like it`() {
    var collection = smallCollection(itemCount: 150)
    // Item 1 holds topic 1 only; the same text again, with the topic taken away and then refused.
    collection.topics[1] = [3]
    let before = TopicSuggestionModel(fittedTo: collection).scores(of: collection.text(ofItem: 1), by: .linear)[1]
    collection.rejected[1] = [1]
    let after = TopicSuggestionModel(fittedTo: collection).scores(of: collection.text(ofItem: 1), by: .linear)[1]
    #expect(after < before)
  }
}
