import LinearAlgebra

/// Groups items around mean directions.
///
/// Dhillon and Modha, *Concept decompositions for large sparse text data using clustering*, Machine Learning 42 (2001): each item
/// goes to the centre with the largest cosine, each centre to the mean direction of its items, until no item moves. Starts come
/// from greedy k-means++ (Arthur and Vassilvitskii 2007): each next seed is drawn with probability ∝ 1 − cosine to the nearest
/// seed, and of three draws the one that lowers the sum most stays. Of several runs the one with the best objective wins.
public struct SphericalKMeans: ClusteringAlgorithm, Equatable {
  /// One start for each seed; the first of equally good ones wins.
  public var seeds: [UInt64]
  /// The number of rounds after which only the best starts go on; see ``workLimit``.
  public var trialLimit: Int
  /// The largest number of rounds of a run, those of the trial with them.
  public var iterationLimit: Int
  /// Collections with more placed items make their trials on a random sample of this size; the best go on with all items.
  public var sampleLimit: Int
  /// As many starts are run to the end as items × clusters² fit into this number, one at least; twice as many, with the items of
  /// the sample counted, are tried, six at least.
  ///
  /// Among few clusters a start that joins two groups costs much, among many it costs little: hence the square.
  public var workLimit: Int

  /// Creates the settings.
  ///
  /// Short trials on a sample tell good starts from bad ones at a small part of the cost of full runs. Where there are few
  /// clusters, all starts are run to the end on all items: on short texts the objective then varies half as much with the seeds.
  public init(
    seeds: [UInt64] = Array(0..<24), trialLimit: Int = 8, iterationLimit: Int = 40, sampleLimit: Int = 3_000,
    workLimit: Int = 10_000_000
  ) {
    precondition(!seeds.isEmpty, "k-means needs at least one seed")
    self.seeds = seeds
    self.trialLimit = trialLimit
    self.iterationLimit = iterationLimit
    self.sampleLimit = sampleLimit
    self.workLimit = workLimit
  }

  /// Groups the placed items, into a stable number of groups where none is given; O(seeds · rounds · items · clusters · dimensions)
  /// at most, as items that cannot have moved are passed over.
  public func partition(
    of embedding: ItemEmbedding, into clusterCount: Int?, startingFrom start: Partition?, workerCount: Int
  ) -> Partition {
    let rows = embedding.placedRows
    let placeCount = rows.filter { Int(embedding.firstTwins[$0]) == $0 }.count
    let wanted =
      clusterCount ?? start?.clusterCount
      ?? ClusterCountSearch().selected(for: embedding, workerCount: workerCount).count
    let count = min(wanted, placeCount)
    guard count > 0 else { return Partition([Int32](repeating: -1, count: embedding.count)) }
    let placed = embedding.selecting(rows)
    var groups: [Int32]
    if let start, start.clusterCount == count {
      groups = continued(rows.map { start.assignment[$0] }, on: placed, count: count, workerCount: workerCount)
    } else {
      groups = bestRun(on: placed, count: count, workerCount: workerCount)
    }
    var assignment = [Int32](repeating: -1, count: embedding.count)
    for (position, row) in rows.enumerated() { assignment[row] = groups[position] }
    return Partition(assignment)
  }

  /// The number of items that the seeds of a run are drawn from; more for many clusters.
  private static let seedingLimit = 1_000

  private func bestRun(on embedding: ItemEmbedding, count: Int, workerCount: Int) -> [Int32] {
    let sample = embedding.selecting(Self.sample(embedding.count, size: max(sampleLimit, count * 20)))
    let trialCount = min(seeds.count, max(6, 2 * workLimit / (sample.count * count * count)))
    let finalistCount = min(trialCount, max(1, workLimit / (embedding.count * count * count)))
    let isWhole = sample.count == embedding.count
    let trials = RowBlocks(rowCount: trialCount, blockSize: 1).map(workerCount: workerCount) { run, _ in
      // Drawing seeds costs as much as a few rounds; each run draws them from some items of its own.
      let few = sample.selecting(
        Self.sample(sample.count, size: max(Self.seedingLimit, count * 16), seed: seeds[run]))
      let start = KMeansSeeding(seed: seeds[run]).seedRows(of: few, count: count)
      var rounds = KMeansRounds(from: few.selecting(start).coordinates, count: count, on: sample)
      rounds.run(limit: isWhole && finalistCount == trialCount ? iterationLimit : trialLimit)
      return rounds
    }
    if isWhole, finalistCount == trialCount { return Self.best(of: trials) }
    let finalists = trials.indices.sorted { (-trials[$0].objective, $0) < (-trials[$1].objective, $1) }
      .prefix(finalistCount)
    // Several finalists share the workers, a single one has them all.
    let workersOfEach = finalists.count > 1 ? 1 : workerCount
    let finished = RowBlocks(rowCount: finalists.count, blockSize: 1).map(workerCount: workerCount) { place, _ in
      var rounds = trials[finalists[place]]
      if !isWhole {
        rounds = KMeansRounds(from: rounds.sums.unitRows(), count: count, on: embedding, workerCount: workersOfEach)
      }
      rounds.run(limit: iterationLimit - trialLimit, workerCount: workersOfEach)
      return rounds
    }
    return Self.best(of: finished)
  }

  /// The groups of the run with the largest objective, of equals the first.
  private static func best(of runs: [KMeansRounds]) -> [Int32] {
    runs.reduce((groups: [], objective: -Double.infinity)) { best, run in
      let objective = run.objective
      return objective > best.objective ? (run.groups, objective) : best
    }.groups
  }

  /// Goes on from given groups, of which some items may have none.
  private func continued(
    _ groups: [Int32], on embedding: ItemEmbedding, count: Int, workerCount: Int
  ) -> [Int32] {
    let centers = ClusterCentroids(of: groups, count: count, in: embedding).unitRows()
    var rounds = KMeansRounds(from: centers, count: count, on: embedding, workerCount: workerCount)
    rounds.run(limit: iterationLimit, workerCount: workerCount)
    return rounds.groups
  }

  /// `size` of `count` rows, ascending, each equally likely; the same for the same numbers.
  package static func sample(_ count: Int, size: Int, seed: UInt64 = 0) -> [Int] {
    guard size < count else { return Array(0..<count) }
    var generator = SplitMix64(seed: seed)
    var rows = Array(0..<count)
    for position in 0..<size { rows.swapAt(position, position + generator.next(below: count - position)) }
    return rows[..<size].sorted()
  }
}

extension ItemEmbedding {
  /// Some of the items, in the order given.
  package func selecting(_ rows: [Int]) -> ItemEmbedding {
    if rows.count == count, rows.elementsEqual(0..<count) { return self }
    var values: [Float] = []
    values.reserveCapacity(rows.count * dimension)
    for row in rows { values += coordinates.row(row) }
    var firsts: [Int32: Int32] = [:]
    var twins: [Int32] = []
    var placed: [Int] = []
    let known = Set(placedRows)
    for (position, row) in rows.enumerated() {
      let first = firsts[firstTwins[row], default: Int32(position)]
      firsts[firstTwins[row]] = first
      twins.append(first)
      if known.contains(row) { placed.append(position) }
    }
    return ItemEmbedding(
      coordinates: DenseMatrix(rowCount: rows.count, columnCount: dimension, values: values), firstTwins: twins,
      placedRows: placed)
  }

  /// Takes coordinates that lie on the grid already.
  private init(coordinates: DenseMatrix, firstTwins: [Int32], placedRows: [Int]) {
    self.coordinates = coordinates
    self.firstTwins = firstTwins
    self.placedRows = placedRows
  }
}
