/// Something that multiplies dense matrices, such as a sparse matrix or a product of two that is never formed.
public protocol LinearOperator: Sendable {
  /// The number of rows.
  var rowCount: Int { get }
  /// The number of columns.
  var columnCount: Int { get }
  /// `self · dense`
  func product(with dense: DenseMatrix, workerCount: Int) -> DenseMatrix
  /// `selfᵀ · dense`
  func transposedProduct(with dense: DenseMatrix, workerCount: Int) -> DenseMatrix
}

/// A sparse matrix with its transpose, ready to multiply from both sides.
public struct SparseOperator: LinearOperator {
  private let rows: SparseMatrix
  private let columns: SparseMatrix

  /// The number of rows.
  public var rowCount: Int { rows.rowCount }
  /// The number of columns.
  public var columnCount: Int { rows.columnCount }

  /// Transposes a matrix. O(*nnz*).
  public init(_ matrix: SparseMatrix) {
    rows = matrix
    columns = matrix.transposed()
  }

  /// `self · dense`
  public func product(with dense: DenseMatrix, workerCount: Int) -> DenseMatrix {
    rows.product(with: dense, workerCount: workerCount)
  }

  /// `selfᵀ · dense`
  public func transposedProduct(with dense: DenseMatrix, workerCount: Int) -> DenseMatrix {
    columns.product(with: dense, workerCount: workerCount)
  }
}

/// The largest singular values of a matrix and its rows seen along their directions.
public struct TruncatedSVD: Sendable, Equatable {
  /// The singular values, descending.
  public let singularValues: [Double]
  /// `U · diag(s)`, of shape (rows, rank): each row of the matrix along the directions of largest variance.
  public let scaledRows: DenseMatrix
  /// `V`, of shape (columns, rank): a new row *x* stands at `x · V`.
  public let directions: DenseMatrix
}

/// Finds a truncated singular value decomposition with random projections.
///
/// Halko, Martinsson and Tropp, *Finding structure with randomness*, SIAM Review 53 (2011), algorithms 4.4 and 5.1: a random
/// sketch of a few more columns than wanted, sharpened by power iterations, an orthonormal basis *Z* of the rows it spans,
/// and a small exact decomposition of `A · Z`. With `A·Z = Y` and `YᵀY = W Λ Wᵀ`, `U·s = Y·W` and `V = Z·W`.
///
/// All of it runs in our own kernels with a fixed order of operations: no bit depends on the processor or the workers.
public struct RandomizedSVD: Sendable, Equatable {
  /// The number of singular values wanted; fewer come back where the matrix is smaller or of lower rank.
  public var rank: Int
  /// How many more columns than `rank` the sketch has at least; rounded up to whole vectors of 8.
  public var oversampling: Int
  /// How often the sketch is multiplied by `A·Aᵀ`.
  public var powerIterationCount: Int
  /// What the random signs of the sketch are drawn from.
  public var seed: UInt64

  /// Creates the settings; the defaults are those of the paper's practice for slowly falling singular values.
  public init(rank: Int = 100, oversampling: Int = 10, powerIterationCount: Int = 2, seed: UInt64 = 0) {
    precondition(rank > 0, "a rank of at least 1 is wanted, not \(rank)")
    self.rank = rank
    self.oversampling = oversampling
    self.powerIterationCount = powerIterationCount
    self.seed = seed
  }

  /// Decomposes a matrix.
  ///
  /// - Complexity: `2 · powerIterationCount + 2` products with the matrix and as many O(rows · rank²) steps.
  public func decomposition(of matrix: some LinearOperator, workerCount: Int = 1) -> TruncatedSVD {
    let smaller = min(matrix.rowCount, matrix.columnCount)
    let width = (min(rank + oversampling, smaller) + 7) / 8 * 8
    let sketch = randomSigns(rowCount: matrix.rowCount, columnCount: width)
    var basis = matrix.transposedProduct(with: sketch, workerCount: workerCount)
      .orthonormalizedColumns(workerCount: workerCount)
    var image = matrix.product(with: basis, workerCount: workerCount)
    for _ in 0..<powerIterationCount {
      basis = matrix.transposedProduct(with: image, workerCount: workerCount)
        .orthonormalizedColumns(workerCount: workerCount)
      image = matrix.product(with: basis, workerCount: workerCount)
    }
    let (values, vectors) = image.crossProduct(workerCount: workerCount).eigenpairs()
    let threshold = max(1e-10 * (values.first ?? 0), 0)
    let kept = values.prefix(min(rank, smaller)).prefix { $0 > threshold }.count
    var rotation = [Double](repeating: 0, count: width * kept)
    for column in 0..<kept { for row in 0..<width { rotation[row * kept + column] = vectors[column][row] } }
    return TruncatedSVD(
      singularValues: values.prefix(kept).map { $0.squareRoot() },
      scaledRows: image.product(withSmall: rotation, width: kept, workerCount: workerCount),
      directions: basis.product(withSmall: rotation, width: kept, workerCount: workerCount))
  }

  /// Random entries of 1 and −1, which sketch as well as normal ones and need no logarithm.
  private func randomSigns(rowCount: Int, columnCount: Int) -> DenseMatrix {
    var generator = SplitMix64(seed: seed)
    var result = DenseMatrix(rowCount: rowCount, columnCount: columnCount)
    var position = 0
    while position < result.values.count {
      var bits = generator.next()
      for _ in 0..<min(64, result.values.count - position) {
        result.values[position] = bits & 1 == 0 ? -1 : 1
        bits >>= 1
        position += 1
      }
    }
    return result
  }
}
