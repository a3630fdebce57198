extension DenseMatrix {
  /// For each row, the row of `centroids` with the largest scalar product; the first among equals.
  ///
  /// BLAS proposes, exact arithmetic decides: sgemm gives all products with an error of at most
  /// `columnCount · 2⁻²⁴` for rows of length 1. Where a second centroid lies within twice that of the best, the products are
  /// computed again in double precision, which is exact when both matrices hold multiples of 2⁻²⁰. So the answer is the same
  /// on every processor and with every number of threads.
  ///
  /// - Precondition: All rows have length 1 or less; `columnCount` is a multiple of 8 and at most 1,024.
  /// - Complexity: O(rows · centroids · columns), nearly all of it in sgemm.
  package func nearestRows(in centroids: DenseMatrix, workerCount: Int = 1) -> [Int32] {
    precondition(
      columnCount == centroids.columnCount && columnCount % 8 == 0 && columnCount <= 1_024,
      "rows of \(columnCount) and centroids of \(centroids.columnCount) columns; a multiple of 8 up to 1,024 is wanted")
    let count = centroids.rowCount
    let padded = (count + 7) / 8 * 8
    let margin = Float(columnCount) * 0x1p-22
    var nearest = [Int32](repeating: 0, count: rowCount)
    guard count > 1 else { return nearest }
    let blocks = RowBlocks(rowCount: rowCount, blockSize: 512)
    unsafe nearest.withUnsafeMutableBufferPointer { nearest in
      unsafe values.withUnsafeBufferPointer { left in
        unsafe centroids.values.withUnsafeBufferPointer { right in
          blocks.forEach(workerCount: workerCount) { _, rows in
            unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: rows.count * padded) { scores in
              // SAFETY: the block of scores has rows.count * padded entries; each worker writes its own rows of `nearest`.
              guard let a = left.baseAddress, let b = right.baseAddress, let c = scores.baseAddress
              else { return }
              for position in 0..<rows.count * padded where position % padded >= count { unsafe scores[position] = -4 }
              unsafe BLAS.multiplyByTransposed(
                m: rows.count, n: count, k: columnCount, a: a + rows.lowerBound * columnCount, aStride: columnCount,
                b: b, bStride: columnCount, c: c, cStride: padded)
              for row in rows {
                let line = unsafe UnsafeRawPointer(c + (row - rows.lowerBound) * padded)
                unsafe nearest[row] = Self.decide(
                  line, padded: padded, margin: margin, row: a + row * columnCount, centroids: b, width: columnCount)
              }
            }
          }
        }
      }
    }
    return nearest
  }

  /// The index of the largest of some proposed products, those within the margin computed again.
  @inline(__always)
  private static func decide(
    _ scores: UnsafeRawPointer, padded: Int, margin: Float, row: UnsafePointer<Float>, centroids: UnsafePointer<Float>,
    width: Int
  ) -> Int32 {
    // SAFETY: `padded` floats at `scores`, a multiple of 8; `width` floats at `row` and at each centroid.
    var best = unsafe scores.loadUnaligned(as: SIMD8<Float>.self)
    for at in stride(from: 32, to: padded * 4, by: 32) {
      let next = unsafe scores.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
      best = best.replacing(with: next, where: next .> best)
    }
    let bound = SIMD8<Float>(repeating: best.max() - margin)
    var candidates = SIMD8<Int32>.zero
    for at in stride(from: 0, to: padded * 4, by: 32) {
      let close = unsafe scores.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self) .>= bound
      candidates = candidates &+ SIMD8<Int32>.zero.replacing(with: 1, where: close)
    }
    let isClear = candidates.wrappedSum() == 1
    var winner = 0
    var winning = -Double.infinity
    for index in 0..<padded where unsafe scores.load(fromByteOffset: index * 4, as: Float.self) >= bound[0] {
      if isClear { return Int32(index) }
      let exact = unsafe exactProduct(row, centroids + index * width, count: width)
      if exact > winning {
        winning = exact
        winner = index
      }
    }
    return Int32(winner)
  }

  /// The scalar product of a row of this matrix and one of another, in double precision, in a fixed order.
  ///
  /// Exact when both hold multiples of 2⁻²⁰ and have length 1.
  package func exactProduct(ofRow row: Int, withRow otherRow: Int, of other: DenseMatrix) -> Double {
    precondition(columnCount == other.columnCount && columnCount % 8 == 0, "rows of equal length in whole vectors of 8")
    precondition(row >= 0 && row < rowCount && otherRow >= 0 && otherRow < other.rowCount, "rows of the two matrices")
    return unsafe values.withUnsafeBufferPointer { left in
      unsafe other.values.withUnsafeBufferPointer { right in
        // SAFETY: both rows were checked to lie in their matrices.
        guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
        return unsafe DenseMatrix.exactProduct(
          left + row * columnCount, right + otherRow * columnCount, count: columnCount)
      }
    }
  }

  /// Σ left[i] · right[i] over a multiple of 8 entries, eight partial sums added pairwise at the end.
  @inline(__always)
  fileprivate static func exactProduct(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, count: Int)
    -> Double
  {
    // SAFETY: the caller guarantees `count` entries behind both pointers.
    var sum = SIMD8<Double>.zero
    for at in stride(from: 0, to: count, by: 8) {
      let a = unsafe UnsafeRawPointer(left + at).loadUnaligned(as: SIMD8<Float>.self)
      let b = unsafe UnsafeRawPointer(right + at).loadUnaligned(as: SIMD8<Float>.self)
      sum += SIMD8<Double>(a) * SIMD8<Double>(b)
    }
    return sum.sum()
  }
}
