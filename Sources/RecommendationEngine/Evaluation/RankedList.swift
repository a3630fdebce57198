/// Items in the order in which they are shown: score descending, then id ascending.
///
/// The second rule decides ties, so that the same scores give the same list everywhere. Programs differ here
/// (trec_eval puts the *higher* id first, ranx keeps the order of its sort); ``tieRate`` says how much it matters.
public struct RankedList: Sendable, Equatable {
  /// The ids, best first.
  public let ids: [ItemID]
  /// The number of items that share their score with another item of the list.
  public let tiedCount: Int

  /// The share of the list that shares its score with another item of the list, 0…1; 0 for an empty list.
  public var tieRate: Double {
    ids.isEmpty ? 0 : Double(tiedCount) / Double(ids.count)
  }

  /// Takes a list that is in order already and whose scores are not known.
  public init(ids: [ItemID]) {
    self.ids = ids
    tiedCount = 0
  }

  /// Orders items by their scores.
  ///
  /// - Parameters:
  ///   - scores: Each item once; a score is not NaN.
  ///   - limit: The number of items that are kept; nil keeps all. Ties are counted among those that are kept.
  /// - Complexity: O(*n* log *n*).
  public init(scores: [(id: ItemID, score: Double)], limit: Int? = nil) {
    let ordered = scores.sorted { lhs, rhs in
      precondition(!lhs.score.isNaN && !rhs.score.isNaN, "the score of '\(lhs.id)' or '\(rhs.id)' is not a number")
      return lhs.score == rhs.score ? lhs.id < rhs.id : lhs.score > rhs.score
    }
    let kept = ordered.prefix(limit ?? ordered.count)
    ids = kept.map(\.id)
    tiedCount = Self.tiedCount(of: kept.map(\.score))
  }

  /// Takes neighbors, which are in order already.
  ///
  /// - Parameters:
  ///   - neighbors: Rows and their scores, rounded, best first.
  ///   - rowIDs: The ids of the rows, ascending.
  public init(neighbors: some Sequence<Neighbor>, rowIDs: [ItemID]) {
    let neighbors = Array(neighbors)
    ids = neighbors.map { rowIDs[Int($0.row)] }
    tiedCount = Self.tiedCount(of: neighbors.map(\.score))
  }

  /// The number of scores that are the same as the one before or after.
  private static func tiedCount(of scores: [Double]) -> Int {
    scores.indices.count { position in
      (position > 0 && scores[position - 1] == scores[position])
        || (position + 1 < scores.count && scores[position + 1] == scores[position])
    }
  }
}

extension Sequence<RankedList> {
  /// The share of all listed items that share their score with another item of their list, 0…1.
  public var tieRate: Double {
    var tied = 0
    var listed = 0
    for list in self {
      tied += list.tiedCount
      listed += list.ids.count
    }
    return listed == 0 ? 0 : Double(tied) / Double(listed)
  }
}
