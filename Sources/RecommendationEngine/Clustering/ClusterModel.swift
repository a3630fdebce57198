import LinearAlgebra

/// What places an item among clusters that were found before: words with their weights, directions, and the centres.
///
/// A place found with it hangs on the item's words, its neighbours, theirs, and on nothing else.
public struct ClusterModel: Sendable, Equatable {
  /// The words that count, with their frequencies when the clusters were found.
  public let words: ClusterWords
  /// The directions that items are seen along.
  public let directions: ClusterDirections
  /// The centre of each cluster, one after the other, in multiples of 2⁻²⁰.
  public let centers: DenseMatrix
  /// The number of neighbours that lend an item their terms.
  public let neighborCount: Int
  /// An item whose cosine with the nearest centre is lower is in no cluster.
  public let minimumSimilarity: Double

  /// Takes a model as it was kept; nil where its parts are of no use together.
  public init?(
    words: ClusterWords, directions: ClusterDirections, centers: DenseMatrix, neighborCount: Int,
    minimumSimilarity: Double
  ) {
    guard words.fingerprints.count == directions.wordCount, centers.rowCount > 0,
      centers.columnCount == max(8, (directions.width + 7) / 8 * 8), centers.values.allSatisfy({ abs($0) <= 1 }),
      neighborCount >= 0
    else { return nil }
    self.words = words
    self.directions = directions
    self.centers = centers
    self.neighborCount = neighborCount
    self.minimumSimilarity = minimumSimilarity
  }

  /// Remembers what found clusters; nil where their items are not placed by the nearest centre, or there are none.
  ///
  /// - Parameters:
  ///   - clustering: The clusters.
  ///   - input: What they were made of.
  ///   - counter: The vocabulary and frequencies that the input was weighed with.
  ///   - configuration: The settings.
  public init?(
    of clustering: Clustering, _ input: ClusteringInput, counter: TermCounter, configuration: ClusteringConfiguration
  ) {
    guard configuration.method == .sphericalKMeans, let directions = clustering.embedding.directions else { return nil }
    self.init(
      words: ClusterWords(of: input, counter: counter), directions: ClusterDirections(rounding: directions),
      centers: clustering.centers, neighborCount: configuration.enrichmentNeighborCount,
      minimumSimilarity: configuration.minimumSimilarity)
  }
}

/// Items made ready to be placed by a model.
public struct PlaceableItems: Sendable {
  private let model: ClusterModel
  private let counts: SparseMatrix
  private let neighbors: NeighborLists
  /// For each column of the counts the number of the model's word.
  private let numbers: [Int32]
  /// What the place of each item hangs on.
  public let prints: PlacePrints

  /// Looks at all items. O(*nnz* + terms).
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - counts: The counts, of shape (items, terms).
  ///   - vocabulary: The terms.
  ///   - neighbors: The nearest items of each item.
  public init(_ model: ClusterModel, counts: SparseMatrix, vocabulary: Vocabulary, neighbors: NeighborLists) {
    self.model = model
    self.counts = counts
    self.neighbors = neighbors
    numbers = model.words.numbers(in: vocabulary)
    prints = PlacePrints(
      counts: counts, numbers: numbers, fingerprints: model.words.fingerprints, neighbors: neighbors,
      neighborCount: model.neighborCount)
  }

  /// The clusters of some items, best first, by their number in the model; empty for an item that fits none.
  ///
  /// - Parameters:
  ///   - rows: The items, ascending. Of items with the same words either all or none.
  ///   - workerCount: The number of threads; the result does not depend on it.
  /// - Complexity: O(entries of the items and their neighbours · directions).
  public func memberships(of rows: [Int], workerCount: Int = Parallelism.threadCount) -> [[ClusterMembership]] {
    let input = input(for: rows)
    let points = NeighborEnrichment(input.items, neighborCount: model.neighborCount, workerCount: workerCount)
      .product(with: model.directions.rows(of: input.words), workerCount: workerCount)
    var firstTwins = [Int32](repeating: 0, count: rows.count)
    for twins in PlacePrints.twins(among: rows.indices, rows.map { prints.words[$0] }) {
      for place in twins { firstTwins[place] = Int32(twins[0]) }
    }
    let embedding = ItemEmbedding(
      points.selectingRows(input.places), firstTwins: firstTwins, workerCount: workerCount)
    let placed = embedding.placedRows.map { Int32($0) }
    let nearest = embedding.coordinates.nearestRows(to: placed, in: model.centers, workerCount: workerCount)
    var groups = [Int32](repeating: -1, count: rows.count)
    for (place, row) in placed.enumerated() { groups[Int(row)] = nearest.indices[place] }
    let fitting = embedding.fitting(groups, centers: model.centers, minimumSimilarity: model.minimumSimilarity)
    return ClusterSimilarities(fitting, centers: model.centers, embedding: embedding)
      .memberships(workerCount: workerCount)
  }

  /// Some items with their neighbours alone, and the words that stand in them.
  private func input(for rows: [Int]) -> (items: ClusteringInput, places: [Int32], words: [Int]) {
    var isNeeded = [Bool](repeating: false, count: counts.rowCount)
    for row in rows {
      isNeeded[row] = true
      for neighbor in neighbors[row].prefix(model.neighborCount) { isNeeded[Int(neighbor.row)] = true }
    }
    let needed = isNeeded.indices.filter { isNeeded[$0] }
    var placeOf = [Int32](repeating: -1, count: counts.rowCount)
    for (place, row) in needed.enumerated() { placeOf[row] = Int32(place) }
    let places = rows.map { placeOf[$0] }

    let all = ClusterWords.rows(
      of: counts, needed, numbers: numbers, documentFrequency: model.words.documentFrequency,
      itemCount: model.words.itemCount)
    var isUsed = [Bool](repeating: false, count: all.columnCount)
    for column in all.columnIndices { isUsed[Int(column)] = true }
    let words = isUsed.indices.filter { isUsed[$0] }
    var columnOf = [Int32](repeating: -1, count: all.columnCount)
    for (column, word) in words.enumerated() { columnOf[word] = Int32(column) }

    var isAsked = [Bool](repeating: false, count: needed.count)
    for place in places { isAsked[Int(place)] = true }
    var lists = NeighborLists()
    for (place, row) in needed.enumerated() {
      let lenders = isAsked[place] ? neighbors[row].prefix(model.neighborCount) : []
      lists.append(lenders.map { Neighbor(row: placeOf[Int($0.row)], score: $0.score) })
    }
    return (
      ClusteringInput(
        rows: SparseMatrix(
          columnCount: words.count, rowOffsets: all.rowOffsets,
          columnIndices: all.columnIndices.map { columnOf[Int($0)] }, values: all.values), neighbors: lists),
      places, words
    )
  }
}

extension DenseMatrix {
  /// Some rows, in the order given.
  func selectingRows(_ rows: [Int32]) -> DenseMatrix {
    var values: [Float] = []
    values.reserveCapacity(rows.count * columnCount)
    for row in rows { values += self.row(Int(row)) }
    return DenseMatrix(rowCount: rows.count, columnCount: columnCount, values: values)
  }
}
