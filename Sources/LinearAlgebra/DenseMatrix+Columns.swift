extension DenseMatrix {
  /// The scalar products of all pairs of columns: `selfᵀ · self`.
  ///
  /// Blocks of 128 rows are summed in single precision and added up in double precision, always in the same order.
  ///
  /// - Complexity: O(rows · columns²).
  public func crossProduct(workerCount: Int = 1) -> SymmetricMatrix {
    let n = columnCount
    let groups = RowBlocks(rowCount: rowCount, blockSize: 8_192)
    var partial = [Double](repeating: 0, count: max(1, groups.count) * n * n)
    unsafe values.withUnsafeBufferPointer { y in
      unsafe partial.withUnsafeMutableBufferPointer { partial in
        // SAFETY: each group of rows adds into its own n * n entries.
        groups.forEach(workerCount: workerCount) { group, rows in
          for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 128) {
            unsafe addCrossProduct(
              of: y, rows: start..<min(start + 128, rows.upperBound), width: n, to: partial, at: group * n * n)
          }
        }
      }
    }
    var result = SymmetricMatrix(order: n, values: [Double](repeating: 0, count: n * n))
    for group in 0..<groups.count {
      for entry in 0..<n * n { result.values[entry] += partial[group * n * n + entry] }
    }
    for i in 0..<n { for j in 0..<i { result[i, j] = result[j, i] } }
    return result
  }

  /// This matrix times a small one, given row by row: of shape (rows, `width`).
  ///
  /// - Parameter right: `columnCount` rows of `width` entries; rounded to single precision.
  /// - Complexity: O(rows · columns · width); the bits do not depend on processor and workers.
  public func product(withSmall right: [Double], width: Int, workerCount: Int = 1) -> DenseMatrix {
    precondition(right.count == columnCount * width, "\(right.count) values for \(columnCount) rows of \(width)")
    let inner = columnCount
    var result = DenseMatrix(rowCount: rowCount, columnCount: width)
    // Padded to whole vectors, so that the kernel needs no tail.
    let padded = (width + 7) / 8 * 8
    var small = [Float](repeating: 0, count: inner * padded)
    for row in 0..<inner {
      for column in 0..<width { small[row * padded + column] = Float(right[row * width + column]) }
    }
    unsafe result.values.withUnsafeMutableBufferPointer { out in
      unsafe values.withUnsafeBufferPointer { left in
        unsafe small.withUnsafeBufferPointer { small in
          // SAFETY: every worker writes the rows of its own blocks only.
          RowBlocks(rowCount: rowCount, blockSize: 512).forEach(workerCount: workerCount) { _, rows in
            unsafe multiplyRows(rows, of: left, inner: inner, by: small, padded: padded, width: width, out: out)
          }
        }
      }
    }
    return result
  }

  /// Columns of length 1, at right angles, that span what these span (Cholesky QR, twice for full accuracy).
  ///
  /// A column that the earlier ones span becomes zero.
  ///
  /// - Parameter passCount: With one pass the angles are right up to rounding times the square of the ratio of the singular values.
  public func orthonormalizedColumns(passCount: Int = 2, workerCount: Int = 1) -> DenseMatrix {
    var result = self
    for _ in 0..<passCount {
      let factor = result.crossProduct(workerCount: workerCount).inverseCholeskyFactor()
      result = result.product(withSmall: factor, width: columnCount, workerCount: workerCount)
    }
    return result
  }
}

/// Adds the upper triangle of `yᵀ · y` over some rows, summed in tiles of 4 × 8 in registers, to `sums[at...]`.
private func addCrossProduct(
  of y: UnsafeBufferPointer<Float>, rows: Range<Int>, width n: Int, to sums: UnsafeMutableBufferPointer<Double>,
  at base: Int
) {
  guard let source = unsafe UnsafeRawPointer(y.baseAddress) else { return }
  // SAFETY: `rows` lie in the matrix; the vector loads stop where a whole vector no longer fits the row.
  let whole = n / 8 * 8
  for j in stride(from: 0, to: whole, by: 8) {
    for i in stride(from: 0, to: j + 8, by: 4) {
      var s0 = SIMD8<Float>.zero
      var s1 = SIMD8<Float>.zero
      var s2 = SIMD8<Float>.zero
      var s3 = SIMD8<Float>.zero
      for row in rows {
        let right = unsafe source.loadUnaligned(fromByteOffset: (row * n + j) * 4, as: SIMD8<Float>.self)
        let left = unsafe source.loadUnaligned(fromByteOffset: (row * n + i) * 4, as: SIMD4<Float>.self)
        s0 += right * left[0]
        s1 += right * left[1]
        s2 += right * left[2]
        s3 += right * left[3]
      }
      for lane in 0..<8 {
        unsafe sums[base + i * n + j + lane] += Double(s0[lane])
        unsafe sums[base + (i + 1) * n + j + lane] += Double(s1[lane])
        unsafe sums[base + (i + 2) * n + j + lane] += Double(s2[lane])
        unsafe sums[base + (i + 3) * n + j + lane] += Double(s3[lane])
      }
    }
  }
  for j in whole..<n {
    for i in 0...j {
      var sum = 0.0
      for row in rows { unsafe sum += Double(y[row * n + i]) * Double(y[row * n + j]) }
      unsafe sums[base + i * n + j] += sum
    }
  }
}

/// Writes some rows of a product with a small matrix, four rows and eight columns at a time.
private func multiplyRows(
  _ rows: Range<Int>, of left: UnsafeBufferPointer<Float>, inner: Int, by small: UnsafeBufferPointer<Float>,
  padded: Int,
  width: Int, out: UnsafeMutableBufferPointer<Float>
) {
  guard let right = unsafe UnsafeRawPointer(small.baseAddress) else { return }
  // SAFETY: `small` holds `inner` rows of `padded` entries, `padded` a multiple of 8; the last rows of a block repeat its
  // last one instead of reading past it.
  for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 4) {
    let last = rows.upperBound - 1
    let r0 = start * inner
    let r1 = min(start + 1, last) * inner
    let r2 = min(start + 2, last) * inner
    let r3 = min(start + 3, last) * inner
    for j in stride(from: 0, to: padded, by: 8) {
      var s0 = SIMD8<Float>.zero
      var s1 = SIMD8<Float>.zero
      var s2 = SIMD8<Float>.zero
      var s3 = SIMD8<Float>.zero
      for k in 0..<inner {
        let vector = unsafe right.loadUnaligned(fromByteOffset: (k * padded + j) * 4, as: SIMD8<Float>.self)
        unsafe s0 += vector * left[r0 + k]
        unsafe s1 += vector * left[r1 + k]
        unsafe s2 += vector * left[r2 + k]
        unsafe s3 += vector * left[r3 + k]
      }
      for lane in 0..<min(8, width - j) {
        unsafe out[start * width + j + lane] = s0[lane]
        if start + 1 <= last { unsafe out[(start + 1) * width + j + lane] = s1[lane] }
        if start + 2 <= last { unsafe out[(start + 2) * width + j + lane] = s2[lane] }
        if start + 3 <= last { unsafe out[(start + 3) * width + j + lane] = s3[lane] }
      }
    }
  }
}
