import RecommendationEngine
import Testing

@Suite struct PopularityBaselineTests {
  @Test func `topics come by frequency and then by label`() {
    let baseline = MostFrequentTopics(topicsOfItems: [["x", "b"], ["x", "x", "a"], []])
    #expect(baseline.topics == ["x", "a", "b"])
    #expect(baseline.counts == [2, 1, 1])
    #expect(baseline.suggestions(excluding: ["x"], limit: 1) == ["a"])
  }

  @Test func `items come by date descending and then by id, undated ones last`() {
    let baseline = MostRecentItems(items: [("a", nil), ("c", "2024-01-01"), ("b", "2024-01-01"), ("d", "2024-02-01")])
    #expect(baseline.ids == ["d", "b", "c", "a"])
    #expect(baseline.related(to: "d", limit: 2).ids == ["b", "c"])
  }
}
