/// The items to learn from and the items to be judged on.
///
/// Every way of splitting is a function of the ids (and dates), the seed and the groups, never of the order in which the
/// items were read. Near-duplicates form groups, and a group never lies on both sides: who has learned from the copy
/// knows the answer.
public struct DataSplit: Sendable, Equatable {
  /// The items to learn from, by id ascending.
  public let training: [ItemID]
  /// The items to be judged on, by id ascending.
  public let test: [ItemID]

  /// Creates a split that is given, as from a file; the ids are sorted.
  public init(training: [ItemID], test: [ItemID]) {
    self.training = training.sorted()
    self.test = test.sorted()
  }

  /// Takes items at random.
  ///
  /// - Parameters:
  ///   - ids: All items, each once.
  ///   - testShare: The share that is judged on, 0…1. Groups that would exceed it stay in training.
  ///   - seed: The seed of the order in which items are taken.
  ///   - groups: The group of items that are nearly the same; an item that is not there is alone.
  public static func random(_ ids: [ItemID], testShare: Double, seed: UInt64, groups: [ItemID: Int] = [:]) -> DataSplit
  {
    let target = testCount(of: ids.count, share: testShare)
    var blocks = blocks(of: ids, groups: groups)
    var generator = SeededGenerator(seed: seed)
    generator.shuffle(&blocks)
    var training: [ItemID] = []
    var test: [ItemID] = []
    for block in blocks {
      if test.count + block.count <= target { test += block } else { training += block }
    }
    return DataSplit(training: training, test: test)
  }

  /// Deals items into folds; each fold is judged on once, by what is learned from the others.
  ///
  /// Groups are dealt in random order, each to the fold that has the fewest items so far, the first of them on a tie.
  ///
  /// - Parameters:
  ///   - ids: All items, each once.
  ///   - count: The number of folds, at least 2.
  ///   - seed: The seed of the order in which groups are dealt.
  ///   - groups: The group of items that are nearly the same; an item that is not there is alone.
  public static func folds(_ ids: [ItemID], count: Int, seed: UInt64, groups: [ItemID: Int] = [:]) -> [DataSplit] {
    precondition(count >= 2, "cross-validation needs 2 folds or more, not \(count)")
    var blocks = blocks(of: ids, groups: groups)
    var generator = SeededGenerator(seed: seed)
    generator.shuffle(&blocks)
    var folds = [[ItemID]](repeating: [], count: count)
    for block in blocks {
      var smallest = 0
      for fold in folds.indices where folds[fold].count < folds[smallest].count { smallest = fold }
      folds[smallest] += block
    }
    return folds.indices.map { fold in
      DataSplit(training: folds.indices.filter { $0 != fold }.flatMap { folds[$0] }, test: folds[fold])
    }
  }

  /// Learns from the past and judges on the latest items, in the order of date and then id.
  ///
  /// Items without a date count as the oldest. A group with a member in training goes there as a whole, so the test side
  /// may be a little smaller than asked.
  ///
  /// - Parameters:
  ///   - items: All items, each once, with dates in ISO 8601.
  ///   - testShare: The share that is judged on, 0…1.
  ///   - groups: The group of items that are nearly the same; an item that is not there is alone.
  public static func byTime(
    _ items: [(id: ItemID, date: String?)], testShare: Double, groups: [ItemID: Int] = [:]
  ) -> DataSplit {
    let ordered = items.sorted { lhs, rhs in
      let (left, right) = (lhs.date ?? "", rhs.date ?? "")
      return left == right ? lhs.id < rhs.id : isEarlier(left, right)
    }
    let past = ordered.dropLast(testCount(of: items.count, share: testShare)).map(\.id)
    let pastGroups = Set(past.compactMap { groups[$0] })
    let latest = ordered.dropFirst(past.count).map(\.id)
    let isPast = { (id: ItemID) in groups[id].map(pastGroups.contains) ?? false }
    return DataSplit(training: past + latest.filter(isPast), test: latest.filter { !isPast($0) })
  }

  /// The number of items that a share means, rounded to the nearest.
  private static func testCount(of count: Int, share: Double) -> Int {
    precondition(share >= 0 && share <= 1, "a share lies between 0 and 1, not at \(share)")
    return Int((Double(count) * share).rounded())
  }

  /// The groups with their members ascending, by first member ascending; items without a group stand alone.
  private static func blocks(of ids: [ItemID], groups: [ItemID: Int]) -> [[ItemID]] {
    var blocks: [[ItemID]] = []
    var blockOfGroup: [Int: Int] = [:]
    for id in ids.sorted() {
      if let group = groups[id] {
        if let block = blockOfGroup[group] {
          blocks[block].append(id)
          continue
        }
        blockOfGroup[group] = blocks.count
      }
      blocks.append([id])
    }
    return blocks
  }
}

/// Whether a date in ISO 8601 lies before another one, by the bytes of the text.
func isEarlier(_ date: String, _ other: String) -> Bool {
  date.utf8.lexicographicallyPrecedes(other.utf8)
}
