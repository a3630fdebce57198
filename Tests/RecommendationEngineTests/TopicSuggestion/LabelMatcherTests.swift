import Testing

@testable import RecommendationEngine

@Suite struct LabelMatcherTests {
  private let matcher = LabelMatcher(names: [[[1, 2]], [[3], [4, 5]], [[]]], topicCount: 3)

  @Test func `a name matches whole and in order only`() {
    #expect(matcher.titleMatches(ItemText(columns: [], weights: [], title: [9, 1, 2])) == [1, 0, 0])
    #expect(matcher.titleMatches(ItemText(columns: [], weights: [], title: [2, 1])) == [0, 0, 0])
    #expect(matcher.titleMatches(ItemText(columns: [], weights: [], title: [1])) == [0, 0, 0])
  }

  @Test func `an alias counts as the name does`() {
    let text = ItemText(columns: [], weights: [], passages: [[3, 4, 5], [3]])
    #expect(matcher.passageMatchCounts(text) == [0, 3, 0])
  }

  @Test func `a name never reaches from one passage to the next`() {
    #expect(matcher.passageMatchCounts(ItemText(columns: [], weights: [], passages: [[1], [2]])) == [0, 0, 0])
  }

  @Test func `the places are told in reading order`() {
    let text = ItemText(columns: [], weights: [], title: [1, 2], passages: [[0, 0, 1, 2], [1, 2]])
    let spans = matcher.spans(ofTopic: 0, in: text)
    #expect(spans.map(\.passage) == [0, 1, 2])
    #expect(spans.map(\.terms) == [0..<2, 2..<4, 0..<2])
  }

  @Test func `the name of a topic stands without its namespace, hyphens as spaces`() {
    #expect(TopicEntry("Medigy: open-data_portal", aliases: ["ODP"]).names == ["open data portal", "ODP"])
  }
}
