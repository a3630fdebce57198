import LinearAlgebra

/// The most frequent terms of many rows: most of the additions, little of the scores.
///
/// What these terms add to the score of a query and a row is at most the product of the two lengths that the vectors have
/// in them (Cauchy and Schwarz). So it is computed only for rows that could reach the threshold with that much.
struct HeadTerms {
  /// Terms held by at least this share of the rows count as frequent.
  static let share = 0.01
  /// At most so many terms do, a multiple of 8.
  static let columnLimit = 128

  private let postings: TermPostings
  private let query: [Float]
  private let queryLength: Float

  init(_ postings: TermPostings, query: SparseVector) {
    self.postings = postings
    self.query = postings.headQuery(query)
    queryLength = Self.length(self.query[...])
  }

  /// The length of a vector, a little more than it is, so that rounding never makes a bound too small.
  static func length(_ weights: ArraySlice<Float>) -> Float {
    Float(weights.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() * 1.00001)
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

  /// Gives the rows whose scores could be above a threshold to a closure, looked for 32 at a time.
  ///
  /// - Parameter tail: The scores without these terms.
  @inline(__always)
  func forEachRow(
    _ tail: ArraySlice<Float>, above threshold: () -> Float, afterBlock: () -> Void, _ body: (Int) -> Void
  ) {
    let count = postings.rowCount
    precondition(tail.count >= count, "\(tail.count) scores for \(count) rows")
    // SAFETY: every index lies below the number of rows, of which there are as many lengths and scores.
    unsafe tail.withUnsafeBufferPointer { tail in
      unsafe postings.headLengths.withUnsafeBufferPointer { lengths in
        guard let tailBase = tail.baseAddress, let lengthBase = lengths.baseAddress else { return }
        let scores = unsafe UnsafeRawPointer(tailBase)
        let rawLengths = unsafe UnsafeRawPointer(lengthBase)
        let factor = SIMD8<Float>(repeating: queryLength)
        var start = 0
        while start < count {
          if start + 32 <= count {
            let wanted = SIMD8<Float>(repeating: threshold())
            var passes = SIMDMask<SIMD8<Int32>>(repeating: false)
            for offset in stride(from: start * 4, to: start * 4 + 128, by: 32) {
              let bound =
                unsafe scores.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
                + factor * rawLengths.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
              passes .|= (bound .> wanted)
            }
            guard any(passes) else {
              start += 32
              continue
            }
          }
          let end = min(start + 32, count)
          while start < end {
            if unsafe tail[start] + queryLength * lengths[start] > threshold() { body(start) }
            start += 1
          }
          afterBlock()
        }
      }
    }
  }
}
