import LinearAlgebra

/// Ranks the items related to each item exactly, while looking at a few dozen of all pairs.
///
/// The score of candidate *j* for item *i* is `Σ a(m)·b(l)·S(m,l)` over the rows *m* that make the query of *i* (itself, and
/// with feedback its nearest rows), and the rows *l* that make the candidate (itself, and with smoothing its nearest rows).
/// Of each row *m* the leading cosines *S* are known, and a bound τ(m) on the others. With unknown cosines put at their
/// bound, `Σ a(m)·τ(m) + Σ a(m)·b(l)·(S(m,l) − τ(m))` over the known ones is an upper bound of the score, computed from a few
/// thousand entries. Candidates are scored exactly in the order of their bounds, until no bound reaches the last rank
/// (the threshold algorithm of Fagin, Lotem and Naor 2003). What is not reached by any known cosine has the bound
/// `Σ a(m)·τ(m)`; should even that reach the last rank, the item is ranked by comparing it with all. Known cosines that are
/// hardly above the bounds are counted as unknown: the shares of the rows that make a candidate add up to 1, so that raises
/// every bound by no more than what was left out.
///
/// - Precondition: No weight is negative and no row is longer than 1.
struct BoundedRanking {
  private let finder: RelatedItemsFinder
  private let leading: LeadingScores
  private let reverse: ReverseNeighbors
  private let limit: Int
  private let smoothing: NeighborSmoothing
  private var exact: ExactScores
  /// By row: the known cosines of the rows of the query, above their bounds, times their shares of the query.
  private let knownRoom: ScratchRoom<Float>
  /// The rows with a known cosine, `knownCount` of them.
  private let knownRowsRoom: ScratchRoom<Int32>
  private var knownCount = 0
  /// By candidate: the bound of its score, above the bound that all have.
  private let boundsRoom: ScratchRoom<Float>
  /// The candidates with a bound, and room for one more.
  private let candidatesRoom: ScratchRoom<Int32>
  /// The candidates with their bounds, `orderCount` of them, as far as they are in order the highest first.
  private let orderRoom: ScratchRoom<ScoreKey>
  private var orderCount = 0

  /// Single precision over some thousand terms, and the rounding of scores to six places.
  private static let margin = 8e-5
  /// How many candidates are brought into order at once.
  private static let batch = 32
  /// What a known cosine must add to count as known, in shares of the bound of the unknown ones.
  private static let knownShare = 0.03

  init(_ finder: RelatedItemsFinder, _ leading: LeadingScores, _ reverse: ReverseNeighbors, limit: Int) {
    self.finder = finder
    self.leading = leading
    self.reverse = reverse
    self.limit = limit
    smoothing = finder.smoothing
    exact = ExactScores(rows: finder.index.rows)
    knownRoom = ScratchRoom(repeating: 0, count: leading.count)
    knownRowsRoom = ScratchRoom(repeating: 0, count: leading.count + 1)
    boundsRoom = ScratchRoom(repeating: 0, count: leading.count)
    candidatesRoom = ScratchRoom(repeating: 0, count: leading.count + 1)
    orderRoom = ScratchRoom(repeating: ScoreKey(0, row: 0), count: leading.count + 1)
  }

  /// The related items of a row, best first; nil when the bounds do not decide.
  mutating func related(toRow row: Int) -> [Neighbor]? {
    let (query, parts) = finder.queryParts(ofRow: row)
    var unknownBound = addKnown(parts)
    unknownBound += dropLeastKnown(upTo: Float(Self.knownShare * unknownBound))
    addBounds(excluding: row)
    exact.begin(query)
    finder.rememberNearest(ofRow: row, in: &exact)
    let found = verified(excluding: row, unknownBound: unknownBound)
    forgetKnown()
    guard unknownBound == 0 || (found.count == limit && found[limit - 1].score > unknownBound + Self.margin) else {
      return nil
    }
    return found
  }

  /// Adds up what is known of the rows of the query; gives the bound of what is not.
  private mutating func addKnown(_ parts: [(row: Int32, share: Double)]) -> Double {
    var unknownBound = 0.0
    var count = 0
    let known = unsafe knownRoom.base
    let knownRows = unsafe knownRowsRoom.base
    let leading = self.leading
    let keys = leading.keys.span
    // SAFETY: listed rows are rows, for each of which there is a float; each is noted once, and there is room for one more.
    func add(_ score: Float, toKnown row: Int32) {
      let before = unsafe known[Int(row)]
      unsafe knownRows[count] = row
      count &+= before == 0 ? 1 : 0
      // Never 0, so that a row is noted once.
      unsafe known[Int(row)] = before + score + .leastNormalMagnitude
    }
    for part in parts {
      let bound = leading.bounds[Int(part.row)]
      let share = Float(part.share)
      unknownBound += part.share * Double(bound)
      for position in leading.range(ofRow: Int(part.row)) {
        let key = unsafe keys[unchecked: position]
        add(share * (key.score - bound), toKnown: key.row)
      }
      // A row is not in its own list; its cosine with itself is at most 1.
      add(share * (1 - bound), toKnown: part.row)
    }
    knownCount = count
    return unknownBound
  }

  /// Counts the known cosines up to a value as unknown; gives how much that may raise a score.
  private mutating func dropLeastKnown(upTo least: Float) -> Double {
    var count = 0
    let known = unsafe knownRoom.base
    let knownRows = unsafe knownRowsRoom.base
    // SAFETY: what was noted are rows; `count` never passes `place`.
    for place in 0..<knownCount {
      let row = unsafe knownRows[place]
      unsafe knownRows[count] = row
      if unsafe known[Int(row)] > least {
        count &+= 1
      } else {
        unsafe known[Int(row)] = 0
      }
    }
    knownCount = count
    // A little more, as it is added in another precision.
    return Double(least) * 1.000001
  }

  private mutating func forgetKnown() {
    // SAFETY: what was noted are rows.
    for place in 0..<knownCount { unsafe knownRoom.base[Int(knownRowsRoom.base[place])] = 0 }
    knownCount = 0
  }

  /// What is known of a row above the bound of all.
  private func known(_ row: Int32) -> Double {
    precondition(Int(row) < leading.count, "row \(row) of \(leading.count)")
    // SAFETY: there is a float for each row.
    return unsafe Double(knownRoom.base[Int(row)])
  }

  /// Spreads the known cosines over the candidates that they count for, and notes the bounds.
  private mutating func addBounds(excluding row: Int) {
    var count = 0
    let bounds = unsafe boundsRoom.base
    let candidates = unsafe candidatesRoom.base
    let known = unsafe knownRoom.base
    let knownRows = unsafe knownRowsRoom.base
    let reverse = self.reverse
    let entries = reverse.entries.span
    // SAFETY: entries hold rows, for each of which there is a bound; each is noted once, and there is room for one more.
    for place in 0..<knownCount {
      let knownRow = unsafe knownRows[place]
      guard knownRow != Int32(truncatingIfNeeded: row) else { continue }
      let score = unsafe known[Int(knownRow)]
      for position in reverse.range(ofRow: Int(knownRow)) {
        let entry = unsafe entries[unchecked: position]
        let before = unsafe bounds[Int(entry.row)]
        unsafe candidates[count] = entry.row
        count &+= before == 0 ? 1 : 0
        unsafe bounds[Int(entry.row)] = before + entry.weight * score + .leastNormalMagnitude
      }
    }
    let order = unsafe orderRoom.base
    orderCount = 0
    for place in 0..<count {
      let candidate = unsafe candidates[place]
      unsafe order[orderCount] = ScoreKey(bounds[Int(candidate)], row: candidate)
      orderCount &+= candidate != Int32(truncatingIfNeeded: row) ? 1 : 0
      unsafe bounds[Int(candidate)] = 0
    }
  }

  /// The best of the candidates by their exact scores, looked at in the order of their bounds.
  private mutating func verified(excluding row: Int, unknownBound: Double) -> [Neighbor] {
    var best: [Neighbor] = []
    best.reserveCapacity(limit + 1)
    var ordered = 0
    // SAFETY: `orderCount` candidates were noted.
    let order = unsafe UnsafeMutableBufferPointer(start: orderRoom.base, count: orderCount)
    for place in order.indices {
      if place == ordered {
        unsafe UnsafeMutableBufferPointer(rebasing: order[place...]).moveLargest(Self.batch)
        ordered = min(place + Self.batch, order.count)
        unsafe order[place..<ordered].sort(by: >)
      }
      let key = unsafe order[place]
      let candidate = key.row
      let bound = Double(key.score) + unknownBound + Self.margin
      if best.count == limit, bound < best[limit - 1].score { break }
      if best.count == limit, fallsBelow(best[limit - 1].score, candidate, bound, unknownBound, excluding: row) {
        continue
      }
      let score = smoothing.score(candidate, excluding: row) { exact.score($0) }
      let neighbor = Neighbor(row: candidate, score: min(1, roundedScore(score)))
      guard neighbor.score > 0 else { continue }
      if best.count == limit, !Neighbor.precedes(neighbor, best[limit - 1]) { continue }
      best.insert(neighbor, at: best.firstIndex { Neighbor.precedes(neighbor, $0) } ?? best.count)
      if best.count > limit { best.removeLast() }
    }
    return best
  }

  /// Whether the bound of a candidate falls below a score once the rows that make the candidate are scored exactly, its own,
  /// which counts most, first.
  ///
  /// Of a query that is a row the known cosines are exact enough: only rows that stand at the bound of all are scored.
  private mutating func fallsBelow(
    _ least: Double, _ candidate: Int32, _ bound: Double, _ unknownBound: Double, excluding row: Int
  ) -> Bool {
    var bound = bound
    if finder.usesFeedback || known(candidate) == 0 {
      bound += smoothing.ownShare * (exact.score(candidate) - known(candidate) - unknownBound)
      if bound < least { return true }
    }
    for place in smoothing.places(ofRow: Int(candidate)) {
      let neighbor = smoothing.rows[place]
      guard neighbor < Int32(smoothing.rowCount) else { continue }
      guard neighbor != Int32(truncatingIfNeeded: row) else {
        // The query itself counts as 0.
        bound -= smoothing.weights[place] * unknownBound
        continue
      }
      guard finder.usesFeedback || known(neighbor) == 0 else { continue }
      bound += smoothing.weights[place] * (exact.score(neighbor) - known(neighbor) - unknownBound)
      if bound < least { return true }
    }
    return false
  }
}

/// For each row the candidates that its score counts for: itself, and the rows that have it among their nearest.
struct ReverseNeighbors: Sendable {
  /// A candidate, and what the row's score is multiplied with in the candidate's.
  struct Entry: Sendable {
    var row: Int32
    var weight: Float
  }

  private let offsets: [Int]
  let entries: [Entry]

  init(_ smoothing: NeighborSmoothing) {
    var offsets = [Int](repeating: 1, count: smoothing.rowCount + 1)
    offsets[0] = 0
    smoothing.forEachEntry { _, neighbor, _ in offsets[Int(neighbor) + 1] += 1 }
    for row in 0..<smoothing.rowCount { offsets[row + 1] += offsets[row] }
    var next = offsets
    var entries = [Entry](repeating: Entry(row: 0, weight: 0), count: offsets[smoothing.rowCount])
    for row in 0..<smoothing.rowCount {
      entries[next[row]] = Entry(row: Int32(row), weight: Float(smoothing.ownShare))
      next[row] += 1
    }
    smoothing.forEachEntry { row, neighbor, weight in
      entries[next[Int(neighbor)]] = Entry(row: row, weight: weight)
      next[Int(neighbor)] += 1
    }
    self.offsets = offsets
    self.entries = entries
  }

  /// The entries of a row.
  func range(ofRow row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }
}
