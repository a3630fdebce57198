import RecommendationEngine
import Testing

@Suite struct HiddenTopicTests {
  let items: [(id: ItemID, topics: [Topic])] = [
    ("b", ["x", "y", "z"]), ("a", ["x", "y"]), ("c", ["x"]), ("d", ["z", "y"]),
  ]

  @Test func `one topic of each item with two or more is hidden`() {
    let hidden = HiddenTopic.hideOne(of: items, seed: 1)
    #expect(hidden.map(\.id) == ["a", "b", "d"])
    #expect(hidden[1].remaining.count == 2)
    #expect((hidden[1].remaining + [hidden[1].hidden]).sorted() == ["x", "y", "z"])
  }

  @Test func `the choice depends on the seed only, not on the order of items or topics`() {
    let shuffled = items.reversed().map { (id: $0.id, topics: Array($0.topics.reversed())) }
    #expect(HiddenTopic.hideOne(of: items, seed: 3) == HiddenTopic.hideOne(of: shuffled, seed: 3))
    let choices = Set((0..<20).map { HiddenTopic.hideOne(of: items, seed: $0).map(\.hidden) })
    #expect(choices.count > 3)
  }

  @Test func `only topics that may be hidden are hidden`() {
    let hidden = HiddenTopic.hideOne(of: items, seed: 1) { $0 == "z" }
    #expect(hidden.map(\.id) == ["b", "d"])
    #expect(hidden.allSatisfy { $0.hidden == "z" })
  }
}
