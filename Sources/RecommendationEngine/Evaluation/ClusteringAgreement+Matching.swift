extension ClusteringAgreement {
  /// Whether each item lies in the cluster that is named after its class, when names are given in the best way.
  ///
  /// The mean is ``accuracy``; each class names at most one cluster.
  ///
  /// - Complexity: O(*n* + *s*² · *l*), *s* the smaller and *l* the larger of the numbers of classes and clusters.
  public static func matches(classes: [Int], clusters: [Int]) -> [Bool] {
    precondition(classes.count == clusters.count, "\(classes.count) classes for \(clusters.count) items")
    let classNames = Set(classes).sorted()
    let clusterNames = Set(clusters).sorted()
    let placeOfClass = Dictionary(uniqueKeysWithValues: classNames.enumerated().map { ($1, $0) })
    let placeOfCluster = Dictionary(uniqueKeysWithValues: clusterNames.enumerated().map { ($1, $0) })
    var gains = [Double](repeating: 0, count: classNames.count * clusterNames.count)
    let cells = zip(classes, clusters).map { (placeOfClass[$0] ?? 0, placeOfCluster[$1] ?? 0) }
    for (row, column) in cells { gains[row * clusterNames.count + column] += 1 }
    let columns = AssignmentProblem(
      rowCount: classNames.count, columnCount: clusterNames.count, gains: gains
    ).solved()
    return cells.map { columns[$0.0] == $0.1 }
  }
}
