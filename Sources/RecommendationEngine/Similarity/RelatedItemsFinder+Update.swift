import LinearAlgebra

extension RelatedItemsFinder {
  /// The related items of every item, as ``relatedToAll(limit:)`` finds them, from what is known of unchanged rows; nil
  /// when too many are touched for that to be cheaper.
  ///
  /// A score hangs on the row of the query and, with feedback, its nearest rows and their cosines, and in the same way on
  /// those of the candidate, with smoothing. Where none of these changed on either side, neither did the score. Queries
  /// that changed are ranked anew; candidates that changed are compared with all queries at once, and scored exactly for
  /// those whose lists they may enter.
  func relatedToAll(limit: Int, known: KnownNeighbors) -> NeighborLists? {
    let isTouched = touchedRows(known)
    guard isTouched.count(where: { $0 }) * known.leastShare < isTouched.count else { return nil }
    let isChanged = known.isUnchanged.map { !$0 }
    let isNewQuery = usesFeedback ? isTouched : isChanged
    let isNewCandidate = configuration.smoothing > 0 ? isTouched : isChanged
    let candidates = (0..<Int32(isTouched.count)).filter { isNewCandidate[Int($0)] }
    let thresholds = KnownNeighbors.thresholds(of: known.related, limit: limit, margin: 4 * TopScores.margin) {
      !isNewQuery[$0]
    }
    if !candidates.isEmpty { _ = index.postings }
    let shares = usesFeedback ? FeedbackBounds(nearest, configuration) : nil
    let offers = RowOffers(
      concurrentMap(chunksOf: candidates.count, minimumChunk: 4) { chunk in
        var offers: [(list: Int32, row: Int32)] = []
        for candidate in candidates[chunk] {
          index.forEachScores(of: smoothing.vector(ofRow: candidate, rows: index.rows)) { scores in
            offer(candidate, scores, thresholds, shares, to: &offers)
          }
        }
        return offers
      }, listCount: isTouched.count)
    let isStale = { @Sendable (row: Int32) in row < 0 || isNewCandidate[Int(row)] }
    // Rows with work lie together where pages do, so they are dealt out one by one.
    let rows = (0..<isTouched.count).filter { row in
      isNewQuery[row] || !offers[row].isEmpty || known.related[row].contains { isStale($0.row) }
    }
    let workers = min(rows.count, Parallelism.threadCount)
    let updates = concurrentMap(chunksOf: workers) { chunk in
      var lists = NeighborLists()
      var exact = ExactScores(rows: index.rows)
      var smoothed = [Float](repeating: 0, count: index.scoreStride)
      for row in stride(from: chunk.lowerBound, to: rows.count, by: max(1, workers)).lazy.map({ rows[$0] }) {
        let list = known.related[row]
        let query = query(ofRow: row)
        exact.begin(query)
        var updated: [Neighbor]?
        if !isNewQuery[row] {
          let rescored = scored(offers[row], excluding: row, &exact)
          updated = KnownNeighbors.updated(list, limit: limit, isRescored: isStale, with: rescored)
        }
        lists.append(updated ?? ranked(row, query, among: list, limit: limit, &exact, &smoothed))
      }
      return lists
    }
    var lists = NeighborLists()
    var next = 0
    for row in 0..<isTouched.count {
      if next < rows.count, rows[next] == row {
        lists.append(updates[next % workers][next / workers])
        next += 1
      } else {
        lists.append(known.related[row])
      }
    }
    return lists
  }

  private func scored(
    _ candidates: some Collection<Int32>, excluding row: Int, _ exact: inout ExactScores
  ) -> [Neighbor] {
    candidates.map { candidate in
      let score = smoothing.score(candidate, excluding: row) { exact.score($0) }
      return Neighbor(row: candidate, score: min(1, roundedScore(score)))
    }
  }

  /// The related items of a row, compared with all: those that it had before are no worse than the last of them, which
  /// spares looking at what scores less.
  private func ranked(
    _ row: Int, _ query: SparseVector, among known: ArraySlice<Neighbor>, limit: Int, _ exact: inout ExactScores,
    _ smoothed: inout [Float]
  ) -> [Neighbor] {
    let former = scored(known.lazy.map(\.row).filter { $0 >= 0 && Int($0) != row }, excluding: row, &exact)
    let floor = former.count < limit ? 0 : Float(former.lazy.map(\.score).min() ?? 0).nextDown
    var result: [Neighbor] = []
    index.forEachScores(of: query) { scores in
      result = rank(&scores, &smoothed, &exact, excluding: row, limit: limit, floor: floor)
    }
    return result
  }

  /// The rows that changed, and those whose nearest rows, as far as scores hang on them, are others or have other cosines.
  private func touchedRows(_ known: KnownNeighbors) -> [Bool] {
    let count = max(configuration.smoothingNeighborCount, usesFeedback ? configuration.feedbackItemCount : 0)
    return (0..<nearest.count).map { row in
      guard known.isUnchanged[row] else { return true }
      let now = nearest[row].prefix(count)
      return now != known.nearest[row].prefix(count) || now.contains { known.isStale($0.row) }
    }
  }

  /// Notes the queries whose lists a candidate may enter.
  ///
  /// - Parameter scores: The products of every row with the candidate's smoothed vector, in single precision.
  private func offer(
    _ candidate: Int32, _ scores: ArraySlice<Float>, _ thresholds: [Float], _ shares: FeedbackBounds?,
    to offers: inout [(list: Int32, row: Int32)]
  ) {
    let base = scores.startIndex
    for query in thresholds.indices where thresholds[query] < .infinity {
      let score = shares?.bound(ofQuery: query, scores) ?? scores[base + query]
      if score >= thresholds[query], query != Int(candidate) { offers.append((Int32(query), candidate)) }
    }
  }
}

/// What feedback makes of a query's scores at most, from the cosines of its nearest rows alone.
///
/// The query is `s·(q + (β/|e|)·Σ c(m)·x(m))` with *e* the sum, of which `√Σ c² ≤ |e| ≤ Σ c` is known as no weight is negative,
/// and `s = 1/√(1 + β² + 2β·Σ c²/|e|)`: both factors are taken as large as they can be.
private struct FeedbackBounds: Sendable {
  private let count: Int
  private let rows: [Int32]
  private let shares: [Float]
  private let ownShare: [Float]

  init(_ nearest: NeighborLists, _ configuration: SimilarityConfiguration) {
    count = configuration.feedbackItemCount
    var rows = [Int32](repeating: 0, count: nearest.count * count)
    var shares = [Float](repeating: 0, count: rows.count)
    var ownShare = [Float](repeating: 1, count: nearest.count)
    let weight = configuration.feedbackWeight
    for row in 0..<nearest.count {
      let list = nearest[row].prefix(count)
      guard !list.isEmpty else { continue }
      let sum = list.reduce(0.0) { $0 + $1.score }
      let squares = list.reduce(0.0) { $0 + $1.score * $1.score }
      let own = 1 / (1 + weight * weight + 2 * weight * squares / sum).squareRoot()
      ownShare[row] = Float(own)
      for (place, neighbor) in list.enumerated() {
        rows[row * count + place] = neighbor.row
        shares[row * count + place] = Float(own * weight / squares.squareRoot() * neighbor.score)
      }
    }
    self.rows = rows
    self.shares = shares
    self.ownShare = ownShare
  }

  /// The highest score that a query can have.
  @inline(__always)
  func bound(ofQuery query: Int, _ scores: ArraySlice<Float>) -> Float {
    let base = scores.startIndex
    var sum = ownShare[query] * scores[base + query]
    for place in query * count..<(query + 1) * count { sum += shares[place] * scores[base + Int(rows[place])] }
    return sum
  }
}
