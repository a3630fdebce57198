/// The nearest of some centers for each row of a matrix, kept while the centers move; most products are never computed again.
///
/// Elkan, *Using the triangle inequality to accelerate k-means*, ICML 2003, with scalar products of unit vectors: when a center
/// moves by *d*, no row's product with it changes by more than *d* (Cauchy and Schwarz). For each row a lower bound on the product
/// with its nearest center is kept and an upper bound on that with every other one; a product is computed only where they meet.
/// Where rows times centers exceed a limit, a few centers share an upper bound (Ding et al., *Yinyang k-means*, ICML 2015).
///
/// The answer is exactly that of ``DenseMatrix/nearestRows(to:in:workerCount:)``. Bounds are compared with a margin for all
/// roundings, and where two products lie within it, that method decides.
package struct NearestRowBounds: Sendable {
  /// For each row the nearest center; the first among equals.
  package private(set) var indices: [Int32]
  /// What the product with the nearest center is at least.
  private var lowest: [Float]
  /// What the products with the other centers of each group are at most: rows of `groups.stride` entries.
  private var highest: [Float]
  private let groups: CenterGroups
  /// Four times what a product may differ from the exact one: two products and two bounds are compared.
  private let margin: Float

  /// In place of a product where two centers lie within the margin.
  static let undecided = -Float.infinity

  /// Compares all rows with all centers.
  ///
  /// - Parameters:
  ///   - rows: Rows of length 1 or 0 but for their rounding to a grid of 2⁻²⁰, in whole vectors of 8.
  ///   - centers: The same, at least one.
  ///   - products: The answer of ``DenseMatrix/products(withRowsOf:workerCount:)`` where it is known, for these or more centers.
  ///   - boundLimit: How many upper bounds are kept at most, unless one for each row is more.
  package init(
    of rows: DenseMatrix, in centers: DenseMatrix, products: DenseMatrix? = nil, boundLimit: Int = 1 << 23,
    workerCount: Int = 1
  ) {
    precondition(rows.columnCount % 8 == 0, "rows of \(rows.columnCount) columns, not in whole vectors of 8")
    groups = CenterGroups(centerCount: centers.rowCount, limit: boundLimit / max(1, rows.rowCount))
    margin = Float(rows.columnCount + 8) * 0x1p-22
    if groups.size == 1 {
      let products = products ?? rows.products(withRowsOf: centers, workerCount: workerCount)
      indices = [Int32](repeating: 0, count: rows.rowCount)
      lowest = [Float](repeating: CenterGroups.none, count: rows.rowCount)
      highest = groups.bounds(from: products)
      for row in 0..<rows.rowCount {
        let start = row * groups.stride
        for center in 0..<centers.rowCount where highest[start + center] > lowest[row] {
          lowest[row] = highest[start + center]
          indices[row] = Int32(center)
        }
        highest[start + Int(indices[row])] = CenterGroups.none
      }
    } else {
      let nearest = rows.nearestRows(to: Array(0..<Int32(rows.rowCount)), in: centers, workerCount: workerCount)
      indices = nearest.indices
      lowest = nearest.products
      highest = [Float](repeating: CenterGroups.none, count: rows.rowCount * groups.stride)
      for row in 0..<rows.rowCount { raiseAll(ofRow: row, to: nearest.runnersUp[row]) }
    }
  }

  /// Puts a row to another center, whatever the products: the next ``move(from:to:of:workerCount:)`` compares it with all.
  package mutating func put(_ row: Int, to center: Int32) {
    indices[row] = center
    lowest[row] = -4
    raiseAll(ofRow: row, to: 4)
  }

  /// Finds the nearest center of each row again after the centers moved.
  ///
  /// - Complexity: O(rows · centers · columns) at most; mostly half of it in the first rounds of k-means, and far less then.
  package mutating func move(
    from old: DenseMatrix, to new: DenseMatrix, of rows: DenseMatrix, workerCount: Int = 1
  ) {
    precondition(
      old.rowCount == groups.centerCount && new.rowCount == old.rowCount && old.columnCount == rows.columnCount
        && new.columnCount == rows.columnCount && rows.rowCount == indices.count,
      "\(new.rowCount) centers for \(rows.rowCount) rows as at the beginning, of \(rows.columnCount) columns")
    let (groups, margin) = (groups, margin)
    let moves = Self.moves(from: old, to: new)
    let groupMoves = groups.largest(of: moves)
    unsafe indices.withUnsafeMutableBufferPointer { indices in
      unsafe lowest.withUnsafeMutableBufferPointer { lowest in
        unsafe highest.withUnsafeMutableBufferPointer { highest in
          unsafe rows.values.withUnsafeBytes { rowValues in
            unsafe new.values.withUnsafeBytes { centerValues in
              // SAFETY: each worker writes the entries of its own rows only, which lie in the arrays by their sizes.
              RowBlocks(rowCount: rows.rowCount, blockSize: 512).forEach(workerCount: workerCount) { _, block in
                unsafe CenterComparison.withRoom(
                  rows: rowValues, centers: centerValues, columnCount: rows.columnCount, groups: groups, margin: margin
                ) { comparison in
                  for row in block {
                    let own = unsafe Int(indices[row])
                    let bounds = unsafe UnsafeMutableBufferPointer(
                      rebasing: highest[row * groups.stride..<(row + 1) * groups.stride])
                    unsafe lowest[row] -= moves[own]
                    guard unsafe Self.raise(bounds, by: groupMoves) + margin >= lowest[row] else { continue }
                    let found = unsafe comparison.nearest(toRow: row, from: own, bounds: bounds)
                    unsafe indices[row] = Int32(found.index)
                    unsafe lowest[row] = found.product
                  }
                }
              }
            }
          }
        }
      }
    }
    decide(rows, new, workerCount: workerCount)
  }

  /// Compares the rows that have two centers within the margin by the method that sets the standard.
  private mutating func decide(_ rows: DenseMatrix, _ centers: DenseMatrix, workerCount: Int) {
    let undecided = lowest.indices.filter { lowest[$0] == Self.undecided }
    let nearest = rows.nearestRows(to: undecided.map(Int32.init), in: centers, workerCount: workerCount)
    for (place, row) in undecided.enumerated() {
      indices[row] = nearest.indices[place]
      lowest[row] = nearest.products[place]
      raiseAll(ofRow: row, to: nearest.runnersUp[place])
    }
  }

  /// Sets all upper bounds of a row.
  private mutating func raiseAll(ofRow row: Int, to bound: Float) {
    for group in 0..<groups.count { highest[row * groups.stride + group] = bound }
    if groups.size == 1 { highest[row * groups.stride + Int(indices[row])] = CenterGroups.none }
  }

  /// How far each center moves, rounded up by more than what the length of a row and later additions may be off.
  private static func moves(from old: DenseMatrix, to new: DenseMatrix) -> [Float] {
    (0..<old.rowCount).map { center in
      let square = zip(old.row(center), new.row(center)).reduce(0.0) { sum, pair in
        let step = Double(pair.0) - Double(pair.1)
        return sum + step * step
      }
      return square == 0 ? 0 : Float(square.squareRoot() * (1 + 0x1p-14)) + 0x1p-21
    }
  }

  /// Adds to bounds, in whole vectors of 8; gives the largest sum.
  @inline(__always)
  private static func raise(_ bounds: UnsafeMutableBufferPointer<Float>, by moves: [Float]) -> Float {
    precondition(bounds.count == moves.count && moves.count % 8 == 0, "bounds and moves in whole vectors of 8")
    return unsafe moves.withUnsafeBufferPointer { moves in
      guard let target = UnsafeMutableRawPointer(bounds.baseAddress),
        let source = unsafe UnsafeRawPointer(moves.baseAddress)
      else { return CenterGroups.none }
      var largest = SIMD8<Float>(repeating: CenterGroups.none)
      // SAFETY: both hold as many entries, in whole vectors of 8.
      for at in stride(from: 0, to: moves.count * 4, by: 32) {
        let bound =
          unsafe target.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
          + source.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
        unsafe target.storeBytes(of: bound, toByteOffset: at, as: SIMD8<Float>.self)
        largest = largest.replacing(with: bound, where: bound .> largest)
      }
      return largest.max()
    }
  }
}
