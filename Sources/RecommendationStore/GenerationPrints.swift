import RecommendationEngine

/// The fingerprints of all rows of an index, and its digest.
struct GenerationPrints: Sendable {
  /// The fingerprints of what belongs to one item.
  struct ItemPrints: Sendable, Equatable {
    var heading: Int
    var text: Int
    var topics: Int
    var counts: Int
    var neighbors: Int
    var nearest: Int
  }

  let items: [ItemPrints]
  /// For each section of the digest a fingerprint of all its rows.
  let sections: [Int]
  /// The digest of the whole.
  let digest: String

  /// Computes the fingerprints, on all cores.
  ///
  /// - Parameters:
  ///   - beginning: Those of what needs no comparison.
  ///   - counted: Those of terms and counts.
  init(_ contents: IndexContents, _ beginning: BeginningPrints, _ counted: CountPrints) {
    let identities = beginning.identities
    items = concurrentArray(count: contents.items.count, minimumChunk: 256) { row in
      ItemPrints(
        heading: ContentFingerprints.heading(
          contents.items[row].heading,
          original: contents.items[row].heading.copyOf.map { contents.items[$0].heading.key }
        ).check,
        text: beginning.texts[row], topics: beginning.topics[row], counts: counted.counts[row],
        neighbors: ContentFingerprints.neighbors(ofRow: row, in: contents.neighbors, identities: identities).check,
        nearest: ContentFingerprints.neighbors(ofRow: row, in: contents.nearest, identities: identities).check)
    }

    var digest = beginning.digest
    for print in items {
      digest.add(print.heading, to: .headings)
      digest.add(print.counts, to: .counts)
      digest.add(print.neighbors, to: .neighbors)
      digest.add(print.nearest, to: .nearest)
    }
    for term in counted.terms { digest.add(term, to: .terms) }
    sections = digest.sectionChecks
    self.digest = digest.hexadecimal
  }
}

extension GenerationDigest {
  /// Enters the next row of a section by its check.
  mutating func add(_ check: Int, to section: Section) {
    addWord(UInt64(bitPattern: Int64(check)), to: section)
  }
}
