/// For some rows of a matrix the nearest row of another one, how near it is, and how near the next one.
package struct NearestRows: Sendable {
  /// The number of the nearest row; the first among equals.
  package var indices: [Int32]
  /// The scalar product with it.
  package var products: [Float]
  /// The largest scalar product with another one; −4 where there is no other.
  package var runnersUp: [Float]
}

extension DenseMatrix {
  /// For each row, the row of `centroids` with the largest scalar product; the first among equals.
  ///
  /// The products are single precision in a fixed order, the same for each row wherever it stands: equal rows get equal
  /// answers, and no bit depends on the processor or the workers.
  ///
  /// - Complexity: O(rows · centroids · columns).
  package func nearestRows(in centroids: DenseMatrix, workerCount: Int = 1) -> [Int32] {
    nearestRows(to: Array(0..<Int32(rowCount)), in: centroids, workerCount: workerCount).indices
  }

  /// For some rows of this matrix the nearest row of `centroids`; entry *i* of the answer belongs to `rows[i]`.
  package func nearestRows(to rows: [Int32], in centroids: DenseMatrix, workerCount: Int = 1) -> NearestRows {
    precondition(
      columnCount == centroids.columnCount, "rows of \(columnCount) and centroids of \(centroids.columnCount) columns")
    precondition(rows.allSatisfy { $0 >= 0 && Int($0) < rowCount }, "rows of the matrix")
    var nearest = NearestRows(
      indices: [Int32](repeating: 0, count: rows.count), products: [Float](repeating: 0, count: rows.count),
      runnersUp: [Float](repeating: -4, count: rows.count))
    guard centroids.rowCount > 0, !rows.isEmpty else { return nearest }
    let panels = CentroidPanels(centroids)
    unsafe nearest.indices.withUnsafeMutableBufferPointer { indices in
      unsafe nearest.products.withUnsafeMutableBufferPointer { products in
        unsafe nearest.runnersUp.withUnsafeMutableBufferPointer { runnersUp in
          unsafe values.withUnsafeBufferPointer { values in
            unsafe rows.withUnsafeBufferPointer { rows in
              unsafe panels.values.withUnsafeBufferPointer { panel in
                // SAFETY: each worker writes the entries of its own blocks only; `rows` were checked to lie in the matrix, and
                // the last rows of a block repeat its last one instead of reading past it.
                RowBlocks(rowCount: rows.count, blockSize: 512).forEach(workerCount: workerCount) { _, block in
                  for start in stride(from: block.lowerBound, to: block.upperBound, by: 4) {
                    let last = block.upperBound - 1
                    let best = unsafe panels.nearest(
                      to: (
                        Int(rows[start]) * columnCount, Int(rows[min(start + 1, last)]) * columnCount,
                        Int(rows[min(start + 2, last)]) * columnCount, Int(rows[min(start + 3, last)]) * columnCount
                      ), of: values, in: panel)
                    for lane in 0..<min(4, block.upperBound - start) {
                      let found = lane == 0 ? best.0 : lane == 1 ? best.1 : lane == 2 ? best.2 : best.3
                      let answer = found.answer
                      unsafe indices[start + lane] = answer.index
                      unsafe products[start + lane] = answer.product
                      unsafe runnersUp[start + lane] = answer.runnerUp
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return nearest
  }

  /// The scalar products of all rows with all rows of `centroids`, with the bits that ``nearestRows(to:in:workerCount:)`` compares.
  ///
  /// - Returns: A matrix of shape (rows, centroids in whole vectors of 8); −4 where there is no centroid.
  /// - Complexity: O(rows · centroids · columns).
  package func products(withRowsOf centroids: DenseMatrix, workerCount: Int = 1) -> DenseMatrix {
    precondition(
      columnCount == centroids.columnCount, "rows of \(columnCount) and centroids of \(centroids.columnCount) columns")
    let panels = CentroidPanels(centroids)
    var result = DenseMatrix(rowCount: rowCount, columnCount: (centroids.rowCount + 7) / 8 * 8)
    let width = result.columnCount * 4
    unsafe result.values.withUnsafeMutableBytes { out in
      unsafe values.withUnsafeBufferPointer { values in
        unsafe panels.values.withUnsafeBufferPointer { panel in
          // SAFETY: each worker writes the rows of its own blocks only; the last rows of a block repeat its last one.
          RowBlocks(rowCount: rowCount, blockSize: 512).forEach(workerCount: workerCount) { _, block in
            for start in stride(from: block.lowerBound, to: block.upperBound, by: 4) {
              let last = block.upperBound - 1
              let (r0, r1, r2, r3) = (start, min(start + 1, last), min(start + 2, last), min(start + 3, last))
              for number in 0..<width / 32 {
                let products = unsafe panels.products(
                  number, with: (r0 * columnCount, r1 * columnCount, r2 * columnCount, r3 * columnCount), of: values,
                  in: panel)
                unsafe out.storeBytes(of: products.0, toByteOffset: r0 * width + number * 32, as: SIMD8<Float>.self)
                unsafe out.storeBytes(of: products.1, toByteOffset: r1 * width + number * 32, as: SIMD8<Float>.self)
                unsafe out.storeBytes(of: products.2, toByteOffset: r2 * width + number * 32, as: SIMD8<Float>.self)
                unsafe out.storeBytes(of: products.3, toByteOffset: r3 * width + number * 32, as: SIMD8<Float>.self)
              }
            }
          }
        }
      }
    }
    return result
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
        guard let left = unsafe UnsafeRawPointer(left.baseAddress),
          let right = unsafe UnsafeRawPointer(right.baseAddress)
        else { return 0 }
        // Eight partial sums added pairwise at the end.
        var sum = SIMD8<Double>.zero
        for at in stride(from: 0, to: columnCount * 4, by: 32) {
          let a = unsafe left.loadUnaligned(fromByteOffset: row * columnCount * 4 + at, as: SIMD8<Float>.self)
          let b = unsafe right.loadUnaligned(fromByteOffset: otherRow * columnCount * 4 + at, as: SIMD8<Float>.self)
          sum += SIMD8<Double>(a) * SIMD8<Double>(b)
        }
        return sum.sum()
      }
    }
  }

  /// Adds a row, times a factor, to the sums from a place on. O(columns).
  package func addRow(_ row: Int, times factor: Double, to sums: inout [Double], at place: Int) {
    precondition(row >= 0 && row < rowCount && columnCount % 8 == 0, "row \(row) of \(rowCount), in whole vectors of 8")
    precondition(place >= 0 && place + columnCount <= sums.count, "sums for \(columnCount) columns from \(place) on")
    unsafe values.withUnsafeBufferPointer { values in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        // SAFETY: the row lies in the matrix and its sums in the array, as checked above.
        guard let source = unsafe UnsafeRawPointer(values.baseAddress),
          let target = UnsafeMutableRawPointer(sums.baseAddress)
        else { return }
        for at in stride(from: 0, to: columnCount, by: 8) {
          let value = unsafe source.loadUnaligned(fromByteOffset: (row * columnCount + at) * 4, as: SIMD8<Float>.self)
          let sum = unsafe target.loadUnaligned(fromByteOffset: (place + at) * 8, as: SIMD8<Double>.self)
          unsafe target.storeBytes(
            of: sum + SIMD8<Double>(value) * factor, toByteOffset: (place + at) * 8, as: SIMD8<Double>.self)
        }
      }
    }
  }
}

/// Centroids laid out for comparing four rows with eight of them at a time: for each eight, column after column.
private struct CentroidPanels {
  let values: [Float]
  let count: Int
  let width: Int

  init(_ centroids: DenseMatrix) {
    count = centroids.rowCount
    width = centroids.columnCount
    var values = [Float](repeating: 0, count: (count + 7) / 8 * 8 * width)
    for row in 0..<count {
      for column in 0..<width {
        values[(row / 8 * width + column) * 8 + row % 8] = centroids.values[row * width + column]
      }
    }
    self.values = values
  }

  /// The best of the centroids looked at so far, for each of eight lanes.
  struct Lanes {
    var best = SIMD8<Float>(repeating: -4)
    var second = SIMD8<Float>(repeating: -4)
    var panel = SIMD8<Int32>.zero

    @inline(__always)
    mutating func take(_ product: SIMD8<Float>, panel number: Int32) {
      let isBetter = product .> best
      second = second.replacing(with: product, where: product .> second)
      second = second.replacing(with: best, where: isBetter)
      best = best.replacing(with: product, where: isBetter)
      panel = panel.replacing(with: number, where: isBetter)
    }

    /// The best of all lanes, the smallest number among equals, and the next best product.
    var answer: (index: Int32, product: Float, runnerUp: Float) {
      var index = Int32.max
      var product: Float = -4
      var runnerUp: Float = -4
      for lane in 0..<8 {
        let number = panel[lane] * 8 + Int32(lane)
        if best[lane] > product || (best[lane] == product && number < index) {
          runnerUp = max(runnerUp, product)
          product = best[lane]
          index = number
        } else {
          runnerUp = max(runnerUp, best[lane])
        }
        runnerUp = max(runnerUp, second[lane])
      }
      return (index, product, runnerUp)
    }
  }

  /// Compares four rows, given by their places in `rows`, with all centroids.
  @inline(__always)
  @unsafe
  func nearest(
    to starts: (Int, Int, Int, Int), of rows: UnsafeBufferPointer<Float>, in panels: UnsafeBufferPointer<Float>
  ) -> (Lanes, Lanes, Lanes, Lanes) {
    var lanes = (Lanes(), Lanes(), Lanes(), Lanes())
    for panel in 0..<(count + 7) / 8 {
      let products = unsafe products(panel, with: starts, of: rows, in: panels)
      lanes.0.take(products.0, panel: Int32(panel))
      lanes.1.take(products.1, panel: Int32(panel))
      lanes.2.take(products.2, panel: Int32(panel))
      lanes.3.take(products.3, panel: Int32(panel))
    }
    return lanes
  }

  /// The products of four rows, given by their places in `rows`, with eight centroids; −4 where there are fewer.
  @inline(__always)
  @unsafe
  func products(
    _ panel: Int, with starts: (Int, Int, Int, Int), of rows: UnsafeBufferPointer<Float>,
    in panels: UnsafeBufferPointer<Float>
  ) -> (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) {
    var s0 = SIMD8<Float>.zero
    var s1 = SIMD8<Float>.zero
    var s2 = SIMD8<Float>.zero
    var s3 = SIMD8<Float>.zero
    // SAFETY: the caller guarantees `width` entries behind each place, and that `panels` are the values of this layout.
    guard let left = rows.baseAddress, let right = unsafe UnsafeRawPointer(panels.baseAddress) else {
      return (s0, s1, s2, s3)
    }
    let (p0, p1, p2, p3) = unsafe (left + starts.0, left + starts.1, left + starts.2, left + starts.3)
    let base = unsafe right + panel * width * 32
    for column in 0..<width {
      let centroids = unsafe base.loadUnaligned(fromByteOffset: column * 32, as: SIMD8<Float>.self)
      unsafe s0 += centroids * p0[column]
      unsafe s1 += centroids * p1[column]
      unsafe s2 += centroids * p2[column]
      unsafe s3 += centroids * p3[column]
    }
    if panel * 8 + 8 > count {
      // No centroid stands in the last lanes.
      let mask = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7) .>= Int32(count - panel * 8)
      s0 = s0.replacing(with: -4, where: mask)
      s1 = s1.replacing(with: -4, where: mask)
      s2 = s2.replacing(with: -4, where: mask)
      s3 = s3.replacing(with: -4, where: mask)
    }
    return (s0, s1, s2, s3)
  }
}
