import LinearAlgebra

/// For each item numbers that say what its place among clusters hangs on: where they are the same, so is the place.
///
/// Items that differ have different numbers but for 1 in 2⁶⁴.
public struct PlacePrints: Sendable, Equatable {
  /// Of an item's own words with their counts. Rows of length 1 do not know counts that are all equal.
  public let words: [UInt64]
  /// Of its words, of those that its neighbours lend it, and of the same for all items with the same words.
  public let places: [UInt64]

  /// Looks at all items. O(*nnz*).
  ///
  /// - Parameters:
  ///   - counts: The counts, of shape (items, terms).
  ///   - numbers: For each column of the counts the number of its word, or −1 for terms that do not matter.
  ///   - fingerprints: The fingerprint of each word.
  ///   - neighbors: The neighbours of each item.
  ///   - neighborCount: How many of them lend an item their terms.
  init(
    counts: SparseMatrix, numbers: [Int32], fingerprints: [UInt64], neighbors: NeighborLists, neighborCount: Int
  ) {
    let words = Array(
      concurrentMap(chunksOf: counts.rowCount, minimumChunk: 256) { rows in
        rows.map { Self.print(ofWords: counts, row: $0, numbers: numbers, fingerprints) }
      }.joined())
    self.words = words
    var places = Array(
      concurrentMap(chunksOf: counts.rowCount, minimumChunk: 256) { rows in
        var lenders: [Int32] = []
        return rows.map { row in
          Self.print(ofPlace: row, words: words, neighbors[row].prefix(neighborCount), &lenders)
        }
      }.joined())
    for twins in Self.twins(among: words.indices, words) where twins.count > 1 {
      let all = twins.reduce(0) { SplitMix64.mixed($0 &+ places[$1]) }
      for row in twins { places[row] = all }
    }
    self.places = places
  }

  /// Groups rows by their words, each group ascending; a row by itself is a group too. In the order of their first rows.
  static func twins(among rows: some Sequence<Int>, _ words: [UInt64]) -> [[Int]] {
    var groupOf: [UInt64: Int] = [:]
    var groups: [[Int]] = []
    for row in rows {
      let group = groupOf[words[row], default: groups.count]
      if group == groups.count {
        groupOf[words[row]] = group
        groups.append([row])
      } else {
        groups[group].append(row)
      }
    }
    return groups
  }

  private static func print(
    ofWords counts: SparseMatrix, row: Int, numbers: [Int32], _ fingerprints: [UInt64]
  ) -> UInt64 {
    var sum: UInt64 = 0
    var sumOfWords: UInt64 = 0
    var first: Float?
    var areEqual = true
    for position in counts.range(ofRow: row) {
      let number = numbers[Int(counts.columnIndices[position])]
      guard number >= 0 else { continue }
      let count = counts.values[position]
      if let first { areEqual = areEqual && count == first } else { first = count }
      let word = fingerprints[Int(number)]
      sum &+= SplitMix64.mixed(word ^ UInt64(count.bitPattern) &* 0x9e37_79b9_7f4a_7c15)
      sumOfWords &+= SplitMix64.mixed(word)
    }
    return areEqual ? sumOfWords : sum
  }

  /// - Parameter lenders: Room for a few rows.
  private static func print(
    ofPlace row: Int, words: [UInt64], _ neighbors: ArraySlice<Neighbor>, _ lenders: inout [Int32]
  ) -> UInt64 {
    var print = SplitMix64.mixed(words[row])
    lenders.removeAll(keepingCapacity: true)
    // Their terms are added in this order,
    for neighbor in neighbors where neighbor.score > 0 {
      print = SplitMix64.mixed(print &+ words[Int(neighbor.row)])
      print = SplitMix64.mixed(print ^ neighbor.score.bitPattern)
      lenders.append(neighbor.row)
    }
    // and their places in the order of the rows.
    lenders.append(Int32(row))
    lenders.sort()
    for lender in lenders { print = SplitMix64.mixed(print &+ words[Int(lender)]) }
    return print
  }
}
