import LinearAlgebra

/// Items as points on a sphere of some hundred dimensions; their scalar product says how much they are about the same.
///
/// Every coordinate is a multiple of 2⁻²⁰. So products of two coordinates are exact in double precision and so are their
/// sums: they come out the same in every order, on every processor and with every number of threads.
public struct ItemEmbedding: Sendable {
  /// One row an item, length 1 but for the rounding; a row of zeros where nothing is known of the item. The number of
  /// columns is a multiple of 8, the last of them zeros.
  package let coordinates: DenseMatrix
  /// For each row the first row with exactly the same terms and weights; mostly itself.
  package let firstTwins: [Int32]
  /// The rows that have a place, ascending.
  package let placedRows: [Int]
  /// The directions that items are seen along, of shape (terms, directions); nil where they were given as points.
  package private(set) var directions: DenseMatrix?

  /// The number of items.
  package var count: Int { coordinates.rowCount }
  /// The number of coordinates of each item.
  package var dimension: Int { coordinates.columnCount }

  /// The step of all coordinates and centroids.
  package static let gridSteps = 0x1p20

  /// Places points, given as any rows: brings them to length 1 and to the grid. Rows with the same first twin get the same
  /// place, that of the mean of the rows.
  package init(_ points: DenseMatrix, firstTwins: [Int32]? = nil, workerCount: Int = 1) {
    let twins = firstTwins ?? (0..<points.rowCount).map(Int32.init)
    precondition(twins.count == points.rowCount, "\(twins.count) twins for \(points.rowCount) rows")
    let width = max(8, (points.columnCount + 7) / 8 * 8)
    var sums = [Int32: [Double]]()
    for row in 0..<points.rowCount where twins[row] != Int32(row) {
      let first = Int(twins[row])
      var sum = sums[twins[row]] ?? points.row(first).map(Double.init)
      for (column, value) in points.row(row).enumerated() { sum[column] += Double(value) }
      sums[twins[row]] = sum
    }
    // Twins have the same sum, and so the same place.
    let parts = RowBlocks(rowCount: points.rowCount, blockSize: 1_024).map(workerCount: workerCount) { _, rows in
      var values: [Float] = []
      values.reserveCapacity(rows.count * width)
      var placed: [Int] = []
      for row in rows {
        let unit = Self.gridUnit(sums[twins[row]] ?? points.row(row).map(Double.init))
        if unit.contains(where: { $0 != 0 }) { placed.append(row) }
        values += unit
        values += repeatElement(0, count: width - unit.count)
      }
      return (values: values, placed: placed)
    }
    coordinates = DenseMatrix(rowCount: points.rowCount, columnCount: width, values: parts.flatMap(\.values))
    self.firstTwins = twins
    placedRows = parts.flatMap(\.placed)
  }

  /// The vector brought to length 1, each coordinate to the nearest multiple of 2⁻²⁰; zeros for a vector of zeros.
  package static func gridUnit(_ vector: [Double]) -> [Float] {
    let square = vector.reduce(0) { $0 + $1 * $1 }
    guard square > 1e-24 else { return [Float](repeating: 0, count: vector.count) }
    let scale = gridSteps / square.squareRoot()
    return vector.map { Float(($0 * scale).rounded() / gridSteps) }
  }

  /// The exact scalar product of an item and a vector on the grid.
  package func cosine(ofRow row: Int, with vector: ArraySlice<Float>) -> Double {
    var sum = 0.0
    for (left, right) in zip(coordinates.row(row), vector) { sum += Double(left) * Double(right) }
    return sum
  }
}

extension ItemEmbedding {
  /// Embeds items: enriched by their neighbours, then seen along the directions of largest variance (LSA), singular values
  /// kept: `e = L2(U · s)`.
  ///
  /// In collections of more than `fittingLimit` items the directions are those of a random sample, small weights left out; all
  /// items are then seen along them.
  package init(
    _ input: ClusteringInput, decomposition: RandomizedSVD = RandomizedSVD(), neighborCount: Int = 10,
    fittingLimit: Int = 16_000, sampleSize: Int = 5_000, workerCount: Int = 1
  ) {
    guard input.rows.rowCount > 0, input.rows.columnCount > 0 else {
      self.init(DenseMatrix(rowCount: input.rows.rowCount, columnCount: 8))
      return
    }
    let enriched = NeighborEnrichment(input, neighborCount: neighborCount, workerCount: workerCount)
    let points: DenseMatrix
    let directions: DenseMatrix
    if input.rows.rowCount <= fittingLimit {
      let found = decomposition.decomposition(of: enriched.linearOperator, workerCount: workerCount)
      points = found.scaledRows
      directions = found.directions
    } else {
      let sample = enriched.enrichedRows(
        SphericalKMeans.sample(input.rows.rowCount, size: sampleSize), smallest: 0.03, workerCount: workerCount)
      directions = decomposition.directions(of: SparseOperator(sample), workerCount: workerCount)
      points = enriched.product(with: directions, workerCount: workerCount)
    }
    self.init(points, firstTwins: Self.firstTwins(of: input.rows), workerCount: workerCount)
    self.directions = directions
  }

  /// For each row the first row that holds exactly the same entries.
  static func firstTwins(of rows: SparseMatrix) -> [Int32] {
    var seen: [UInt64: [Int32]] = [:]
    return (0..<rows.rowCount).map { row in
      let range = rows.range(ofRow: row)
      var hash = SplitMix64(seed: UInt64(range.count)).hash
      for entry in range {
        hash =
          SplitMix64(
            seed: hash ^ (UInt64(UInt32(bitPattern: rows.columnIndices[entry])) << 32)
              ^ UInt64(rows.values[entry].bitPattern)
          ).hash
      }
      let twin = seen[hash]?.first { other in
        let range2 = rows.range(ofRow: Int(other))
        return rows.columnIndices[range].elementsEqual(rows.columnIndices[range2])
          && rows.values[range].elementsEqual(rows.values[range2])
      }
      if let twin { return twin }
      seen[hash, default: []].append(Int32(row))
      return Int32(row)
    }
  }
}

extension SplitMix64 {
  /// The first number of the sequence: mixes the seed's bits.
  fileprivate var hash: UInt64 {
    var copy = self
    return copy.next()
  }
}
