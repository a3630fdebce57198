import LinearAlgebra

/// Places items in the plane so that similar items lie together and clusters form islands.
///
/// Neighbours attract, random pairs repel, in the manner of UMAP and t-SNE (McInnes, Healy and Melville, arXiv:1802.03426, 2018; van der
/// Maaten and Hinton, JMLR 9, 2008) with the kernel 1 / (1 + d²), which needs no power function. Each item is also drawn a little
/// to the middle of its cluster. It starts from the clusters' middles, placed the same way by the cosines of their centres. One
/// thread, one seed, plain arithmetic: the same picture everywhere.
///
/// - Complexity: O(items · neighbours · rounds); the rounds fall with the number of items, so that the cost stays about that of
///   3,000 items with 200 rounds until 20 rounds are reached.
public struct MapLayout: Sendable, Equatable {
  /// A place, both coordinates in 0…1.
  public struct Point: Sendable, Equatable {
    /// From left to right.
    public var x: Double
    /// From top to bottom.
    public var y: Double

    /// Creates a place.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// The place of each item; nil for items of which nothing is known.
  public let points: [Point?]
  /// The place of each cluster: the middle of the item places, each coordinate by itself (the median).
  public let clusterPoints: [Point]

  /// Lays out a clustering.
  ///
  /// - Parameters:
  ///   - clustering: The clusters with their embedding.
  ///   - neighbors: The nearest neighbours of each item.
  ///   - seed: What the random pairs are drawn from.
  public init(of clustering: Clustering, neighbors: NeighborLists, seed: UInt64 = 0) {
    let assignment = clustering.partition.assignment
    let placed = clustering.embedding.placedRows
    let places = Self.middles(of: clustering, seed: seed)
    var generator = SplitMix64(seed: seed)
    var solver = ForceLayout(count: assignment.count)
    for row in placed {
      let middle = assignment[row] >= 0 ? places[Int(assignment[row])] : Point(x: 0, y: 0)
      solver.x[row] = middle.x + generator.nextUnit() - 0.5
      solver.y[row] = middle.y + generator.nextUnit() - 0.5
      for neighbor in neighbors[row].prefix(10) where neighbor.score > 0 {
        let inside = assignment[row] == assignment[Int(neighbor.row)] ? 1 : 0.25
        solver.edges.append(.init(from: row, to: Int(neighbor.row), weight: neighbor.score.squareRoot() * inside))
      }
    }
    let rounds = max(20, min(200, 600_000 / max(1, placed.count)))
    solver.run(rounds: rounds, among: placed, groups: assignment, groupPull: 0.05, generator: &generator)
    let unit = Self.scaled(solver.x, solver.y, placed: placed)
    points = unit
    clusterPoints = clustering.clusters.map { cluster in
      let members = cluster.rows.compactMap { unit[$0] }
      return Point(x: Self.median(members.map(\.x)), y: Self.median(members.map(\.y)))
    }
  }

  /// Places for the middles of the clusters, a few units apart: nearest clusters attract.
  private static func middles(of clustering: Clustering, seed: UInt64) -> [Point] {
    let count = clustering.clusters.count
    let centers = ClusterCentroids(
      of: clustering.partition.assignment, count: count, in: clustering.embedding
    ).unitRows()
    var generator = SplitMix64(seed: seed ^ 0xC1)
    var solver = ForceLayout(count: count)
    for cluster in 0..<count {
      solver.x[cluster] = generator.nextUnit() * 4 - 2
      solver.y[cluster] = generator.nextUnit() * 4 - 2
      let near = (0..<count).filter { $0 != cluster }
        .map { (-centers.exactProduct(ofRow: cluster, withRow: $0, of: centers), $0) }
        .sorted { $0 < $1 }.prefix(3)
      for (cosine, other) in near where cosine < 0 {
        solver.edges.append(.init(from: cluster, to: other, weight: min(1, -cosine)))
      }
    }
    let none = [Int32](repeating: -1, count: count)
    solver.run(rounds: 300, among: Array(0..<count), groups: none, groupPull: 0, generator: &generator)
    // Room for the items between the middles.
    let spread =
      Double(max(1, clustering.embedding.placedRows.count)).squareRoot() / Double(max(1, count)).squareRoot() / 4
    return (0..<count).map { Point(x: solver.x[$0] * max(1.5, spread * 0.6), y: solver.y[$0] * max(1.5, spread * 0.6)) }
  }

  /// Brings places into 0…1, the same scale both ways; the farthest hundredth is drawn in to the edge.
  private static func scaled(_ x: [Double], _ y: [Double], placed: [Int]) -> [Point?] {
    var points = [Point?](repeating: nil, count: x.count)
    guard !placed.isEmpty else { return points }
    func range(_ values: [Double]) -> (low: Double, high: Double) {
      let sorted = placed.map { values[$0] }.sorted()
      let cut = sorted.count / 200
      return (sorted[cut], sorted[sorted.count - 1 - cut])
    }
    let (left, right) = range(x)
    let (top, bottom) = range(y)
    let size = max(right - left, bottom - top, 1e-9)
    let margin = 0.02
    func unit(_ value: Double, _ low: Double, _ high: Double) -> Double {
      let centered = ((value - (low + high) / 2) / size) * (1 - 2 * margin) + 0.5
      return (min(1 - margin / 2, max(margin / 2, centered)) * 1e6).rounded() / 1e6
    }
    for row in placed { points[row] = Point(x: unit(x[row], left, right), y: unit(y[row], top, bottom)) }
    return points
  }

  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0.5 : values.sorted()[values.count / 2]
  }
}
