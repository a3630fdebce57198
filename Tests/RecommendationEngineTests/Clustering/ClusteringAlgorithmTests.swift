import LinearAlgebra
import Testing

@testable import RecommendationEngine

/// What every clustering method keeps.
@Suite struct ClusteringAlgorithmTests {
  @Test(arguments: ClusteringMethod.allCases) func `clear groups are found`(method: ClusteringMethod) {
    let items = GroupedItems(groupCount: 6, size: 20)
    let found = method.algorithm.partition(
      of: items.embedding(), into: 6, startingFrom: nil, workerCount: 1)
    #expect(found.agreement(with: Partition(items.groups)) == 1)
  }

  @Test(arguments: ClusteringMethod.allCases) func `workers do not change the result`(method: ClusteringMethod) {
    let items = GroupedItems(groupCount: 7, size: 20, seed: 1)
    let one = method.algorithm.partition(
      of: items.embedding(), into: 9, startingFrom: nil, workerCount: 1)
    let two = method.algorithm.partition(
      of: items.embedding(workerCount: 2), into: 9, startingFrom: nil, workerCount: 2)
    #expect(one == two)
  }

  @Test(arguments: ClusteringMethod.allCases, [1, 2, 19, 20, 50])
  func `any number of clusters up to that of the items is reached`(method: ClusteringMethod, count: Int) {
    let items = GroupedItems(groupCount: 4, size: 5, seed: 2)
    let found = method.algorithm.partition(
      of: items.embedding(), into: count, startingFrom: nil, workerCount: 1)
    #expect(found.clusterCount == min(count, 20))
    #expect(found.assignment.allSatisfy { $0 >= 0 })
    #expect(found.members.allSatisfy { !$0.isEmpty })
  }

  @Test(arguments: ClusteringMethod.allCases) func `identical items share a cluster`(method: ClusteringMethod) {
    let items = GroupedItems(groupCount: 3, size: 10, seed: 3)
    var rows = SparseMatrix(columnCount: items.input.rows.columnCount)
    for row in [0, 1, 0, 2, 0, 3, 4, 5, 6, 7, 8, 1] {
      let range = items.input.rows.range(ofRow: row)
      rows.appendRow(range.map { (column: items.input.rows.columnIndices[$0], value: items.input.rows.values[$0]) })
    }
    let embedding = GroupedItems.embedding(GroupedItems.input(of: rows, keeping: 12))
    for count in [1, 4, 9] {
      let found = method.algorithm.partition(of: embedding, into: count, startingFrom: nil, workerCount: 1).assignment
      #expect(found[0] == found[2] && found[0] == found[4] && found[1] == found[11])
    }
  }

  @Test(arguments: ClusteringMethod.allCases) func `no items make no clusters`(method: ClusteringMethod) {
    let empty = ClusteringInput(rows: SparseMatrix(columnCount: 3), neighbors: NeighborLists())
    let found = method.algorithm.partition(
      of: ItemEmbedding(empty), into: nil, startingFrom: nil, workerCount: 1)
    #expect(found.clusterCount == 0)
  }

  @Test func `average link leaves what joins nothing by itself, and cuts large collections first`() {
    let items = GroupedItems(groupCount: 5, size: 20, seed: 4)
    let embedding = items.embedding()
    let whole = AverageLinkClustering().partition(of: embedding, into: nil, startingFrom: nil, workerCount: 1)
    let cut = AverageLinkClustering(exactLimit: 45)
      .partition(of: embedding, into: nil, startingFrom: nil, workerCount: 1)
    #expect(whole.agreement(with: Partition(items.groups)) > 0.95)
    #expect(cut.agreement(with: Partition(items.groups)) > 0.95)
  }
}
