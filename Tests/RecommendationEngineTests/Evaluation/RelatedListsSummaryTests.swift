import RecommendationEngine
import Testing

@Suite struct RelatedListsSummaryTests {
  let summary = RelatedListsSummary(
    items: ["d", "c", "b", "a"], lists: ["a": ["b", "c"], "b": ["c"], "c": ["b", "elsewhere"], "x": ["a"]],
    duplicateGroups: ["b": 1, "c": 1])

  @Test func `coverage and orphans count the items that lists show`() {
    #expect(summary.itemCount == 4)
    #expect(summary.coverage == 0.5)
    #expect(summary.orphans == ["a", "d"])
    #expect(summary.emptyListCount == 1)
    #expect(summary.recommendationCount == 4)
  }

  @Test func `hubs are the items that are shown most, ties by id`() {
    #expect(summary.hubs == ["b"])
    #expect(summary.hubShare == 0.5)
    // Shown 0, 0, 2, 2 times: 2 · (3·2 + 4·2) / (4 · 4) − 5/4.
    #expect(summary.giniCoefficient == 0.5)
  }

  @Test func `near-duplicates of the item or of something above are counted`() {
    // c after b in the list of a, c in the list of b, b in the list of c: three of four places.
    #expect(summary.nearDuplicateRate == 0.75)
  }

  @Test func `an empty collection and empty lists give zeros`() {
    let nothing = RelatedListsSummary(items: [], lists: [:])
    #expect(nothing.coverage == 0 && nothing.hubShare == 0 && nothing.giniCoefficient == 0)
    let silent = RelatedListsSummary(items: ["a", "b"], lists: [:])
    #expect(silent.coverage == 0 && silent.orphans == ["a", "b"] && silent.hubs == [] && silent.nearDuplicateRate == 0)
  }
}
