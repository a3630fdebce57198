import LinearAlgebra

/// Joins the two most similar groups again and again: for many small, event-like groups.
///
/// The similarity of two groups is the mean cosine over all pairs of their items (UPGMA). On unit rows that is the scalar
/// product of the groups' mean vectors, so no matrix of pairs is kept. The order of joining comes from nearest-neighbour
/// chains (Murtagh, *A survey of recent advances in hierarchical clustering algorithms*, The Computer Journal 26, 1983).
///
/// Above ``exactLimit`` items, spherical k-means cuts the collection into coarse groups of about half that size first, and
/// each is joined by itself: events do not reach across coarse groups.
public struct AverageLinkClustering: ClusteringAlgorithm, Equatable {
  /// Groups are joined while their mean cosine is at least this, where no number of groups is asked for.
  public var minimumSimilarity: Double
  /// The largest number of items that are joined in one go.
  public var exactLimit: Int

  /// Creates the settings.
  public init(minimumSimilarity: Double = 0.6, exactLimit: Int = 3_000) {
    precondition(exactLimit >= 2, "at least 2 items are joined in one go, not \(exactLimit)")
    self.minimumSimilarity = minimumSimilarity
    self.exactLimit = exactLimit
  }

  /// Groups the placed items; an item that joins none stays in no group. O(*n*² · dimensions) up to the limit.
  public func partition(
    of embedding: ItemEmbedding, into clusterCount: Int?, startingFrom start: Partition?, workerCount: Int
  ) -> Partition {
    let parts = coarseGroups(of: embedding.placedRows, in: embedding, workerCount: workerCount)
    var joins: [Join] = []
    for part in parts { joins += self.joins(of: part, in: embedding) }
    joins.sort { (-$0.similarity, $0.order, $0.first) < (-$1.similarity, $1.order, $1.first) }
    if let clusterCount {
      joins = Array(joins.prefix(max(0, embedding.placedRows.count - max(1, clusterCount))))
    } else {
      joins = Array(joins.prefix { $0.similarity >= minimumSimilarity })
    }
    var groups = DisjointRows(count: embedding.count)
    for row in embedding.placedRows { groups.join(row, Int(embedding.firstTwins[row])) }
    for join in joins { groups.join(join.first, join.second) }
    var assignment = [Int32](repeating: -1, count: embedding.count)
    for row in embedding.placedRows { assignment[row] = Int32(groups.root(of: row)) }
    if clusterCount == nil {
      var sizes: [Int32: Int] = [:]
      for group in assignment where group >= 0 { sizes[group, default: 0] += 1 }
      assignment = assignment.map { $0 >= 0 && sizes[$0, default: 0] > 1 ? $0 : -1 }
    }
    return Partition(assignment)
  }

  private struct Join {
    let similarity: Double
    /// Joins of one part that are equally similar stay in the order they were made: a group before what it is joined to.
    let order: Int
    let first: Int
    let second: Int
  }

  private func coarseGroups(of rows: [Int], in embedding: ItemEmbedding, workerCount: Int) -> [[Int]] {
    guard rows.count > exactLimit else { return [rows] }
    let kMeans = SphericalKMeans(seeds: [0], iterationLimit: 10)
    let part = embedding.selecting(rows)
    let groups = kMeans.partition(
      of: part, into: max(2, 2 * rows.count / exactLimit), startingFrom: nil, workerCount: workerCount)
    // Where all items lie at one place no cut is possible: then a plain cut of the rows, whose twins are joined anyway.
    guard groups.clusterCount > 1 else {
      return stride(from: 0, to: rows.count, by: exactLimit).map { Array(rows[$0..<min($0 + exactLimit, rows.count)]) }
    }
    return groups.members.flatMap {
      coarseGroups(of: $0.map { rows[$0] }, in: embedding, workerCount: workerCount)
    }
  }

  /// All joins of some rows, down to one group.
  private func joins(of rows: [Int], in embedding: ItemEmbedding) -> [Join] {
    var means = embedding.selecting(rows).coordinates
    var sizes = [Int](repeating: 1, count: rows.count)
    var active = Array(rows.indices)
    var chain: [Int] = []
    var joins: [Join] = []
    while active.count > 1 {
      if chain.isEmpty { chain.append(active[0]) }
      let top = chain[chain.count - 1]
      let previous = chain.count > 1 ? chain[chain.count - 2] : -1
      var best = -1
      var similarity = -Double.infinity
      for other in active where other != top {
        let value = means.exactProduct(ofRow: top, withRow: other, of: means)
        // Of equals the one before in the chain, else the first: so that chains end.
        if value > similarity || (value == similarity && other == previous) {
          similarity = value
          best = other
        }
      }
      guard best == previous else {
        chain.append(best)
        continue
      }
      chain.removeLast(2)
      joins.append(Join(similarity: similarity, order: joins.count, first: rows[top], second: rows[best]))
      let kept = min(top, best)
      let gone = max(top, best)
      let total = Double(sizes[top] + sizes[best])
      for column in 0..<means.columnCount {
        let sum = Double(means[top, column]) * Double(sizes[top]) + Double(means[best, column]) * Double(sizes[best])
        means[kept, column] = Float((sum / total * ItemEmbedding.gridSteps).rounded() / ItemEmbedding.gridSteps)
      }
      sizes[kept] = sizes[top] + sizes[best]
      active.removeAll { $0 == gone }
    }
    return joins
  }
}

/// Rows that are joined into groups, found again by their smallest row.
struct DisjointRows {
  private var parents: [Int]

  /// Every row by itself.
  init(count: Int) {
    parents = Array(0..<count)
  }

  /// The smallest row of a row's group.
  mutating func root(of row: Int) -> Int {
    var row = row
    while parents[row] != row {
      parents[row] = parents[parents[row]]
      row = parents[row]
    }
    return row
  }

  /// Makes one group of the groups of two rows.
  mutating func join(_ left: Int, _ right: Int) {
    let a = root(of: left)
    let b = root(of: right)
    if a < b { parents[b] = a } else { parents[a] = b }
  }
}
