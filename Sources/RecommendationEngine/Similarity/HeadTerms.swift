import LinearAlgebra

/// The dense terms of a single query, which does not repay OpenBLAS.
struct HeadTerms {
  private let postings: TermPostings
  private let query: [Float]

  init(_ postings: TermPostings, query: SparseVector) {
    self.postings = postings
    self.query = postings.headQuery(query)
  }

  /// What the terms add to the score of a row.
  func part(ofRow row: Int) -> Float {
    let width = query.count
    // SAFETY: the dense block holds `width` floats for each row, and `query` as many.
    return unsafe postings.dense.values.withUnsafeBufferPointer { values in
      unsafe query.withUnsafeBufferPointer { query in
        guard width > 0, let left = query.baseAddress, let base = values.baseAddress else { return 0 }
        precondition((row + 1) * width <= values.count, "row \(row) of \(postings.rowCount)")
        let first = unsafe UnsafeRawPointer(left)
        let second = unsafe UnsafeRawPointer(base + row * width)
        var sums = SIMD8<Float>()
        var place = 0
        while place + 8 <= width {
          let product =
            unsafe first.loadUnaligned(fromByteOffset: place * 4, as: SIMD8<Float>.self)
            * second.loadUnaligned(fromByteOffset: place * 4, as: SIMD8<Float>.self)
          sums += product
          place += 8
        }
        var sum = sums.sum()
        while place < width {
          let product = unsafe left[place] * base[row * width + place]
          sum += product
          place += 1
        }
        return sum
      }
    }
  }
}
