/// An item near another one.
public struct Neighbor: Sendable, Equatable {
  /// The row of the item.
  public let row: Int32
  /// How near it is, 0…1, rounded to six places.
  public let score: Double

  /// Creates a neighbor.
  public init(row: Int32, score: Double) {
    self.row = row
    self.score = score
  }

  /// Whether this neighbor stands before another: the higher score first, of equal scores the smaller row.
  ///
  /// Rows are in the order of item ids, so ties are broken by id.
  package static func precedes(_ lhs: Neighbor, _ rhs: Neighbor) -> Bool {
    lhs.score == rhs.score ? lhs.row < rhs.row : lhs.score > rhs.score
  }
}

/// For each row its neighbors, nearest first.
public struct NeighborLists: Sendable, Equatable {
  /// Where the list of each row begins, and one more entry for the end.
  public private(set) var offsets: [Int] = [0]
  /// The neighbors of all rows, one list after the other.
  public private(set) var neighbors: [Neighbor] = []

  /// Creates lists for no rows.
  public init() {}

  /// Creates lists from all their neighbors, one list after the other.
  ///
  /// - Parameters:
  ///   - offsets: Where the list of each row begins, and one more entry for the end.
  ///   - neighbors: The neighbors.
  public init(offsets: [Int], neighbors: [Neighbor]) {
    precondition(offsets.first == 0 && offsets.last == neighbors.count, "lists end at \(neighbors.count)")
    self.offsets = offsets
    self.neighbors = neighbors
  }

  /// Creates lists from some of other lists.
  ///
  /// - Parameters:
  ///   - lists: The other lists.
  ///   - rows: For each list the row of the one that it repeats, or -1 for an empty one.
  ///   - numbers: For each row of the other lists its number in these.
  init(_ lists: NeighborLists, ofRows rows: [Int], renumbered numbers: [Int32]) {
    offsets.reserveCapacity(rows.count + 1)
    neighbors.reserveCapacity(rows.reduce(0) { $0 + ($1 < 0 ? 0 : lists.offsets[$1 + 1] - lists.offsets[$1]) })
    for row in rows {
      if row >= 0 {
        for place in lists.offsets[row]..<lists.offsets[row + 1] {
          let neighbor = lists.neighbors[place]
          neighbors.append(Neighbor(row: numbers[Int(neighbor.row)], score: neighbor.score))
        }
      }
      offsets.append(neighbors.count)
    }
  }

  /// The number of rows.
  public var count: Int { offsets.count - 1 }

  /// The neighbors of a row, nearest first.
  public subscript(row: Int) -> ArraySlice<Neighbor> {
    neighbors[offsets[row]..<offsets[row + 1]]
  }

  /// Adds the list of the next row.
  public mutating func append(_ list: some Sequence<Neighbor>) {
    neighbors.append(contentsOf: list)
    offsets.append(neighbors.count)
  }
}

/// A score as it is stored, ordered and shown: rounded to six places, so that no order hangs on float noise.
package func roundedScore(_ score: Double) -> Double {
  (score * 1_000_000).rounded() / 1_000_000
}
