extension SparseMatrix {
  /// This matrix times a dense one: of shape (rows, `dense.columnCount`).
  ///
  /// OpenBLAS has no sparse kernels. Each row of the result is a weighted sum of rows of `dense`, added in the order of
  /// the stored entries, 32 columns at a time in registers: the bits depend neither on the processor nor on the workers.
  ///
  /// - Complexity: O(*nnz* · `dense.columnCount`).
  public func product(with dense: DenseMatrix, workerCount: Int = 1) -> DenseMatrix {
    precondition(
      columnCount == dense.rowCount, "\(columnCount) columns cannot multiply \(dense.rowCount) rows")
    var result = DenseMatrix(rowCount: rowCount, columnCount: dense.columnCount)
    let blocks = RowBlocks(rowCount: rowCount, blockSize: 512)
    unsafe result.values.withUnsafeMutableBufferPointer { out in
      // SAFETY: every worker writes the rows of its own blocks only; the arrays outlive the call.
      unsafe dense.values.withUnsafeBufferPointer { b in
        unsafe columnIndices.withUnsafeBufferPointer { columns in
          unsafe values.withUnsafeBufferPointer { values in
            blocks.forEach(workerCount: workerCount) { _, rows in
              for row in rows {
                unsafe addWeightedRows(
                  columns: columns, values: values, entries: range(ofRow: row), dense: b, width: dense.columnCount,
                  out: out, at: row * dense.columnCount)
              }
            }
          }
        }
      }
    }
    return result
  }
}

/// Writes `out[at ..< at + width] = Σ values[e] · dense[columns[e], :]` over the entries, in their order.
@inline(__always)
private func addWeightedRows(
  columns: UnsafeBufferPointer<Int32>, values: UnsafeBufferPointer<Float>, entries: Range<Int>,
  dense: UnsafeBufferPointer<Float>, width: Int, out: UnsafeMutableBufferPointer<Float>, at start: Int
) {
  // SAFETY: the matrix guarantees columns below the row count of `dense`; `width` columns are read and written per row,
  // in panels that end at or before `width`.
  guard !entries.isEmpty, let source = unsafe UnsafeRawPointer(dense.baseAddress),
    let target = UnsafeMutableRawPointer(out.baseAddress)
  else { return }
  var panel = 0
  while panel + 32 <= width {
    var sum0 = SIMD8<Float>.zero
    var sum1 = SIMD8<Float>.zero
    var sum2 = SIMD8<Float>.zero
    var sum3 = SIMD8<Float>.zero
    for entry in entries {
      let weight = SIMD8<Float>(repeating: unsafe values[entry])
      let row = unsafe source + (Int(columns[entry]) * width + panel) * 4
      unsafe sum0 += weight * row.loadUnaligned(fromByteOffset: 0, as: SIMD8<Float>.self)
      unsafe sum1 += weight * row.loadUnaligned(fromByteOffset: 32, as: SIMD8<Float>.self)
      unsafe sum2 += weight * row.loadUnaligned(fromByteOffset: 64, as: SIMD8<Float>.self)
      unsafe sum3 += weight * row.loadUnaligned(fromByteOffset: 96, as: SIMD8<Float>.self)
    }
    let place = unsafe target + (start + panel) * 4
    unsafe place.storeBytes(of: sum0, toByteOffset: 0, as: SIMD8<Float>.self)
    unsafe place.storeBytes(of: sum1, toByteOffset: 32, as: SIMD8<Float>.self)
    unsafe place.storeBytes(of: sum2, toByteOffset: 64, as: SIMD8<Float>.self)
    unsafe place.storeBytes(of: sum3, toByteOffset: 96, as: SIMD8<Float>.self)
    panel += 32
  }
  while panel + 8 <= width {
    var sum = SIMD8<Float>.zero
    for entry in entries {
      let row = unsafe source + (Int(columns[entry]) * width + panel) * 4
      unsafe sum += SIMD8<Float>(repeating: values[entry]) * row.loadUnaligned(as: SIMD8<Float>.self)
    }
    unsafe target.storeBytes(of: sum, toByteOffset: (start + panel) * 4, as: SIMD8<Float>.self)
    panel += 8
  }
  while panel < width {
    var sum: Float = 0
    for entry in entries { unsafe sum += values[entry] * dense[Int(columns[entry]) * width + panel] }
    unsafe out[start + panel] = sum
    panel += 1
  }
}
