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
    let prints = concurrentArray(count: contents.terms.count, minimumChunk: 1024) { column in
      let term = contents.terms[column]
      let print = ContentFingerprints.term(term)
      return (check: print.whole.check, spelling: print.spelling, frequency: Int32(term.documentFrequency))
    }
    terms = prints.map(\.check)
    documentFrequencies = prints.map(\.frequency)
    let spellings = prints.map(\.spelling)
    counts = concurrentArray(count: contents.items.count, minimumChunk: 256) { row in
      ContentFingerprints.counts(
        ofRow: row, in: contents.counts, identities: beginning.identities, spellings: spellings
      ).check
    }
  }
}
