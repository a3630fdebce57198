import RecommendationEngine
import Testing

@Suite struct RankedListTests {
  @Test func `items are ordered by score descending and then by id ascending`() {
    let list = RankedList(scores: [("b", 1), ("d", 2), ("a", 1), ("c", 3)])
    #expect(list.ids == ["c", "d", "a", "b"])
    #expect(list.tiedCount == 2)
    #expect(list.tieRate == 0.5)
  }

  @Test func `a limit keeps the best and counts their ties only`() {
    let list = RankedList(scores: [("b", 1), ("a", 1), ("c", 3)], limit: 2)
    #expect(list.ids == ["c", "a"])
    #expect(list.tieRate == 0)
  }

  @Test func `neighbors keep their order and their ties`() {
    let neighbors = [Neighbor(row: 2, score: 0.5), Neighbor(row: 0, score: 0.25), Neighbor(row: 1, score: 0.25)]
    let list = RankedList(neighbors: neighbors, rowIDs: ["a", "b", "c"])
    #expect(list.ids == ["c", "a", "b"])
    #expect(list.tiedCount == 2)
  }

  @Test func `the tie rate of several lists counts items, not lists`() {
    let lists = [
      RankedList(scores: [("a", 1), ("b", 1)]), RankedList(scores: [("a", 1), ("b", 2)]), RankedList(ids: []),
    ]
    #expect(lists.tieRate == 0.5)
    #expect([RankedList]().tieRate == 0)
  }
}
