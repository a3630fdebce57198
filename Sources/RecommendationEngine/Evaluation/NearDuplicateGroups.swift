/// Items whose texts are nearly the same, joined in groups, so that a split never has one on each side.
///
/// Two items are near-duplicates when their cosine reaches the threshold; groups are what is connected by such pairs
/// (single linkage). Exact copies are a special case.
public struct NearDuplicateGroups: Sendable, Equatable {
  /// The group of each row, numbered by its first row; nil for rows that are like no other.
  public let groupOfRow: [Int?]

  /// Joins rows.
  ///
  /// - Parameters:
  ///   - nearest: The nearest rows of each row by cosine.
  ///   - threshold: The least cosine of near-duplicates.
  ///   - copies: For each row a row with the same text, or the row itself.
  /// - Complexity: O(pairs · α(*n*)), nearly linear.
  public init(nearest: NeighborLists, threshold: Double = 0.9, copies: [Int]? = nil) {
    var parent = Array(0..<nearest.count)
    func root(_ row: Int) -> Int {
      var row = row
      while parent[row] != row {
        parent[row] = parent[parent[row]]
        row = parent[row]
      }
      return row
    }
    func join(_ left: Int, _ right: Int) {
      let (first, second) = (root(left), root(right))
      parent[max(first, second)] = min(first, second)
    }
    for row in 0..<nearest.count {
      for neighbor in nearest[row] where neighbor.score >= threshold { join(row, Int(neighbor.row)) }
      if let copies { join(row, copies[row]) }
    }
    var sizes = [Int](repeating: 0, count: parent.count)
    for row in parent.indices { sizes[root(row)] += 1 }
    groupOfRow = parent.indices.map { sizes[root($0)] > 1 ? root($0) : nil }
  }

  /// The group of each id that is in one, as splits take it.
  public func groups(ids: [ItemID]) -> [ItemID: Int] {
    precondition(ids.count == groupOfRow.count, "\(ids.count) ids for \(groupOfRow.count) rows")
    var groups: [ItemID: Int] = [:]
    for (row, group) in groupOfRow.enumerated() { groups[ids[row]] = group }
    return groups
  }
}
