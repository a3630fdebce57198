/// Neighbouring centers that share an upper bound; as many in each group but the last, a power of two.
struct CenterGroups {
  /// The number of centers.
  let centerCount: Int
  /// The binary logarithm of the number of centers in a group.
  let shift: Int

  /// A bound where there is no center.
  static let none: Float = -4

  /// Groups of single centers, or of more where there would be more than `limit` groups.
  init(centerCount: Int, limit: Int) {
    self.centerCount = centerCount
    var shift = 0
    while centerCount > max(1, limit) << shift { shift += 1 }
    self.shift = shift
  }

  /// The number of centers in a group.
  var size: Int { 1 << shift }

  /// The number of groups.
  var count: Int { (centerCount + size - 1) >> shift }

  /// The number of groups in whole vectors of 8.
  var stride: Int { (count + 7) / 8 * 8 }

  /// The centers of a group.
  func centers(of group: Int) -> Range<Int> { group << shift..<min(centerCount, (group + 1) << shift) }

  /// The largest of the values of each group's centers, in whole vectors of 8.
  func largest(of values: [Float]) -> [Float] {
    (0..<stride).map { group in
      group < count ? values[centers(of: group)].reduce(0) { max($0, $1) } : 0
    }
  }

  /// Products with these centers or more as the bounds of groups of one.
  func bounds(from products: DenseMatrix) -> [Float] {
    precondition(size == 1 && products.columnCount >= stride, "products with \(centerCount) centers")
    if products.columnCount == stride { return products.values }
    var bounds: [Float] = []
    bounds.reserveCapacity(products.rowCount * stride)
    for row in 0..<products.rowCount {
      bounds += products.row(row).prefix(centerCount)
      bounds += repeatElement(Self.none, count: stride - centerCount)
    }
    return bounds
  }
}

/// Compares one row after the other with the centers that their bounds do not exclude.
@unsafe
struct CenterComparison {
  /// The entries of all rows, and of all centers.
  private let rows: UnsafeRawPointer
  private let centers: UnsafeRawPointer
  /// The bytes of a row.
  private let width: Int
  private let groups: CenterGroups
  private let margin: Float
  /// Room for a number for each group, a number for each center, and a product with each.
  private let visited: UnsafeMutablePointer<Int>
  private let candidates: UnsafeMutablePointer<Int>
  private let products: UnsafeMutablePointer<Float>

  /// Calls `body` with room for comparing rows.
  static func withRoom(
    rows: UnsafeRawBufferPointer, centers: UnsafeRawBufferPointer, columnCount: Int, groups: CenterGroups,
    margin: Float, _ body: (CenterComparison) -> Void
  ) {
    guard let rows = rows.baseAddress, let centers = centers.baseAddress else { return }
    unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: groups.count + groups.centerCount) { numbers in
      unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: groups.centerCount) { products in
        guard let numbers = numbers.baseAddress, let products = products.baseAddress else { return }
        unsafe body(
          CenterComparison(
            rows: rows, centers: centers, width: columnCount * 4, groups: groups, margin: margin, visited: numbers,
            candidates: numbers + groups.count, products: products))
      }
    }
  }

  /// The nearest center of a row, with new bounds for the groups that were looked at.
  ///
  /// - Parameter own: The center that was nearest.
  func nearest(
    toRow row: Int, from own: Int, bounds: UnsafeMutableBufferPointer<Float>
  ) -> (index: Int, product: Float) {
    // SAFETY: the caller guarantees that row and center lie in their matrices and that there is a bound for each group. A group is
    // visited once and a center compared once, so that neither list outgrows its room.
    let ownProduct = unsafe product(ofRow: row, with: own)
    var visitedCount = 0
    for group in unsafe 0..<groups.count {
      // Without a branch, which nothing could foresee.
      unsafe visited[visitedCount] = group
      visitedCount += unsafe bounds[group] + margin >= ownProduct ? 1 : 0
    }
    guard visitedCount > 0 else { return (own, ownProduct) }
    var count = 0
    for place in 0..<visitedCount {
      let group = unsafe visited[place]
      unsafe bounds[group] = CenterGroups.none
      for center in unsafe groups.centers(of: group) where center != own {
        unsafe candidates[count] = center
        count += 1
      }
    }
    unsafe computeProducts(ofRow: row, count: count)
    var best = (index: own, product: ownProduct)
    var second = CenterGroups.none
    for place in 0..<count {
      let product = unsafe products[place]
      guard product > second else { continue }
      if product > best.product {
        second = best.product
        best = unsafe (candidates[place], product)
      } else {
        second = product
      }
    }
    if unsafe best.product - second <= margin { return (best.index, NearestRowBounds.undecided) }
    for place in 0..<count where unsafe candidates[place] != best.index {
      let group = unsafe candidates[place] >> groups.shift
      unsafe bounds[group] = max(bounds[group], products[place])
    }
    if own != best.index { unsafe bounds[own >> groups.shift] = max(bounds[own >> groups.shift], ownProduct) }
    return best
  }

  /// Fills in the products of a row with the first candidates.
  @inline(__always)
  private func computeProducts(ofRow row: Int, count: Int) {
    let p = unsafe rows + row * width
    var place = 0
    while place + 4 <= count {
      let p0 = unsafe centers + candidates[place] * width
      let p1 = unsafe centers + candidates[place + 1] * width
      let p2 = unsafe centers + candidates[place + 2] * width
      let p3 = unsafe centers + candidates[place + 3] * width
      var s0 = SIMD8<Float>.zero
      var s1 = SIMD8<Float>.zero
      var s2 = SIMD8<Float>.zero
      var s3 = SIMD8<Float>.zero
      for at in unsafe stride(from: 0, to: width, by: 32) {
        let v = unsafe p.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
        unsafe s0 += v * p0.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
        unsafe s1 += v * p1.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
        unsafe s2 += v * p2.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
        unsafe s3 += v * p3.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
      }
      unsafe products[place] = s0.sum()
      unsafe products[place + 1] = s1.sum()
      unsafe products[place + 2] = s2.sum()
      unsafe products[place + 3] = s3.sum()
      place += 4
    }
    while place < count {
      unsafe products[place] = product(ofRow: row, with: candidates[place])
      place += 1
    }
  }

  @inline(__always)
  private func product(ofRow row: Int, with center: Int) -> Float {
    let (p, q) = unsafe (rows + row * width, centers + center * width)
    var sum = SIMD8<Float>.zero
    for at in unsafe stride(from: 0, to: width, by: 32) {
      unsafe sum +=
        p.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
        * q.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
    }
    return sum.sum()
  }
}
