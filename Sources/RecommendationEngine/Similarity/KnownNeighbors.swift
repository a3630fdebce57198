/// What an earlier run found about a collection, for a run to go on from.
///
/// An item whose row of weights is the same to the last bit has the same cosine with every other such item. So only what
/// touches the others has to be computed again, and the result is that of a run from the beginning, digit for digit.
public struct PreviousNeighbors: Sendable {
  /// The ids of the items, ascending.
  public var ids: [ItemID]
  /// For each item the first item with the same text: itself where it is that, or is alone.
  public var representative: [Int]
  /// The fingerprint of each item's row: see ``Recommender/rowFingerprints``.
  public var rowFingerprints: [UInt64]
  /// The nearest items of every item.
  public var nearest: NeighborLists
  /// The related items of every item, at most ``limit`` each.
  public var related: NeighborLists
  /// The longest that a list of related items can be.
  public var limit: Int
  /// How they were compared.
  public var configuration: SimilarityConfiguration
  /// Whether they were compared with feedback.
  public var usesFeedback: Bool
  /// Where one row in so many changed, or more, all are compared anew.
  ///
  /// A changed row costs as much as ever to compare, and some five times as much to look at as a related item.
  package var leastShare = 10

  /// Creates what an earlier run found.
  ///
  /// - Precondition: There are as many representatives, fingerprints and lists as ids.
  public init(
    ids: [ItemID], representative: [Int], rowFingerprints: [UInt64], nearest: NeighborLists, related: NeighborLists,
    limit: Int, configuration: SimilarityConfiguration, usesFeedback: Bool
  ) {
    for count in [representative.count, rowFingerprints.count, nearest.count, related.count] {
      precondition(count == ids.count, "\(count) entries for \(ids.count) items")
    }
    self.ids = ids
    self.representative = representative
    self.rowFingerprints = rowFingerprints
    self.nearest = nearest
    self.related = related
    self.limit = limit
    self.configuration = configuration
    self.usesFeedback = usesFeedback
  }
}

/// The lists of an earlier run in the rows of this one.
struct KnownNeighbors: Sendable {
  /// Whether each row is what it was in the earlier run.
  let isUnchanged: [Bool]
  /// The other rows, ascending.
  let changedRows: [Int32]
  /// The nearest rows of each row as they were; a row that is gone is -1. Empty for a row that was not there.
  let nearest: NeighborLists
  /// The related rows of each row as they were, likewise.
  let related: NeighborLists
  /// The longest that a list of related rows can be.
  let limit: Int

  /// Where one row in so many is touched, or more, all are compared anew.
  let leastShare: Int

  /// Translates the lists of an earlier run; nil when too much has changed for them to help.
  ///
  /// - Parameters:
  ///   - previous: What the earlier run found.
  ///   - ids: The ids of the items, ascending.
  ///   - rowOfItem: For each item its row, or nil when another item stands for it.
  ///   - rowFingerprints: The fingerprint of each row.
  init?(
    _ previous: PreviousNeighbors, ids: [ItemID], rowOfItem: (Int) -> Int32?, rowFingerprints: [UInt64]
  ) {
    let rowCount = rowFingerprints.count
    var rowNow = [Int32](repeating: -1, count: previous.ids.count)
    var itemBefore = [Int](repeating: -1, count: rowCount)
    var isUnchanged = [Bool](repeating: false, count: rowCount)
    var place = 0
    for before in previous.ids.indices where previous.representative[before] == before {
      while place < ids.count, ids[place] < previous.ids[before] { place += 1 }
      guard place < ids.count, ids[place] == previous.ids[before], let row = rowOfItem(place) else { continue }
      rowNow[before] = row
      itemBefore[Int(row)] = before
      isUnchanged[Int(row)] = previous.rowFingerprints[before] == rowFingerprints[Int(row)]
    }
    changedRows = (0..<Int32(rowCount)).filter { !isUnchanged[Int($0)] }
    self.isUnchanged = isUnchanged
    guard changedRows.count * previous.leastShare < rowCount else { return nil }
    nearest = NeighborLists(previous.nearest, ofRows: itemBefore, renumbered: rowNow)
    related = NeighborLists(previous.related, ofRows: itemBefore, renumbered: rowNow)
    limit = previous.limit
    leastShare = previous.leastShare
  }

  /// A list with some of its members scored anew; nil when rows that were never listed may belong to it now.
  ///
  /// What was not listed stood behind the last of a full list, and still has the score that it had. So a list that ends no
  /// further down than the old one did is complete.
  ///
  /// - Parameters:
  ///   - list: The list as it was, rows that are gone being -1.
  ///   - limit: The longest that it can be.
  ///   - isRescored: Whether the score of a row may have changed.
  ///   - rescored: Those of these rows that may belong to the list, with their scores now; in no order.
  static func updated(
    _ list: ArraySlice<Neighbor>, limit: Int, isRescored: (Int32) -> Bool, with rescored: [Neighbor]
  ) -> [Neighbor]? {
    var result = list.filter { $0.row >= 0 && !isRescored($0.row) }
    result += rescored.lazy.filter { $0.score > 0 }
    result.sort(by: Neighbor.precedes)
    if result.count > limit { result.removeLast(result.count - limit) }
    guard list.count == limit, let formerLast = list.last else { return result }
    guard result.count == limit, let last = result.last else { return nil }
    if last.score > formerLast.score { return result }
    guard last.score == formerLast.score, formerLast.row >= 0, last.row <= formerLast.row else { return nil }
    return result
  }

  /// For each row the score that another must have to enter its list, less a margin for single precision; none enters
  /// where nothing is asked.
  static func thresholds(of lists: NeighborLists, limit: Int, margin: Float, asks: (Int) -> Bool) -> [Float] {
    (0..<lists.count).map { row in
      guard asks(row) else { return .infinity }
      guard lists[row].count == limit, let last = lists[row].last else { return ScoreKey.smallestScore }
      return max(ScoreKey.smallestScore, Float(last.score) - margin)
    }
  }
}

/// Rows that are to be looked at for lists, grouped by list.
struct RowOffers: Sendable {
  private let offsets: [Int]
  private let offered: [Int32]

  /// Groups pairs of a list's row and a row offered to it; within a list the order is that of the pairs.
  init(_ pairs: [[(list: Int32, row: Int32)]], listCount: Int) {
    var offsets = [Int](repeating: 0, count: listCount + 1)
    for part in pairs { for pair in part { offsets[Int(pair.list) + 1] += 1 } }
    for list in 0..<listCount { offsets[list + 1] += offsets[list] }
    var next = offsets
    var offered = [Int32](repeating: 0, count: offsets[listCount])
    for part in pairs {
      for pair in part {
        offered[next[Int(pair.list)]] = pair.row
        next[Int(pair.list)] += 1
      }
    }
    self.offsets = offsets
    self.offered = offered
  }

  /// What is offered to a list.
  subscript(list: Int) -> ArraySlice<Int32> { offered[offsets[list]..<offsets[list + 1]] }
}
