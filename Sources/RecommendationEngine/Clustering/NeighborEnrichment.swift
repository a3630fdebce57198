import LinearAlgebra

/// Items that borrow the terms of their nearest neighbours: the largest gain for texts of under 50 words.
///
/// `x' = L2(x + L2(Σ cos(x, xⱼ) · xⱼ))` over the 10 nearest. The enriched matrix is never formed as a whole: it is `M · X` with a
/// sparse *M* of at most 11 entries a row, so a product with it costs the entries of *X* and of *M*, not ten times those of *X*.
package struct NeighborEnrichment: Sendable {
  /// *X*
  private let rows: SparseMatrix
  /// *M*
  private let mixing: SparseMatrix

  /// Prepares the factors.
  ///
  /// - Parameters:
  ///   - input: The items; rows of length 1 or 0.
  ///   - neighborCount: How many of each item's neighbours lend their terms; 0 leaves the rows as they are.
  /// - Complexity: O(*nnz* · neighborCount).
  package init(_ input: ClusteringInput, neighborCount: Int = 10, workerCount: Int = 1) {
    rows = input.rows
    let blocks = RowBlocks(rowCount: rows.rowCount, blockSize: 1_024)
    let parts = blocks.map(workerCount: workerCount) { _, block in
      Self.mixing(of: input, rows: block, neighborCount: neighborCount)
    }
    mixing = SparseMatrix(joining: parts, columnCount: rows.rowCount)
  }

  /// Some rows of *M*.
  private static func mixing(of input: ClusteringInput, rows block: Range<Int>, neighborCount: Int) -> SparseMatrix {
    let rows = input.rows
    var mixing = SparseMatrix(columnCount: rows.rowCount)
    var sum = TermSums(termCount: rows.columnCount)
    for row in block {
      let lenders = input.neighbors[row].prefix(neighborCount).filter { $0.score > 0 }
      for lender in lenders { rows.addRow(Int(lender.row), times: Float(lender.score), to: &sum) }
      // The length of x + m / |m| follows from |x|², |m|² and x · m.
      let (ownSquare, product) = rows.products(ofRow: row, with: sum)
      let lentSquare = sum.square
      sum.clear()
      let lent = lentSquare > 0 ? 1 / lentSquare.squareRoot() : 0
      let square = ownSquare + (lentSquare > 0 ? 1 + 2 * lent * product : 0)
      let scale = square > 0 ? 1 / square.squareRoot() : 0
      var entries = lenders.map { (column: $0.row, value: Float(scale * lent * $0.score)) }
      entries.append((column: Int32(row), value: Float(scale)))
      mixing.appendRow(entries.sorted { $0.column < $1.column })
    }
    return mixing
  }

  /// The enriched items as a factor of dense matrices, from both sides.
  package var linearOperator: some LinearOperator { FactoredOperator(left: mixing, right: rows) }

  /// The enriched items times a dense matrix.
  package func product(with dense: DenseMatrix, workerCount: Int) -> DenseMatrix {
    mixing.product(with: rows.product(with: dense, workerCount: workerCount), workerCount: workerCount)
  }

  /// Some of the enriched items, formed; weights below `smallest` are left out.
  package func enrichedRows(_ selected: [Int], smallest: Float, workerCount: Int) -> SparseMatrix {
    let blocks = RowBlocks(rowCount: selected.count, blockSize: 512)
    let parts = blocks.map(workerCount: workerCount) { _, block in
      var part = SparseMatrix(columnCount: rows.columnCount)
      var sum = TermSums(termCount: rows.columnCount)
      for place in block {
        for entry in mixing.range(ofRow: selected[place]) {
          rows.addRow(Int(mixing.columnIndices[entry]), times: mixing.values[entry], to: &sum)
        }
        part.appendRow(sum.entries(ofAtLeast: smallest))
        sum.clear()
      }
      return part
    }
    return SparseMatrix(joining: parts, columnCount: rows.columnCount)
  }
}
