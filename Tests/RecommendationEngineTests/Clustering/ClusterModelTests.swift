import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct ClusterModelTests {
  /// Eighty teasers on four subjects with words of their own.
  private static func recommender() throws -> Recommender {
    var generator = SplitMix64(seed: 3)
    let items = (0..<80).map { number in
      let words = (0..<6).map { _ in "subject\(number % 4)word\(generator.next(below: 9))" }
      let others = (0..<2).map { _ in "common\(generator.next(below: 12))" }
      return Item(id: ItemID("\(100 + number)"), title: (words + others).joined(separator: " "))
    }
    return try Recommender(items: items)
  }
  private static let configuration = ClusteringConfiguration(clusterCount: 4, dimension: 14)

  private static func fitted() throws -> (clustering: Clustering, items: PlaceableItems) {
    let recommender = try recommender()
    let counter = recommender.counter
    let input = ClusteringInput(
      counts: recommender.counts, documentFrequency: counter.documentFrequency,
      termWordCount: recommender.model.termWordCount, neighbors: recommender.nearest)
    let clustering = Clustering(input, configuration: configuration)
    let model = try #require(ClusterModel(of: clustering, input, counter: counter, configuration: configuration))
    return (
      clustering,
      PlaceableItems(
        model, counts: recommender.counts, vocabulary: counter.vocabulary, neighbors: recommender.nearest)
    )
  }

  @Test func `a model places items where they were found`() throws {
    let (clustering, items) = try Self.fitted()
    let placed = items.memberships(of: Array(0..<80))
    // A round of k-means more may move an item on the border.
    #expect(zip(placed, clustering.memberships).count { $0.first?.cluster == $1.first?.cluster } >= 78)
  }

  @Test func `some items are placed as all are, by any number of workers`() throws {
    let (_, items) = try Self.fitted()
    let all = items.memberships(of: Array(0..<80), workerCount: 1)
    #expect(items.memberships(of: Array(0..<80), workerCount: 4) == all)
    #expect(items.memberships(of: [3, 40, 41, 79], workerCount: 2) == [3, 40, 41, 79].map { all[$0] })
    #expect(items.memberships(of: []).isEmpty)
  }

  @Test func `a place hangs on the words of an item and of its neighbours, not on their numbers`() throws {
    let counts = SparseMatrix(
      columnCount: 3, rowOffsets: [0, 2, 4, 5, 7], columnIndices: [0, 1, 0, 1, 2, 1, 2], values: [1, 2, 2, 1, 1, 1, 1])
    var neighbors = NeighborLists()
    for list in [[(1, 0.5)], [(0, 0.5)], [], [(0, 0.1)]] {
      neighbors.append(list.map { Neighbor(row: Int32($0.0), score: $0.1) })
    }
    func prints(_ counts: SparseMatrix, numbers: [Int32] = [0, 1, 2]) -> PlacePrints {
      PlacePrints(
        counts: counts, numbers: numbers, fingerprints: [71, 72, 73], neighbors: neighbors, neighborCount: 10)
    }
    let before = prints(counts)
    #expect(Set(before.words).count == 4 && Set(before.places).count == 4)
    // A column more in front changes nothing.
    let wider = SparseMatrix(
      columnCount: 4, rowOffsets: counts.rowOffsets, columnIndices: counts.columnIndices.map { $0 + 1 },
      values: counts.values)
    #expect(prints(wider, numbers: [-1, 0, 1, 2]) == before)
    // Another count in row 1 moves it, and the rows that it lends its words to.
    var values = counts.values
    values[2] = 3
    let after = prints(
      SparseMatrix(columnCount: 3, rowOffsets: counts.rowOffsets, columnIndices: counts.columnIndices, values: values))
    #expect((0..<4).map { before.words[$0] == after.words[$0] } == [true, false, true, true])
    #expect((0..<4).map { before.places[$0] == after.places[$0] } == [false, false, true, true])
  }

  @Test func `items with the same words have one place, which hangs on all of them`() {
    let counts = SparseMatrix(
      columnCount: 2, rowOffsets: [0, 2, 4, 5], columnIndices: [0, 1, 0, 1, 1], values: [1, 1, 2, 2, 1])
    func prints(_ score: Double) -> PlacePrints {
      var neighbors = NeighborLists()
      neighbors.append([])
      neighbors.append([Neighbor(row: 2, score: score)])
      neighbors.append([])
      return PlacePrints(
        counts: counts, numbers: [0, 1], fingerprints: [71, 72], neighbors: neighbors, neighborCount: 10)
    }
    let (one, other) = (prints(0.5), prints(0.6))
    #expect(one.words[0] == one.words[1] && one.places[0] == one.places[1])
    #expect(one.places[0] != other.places[0] && one.places[2] == other.places[2])
  }

  @Test func `rounded directions are off by half a step at most`() throws {
    let values: [Float] = [0.5, -0.25, 0.001, 0, 0, 0, -1e-3, 2e-3, 3e-3]
    let directions = ClusterDirections(rounding: DenseMatrix(rowCount: 3, columnCount: 3, values: values))
    let rows = directions.rows(of: [2, 0, 1])
    for (place, word) in [2, 0, 1].enumerated() {
      for column in 0..<3 {
        // Half a step, and the rounding of single precision.
        #expect(abs(rows[place, column] - values[word * 3 + column]) <= directions.scales[word] * 0.5001)
      }
    }
    #expect(directions.scales[1] == 0 && directions.steps.count == 6)
    #expect(ClusterDirections(width: 3, scales: directions.scales, steps: directions.steps) == directions)
    #expect(ClusterDirections(width: 2, scales: directions.scales, steps: directions.steps) == nil)
  }
}
