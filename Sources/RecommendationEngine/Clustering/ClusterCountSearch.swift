import LinearAlgebra

/// Finds a number of clusters that comes out the same whatever the random start.
///
/// For each candidate *k*, single-start runs of spherical k-means with different seeds are compared: the stability is the mean
/// adjusted Rand index over all pairs of runs. The smallest *k* within 0.05 of the best stability wins. It works where the groups
/// are clear; so the value is kept and shown. Silhouette, Calinski-Harabasz and eigengaps fail on text.
///
/// The range is [max(5, k₀/2), 2·k₀] with k₀ = min(√(N/2), 40). To bound the cost, at most ``candidateLimit`` values are tried,
/// evenly spaced by ratio, on a random sample of at most ``sampleLimit`` items.
public struct ClusterCountSearch: Sendable, Equatable {
  /// The number of single-start runs for each candidate.
  public var runCount: Int
  /// The largest number of candidates.
  public var candidateLimit: Int
  /// The largest number of items that the runs look at.
  public var sampleLimit: Int
  /// The largest number of rounds of a run.
  public var roundLimit: Int
  /// How far below the best stability a smaller number may lie.
  public var tolerance: Double

  /// Creates the settings.
  public init(
    runCount: Int = 4, candidateLimit: Int = 6, sampleLimit: Int = 1_500, roundLimit: Int = 10, tolerance: Double = 0.05
  ) {
    precondition(runCount >= 2, "stability compares at least 2 runs, not \(runCount)")
    self.runCount = runCount
    self.candidateLimit = candidateLimit
    self.sampleLimit = sampleLimit
    self.roundLimit = roundLimit
    self.tolerance = tolerance
  }

  /// The numbers of clusters that are tried for so many items, ascending.
  package func candidates(itemCount: Int) -> [Int] {
    let center = min((Double(itemCount) / 2).squareRoot(), 40)
    let most = max(1, itemCount / 2)
    let lower = min(max(5, Int((center / 2).rounded())), most)
    let upper = min(max(lower, Int((2 * center).rounded())), most)
    guard upper - lower >= candidateLimit else { return Array(lower...upper) }
    // Evenly spaced by ratio, with multiplications only: the step is found by halving.
    var low = 1.0
    var high = 2.0
    for _ in 0..<50 {
      let step = (low + high) / 2
      let reached = (1..<candidateLimit).reduce(Double(lower)) { value, _ in value * step }
      if reached < Double(upper) { low = step } else { high = step }
    }
    var value = Double(lower)
    var counts: [Int] = []
    for _ in 0..<candidateLimit {
      let count = min(upper, Int(value.rounded()))
      if counts.last != count { counts.append(count) }
      value *= low
    }
    return counts
  }

  /// The number of clusters for an embedding, with its stability.
  public func selected(for embedding: ItemEmbedding, workerCount: Int) -> ClusterStability {
    let places = embedding.placedRows.filter { Int(embedding.firstTwins[$0]) == $0 }
    guard places.count > 1 else { return ClusterStability(count: places.count, value: 1) }
    let tried = stabilities(of: candidates(itemCount: places.count), places: places, embedding, workerCount)
    let best = tried.reduce(0) { max($0, $1.value) }
    return tried.first { $0.value >= best - tolerance } ?? ClusterStability(count: 1, value: 1)
  }

  /// How alike the runs with different seeds are for one number of clusters.
  public func stability(of count: Int, in embedding: ItemEmbedding, workerCount: Int) -> ClusterStability {
    let places = embedding.placedRows.filter { Int(embedding.firstTwins[$0]) == $0 }
    return stabilities(of: [count], places: places, embedding, workerCount).first
      ?? ClusterStability(count: count, value: 1)
  }

  /// The stability for each number of clusters. The seeds of a smaller number are the first of those of a larger one.
  private func stabilities(
    of counts: [Int], places: [Int], _ embedding: ItemEmbedding, _ workerCount: Int
  ) -> [ClusterStability] {
    let sample = embedding.selecting(SphericalKMeans.sample(places.count, size: sampleLimit).map { places[$0] })
    guard sample.count > 0 else { return counts.map { ClusterStability(count: $0, value: 1) } }
    let most = counts.reduce(1) { max($0, min($1, sample.count)) }
    let starts = RowBlocks(rowCount: runCount, blockSize: 1).map(workerCount: workerCount) { run, _ in
      let centers = sample.selecting(KMeansSeeding(seed: UInt64(run)).seedRows(of: sample, count: most)).coordinates
      return (centers: centers, products: sample.coordinates.products(withRowsOf: centers))
    }
    // The largest numbers, which take longest, first.
    let tasks = counts.indices.reversed().flatMap { place in starts.indices.map { (place: place, run: $0) } }
    let runs = RowBlocks(rowCount: tasks.count, blockSize: 1).map(workerCount: workerCount) { task, _ in
      let start = starts[tasks[task].run]
      let count = min(counts[tasks[task].place], start.centers.rowCount)
      var rounds = KMeansRounds(from: start.centers, count: count, on: sample, products: start.products)
      rounds.run(limit: roundLimit)
      return Partition(rounds.groups)
    }
    return counts.enumerated().map { place, count in
      let ours = tasks.indices.filter { tasks[$0].place == place }.map { runs[$0] }
      var sum = 0.0
      for (index, run) in ours.enumerated() { for other in ours[..<index] { sum += run.agreement(with: other) } }
      return ClusterStability(count: count, value: sum / Double(runCount * (runCount - 1) / 2))
    }
  }
}

/// How much a number of clusters depends on chance.
public struct ClusterStability: Sendable, Equatable {
  /// The number of clusters.
  public let count: Int
  /// The mean adjusted Rand index between runs with different seeds: 1 for the same clusters each time, 0 for chance.
  public let value: Double

  /// Creates a value.
  public init(count: Int, value: Double) {
    self.count = count
    self.value = value
  }

  /// What the value means.
  public var words: String {
    switch value {
    case 0.9...: "very stable: nearly the same clusters from every start"
    case 0.75..<0.9: "stable: most items meet the same company from every start"
    case 0.5..<0.75: "fairly stable: the cores hold, the borders move"
    default: "unstable: the content blends, other clusters would be as good"
    }
  }
}
