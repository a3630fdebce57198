import Testing

@testable import RecommendationEngine

@Suite struct ClusterLineageTests {
  private func lineage(_ old: [Int?], _ new: [Int32]) -> ClusterLineage {
    ClusterLineage(of: Partition(new), previousIDs: old, nextID: 9)
  }

  @Test func `the same items keep their id`() {
    let result = lineage([7, 7, 7, 4, 4], [0, 0, 0, 1, 1])
    #expect(result.ids == [7, 4])
    #expect(result.steps.map(\.event) == [.same, .same])
    #expect(result.nextID == 9)
  }

  @Test func `a cluster with more items has grown`() {
    let result = lineage([7, 7, nil, nil], [0, 0, 0, 0])
    #expect(result.steps == [.init(event: .grown, oldIDs: [7], newIDs: [7])])
  }

  @Test func `a cluster in two halves is split, and one half keeps the id`() {
    let result = lineage([7, 7, 7, 7, 7], [0, 0, 0, 1, 1])
    #expect(result.ids == [7, 9])
    #expect(result.steps == [.init(event: .split, oldIDs: [7], newIDs: [7, 9])])
  }

  @Test func `two clusters in one are merged, and the larger keeps its id`() {
    let result = lineage([3, 3, 3, 5, 5], [0, 0, 0, 0, 0])
    #expect(result.ids == [3])
    #expect(result.steps == [.init(event: .merged, oldIDs: [3, 5], newIDs: [3])])
  }

  @Test func `new items make a cluster that is born, and unassigned ones let theirs die`() {
    let result = lineage([3, 3, nil, nil], [-1, -1, 0, 0])
    #expect(result.ids == [9])
    #expect(result.nextID == 10)
    #expect(
      result.steps == [
        .init(event: .born, oldIDs: [], newIDs: [9]), .init(event: .died, oldIDs: [3], newIDs: []),
      ])
  }

  @Test func `nothing comes of nothing`() {
    #expect(lineage([], []).steps.isEmpty)
  }
}

@Suite struct TopicCoverageTests {
  @Test func `precision and recall of a topic in a cluster are counted`() {
    // Cluster 0: three items, two with a. One more item with a in cluster 1.
    let coverage = TopicCoverage(of: Partition([0, 0, 0, 1, 1]), topics: [["a"], ["a"], [], ["a"], []])
    #expect(coverage.matches[0] == [.init(topic: "a", itemCount: 2, precision: 0.666667, recall: 0.666667)])
    #expect(coverage.matches[1][0].precision == 0.5)
    #expect(coverage.uncoveredClusters == [])
  }

  @Test func `a cluster whose topics are rare in it is uncovered`() {
    let coverage = TopicCoverage(of: Partition([0, 0, 0, 0, 1]), topics: [["a"], [], [], [], ["b"]])
    #expect(coverage.uncoveredClusters == [0])
  }

  @Test func `a topic over all clusters is spread`() {
    let rows = (0..<12).map { Int32($0 % 4) }
    let coverage = TopicCoverage(of: Partition(rows), topics: rows.map { _ in ["all"] })
    #expect(coverage.spreadTopics == [.init(topic: "all", itemCount: 12, clusterCount: 4)])
  }
}
