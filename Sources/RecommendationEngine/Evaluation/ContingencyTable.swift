/// Counts how often each class meets each cluster: what all comparisons of two groupings are computed from.
struct ContingencyTable: Sendable, Equatable {
  /// The number of items.
  let itemCount: Int
  /// The number of items of each class, classes in the order in which they first appear.
  let classSizes: [Int]
  /// The number of items of each cluster, clusters in the order in which they first appear.
  let clusterSizes: [Int]
  /// The pairs that meet: class, cluster and number of items, ordered by class and then cluster.
  let cells: [(classIndex: Int, clusterIndex: Int, count: Int)]

  /// Counts two groupings of the same items.
  init<Class: Hashable, Cluster: Hashable>(classes: [Class], clusters: [Cluster]) {
    precondition(classes.count == clusters.count, "\(classes.count) classes for \(clusters.count) clusters")
    itemCount = classes.count
    let (rows, classSizes) = Self.numbered(classes)
    let (columns, clusterSizes) = Self.numbered(clusters)
    self.classSizes = classSizes
    self.clusterSizes = clusterSizes
    let keys = zip(rows, columns).map { $0 * clusterSizes.count + $1 }.sorted()
    var cells: [(classIndex: Int, clusterIndex: Int, count: Int)] = []
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end] == keys[start] { end += 1 }
      cells.append((keys[start] / clusterSizes.count, keys[start] % clusterSizes.count, end - start))
      start = end
    }
    self.cells = cells
  }

  /// Numbers labels by first appearance and counts each.
  private static func numbered<Label: Hashable>(_ labels: [Label]) -> (indices: [Int], sizes: [Int]) {
    var indexOfLabel: [Label: Int] = [:]
    var sizes: [Int] = []
    let indices = labels.map { label in
      let index = indexOfLabel[label] ?? sizes.count
      if index == sizes.count {
        indexOfLabel[label] = index
        sizes.append(0)
      }
      sizes[index] += 1
      return index
    }
    return (indices, sizes)
  }

  static func == (lhs: ContingencyTable, rhs: ContingencyTable) -> Bool {
    lhs.itemCount == rhs.itemCount && lhs.classSizes == rhs.classSizes && lhs.clusterSizes == rhs.clusterSizes
      && lhs.cells.elementsEqual(rhs.cells, by: ==)
  }
}
