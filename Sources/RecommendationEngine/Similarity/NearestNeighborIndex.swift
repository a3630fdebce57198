import LinearAlgebra

/// Finds the rows nearest to a row or a query by cosine: exactly, for one query or for all rows.
///
/// Single precision proposes (OpenBLAS for the terms that many rows hold, sums over postings for the others), double
/// precision in a fixed order decides; the answer does not depend on processor, threads or the order of work.
public struct NearestNeighborIndex: Sendable {
  /// The unit rows, of shape (items, terms).
  public let rows: SparseMatrix
  private let lazyPostings = LazyTermPostings()
  /// What single queries are compared with; made when it is first asked for.
  var postings: TermPostings { lazyPostings.value(of: rows) }

  /// How many terms the head holds when all pairs are compared; nil to choose.
  private let headCount: Int?

  /// How many terms are multiplied densely when all pairs are compared; nil to choose.
  private let denseCount: Int?

  /// Creates an index over unit rows. O(*nnz*).
  public init(rows: SparseMatrix) { self.init(rows: rows, headCount: nil) }

  /// Creates an index that keeps a number of terms out of the postings when it compares all pairs; for measurements.
  ///
  /// - Parameters:
  ///   - rows: The unit rows.
  ///   - headCount: So many terms are left to a bound.
  ///   - denseCount: So many terms are multiplied densely, and none left to a bound.
  package init(rows: SparseMatrix, headCount: Int?, denseCount: Int? = nil) {
    self.rows = rows
    self.headCount = headCount
    self.denseCount = denseCount
  }

  /// The length of a row of scores: the rows, one more that stays 0, up to a multiple of 8.
  var scoreStride: Int { (rows.rowCount + 8) / 8 * 8 }

  /// For each row the `count` nearest other rows with a cosine above 0, nearest first.
  ///
  /// - Complexity: O(Σ df² over the terms), plus O(rows²) comparisons, eight at a time.
  public func nearestNeighbors(count: Int) -> NeighborLists {
    let leading = leadingScores(count: count, margin: TopScores.margin)
    return nearestNeighbors(count: count, leading: leading, keepsCosines: false).lists
  }

  /// For each row the other rows with its `count` largest approximate scores, and those within a margin below them, as long as
  /// there are not very many.
  func leadingScores(count: Int, margin: Float = 0) -> LeadingScores {
    let frequencies = TermFrequencies(rows)
    let multiplies = denseCount != nil || headCount == nil && rows.rowCount <= TermFrequencies.denseRowLimit
    let head = multiplies ? denseCount ?? frequencies.denseCount : headCount ?? frequencies.headCount
    let blocked = BlockedPostings(
      rows, frequencies: frequencies, headCount: min(head, frequencies.heldCount), multipliesHead: multiplies,
      blockSize: PairSweep.blockSize(rowCount: rows.rowCount))
    return PairSweep(blocked, limit: max(1, min(count, rows.rowCount)), margin: margin).leadingScores()
  }

  /// For each row its nearest rows, exactly, from lists of at least `count` candidates.
  ///
  /// - Parameter keepsCosines: Whether the cosines are wanted.
  /// - Returns: The lists, and their cosines before they were rounded, one list after the other.
  func nearestNeighbors(
    count: Int, leading: LeadingScores, keepsCosines: Bool
  ) -> (lists: NeighborLists, cosines: [Double]) {
    // A few parts for each thread, as some rows cost more than others.
    let size = max(64, rows.rowCount / (4 * Parallelism.threadCount))
    let blocks = RowBlocks(rowCount: rows.rowCount, blockSize: size)
    let parts = blocks.map(workerCount: Parallelism.threadCount) {
      (_: Int, chunk: Range<Int>) -> (lists: NeighborLists, cosines: [Double]) in
      var lists = NeighborLists()
      var cosines: [Double] = []
      var candidates: [Int32] = []
      var exact = ExactScores(rows: rows)
      for row in chunk {
        let query = rowVector(row)
        exact.begin(query)
        let positions = leading.range(ofRow: row)
        let lowest = TopScores.lowestCandidate(of: leading.keys[positions], count: count)
        let list: [Neighbor]
        if leading.bounds[row] < lowest {
          candidates.removeAll(keepingCapacity: true)
          for key in leading.keys[positions] where key.score >= lowest { candidates.append(key.row) }
          list = Self.best(candidates, count: count) { exact.score($0) }
        } else {
          // More rows lie that close together than the list holds.
          list = nearestNeighbors(to: query, count: count, excluding: row, &exact)
        }
        lists.append(list)
        if keepsCosines { for neighbor in list { cosines.append(exact.score(neighbor.row)) } }
      }
      return (lists, cosines)
    }
    return (NeighborLists(joining: parts.map(\.lists)), parts.flatMap(\.cosines))
  }

  /// The `count` rows nearest to a query with a cosine above 0, nearest first.
  public func nearestNeighbors(to query: SparseVector, count: Int) -> [Neighbor] {
    var exact = ExactScores(rows: rows)
    exact.begin(query)
    return nearestNeighbors(to: query, count: count, excluding: nil, &exact)
  }

  /// The same but for one row, with exact scores that began with the query.
  func nearestNeighbors(
    to query: SparseVector, count: Int, excluding row: Int?, _ exact: inout ExactScores
  ) -> [Neighbor] {
    var result: [Neighbor] = []
    forEachScores(of: query) { scores in
      if let row { scores[scores.startIndex + row] = 0 }
      result = Self.best(TopScores.candidates(in: scores, count: count), count: count) { exact.score($0) }
    }
    return result
  }

  /// A row as a query.
  private func rowVector(_ row: Int) -> SparseVector { SparseVector(row: row, of: rows) }

  /// Gives the approximate scores of one query with all rows to a closure.
  func forEachScores(of query: SparseVector, _ body: (_ scores: inout ArraySlice<Float>) -> Void) {
    let stride = scoreStride
    var scores = [Float](repeating: 0, count: stride)
    postings.accumulate([query], into: &scores, stride: stride)
    body(&scores[...])
  }

  /// Gives each query's approximate scores with all rows to a closure, block by block.
  ///
  /// The scores are a row of ``scoreStride`` floats that the closure may change.
  func forEachScores(
    _ range: Range<Int>, query: (Int) -> SparseVector,
    _ body: (_ row: Int, _ query: SparseVector, _ scores: inout ArraySlice<Float>) -> Void
  ) {
    let stride = scoreStride
    let blockSize = postings.blockSize(stride: stride)
    var scores = [Float](repeating: 0, count: blockSize * stride)
    var start = range.lowerBound
    while start < range.upperBound {
      let block = start..<min(start + blockSize, range.upperBound)
      let queries = block.map(query)
      postings.accumulate(queries, into: &scores, stride: stride)
      for (number, row) in block.enumerated() {
        body(row, queries[number], &scores[number * stride..<(number + 1) * stride])
      }
      start = block.upperBound
    }
  }

  /// The best `count` of the candidates by their exact scores, rounded; those that round to 0 are left out.
  static func best(_ candidates: [Int32], count: Int, score: (Int32) -> Double) -> [Neighbor] {
    var neighbors: [Neighbor] = []
    neighbors.reserveCapacity(candidates.count)
    for row in candidates {
      let score = min(1, roundedScore(score(row)))
      if score > 0 { neighbors.append(Neighbor(row: row, score: score)) }
    }
    neighbors.sort(by: Neighbor.precedes)
    return Array(neighbors.prefix(count))
  }
}

extension NeighborLists {
  /// Joins lists, one behind the other.
  package init(joining parts: [NeighborLists]) {
    self.init()
    for part in parts { for row in 0..<part.count { append(part[row]) } }
  }
}
