extension DenseMatrix {
  /// For three rows at once, how far every row lies from the nearer of its seed so far and that row: min(d, 1 − cosine).
  ///
  /// One pass over the matrix serves the three. The products are single precision in a fixed order, never below 0.
  ///
  /// - Parameters:
  ///   - candidates: Three rows of this matrix; repeat one to try fewer.
  ///   - distances: The distance of each row so far.
  /// - Returns: For each candidate the new distances and their sum in double precision, row after row.
  /// - Complexity: O(3 · rows · columns), bound by memory.
  package func distances(
    toCandidates candidates: (Int, Int, Int), cappedBy distances: [Float]
  ) -> [(distances: [Float], sum: Double)] {
    precondition(distances.count == rowCount && columnCount % 8 == 0, "a distance a row, rows in whole vectors of 8")
    for row in [candidates.0, candidates.1, candidates.2] {
      precondition(row >= 0 && row < rowCount, "candidate \(row) of \(rowCount) rows")
    }
    var results = [[Float]](repeating: distances, count: 3)
    var sums = (0.0, 0.0, 0.0)
    unsafe values.withUnsafeBufferPointer { values in
      guard let base = unsafe UnsafeRawPointer(values.baseAddress) else { return }
      let stride = columnCount * 4
      // SAFETY: rows below rowCount, whole vectors of 8 up to columnCount.
      let p0 = unsafe base + candidates.0 * stride
      let p1 = unsafe base + candidates.1 * stride
      let p2 = unsafe base + candidates.2 * stride
      for row in 0..<rowCount {
        let p = unsafe base + row * stride
        var s0 = SIMD8<Float>.zero
        var s1 = SIMD8<Float>.zero
        var s2 = SIMD8<Float>.zero
        var at = 0
        while at < stride {
          let v = unsafe p.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
          unsafe s0 += v * p0.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
          unsafe s1 += v * p1.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
          unsafe s2 += v * p2.loadUnaligned(fromByteOffset: at, as: SIMD8<Float>.self)
          at += 32
        }
        let cap = distances[row]
        let d0 = min(cap, max(0, 1 - s0.sum()))
        let d1 = min(cap, max(0, 1 - s1.sum()))
        let d2 = min(cap, max(0, 1 - s2.sum()))
        results[0][row] = d0
        results[1][row] = d1
        results[2][row] = d2
        sums.0 += Double(d0)
        sums.1 += Double(d1)
        sums.2 += Double(d2)
      }
    }
    return [(results[0], sums.0), (results[1], sums.1), (results[2], sums.2)]
  }
}
