/// What became of a cluster between two generations.
public enum ClusterEvent: String, CaseIterable, Sendable {
  /// Nearly the same items.
  case same
  /// The same cluster with over a tenth more items.
  case grown
  /// Came out of a cluster that fell into two or more.
  case split
  /// Took in two or more clusters, or is one that was taken in.
  case merged
  /// Has no predecessor.
  case born
  /// Has no successor.
  case died
}

/// Keeps the identity of clusters from one generation to the next.
///
/// Only items of both generations speak. Old and new clusters are paired so that the pairs share as many items as possible
/// (the Hungarian method); a pair stands when its shared items are at least half of those of the smaller of the two. A new
/// cluster in a pair keeps the id of the old one; others get new ids. The events:
///
/// - split: the old cluster gave at least a quarter of its items to each of two or more new ones, of which they are half or more
/// - merged: the new cluster took at least half of the items of each of two or more old ones
/// - grown: in a pair, without those, and over 1.1 times as large; same: in a pair otherwise
/// - born, died: in no pair and part of no split or merger
public struct ClusterLineage: Sendable, Equatable {
  /// One step of a cluster's life.
  public struct Step: Sendable, Equatable {
    /// What happened.
    public let event: ClusterEvent
    /// The ids in the generation before, ascending; empty for a cluster that was born.
    public let oldIDs: [Int]
    /// The ids in the new generation, ascending; empty for a cluster that died.
    public let newIDs: [Int]
  }

  /// The id of each new cluster, by its number.
  public let ids: [Int]
  /// What happened, ordered by the first new id, those that died last.
  public let steps: [Step]
  /// The lowest id that was never given.
  public let nextID: Int

  /// Matches a partition with the generation before.
  ///
  /// - Parameters:
  ///   - partition: The new clusters.
  ///   - previousIDs: For each item the id of its cluster in the generation before, nil for new and unassigned items.
  ///   - nextID: The lowest id that was never given to a cluster, at least 1 above all previous ids.
  /// - Complexity: O(items + clusters³).
  public init(of partition: Partition, previousIDs: [Int?], nextID: Int) {
    precondition(
      previousIDs.count == partition.assignment.count,
      "\(previousIDs.count) previous ids for \(partition.assignment.count) items")
    let oldIDs = Set(previousIDs.compactMap { $0 }).sorted()
    let overlap = Overlap(partition, previousIDs, oldIDs)
    var oldOfNew = [Int?](repeating: nil, count: partition.clusterCount)
    let pairs = AssignmentProblem(
      rowCount: oldIDs.count, columnCount: partition.clusterCount, gains: overlap.shared.map(Double.init)
    ).solved()
    for (old, new) in pairs.enumerated() {
      guard let new, overlap[old, new] > 0 else { continue }
      if overlap[old, new] * 2 >= min(overlap.oldSizes[old], overlap.newSizes[new]) { oldOfNew[new] = old }
    }
    var next = max(nextID, (oldIDs.last ?? -1) + 1)
    var ids: [Int] = []
    for old in oldOfNew {
      ids.append(old.map { oldIDs[$0] } ?? next)
      if old == nil { next += 1 }
    }
    self.ids = ids
    self.nextID = next
    steps = overlap.steps(oldIDs: oldIDs, newIDs: ids, oldOfNew: oldOfNew)
  }
}

/// How many items old and new clusters share.
private struct Overlap {
  let shared: [Int]
  /// The old clusters' items that are in the new collection.
  let oldSizes: [Int]
  /// The new clusters' items that were in the old clusters.
  let newSizes: [Int]
  /// The new clusters' items, new ones too.
  let fullSizes: [Int]
  private let newCount: Int

  init(_ partition: Partition, _ previousIDs: [Int?], _ oldIDs: [Int]) {
    newCount = partition.clusterCount
    var shared = [Int](repeating: 0, count: oldIDs.count * partition.clusterCount)
    var oldSizes = [Int](repeating: 0, count: oldIDs.count)
    var newSizes = [Int](repeating: 0, count: partition.clusterCount)
    var fullSizes = newSizes
    let numbers = Dictionary(uniqueKeysWithValues: oldIDs.enumerated().map { ($1, $0) })
    for (row, new) in partition.assignment.enumerated() {
      if new >= 0 { fullSizes[Int(new)] += 1 }
      guard let id = previousIDs[row], let old = numbers[id] else { continue }
      oldSizes[old] += 1
      guard new >= 0 else { continue }
      newSizes[Int(new)] += 1
      shared[old * partition.clusterCount + Int(new)] += 1
    }
    self.shared = shared
    self.oldSizes = oldSizes
    self.newSizes = newSizes
    self.fullSizes = fullSizes
  }

  subscript(old: Int, new: Int) -> Int { shared[old * newCount + new] }

  /// The events by the rules of ``ClusterLineage``.
  func steps(oldIDs: [Int], newIDs: [Int], oldOfNew: [Int?]) -> [ClusterLineage.Step] {
    let parts = oldIDs.indices.map { old in
      newIDs.indices.filter {
        self[old, $0] * 4 >= oldSizes[old] && self[old, $0] * 2 >= newSizes[$0] && self[old, $0] > 0
      }
    }
    let sources = newIDs.indices.map { new in
      oldIDs.indices.filter { self[$0, new] * 2 >= oldSizes[$0] && self[$0, new] > 0 }
    }
    var steps: [ClusterLineage.Step] = []
    var toldOld = Set<Int>()
    var toldNew = Set<Int>()
    for old in oldIDs.indices where parts[old].count > 1 {
      steps.append(.init(event: .split, oldIDs: [oldIDs[old]], newIDs: parts[old].map { newIDs[$0] }.sorted()))
      toldOld.insert(old)
      toldNew.formUnion(parts[old])
    }
    for new in newIDs.indices where sources[new].count > 1 {
      steps.append(.init(event: .merged, oldIDs: sources[new].map { oldIDs[$0] }.sorted(), newIDs: [newIDs[new]]))
      toldOld.formUnion(sources[new])
      toldNew.insert(new)
    }
    for new in newIDs.indices where !toldNew.contains(new) {
      guard let old = oldOfNew[new] else {
        steps.append(.init(event: .born, oldIDs: [], newIDs: [newIDs[new]]))
        continue
      }
      let hasGrown = fullSizes[new] * 10 > oldSizes[old] * 11
      steps.append(.init(event: hasGrown ? .grown : .same, oldIDs: [oldIDs[old]], newIDs: [newIDs[new]]))
      toldOld.insert(old)
    }
    let paired = Set(oldOfNew.compactMap { $0 })
    for old in oldIDs.indices where !toldOld.contains(old) && !paired.contains(old) {
      steps.append(.init(event: .died, oldIDs: [oldIDs[old]], newIDs: []))
    }
    return steps.sorted {
      ($0.newIDs.first ?? .max, $0.oldIDs.first ?? -1) < ($1.newIDs.first ?? .max, $1.oldIDs.first ?? -1)
    }
  }
}
