import LinearAlgebra
import RecommendationEngine
import Testing

@Suite struct TopicCoherenceTests {
  /// Four items; terms 0 and 1 always together, 0 and 2 never, 0 and 3 as often as chance has it, 4 everywhere.
  let coherence: TopicCoherence = {
    var counts = SparseMatrix(columnCount: 6)
    counts.appendRow(
      [(column: 0, value: 2), (column: 1, value: 1), (column: 3, value: 1), (column: 4, value: 1)]
        as [(column: Int32, value: Float)])
    counts.appendRow(
      [(column: 0, value: 1), (column: 1, value: 1), (column: 4, value: 1)] as [(column: Int32, value: Float)])
    counts.appendRow(
      [(column: 2, value: 1), (column: 3, value: 1), (column: 4, value: 1)] as [(column: Int32, value: Float)])
    counts.appendRow([(column: 2, value: 1), (column: 4, value: 1)] as [(column: Int32, value: Float)])
    return TopicCoherence(counts: counts)
  }()

  @Test func `terms are only together, never together, or together by chance`() {
    #expect(isClose(coherence.npmi(0, 1), 1))
    #expect(coherence.npmi(0, 2) == -1)
    #expect(isClose(coherence.npmi(0, 3), 0))
    #expect(coherence.npmi(4, 4) == 0)
    #expect(coherence.npmi(0, 5) == -1)
  }

  @Test func `the mean goes over all pairs`() {
    #expect(isClose(coherence.meanNPMI(ofTerms: [0, 1, 2]), (1.0 - 1 - 1) / 3))
    #expect(coherence.meanNPMI(ofTerms: [0]) == 0)
  }

  @Test func `diversity is the share of different terms`() {
    #expect(TopicCoherence.diversity(ofTopTerms: [["a", "b"], ["b", "c"]]) == 0.75)
    #expect(TopicCoherence.diversity(ofTopTerms: [[String]]()) == 1)
  }
}
