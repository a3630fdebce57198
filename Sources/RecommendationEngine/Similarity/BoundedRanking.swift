import LinearAlgebra

/// Ranks the items related to each item exactly, while looking at a few dozen of all pairs.
///
/// The score of candidate *j* for item *i* is `Σ a(m)·b(l)·S(m,l)` over the rows *m* that make the query of *i* (itself, and
/// with feedback its nearest rows), and the rows *l* that make the candidate (itself, and with smoothing its nearest rows).
/// Of each row *m* the leading cosines *S* are known, and a bound τ(m) on the others. With unknown cosines put at their
/// bound, `Σ a(m)·τ(m) + Σ a(m)·b(l)·(S(m,l) − τ(m))` over the known ones is an upper bound of the score, computed from a few
/// thousand entries. Candidates are scored exactly in the order of their bounds, until no bound reaches the last rank
/// (the threshold algorithm of Fagin, Lotem and Naor 2003). What is not reached by any known cosine has the bound
/// `Σ a(m)·τ(m)`; should even that reach the last rank, the item is ranked by comparing it with all.
///
/// - Precondition: No weight is negative and no row is longer than 1.
struct BoundedRanking {
  private let finder: RelatedItemsFinder
  private let leading: LeadingScores
  private let reverse: ReverseNeighbors
  private let limit: Int
  private var exact: ExactScores
  /// By row: the known cosines of the rows of the query, above their bounds, times their shares of the query.
  private var known: [Float]
  private var knownRows: [Int32] = []
  /// By candidate: the bound of its score, above the bound that all have.
  private var bounds: [Float]
  private var candidates: [Int32] = []
  private var order: [ScoreKey] = []

  /// Single precision over some thousand terms, and the rounding of scores to six places.
  private static let margin = 8e-5
  /// How many candidates are brought into order at once.
  private static let batch = 32

  init(_ finder: RelatedItemsFinder, _ leading: LeadingScores, _ reverse: ReverseNeighbors, limit: Int) {
    self.finder = finder
    self.leading = leading
    self.reverse = reverse
    self.limit = limit
    exact = ExactScores(rows: finder.index.rows)
    known = Array(repeating: 0, count: leading.count)
    bounds = Array(repeating: 0, count: leading.count)
  }

  /// The related items of a row, best first; nil when the bounds do not decide.
  mutating func related(toRow row: Int) -> [Neighbor]? {
    let (query, parts) = finder.queryParts(ofRow: row)
    let unknownBound = addKnown(parts, excluding: row)
    addBounds(excluding: row)
    exact.begin(query)
    let found = verified(excluding: row, unknownBound: unknownBound)
    for row in knownRows { known[Int(row)] = 0 }
    knownRows.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    guard unknownBound == 0 || (found.count == limit && found[limit - 1].score > unknownBound + Self.margin) else {
      return nil
    }
    return found
  }

  /// Adds up what is known of the rows of the query; gives the bound of what is not.
  private mutating func addKnown(_ parts: [(row: Int32, share: Double)], excluding row: Int) -> Double {
    var unknownBound = 0.0
    for part in parts {
      let bound = leading.bounds[Int(part.row)]
      let share = Float(part.share)
      unknownBound += part.share * Double(bound)
      for position in leading.range(ofRow: Int(part.row)) {
        let key = leading.keys[position]
        add(share * (key.score - bound), toKnown: key.row)
      }
      // A row is not in its own list; its cosine with itself is at most 1.
      add(share * (1 - bound), toKnown: part.row)
    }
    return unknownBound
  }

  @inline(__always)
  private mutating func add(_ score: Float, toKnown row: Int32) {
    if known[Int(row)] == 0 { knownRows.append(row) }
    // Never 0, so that a row is noted once.
    known[Int(row)] += score + .leastNormalMagnitude
  }

  /// Spreads the known cosines over the candidates that they count for.
  private mutating func addBounds(excluding row: Int) {
    let ownShare = Float(finder.smoothing.ownShare)
    for known in knownRows where known != Int32(row) {
      let score = self.known[Int(known)]
      add(ownShare * score, toBoundOf: known)
      for position in reverse.range(ofRow: Int(known)) {
        add(reverse.weights[position] * score, toBoundOf: reverse.rows[position])
      }
    }
    order.removeAll(keepingCapacity: true)
    for candidate in candidates {
      if candidate != Int32(row) { order.append(ScoreKey(bounds[Int(candidate)], row: candidate)) }
      bounds[Int(candidate)] = 0
    }
  }

  @inline(__always)
  private mutating func add(_ score: Float, toBoundOf candidate: Int32) {
    if bounds[Int(candidate)] == 0 { candidates.append(candidate) }
    bounds[Int(candidate)] += score + .leastNormalMagnitude
  }

  /// The best of the candidates by their exact scores, looked at in the order of their bounds.
  private mutating func verified(excluding row: Int, unknownBound: Double) -> [Neighbor] {
    var best: [Neighbor] = []
    best.reserveCapacity(limit + 1)
    var ordered = 0
    for place in order.indices {
      if place == ordered {
        order.moveLargest(Self.batch, in: place..<order.count)
        ordered = min(place + Self.batch, order.count)
        order[place..<ordered].sort(by: >)
      }
      let candidate = order[place].row
      let bound = Double(order[place].score) + unknownBound + Self.margin
      if best.count == limit, bound < best[limit - 1].score { break }
      // The candidate's own row counts most: with its exact score the bound mostly falls below the last rank.
      let ownShare = finder.smoothing.ownShare
      let own = ownShare * (exact.score(candidate) - Double(known[Int(candidate)]) - unknownBound)
      if best.count == limit, bound + own < best[limit - 1].score { continue }
      let score = finder.smoothing.score(candidate, excluding: row) { exact.score($0) }
      let neighbor = Neighbor(row: candidate, score: min(1, roundedScore(score)))
      guard neighbor.score > 0 else { continue }
      if best.count == limit, !Neighbor.precedes(neighbor, best[limit - 1]) { continue }
      best.insert(neighbor, at: best.firstIndex { Neighbor.precedes(neighbor, $0) } ?? best.count)
      if best.count > limit { best.removeLast() }
    }
    return best
  }
}

/// For each row the rows that have it among their nearest, with what its score counts for theirs.
struct ReverseNeighbors: Sendable {
  private let offsets: [Int]
  /// The rows that have the row among their nearest, ascending.
  let rows: [Int32]
  /// What the row's score is multiplied with in theirs.
  let weights: [Float]

  init(_ smoothing: NeighborSmoothing) {
    var offsets = [Int](repeating: 0, count: smoothing.rowCount + 1)
    smoothing.forEachEntry { _, neighbor, _ in offsets[Int(neighbor) + 1] += 1 }
    for row in 0..<smoothing.rowCount { offsets[row + 1] += offsets[row] }
    var next = offsets
    var rows = [Int32](repeating: 0, count: offsets[smoothing.rowCount])
    var weights = [Float](repeating: 0, count: rows.count)
    smoothing.forEachEntry { row, neighbor, weight in
      rows[next[Int(neighbor)]] = row
      weights[next[Int(neighbor)]] = weight
      next[Int(neighbor)] += 1
    }
    self.offsets = offsets
    self.rows = rows
    self.weights = weights
  }

  /// The entries of a row.
  func range(ofRow row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }
}
