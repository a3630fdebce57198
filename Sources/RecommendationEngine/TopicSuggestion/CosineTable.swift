import LinearAlgebra

/// The cosines of items with all items of a collection, added in a fixed order.
///
/// In a collection of up to ``cacheLimit`` items all pairs are kept: folds, votes and classifiers look at them often.
struct CosineTable: Sendable {
  /// The number of items up to which all pairs are kept, as n² floats: 144 MB at most.
  static let cacheLimit = 6000

  /// The number of items.
  let itemCount: Int
  /// Row *t* holds the items with term *t*, ascending.
  private let postings: SparseMatrix
  /// The cosines of all pairs, row by row, or nothing.
  private let pairs: [Float]

  init(_ rows: SparseMatrix, cacheLimit: Int = Self.cacheLimit) {
    itemCount = rows.rowCount
    let postings = rows.transposed()
    self.postings = postings
    let count = rows.rowCount
    guard count <= cacheLimit, count > 0 else {
      pairs = []
      return
    }
    // Each pair is added up once, in the ascending order of the terms, and then mirrored. Interleaving the rows gives
    // the threads the same share of the triangle.
    let parts = concurrentMap(chunksOf: (count + 1) / 2, minimumChunk: 64) { chunk in
      var part = [Float](repeating: 0, count: chunk.count * 2 * count)
      for pair in chunk {
        for (place, row) in [pair, count - 1 - pair].enumerated() where place == 0 || row != pair {
          let start = (2 * (pair - chunk.lowerBound) + place) * count
          let range = rows.range(ofRow: row)
          Self.accumulate(
            columns: rows.columnIndices[range], weights: rows.values[range], postings, from: Int32(row),
            into: &part, at: start)
        }
      }
      return (chunk: chunk, values: part)
    }
    var pairs = [Float](repeating: 0, count: count * count)
    for part in parts {
      for pair in part.chunk {
        for (place, row) in [pair, count - 1 - pair].enumerated() where place == 0 || row != pair {
          let start = (2 * (pair - part.chunk.lowerBound) + place) * count
          for other in row..<count {
            let value = part.values[start + other]
            pairs[row * count + other] = value
            pairs[other * count + row] = value
          }
        }
      }
    }
    self.pairs = pairs
  }

  /// Whether all pairs are at hand.
  var holdsAllPairs: Bool { !pairs.isEmpty || itemCount == 0 }

  /// The cosines of a text with all items.
  func cosines(columns: [Int32], weights: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: itemCount)
    Self.accumulate(columns: columns[...], weights: weights[...], postings, from: 0, into: &result, at: 0)
    return result
  }

  /// The cosines of an item with all items; from the kept pairs where they are.
  func cosines(ofItem item: Int, _ rows: SparseMatrix) -> [Float] {
    if holdsAllPairs { return Array(pairs[item * itemCount..<(item + 1) * itemCount]) }
    let range = rows.range(ofRow: item)
    return cosines(columns: Array(rows.columnIndices[range]), weights: Array(rows.values[range]))
  }

  /// The cosines among some items, of shape (items, items).
  ///
  /// - Precondition: All pairs are at hand.
  func block(_ items: [Int]) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(items.count * items.count)
    for row in items {
      let start = row * itemCount
      for column in items { result.append(pairs[start + column]) }
    }
    return result
  }

  /// For each item the first one that it is nearly equal to; each its own where not all pairs are at hand.
  func duplicateGroups(_ minimum: Float) -> [Int] {
    guard holdsAllPairs else { return Array(0..<itemCount) }
    let similar = concurrentMap(chunksOf: itemCount, minimumChunk: 64) { chunk in
      chunk.map { row in
        (row + 1..<itemCount).filter { pairs[row * itemCount + $0] >= minimum }
      }
    }
    return TrainingFolds.groups(similar.flatMap { $0 })
  }

  /// Adds the products of a row with the items from `first` on to `sums[start...]`.
  private static func accumulate(
    columns: ArraySlice<Int32>, weights: ArraySlice<Float>, _ postings: SparseMatrix, from first: Int32,
    into sums: inout [Float], at start: Int
  ) {
    // SAFETY: `sums` has room for all items behind `start`; postings hold items below that count, and their ranges lie
    // within the arrays.
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      let base = unsafe sums.baseAddress! + start
      unsafe postings.columnIndices.withUnsafeBufferPointer { items in
        unsafe postings.values.withUnsafeBufferPointer { values in
          for (column, weight) in zip(columns, weights) {
            let range = postings.range(ofRow: Int(column))
            var position = range.lowerBound
            if first > 0 {
              var end = range.upperBound
              while position < end {
                let middle = (position + end) / 2
                if unsafe items[middle] < first { position = middle + 1 } else { end = middle }
              }
            }
            while position < range.upperBound {
              unsafe base[Int(items[position])] += weight * values[position]
              position += 1
            }
          }
        }
      }
    }
  }
}
