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
  /// The number of rounds after which only the best ``finalistCount`` starts go on.
  public var trialLimit: Int
  /// The number of starts that are run to the end at least; see ``workLimit``.
  public var finalistCount: Int
  /// The largest number of rounds of a run, those of the trial with them.
  public var iterationLimit: Int
  /// Collections with more placed items make their trials on a random sample of this size; the best go on with all items.
  public var sampleLimit: Int
  /// As many starts are run to the end as items × clusters fit into this number; when that is all of them, without a trial.
  public var workLimit: Int

  /// Creates the settings.
  ///
  /// Twenty-four short trials and five full runs cost less than ten full runs. Where items × clusters is small, all starts are run
  /// to the end on all items: on short texts the objective then varies half as much with the seeds.
  public init(
    seeds: [UInt64] = Array(0..<24), trialLimit: Int = 8, finalistCount: Int = 5, iterationLimit: Int = 40,
    sampleLimit: Int = 6_000, workLimit: Int = 3_000_000
  ) {
    precondition(!seeds.isEmpty, "k-means needs at least one seed")
    self.seeds = seeds
    self.trialLimit = trialLimit
    self.finalistCount = finalistCount
    self.iterationLimit = iterationLimit
    self.sampleLimit = sampleLimit
    self.workLimit = workLimit
  }

  /// Groups the placed items, into a stable number of groups where none is given; O(seeds · rounds · items · clusters · dimensions), most of it in sgemm.
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

  /// One partition for each seed, from that seed's start alone.
  package func runs(of embedding: ItemEmbedding, into count: Int, workerCount: Int) -> [Partition] {
    forEachRun(seeds.count, workerCount: workerCount) { run in
      refined(start(run, on: embedding, count: count), on: embedding, rounds: iterationLimit, workerCount: 1)
    }.map { Partition($0.groups) }
  }

  private func bestRun(on embedding: ItemEmbedding, count: Int, workerCount: Int) -> [Int32] {
    let finalistCount = min(seeds.count, max(1, finalistCount, workLimit / max(1, embedding.count * count)))
    guard finalistCount < seeds.count else {
      return Self.best(
        of: forEachRun(seeds.count, workerCount: workerCount) { run in
          refined(start(run, on: embedding, count: count), on: embedding, rounds: iterationLimit, workerCount: 1)
        })
    }
    let sample = embedding.selecting(Self.sample(embedding.count, size: max(sampleLimit, count)))
    // Drawing the seeds of many clusters is most of the work in a large collection: there two thirds of the starts are tried.
    let trialCount = sample.count < embedding.count ? max(finalistCount, seeds.count * 2 / 3) : seeds.count
    let trials = forEachRun(trialCount, workerCount: workerCount) { run in
      refined(start(run, on: sample, count: count), on: sample, rounds: trialLimit, workerCount: 1)
    }
    let finalists = trials.indices.sorted { (-trials[$0].objective, $0) < (-trials[$1].objective, $1) }
      .prefix(finalistCount)
    let finished = forEachRun(finalists.count, workerCount: workerCount) { run in
      let trial = trials[finalists[run]].groups
      let centers = ClusterCentroids(of: trial, count: count, in: sample).unitRows()
      return refined(centers, on: embedding, rounds: iterationLimit - trialLimit, workerCount: 1)
    }
    return Self.best(of: finished)
  }

  /// The groups of the run with the largest objective, of equals the first.
  private static func best(of runs: [Run]) -> [Int32] {
    runs.reduce((groups: [], objective: -Double.infinity)) { $1.objective > $0.objective ? $1 : $0 }.groups
  }

  private func start(_ run: Int, on embedding: ItemEmbedding, count: Int) -> DenseMatrix {
    embedding.selecting(KMeansSeeding(seed: seeds[run]).seedRows(of: embedding, count: count)).coordinates
  }

  private typealias Run = (groups: [Int32], objective: Double)

  /// Does runs side by side on the workers; the results are in the order of the runs.
  private func forEachRun(_ count: Int, workerCount: Int, _ body: (Int) -> Run) -> [Run] {
    var results = [Run](repeating: ([], 0), count: count)
    unsafe results.withUnsafeMutableBufferPointer { results in
      // SAFETY: each block is one run and writes its own result only.
      RowBlocks(rowCount: count, blockSize: 1).forEach(workerCount: workerCount) { run, _ in
        unsafe results[run] = body(run)
      }
    }
    return results
  }

  /// Goes on from given groups, of which some items may have none.
  private func continued(
    _ groups: [Int32], on embedding: ItemEmbedding, count: Int, workerCount: Int
  ) -> [Int32] {
    let centers = ClusterCentroids(of: groups, count: count, in: embedding).unitRows()
    return refined(centers, on: embedding, rounds: iterationLimit, workerCount: workerCount).groups
  }

  /// The rounds of one run.
  private func refined(
    _ start: DenseMatrix, on embedding: ItemEmbedding, rounds: Int, workerCount: Int
  ) -> Run {
    var centers = start
    var groups = embedding.coordinates.nearestRows(in: centers, workerCount: workerCount)
    var sums = ClusterCentroids(of: groups, count: centers.rowCount, in: embedding)
    for _ in 1..<max(2, rounds) {
      fillEmpty(&groups, &sums, centers: centers, in: embedding)
      centers = sums.unitRows()
      let next = embedding.coordinates.nearestRows(in: centers, workerCount: workerCount)
      if next == groups { break }
      for row in next.indices where next[row] != groups[row] {
        sums.move(row, from: groups[row], to: next[row], in: embedding)
      }
      groups = next
    }
    return (groups, sums.objective)
  }

  /// Gives each empty cluster the item that fits worst where it is; the first of equals.
  private func fillEmpty(
    _ groups: inout [Int32], _ sums: inout ClusterCentroids, centers: DenseMatrix, in embedding: ItemEmbedding
  ) {
    let empty = (0..<sums.count).filter { sums.sizes[$0] == 0 }
    guard !empty.isEmpty else { return }
    var ranked = groups.indices.map { row in
      (embedding.coordinates.exactProduct(ofRow: row, withRow: Int(groups[row]), of: centers), row)
    }.sorted { $0 < $1 }[...]
    for cluster in empty {
      while let (_, row) = ranked.popFirst() {
        guard sums.sizes[Int(groups[row])] > 1, Int(embedding.firstTwins[row]) == row else { continue }
        sums.move(row, from: groups[row], to: Int32(cluster), in: embedding)
        groups[row] = Int32(cluster)
        break
      }
    }
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
