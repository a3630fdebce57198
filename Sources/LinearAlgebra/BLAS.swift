import COpenBLAS

/// The arithmetic of OpenBLAS; the only place that calls C.
///
/// The library is loaded by the first product, with one thread: our own workers use the cores.
/// OpenBLAS gives different last bits on different processors and thread counts. What comes from here may propose;
/// what is shown or ordered is computed again in a fixed order.
public enum BLAS {
  /// Whether OpenBLAS is in memory.
  public static var isLoaded: Bool { recommend_blas_is_loaded() != 0 }

  /// Sets the number of threads that OpenBLAS uses; one where our own workers already use the cores.
  public static func setThreadCount(_ count: Int) {
    recommend_blas_set_threads(Int32(count))
  }

  /// `C = alpha * A * Bᵀ + beta * C` over raw rows (sgemm), all row-major.
  ///
  /// - Parameters:
  ///   - a: *m* rows of *k* entries, `aStride` apart.
  ///   - b: *n* rows of *k* entries, `bStride` apart.
  ///   - c: *m* rows of *n* entries, `cStride` apart.
  /// - Complexity: 2·m·n·k operations.
  @unsafe
  public static func multiplyByTransposed(
    m: Int, n: Int, k: Int, alpha: Float = 1,
    a: UnsafePointer<Float>, aStride: Int, b: UnsafePointer<Float>, bStride: Int,
    beta: Float = 0, c: UnsafeMutablePointer<Float>, cStride: Int
  ) {
    // SAFETY: the caller guarantees the shapes; BLAS keeps no pointer after it returns.
    unsafe recommend_sgemm(
      CblasNoTrans, CblasTrans, Int32(m), Int32(n), Int32(k), alpha,
      a, Int32(aStride), b, Int32(bStride), beta, c, Int32(cStride))
  }
}
