import RecommendationEngine

/// The fingerprints of terms and counts.
struct CountPrints: Sendable {
  /// Those of the terms.
  let terms: [Int]
  /// For each term the number of items that hold it.
  let documentFrequencies: [Int32]
  /// Those of each item's counts.
  let counts: [Int]

  /// Computes the fingerprints, on all cores.
  init(_ contents: IndexContents, _ beginning: BeginningPrints) {
    let termParts = concurrentMap(chunksOf: contents.terms.count, minimumChunk: 1024) { chunk in
      chunk.map { column in
        let term = contents.terms[column]
        let print = ContentFingerprints.term(term)
        return (check: print.whole.check, spelling: print.spelling, frequency: Int32(term.documentFrequency))
      }
    }
    terms = termParts.flatMap { $0.map(\.check) }
    documentFrequencies = termParts.flatMap { $0.map(\.frequency) }
    let spellings = termParts.flatMap { $0.map(\.spelling) }
    counts = concurrentMap(chunksOf: contents.items.count, minimumChunk: 256) { chunk in
      chunk.map { row in
        ContentFingerprints.counts(
          ofRow: row, in: contents.counts, identities: beginning.identities, spellings: spellings
        ).check
      }
    }.flatMap(\.self)
  }
}
