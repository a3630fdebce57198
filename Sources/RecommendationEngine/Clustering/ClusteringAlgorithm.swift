/// A way to cut embedded items into groups.
///
/// The same embedding and settings give the same partition, whatever the processor and the number of workers.
public protocol ClusteringAlgorithm: Sendable {
  /// Groups the placed items.
  ///
  /// - Parameters:
  ///   - embedding: The items as points.
  ///   - clusterCount: The number of groups wanted; fewer come back where there are fewer different places. With nil the
  ///     method decides.
  ///   - start: The group of each item in an earlier partition, −1 for new items, to begin from; nil begins afresh.
  ///   - workerCount: The number of threads to use.
  func partition(
    of embedding: ItemEmbedding, into clusterCount: Int?, startingFrom start: Partition?, workerCount: Int
  ) -> Partition
}

/// The clustering methods that exist.
public enum ClusteringMethod: String, CaseIterable, Sendable {
  /// Spherical k-means with greedy k-means++ starts; for topics of all sizes, and for large collections.
  case sphericalKMeans = "spherical-k-means"
  /// Average-link agglomeration; for many small, event-like groups.
  case averageLink = "average-link"

  /// The method with its default settings.
  public var algorithm: any ClusteringAlgorithm {
    switch self {
    case .sphericalKMeans: SphericalKMeans()
    case .averageLink: AverageLinkClustering()
    }
  }
}

/// Which group each item is in.
public struct Partition: Sendable, Equatable {
  /// The group of each item, 0 ..< `clusterCount`, or −1 for an item in none.
  public let assignment: [Int32]
  /// The number of groups; none is empty.
  public let clusterCount: Int

  /// Takes an assignment to any group numbers of 0 and above, and numbers the groups by size, largest first; ties by
  /// their first item.
  public init(_ groups: [Int32]) {
    var sizes: [Int32: (size: Int, first: Int)] = [:]
    for (row, group) in groups.enumerated() where group >= 0 { sizes[group, default: (0, row)].size += 1 }
    let ranked = sizes.sorted { (-$0.value.size, $0.value.first) < (-$1.value.size, $1.value.first) }
    var numbers: [Int32: Int32] = [:]
    for (number, entry) in ranked.enumerated() { numbers[entry.key] = Int32(number) }
    assignment = groups.map { $0 < 0 ? -1 : numbers[$0] ?? -1 }
    clusterCount = ranked.count
  }

  /// The rows of each group, ascending.
  public var members: [[Int]] {
    var members = [[Int]](repeating: [], count: clusterCount)
    for (row, group) in assignment.enumerated() where group >= 0 { members[Int(group)].append(row) }
    return members
  }

  /// How much two partitions of the same items agree beyond chance: the adjusted Rand index, 1 for the same groups.
  ///
  /// Hubert and Arabie, *Comparing partitions*, Journal of Classification 2 (1985). Items in no group on either side are
  /// left out. O(items + pairs of groups that meet).
  package func agreement(with other: Partition) -> Double {
    var cells: [Int: Int] = [:]
    var left = [Int](repeating: 0, count: clusterCount)
    var right = [Int](repeating: 0, count: other.clusterCount)
    var total = 0
    for (a, b) in zip(assignment, other.assignment) where a >= 0 && b >= 0 {
      cells[Int(a) * other.clusterCount + Int(b), default: 0] += 1
      left[Int(a)] += 1
      right[Int(b)] += 1
      total += 1
    }
    func pairs(_ count: Int) -> Int { count * (count - 1) / 2 }
    guard pairs(total) > 0 else { return 1 }
    let both = Double(cells.values.reduce(0) { $0 + pairs($1) })
    let ours = Double(left.reduce(0) { $0 + pairs($1) })
    let theirs = Double(right.reduce(0) { $0 + pairs($1) })
    let expected = ours * theirs / Double(pairs(total))
    let most = (ours + theirs) / 2
    return most == expected ? 1 : (both - expected) / (most - expected)
  }
}
