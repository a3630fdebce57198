import LinearAlgebra

/// Finds the rows nearest to a row or a query by cosine: exactly, for one query or for all rows.
///
/// Single precision proposes (BLAS for the terms that many rows hold, postings for the others), double precision in a
/// fixed order decides; the answer does not depend on processor, threads or the order of work.
public struct NearestNeighborIndex: Sendable {
  /// The unit rows, of shape (items, terms).
  public let rows: SparseMatrix
  let postings: TermPostings

  /// Creates an index over unit rows. O(*nnz*).
  public init(rows: SparseMatrix) {
    self.init(rows: rows, denseShare: TermPostings.denseShare)
  }

  /// Creates an index whose dense block holds the terms that at least a share of the rows hold; for measurements.
  package init(rows: SparseMatrix, denseShare: Double) {
    self.rows = rows
    postings = TermPostings(rows, denseShare: denseShare)
  }

  /// Creates an index that takes more rows than a limit for many; for tests.
  init(rows: SparseMatrix, headRowLimit: Int) {
    self.rows = rows
    postings = TermPostings(rows, headRowLimit: headRowLimit)
  }

  /// The length of a row of scores: the rows, one more that stays 0, up to a multiple of 8.
  var scoreStride: Int { (rows.rowCount + 8) / 8 * 8 }

  /// For each row the `count` nearest other rows with a cosine above 0, nearest first.
  ///
  /// - Complexity: O(Σ df² over the terms), plus O(rows²) comparisons, eight at a time.
  public func nearestNeighbors(count: Int) -> NeighborLists {
    nearestNeighbors(count: count, leading: leadingScores(count: count + Self.spareCount))
  }

  /// How many more rows than needed are kept as candidates, so that close scores seldom exceed them.
  private static let spareCount = 16

  /// For each row the other rows with its `count` largest approximate scores.
  func leadingScores(count: Int) -> LeadingScores {
    LeadingScores(
      joining: concurrentMap(chunksOf: rows.rowCount, minimumChunk: 64) { chunk in
        var lists = LeadingScores()
        var selection = LeadingSelection(limit: max(1, min(count, rows.rowCount)))
        guard postings.headLengths.isEmpty else {
          var scores = [Float](repeating: 0, count: scoreStride)
          for row in chunk {
            let query = rowVector(row)
            postings.accumulate([query], into: &scores, stride: scoreStride, includesHead: false)
            selection.collect(scores[...], completedBy: HeadTerms(postings, query: query), excluding: row)
            lists.append(selection)
          }
          return lists
        }
        forEachScores(chunk, query: rowVector) { row, _, scores in
          scores[scores.startIndex + row] = 0
          selection.collect(scores)
          lists.append(selection)
        }
        return lists
      })
  }

  /// For each row its nearest rows, exactly, from lists of at least `count` candidates.
  func nearestNeighbors(count: Int, leading: LeadingScores) -> NeighborLists {
    let parts = concurrentMap(chunksOf: rows.rowCount, minimumChunk: 64) { chunk in
      var lists = NeighborLists()
      var exact = ExactScores(rows: rows)
      for row in chunk {
        let query = rowVector(row)
        let positions = leading.range(ofRow: row)
        let lowest = TopScores.lowestCandidate(of: leading.scores[positions], count: count)
        guard leading.bounds[row] < lowest else {
          // More rows lie that close together than the list holds.
          lists.append(nearestNeighbors(to: query, count: count, excluding: row))
          continue
        }
        exact.begin(query)
        let candidates = positions.lazy.filter { leading.scores[$0] >= lowest }.map { leading.rows[$0] }
        lists.append(Self.best(Array(candidates), count: count) { exact.score($0) })
      }
      return lists
    }
    return NeighborLists(joining: parts)
  }

  /// The `count` rows nearest to a query with a cosine above 0, nearest first.
  public func nearestNeighbors(to query: SparseVector, count: Int) -> [Neighbor] {
    nearestNeighbors(to: query, count: count, excluding: nil)
  }

  /// The `count` rows nearest to a query but for one.
  func nearestNeighbors(to query: SparseVector, count: Int, excluding row: Int?) -> [Neighbor] {
    var exact = ExactScores(rows: rows)
    exact.begin(query)
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
