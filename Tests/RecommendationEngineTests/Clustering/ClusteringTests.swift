import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct ClusteringTests {
  @Test(arguments: [0, 1, 2, 3, 10]) func `small collections are clustered`(count: Int) {
    let clustering = Clustering(
      GroupedItems(groupCount: 2, size: 5).prefix(count), configuration: GroupedItems.configuration())
    #expect(clustering.partition.assignment.count == count)
    #expect(clustering.clusters.reduce(0) { $0 + $1.size } == clustering.partition.assignment.count { $0 >= 0 })
    #expect(clustering.clusters.allSatisfy { !$0.cohesion.isNaN && !$0.typicalRows.isEmpty })
  }

  @Test func `weights are sorted behind the own cluster and add up to at most one`() {
    let clustering = Clustering(
      GroupedItems(groupCount: 6, size: 20, seed: 5).input, configuration: GroupedItems.configuration(clusterCount: 6))
    for (row, memberships) in clustering.memberships.enumerated() {
      #expect(memberships.count <= 3 && memberships.reduce(0) { $0 + $1.weight } <= 1)
      #expect(memberships.first?.cluster == Int(clustering.partition.assignment[row]))
    }
  }

  @Test func `an item without words is unassigned and counted`() {
    let items = GroupedItems(groupCount: 3, size: 6, seed: 6)
    var rows = items.input.rows
    rows.appendRow([(column: Int32, value: Float)]())
    let clustering = Clustering(
      GroupedItems.input(of: rows, keeping: 19), configuration: GroupedItems.configuration(clusterCount: 3))
    #expect(clustering.partition.assignment[18] == -1)
    #expect(clustering.memberships[18].isEmpty)
    #expect(abs(clustering.unassignedShare - 1.0 / 19) < 1e-12)
  }

  @Test func `an item below the threshold is unassigned`() {
    let items = GroupedItems(groupCount: 3, size: 6, seed: 6)
    let strict = GroupedItems.configuration(clusterCount: 1, minimumSimilarity: 1.01)
    #expect(Clustering(items.input, configuration: strict).unassignedShare == 1)
    #expect(Clustering(items.input, configuration: strict).clusters.isEmpty)
  }

  @Test func `cohesion is the mean cosine over pairs`() {
    // Two at right angles: 0. Two the same: 1.
    let points = DenseMatrix(
      rowCount: 4, columnCount: 8,
      values: [1] + Array(repeating: 0, count: 8) + [1]
        + Array(repeating: 0, count: 6) + Array(repeating: 0, count: 2) + [1] + Array(repeating: 0, count: 5)
        + Array(repeating: 0, count: 2) + [1] + Array(repeating: 0, count: 5))
    let clustering = Clustering(
      Partition([0, 0, 1, 1]), of: ItemEmbedding(points), minimumSimilarity: 0, stability: nil, workerCount: 1)
    #expect(clustering.clusters.map(\.cohesion) == [0, 1])
  }

  @Test func `clear groups are stable, and their number is chosen`() {
    let items = GroupedItems(groupCount: 8, size: 20, seed: 7)
    let found = ClusterCountSearch().selected(for: items.embedding(), workerCount: 1)
    #expect((6...9).contains(found.count))
    #expect(found.value > 0.75 && found.words.contains("stable"))
  }

  @Test func `the range of cluster counts follows the number of items`() {
    let search = ClusterCountSearch()
    // √(50/2) = 5: from max(5, 2.5) to 10.
    #expect(search.candidates(itemCount: 50) == [5, 6, 7, 8, 9, 10])
    #expect(search.candidates(itemCount: 10) == [5])
    #expect(search.candidates(itemCount: 1) == [1])
    let many = search.candidates(itemCount: 100_000)
    #expect(many.first == 20 && many.last == 80 && many.count <= 12)
  }

  @Test func `after five per cent more items at least 95 of 100 cluster ids survive`() {
    let items = GroupedItems(groupCount: 8, size: 21, seed: 8)
    let before = Clustering(items.prefix(160), configuration: GroupedItems.configuration(clusterCount: 8))
    let old = before.partition.assignment
    let previous = old + [Int32](repeating: -1, count: 8)
    let after = Clustering(items.input, configuration: GroupedItems.configuration(), previous: previous)
    let ids = previous.map { $0 < 0 ? nil : Int($0) }
    let lineage = ClusterLineage(of: after.partition, previousIDs: ids, nextID: 8)
    let large = before.clusters.indices.filter { before.clusters[$0].size > 10 }
    let kept = large.filter { lineage.ids.contains($0) }
    #expect(kept.count * 100 >= large.count * 95)
  }
}

@Suite struct ClusteringInputTests {
  private func clusters(_ texts: [String]) throws -> [Int32] {
    let recommender = try Recommender(
      items: texts.enumerated().map { Item(id: ItemID("\(10 + $0)"), title: $1) })
    let input = ClusteringInput(
      counts: recommender.counts, documentFrequency: recommender.counter.documentFrequency,
      termWordCount: recommender.model.termWordCount, neighbors: recommender.nearest)
    return Clustering(input).partition.assignment
  }

  @Test func `items with the same text are one cluster`() throws {
    #expect(try clusters([String](repeating: "The same words again", count: 6)) == [0, 0, 0, 0, 0, 0])
  }

  @Test func `a single item is a cluster`() throws {
    #expect(try clusters(["Roses and bees"]) == [0])
  }

  @Test func `items that share no word are in no cluster`() throws {
    #expect(try clusters(["roses", "chess", "bread"]) == [-1, -1, -1])
  }

  @Test func `ten nearest items are kept, as many as clustering looks at`() throws {
    let recommender = try Recommender(
      items: (0..<30).map { Item(id: ItemID("\(10 + $0)"), title: "roses bees \($0)x") })
    #expect((0..<30).allSatisfy { recommender.nearest[$0].count == 10 })
  }
}
