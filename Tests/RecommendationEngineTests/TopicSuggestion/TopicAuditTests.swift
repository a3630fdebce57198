import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct TopicAuditTests {
  @Test func `spellings of one name are found by the rule that joins them`() {
    let topics: [Topic] = [
      "healthcare it", "Healthcare IT", "open-data", "Open Data", "policy", "policies", "Medigy: privacy", "privacy",
      "interoperability", "interoperabilty", "web 2", "web 3", "cat", "car",
    ]
    let groups = SimilarTopicNames.groups(topics)
    #expect(groups.map(\.topics) == [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]])
    #expect(groups.map(\.kind) == [.spelling, .spelling, .plural, .namespace, .typing])
  }

  @Test func `two letters swapped are one typing error, two digits are not`() {
    #expect(SimilarTopicNames.differByOne(Array("sercurity".utf8), Array("security".utf8)))
    #expect(SimilarTopicNames.differByOne(Array("secuirty".utf8), Array("security".utf8)))
    #expect(!SimilarTopicNames.differByOne(Array("section508".utf8), Array("section509".utf8)))
    #expect(!SimilarTopicNames.differByOne(Array("security".utf8), Array("sekurita".utf8)))
  }

  @Test func `unused topics, twins and a wrong topic are found`() {
    var collection = smallCollection(itemCount: 150)
    // Topic 5 goes wherever topic 0 goes, topic 6 stands once, topic 7 never; item 3 holds topic 1 for no reason.
    collection.topicCount = 8
    for item in 0..<150 where collection.topics[item].contains(0) { collection.topics[item].append(5) }
    collection.topics[9].append(6)
    collection.topics[3] = [1, 3]
    let vocabulary = TopicVocabulary((0..<8).map { TopicEntry(Topic("Topic \($0)")) })
    let model = TopicSuggestionModel(fittedTo: collection)
    let audit = TopicAudit(vocabulary, model: model, settings: TopicAuditSettings(doubtfulProbability: 0.05))
    #expect(audit.neverUsed == [7])
    #expect(audit.usedOnce == [6])
    #expect(audit.alwaysTogether.map { [$0.first, $0.second] } == [[0, 5]])
    #expect(audit.alwaysTogether.first?.share == 1)
    #expect(audit.doubtful.contains { $0.item == 3 && $0.topic == 1 })
  }

  @Test func `a topic of unlike items is incoherent`() {
    // Items 0…5 share a term and topic 0; items 6…11 share nothing and hold topic 1.
    var rows = SparseMatrix(columnCount: 20)
    for _ in 0..<6 { rows.appendRow([(0, 1)]) }
    for item in 6..<12 { rows.appendRow([(Int32(item), 1)]) }
    let collection = TaggedCollection(
      rows: rows, topicCount: 2, topics: (0..<12).map { [$0 < 6 ? 0 : 1] })
    let audit = TopicAudit(
      TopicVocabulary([TopicEntry("A"), TopicEntry("B")]), model: TopicSuggestionModel(fittedTo: collection))
    #expect(audit.incoherent.map(\.topic) == [1])
    #expect(audit.incoherent.first?.meanCosine == 0)
    // 15 of the 66 pairs have cosine 1.
    #expect(audit.incoherent.first?.overall == roundedScore(15.0 / 66))
  }
}
