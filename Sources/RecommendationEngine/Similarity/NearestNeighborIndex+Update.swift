import LinearAlgebra

extension NearestNeighborIndex {
  /// For each row its nearest rows, as ``nearestNeighbors(count:)`` finds them, from what is known of unchanged rows.
  ///
  /// - Complexity: O(changed rows · (postings of their terms + rows)) and a look at every list.
  func nearestNeighbors(count: Int, known: KnownNeighbors) -> NeighborLists {
    let thresholds = KnownNeighbors.thresholds(of: known.nearest, limit: count, margin: 2 * TopScores.margin) {
      known.isUnchanged[$0]
    }
    // Made by one of the workers below, they would be made by one thread.
    if !known.changedRows.isEmpty { _ = postings }
    // Each changed row finds its own neighbors, and is offered to the rows that it may be near to.
    let parts = concurrentMap(chunksOf: known.changedRows.count, minimumChunk: 4) { chunk in
      var own = NeighborLists()
      var offers: [(list: Int32, row: Int32)] = []
      var exact = ExactScores(rows: rows)
      for place in chunk {
        let row = known.changedRows[place]
        let query = SparseVector(row: Int(row), of: rows)
        exact.begin(query)
        forEachScores(of: query) { scores in
          scores[scores.startIndex + Int(row)] = 0
          let base = scores.startIndex
          for list in thresholds.indices where scores[base + list] >= thresholds[list] {
            offers.append((Int32(list), row))
          }
          own.append(Self.best(TopScores.candidates(in: scores, count: count), count: count) { exact.score($0) })
        }
      }
      return (own, offers)
    }
    let own = NeighborLists(joining: parts.map(\.0))
    let offers = RowOffers(parts.map(\.1), listCount: rows.rowCount)
    return NeighborLists(
      joining: concurrentMap(chunksOf: rows.rowCount, minimumChunk: 64) { chunk in
        var lists = NeighborLists()
        var exact = ExactScores(rows: rows)
        var nextOwn = known.changedRows.partitioningIndex { $0 >= Int32(chunk.lowerBound) }
        for row in chunk {
          guard known.isUnchanged[row] else {
            lists.append(own[nextOwn])
            nextOwn += 1
            continue
          }
          let list = known.nearest[row]
          guard !offers[row].isEmpty || list.contains(where: { known.isStale($0.row) }) else {
            lists.append(list)
            continue
          }
          let query = SparseVector(row: row, of: rows)
          exact.begin(query)
          let rescored = offers[row].map { Neighbor(row: $0, score: min(1, roundedScore(exact.score($0)))) }
          let updated = KnownNeighbors.updated(list, limit: count, isRescored: known.isStale, with: rescored)
          lists.append(updated ?? nearestNeighbors(to: query, count: count, excluding: row, &exact))
        }
        return lists
      })
  }
}

extension KnownNeighbors {
  /// Whether the cosines of a row may differ from what they were: it changed, or is gone.
  func isStale(_ row: Int32) -> Bool { row < 0 || !isUnchanged[Int(row)] }
}

extension [Int32] {
  /// The first index whose element fulfils a predicate that holds from there on. O(log count).
  fileprivate func partitioningIndex(where holds: (Int32) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
