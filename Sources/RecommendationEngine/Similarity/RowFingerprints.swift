import LinearAlgebra

extension SparseMatrix {
  /// For each row a number that is the same where the row holds the same terms with the same weights, to the last bit,
  /// whatever the columns of the terms are; other rows have another one but for 1 in 2⁶⁴.
  ///
  /// - Complexity: O(entries + bytes of the terms).
  func rowFingerprints(_ vocabulary: Vocabulary) -> [UInt64] {
    let terms = (0..<vocabulary.count).map { vocabulary.bytes($0).stableHash }
    return concurrentMap(chunksOf: rowCount, minimumChunk: 256) { rows in
      rows.map { row in
        range(ofRow: row).reduce(0 as UInt64) { sum, position in
          let entry = terms[Int(columnIndices[position])] ^ UInt64(values[position].bitPattern) &* 0x9e37_79b9_7f4a_7c15
          return sum &+ SplitMix64.mixed(entry)
        }
      }
    }.flatMap(\.self)
  }
}
