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

/// A product of two sparse matrices that is never formed, ready to multiply from both sides.
package struct FactoredOperator: LinearOperator {
  private let left: SparseMatrix
  private let right: SparseMatrix
  private let leftTransposed: SparseMatrix
  private let rightTransposed: SparseMatrix

  /// The number of rows.
  package var rowCount: Int { left.rowCount }
  /// The number of columns.
  package var columnCount: Int { right.columnCount }

  /// Transposes both factors. O(*nnz*).
  package init(left: SparseMatrix, right: SparseMatrix) {
    self.left = left
    self.right = right
    leftTransposed = left.transposed()
    rightTransposed = right.transposed()
  }

  /// `left · right · dense`
  package func product(with dense: DenseMatrix, workerCount: Int) -> DenseMatrix {
    left.product(with: right.product(with: dense, workerCount: workerCount), workerCount: workerCount)
  }

  /// `rightᵀ · leftᵀ · dense`
  package func transposedProduct(with dense: DenseMatrix, workerCount: Int) -> DenseMatrix {
    rightTransposed.product(
      with: leftTransposed.product(with: dense, workerCount: workerCount), workerCount: workerCount)
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
  /// The columns are kept at right angles on the smaller side of the matrix. In between one pass of Cholesky QR is enough, as the
  /// columns span the same anyway.
  ///
  /// - Complexity: `2 · powerIterationCount + 2` products with the matrix and half as many O(smaller side · rank²) steps.
  public func decomposition(of matrix: some LinearOperator, workerCount: Int = 1) -> TruncatedSVD {
    let factors = factors(of: matrix, workerCount: workerCount)
    return TruncatedSVD(
      singularValues: factors.values.map { $0.squareRoot() },
      scaledRows: factors.scaledRows(workerCount: workerCount), directions: factors.directions(workerCount: workerCount)
    )
  }

  /// The rows along the directions of largest variance alone: `U · diag(s)`.
  public func scaledRows(of matrix: some LinearOperator, workerCount: Int = 1) -> DenseMatrix {
    factors(of: matrix, workerCount: workerCount).scaledRows(workerCount: workerCount)
  }

  /// The directions of largest variance alone: `V`.
  public func directions(of matrix: some LinearOperator, workerCount: Int = 1) -> DenseMatrix {
    factors(of: matrix, workerCount: workerCount).directions(workerCount: workerCount)
  }

  /// A matrix seen through an orthonormal basis of one side, with the eigenpairs of what is left.
  private struct Factors {
    /// `A · basis` where the basis spans columns of rows, `Aᵀ · basis` where it spans columns.
    let image: DenseMatrix
    let basis: DenseMatrix
    /// Whether the basis has an entry for each row of the matrix.
    let spansRows: Bool
    /// The squares of the singular values kept.
    let values: [Double]
    /// Their eigenvectors.
    let vectors: [[Double]]

    func scaledRows(workerCount: Int) -> DenseMatrix {
      spansRows ? rotated(basis, workerCount) { $0.squareRoot() } : rotated(image, workerCount) { _ in 1 }
    }

    func directions(workerCount: Int) -> DenseMatrix {
      spansRows ? rotated(image, workerCount) { 1 / $0.squareRoot() } : rotated(basis, workerCount) { _ in 1 }
    }

    /// Some columns turned to the eigenvectors, each scaled by what belongs to its eigenvalue.
    private func rotated(_ matrix: DenseMatrix, _ workerCount: Int, scale: (Double) -> Double) -> DenseMatrix {
      var rotation = [Double](repeating: 0, count: matrix.columnCount * values.count)
      for column in values.indices {
        let factor = scale(values[column])
        for row in 0..<matrix.columnCount { rotation[row * values.count + column] = vectors[column][row] * factor }
      }
      return matrix.product(withSmall: rotation, width: values.count, workerCount: workerCount)
    }
  }

  private func factors(of matrix: some LinearOperator, workerCount: Int) -> Factors {
    let smaller = min(matrix.rowCount, matrix.columnCount)
    let width = (min(rank + oversampling, smaller) + 7) / 8 * 8
    let spansRows = matrix.rowCount <= matrix.columnCount
    // One step from the larger side to the basis on the smaller one, and one back.
    func toBasis(_ dense: DenseMatrix) -> DenseMatrix {
      spansRows
        ? matrix.product(with: dense, workerCount: workerCount)
        : matrix.transposedProduct(with: dense, workerCount: workerCount)
    }
    func fromBasis(_ dense: DenseMatrix) -> DenseMatrix {
      spansRows
        ? matrix.transposedProduct(with: dense, workerCount: workerCount)
        : matrix.product(with: dense, workerCount: workerCount)
    }
    var image =
      spansRows
      ? fromBasis(randomSigns(rowCount: matrix.rowCount, columnCount: width))
      : randomSigns(rowCount: matrix.rowCount, columnCount: width)
    var basis = toBasis(image)
    for _ in 0..<powerIterationCount {
      image = fromBasis(basis.orthonormalizedColumns(passCount: 1, workerCount: workerCount))
      basis = toBasis(image)
    }
    basis = basis.orthonormalizedColumns(workerCount: workerCount)
    image = fromBasis(basis)
    let (values, vectors) = image.crossProduct(workerCount: workerCount).eigenpairs()
    let threshold = max(1e-10 * (values.first ?? 0), 0)
    let kept = values.prefix(min(rank, smaller)).prefix { $0 > threshold }.count
    return Factors(
      image: image, basis: basis, spansRows: spansRows, values: Array(values.prefix(kept)),
      vectors: Array(vectors.prefix(kept)))
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
