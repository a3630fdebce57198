/// What related lists do to a collection as a whole: whom they show often, whom never, and what they show twice.
public struct RelatedListsSummary: Sendable, Equatable {
  /// The number of items of the collection.
  public let itemCount: Int
  /// The number of items whose list is empty or missing.
  public let emptyListCount: Int
  /// The number of places in all lists.
  public let recommendationCount: Int
  /// The items that no list shows, by id ascending.
  public let orphans: [ItemID]
  /// The items that are shown most, 1 % of the collection (rounded up), most often first, then by id.
  public let hubs: [ItemID]
  /// The share of all places that the hubs take, 0…1.
  public let hubShare: Double
  /// The Gini coefficient of how often items are shown: 0 all alike, near 1 all places to one item.
  public let giniCoefficient: Double
  /// The share of places taken by a near-duplicate of the item itself or of something higher in the same list.
  public let nearDuplicateRate: Double

  /// The share of items that some list shows, 0…1; 0 for an empty collection.
  public var coverage: Double {
    itemCount == 0 ? 0 : 1 - Double(orphans.count) / Double(itemCount)
  }

  /// Summarises lists.
  ///
  /// - Parameters:
  ///   - items: All items of the collection, each once.
  ///   - lists: What is shown for each item, best first; items that are not in the collection are passed over.
  ///   - duplicateGroups: The group of items that are nearly the same; an item that is not there is like no other.
  ///   - hubPercentage: The share of the collection that counts as hubs, in percent.
  /// - Complexity: O(places + *n* log *n*).
  public init(
    items: [ItemID], lists: [ItemID: [ItemID]], duplicateGroups: [ItemID: Int] = [:], hubPercentage: Double = 1
  ) {
    let ids = items.sorted()
    let indexOfItem = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    var shownCounts = [Int](repeating: 0, count: ids.count)
    var emptyListCount = 0
    var duplicateCount = 0
    for id in ids {
      let shown = lists[id] ?? []
      if shown.isEmpty { emptyListCount += 1 }
      var seenGroups = Set<Int>()
      if let group = duplicateGroups[id] { seenGroups.insert(group) }
      for other in shown {
        guard let index = indexOfItem[other] else { continue }
        shownCounts[index] += 1
        if let group = duplicateGroups[other], !seenGroups.insert(group).inserted { duplicateCount += 1 }
      }
    }

    let total = shownCounts.reduce(0, +)
    let hubCount = min(ids.count, Int((Double(ids.count) * hubPercentage / 100).rounded(.up)))
    let order = ids.indices.sorted { (shownCounts[$1], $0) < (shownCounts[$0], $1) }
    itemCount = ids.count
    self.emptyListCount = emptyListCount
    recommendationCount = total
    orphans = ids.indices.filter { shownCounts[$0] == 0 }.map { ids[$0] }
    hubs = order.prefix(hubCount).filter { shownCounts[$0] > 0 }.map { ids[$0] }
    hubShare =
      total == 0 ? 0 : Double(order.prefix(hubCount).reduce(0) { $0 + shownCounts[$1] }) / Double(total)
    giniCoefficient = Self.gini(ofAscending: shownCounts.sorted())
    nearDuplicateRate = total == 0 ? 0 : Double(duplicateCount) / Double(total)
  }

  /// `2 Σ i·x(i) / (n Σ x) − (n + 1) / n` with the counts *x(1)* ≤ … ≤ *x(n)*; 0 when nothing is shown.
  private static func gini(ofAscending counts: [Int]) -> Double {
    let total = counts.reduce(0, +)
    guard total > 0 else { return 0 }
    let weighted = counts.enumerated().reduce(0.0) { $0 + Double($1.offset + 1) * Double($1.element) }
    let count = Double(counts.count)
    return 2 * weighted / (count * Double(total)) - (count + 1) / count
  }
}
