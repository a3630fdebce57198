import LinearAlgebra

/// Draws the items that k-means starts from: greedy k-means++ with three candidates a step.
///
/// Arthur and Vassilvitskii, *k-means++: the advantages of careful seeding*, SODA 2007; the greedy choice among several
/// candidates is their section 7. On the sphere the squared distance is 2 · (1 − cosine).
package struct KMeansSeeding: Sendable {
  private var generator: SplitMix64

  /// Starts the draws that belong to a seed.
  package init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
  }

  /// Up to `count` rows at different places; fewer when all items lie on those drawn.
  package consuming func seedRows(of embedding: ItemEmbedding, count: Int) -> [Int] {
    guard embedding.count > 0, count > 0 else { return [] }
    var seeds = [generator.next(below: embedding.count)]
    var distances = [Float](repeating: 2, count: embedding.count)
    let first = embedding.coordinates.distances(toCandidates: (seeds[0], seeds[0], seeds[0]), cappedBy: distances)[0]
    distances = first.distances
    var sum = first.sum
    while seeds.count < count, sum > 0 {
      let drawn = draw(from: distances, sum: sum)
      let tried = embedding.coordinates.distances(toCandidates: (drawn[0], drawn[1], drawn[2]), cappedBy: distances)
      var best = 0
      for other in 1..<3 where (tried[other].sum, drawn[other]) < (tried[best].sum, drawn[best]) { best = other }
      seeds.append(drawn[best])
      distances = tried[best].distances
      sum = tried[best].sum
    }
    return seeds
  }

  /// Three rows, each drawn with probability proportional to its distance.
  private mutating func draw(from distances: [Float], sum: Double) -> [Int] {
    let targets = (0..<3).map { _ in generator.nextUnit() * sum }.sorted()
    var drawn: [Int] = []
    var running = 0.0
    var last = 0
    for row in distances.indices where distances[row] > 0 {
      running += Double(distances[row])
      last = row
      while drawn.count < 3, running > targets[drawn.count] { drawn.append(row) }
      if drawn.count == 3 { break }
    }
    while drawn.count < 3 { drawn.append(last) }
    return drawn
  }
}
