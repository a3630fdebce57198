/// A small square matrix that equals its transpose, in double precision, every entry stored row by row.
///
/// It holds the scalar products of a few hundred columns; its factorisations are written here, in a fixed order of
/// operations, because LAPACK's bits differ from processor to processor and everything that follows would inherit that.
public struct SymmetricMatrix: Sendable, Equatable {
  /// The number of rows and of columns.
  public let order: Int
  /// The entries: row *i*, column *j* at `i * order + j`.
  public var values: [Double]

  /// Creates a matrix from its entries; the two triangles must agree.
  public init(order: Int, values: [Double]) {
    precondition(values.count == order * order, "\(values.count) values for a matrix of order \(order)")
    self.order = order
    self.values = values
  }

  /// Reads or writes one entry; the caller writes its mirror too.
  public subscript(row: Int, column: Int) -> Double {
    get { values[row * order + column] }
    set { values[row * order + column] = newValue }
  }

  /// The eigenvalues, descending, and one unit eigenvector a row.
  ///
  /// Cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5): a sweep turns every pair of axes by the angle
  /// that clears its off-diagonal entry; six to ten sweeps reach the last bits. Signs are fixed: the largest entry of each
  /// vector, the first among equals, is positive.
  ///
  /// - Complexity: O(order³) a sweep.
  public func eigenpairs() -> (values: [Double], vectors: [[Double]]) {
    let n = order
    var a = values
    // Row i of `v` becomes the eigenvector of a[i, i].
    var v = [Double](repeating: 0, count: n * n)
    for i in 0..<n { v[i * n + i] = 1 }
    let total = a.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<40 {
      var off = 0.0
      for p in 0..<n { for q in 0..<p { off += a[p * n + q] * a[p * n + q] } }
      if off <= 1e-26 * total { break }
      for p in 0..<n {
        for q in p + 1..<max(n, p + 1) {
          let apq = a[p * n + q]
          if apq == 0 || apq * apq <= 1e-32 * total / Double(n * n) { continue }
          let theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
          let magnitude = 1 / (theta.magnitude + (theta * theta + 1).squareRoot())
          let t = theta < 0 ? -magnitude : magnitude
          let c = 1 / (t * t + 1).squareRoot()
          rotate(&a, &v, p: p, q: q, cosine: c, sine: t * c, tangent: t)
        }
      }
    }
    let ranked = (0..<n).sorted { (-a[$0 * n + $0], $0) < (-a[$1 * n + $1], $1) }
    let vectors = ranked.map { i in
      let row = Array(v[i * n..<(i + 1) * n])
      var largest = 0
      for j in 0..<n where row[j].magnitude > row[largest].magnitude { largest = j }
      return n > 0 && row[largest] < 0 ? row.map { -$0 } : row
    }
    return (ranked.map { a[$0 * n + $0] }, vectors)
  }

  /// Turns the axes *p* and *q* of `a` so that a[p, q] becomes 0, and the rows of `v` with them.
  private func rotate(
    _ a: inout [Double], _ v: inout [Double], p: Int, q: Int, cosine c: Double, sine s: Double, tangent t: Double
  ) {
    let n = order
    let apq = a[p * n + q]
    let app = a[p * n + p] - t * apq
    let aqq = a[q * n + q] + t * apq
    unsafe a.withUnsafeMutableBufferPointer { a in
      unsafe v.withUnsafeMutableBufferPointer { v in
        // SAFETY: p and q lie below the order n, and both arrays hold n * n entries.
        for r in 0..<n {
          let vp = unsafe v[p * n + r]
          let vq = unsafe v[q * n + r]
          unsafe v[p * n + r] = c * vp - s * vq
          unsafe v[q * n + r] = s * vp + c * vq
          let ap = unsafe a[p * n + r]
          let aq = unsafe a[q * n + r]
          unsafe a[p * n + r] = c * ap - s * aq
          unsafe a[q * n + r] = s * ap + c * aq
        }
        for r in 0..<n {
          unsafe a[r * n + p] = a[p * n + r]
          unsafe a[r * n + q] = a[q * n + r]
        }
      }
    }
    a[p * n + p] = app
    a[q * n + q] = aqq
    a[p * n + q] = 0
    a[q * n + p] = 0
  }

  /// The inverse *T* of the upper Cholesky factor, row by row: `Tᵀ · self · T = I`.
  ///
  /// A column that the earlier ones already span (its remainder falls below `tolerance` of its own square length) gets
  /// zeros, so that it takes no part in what follows. O(order³).
  public func inverseCholeskyFactor(tolerance: Double = 1e-6) -> [Double] {
    let n = order
    var r = [Double](repeating: 0, count: n * n)
    var inverse = [Double](repeating: 0, count: n * n)
    for j in 0..<n {
      for i in 0...j {
        var sum = self[i, j]
        for k in 0..<i { sum -= r[k * n + i] * r[k * n + j] }
        if i < j {
          r[i * n + j] = r[i * n + i] == 0 ? 0 : sum / r[i * n + i]
        } else {
          r[j * n + j] = sum > tolerance * self[j, j] && sum > 0 ? sum.squareRoot() : 0
        }
      }
    }
    for j in 0..<n where r[j * n + j] != 0 {
      inverse[j * n + j] = 1 / r[j * n + j]
      for i in stride(from: j - 1, through: 0, by: -1) where r[i * n + i] != 0 {
        var sum = 0.0
        for k in i + 1...j { sum += r[i * n + k] * inverse[k * n + j] }
        inverse[i * n + j] = -sum / r[i * n + i]
      }
    }
    return inverse
  }
}
