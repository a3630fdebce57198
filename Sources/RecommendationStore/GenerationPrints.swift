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
  let terms: [Int]
  /// For each term the number of items that hold it.
  let documentFrequencies: [Int32]
  /// For each section of the digest a fingerprint of all its rows.
  let sections: [Int]
  /// The digest of the whole.
  let digest: String

  /// Computes the fingerprints, on all cores.
  ///
  /// - Parameter beginning: Those of what needs no comparison.
  init(_ contents: IndexContents, _ beginning: BeginningPrints) {
    precondition(
      beginning.texts.count == contents.items.count,
      "\(contents.items.count) items but \(beginning.texts.count) texts")
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
    let rows = concurrentMap(chunksOf: contents.items.count, minimumChunk: 256) { chunk in
      chunk.map { Self.itemPrints(row: $0, contents, spellings, beginning) }
    }
    items = Array(rows.joined())

    var digest = beginning.digest
    for print in items {
      digest.add(print.heading, to: .headings)
      digest.add(print.counts, to: .counts)
      digest.add(print.neighbors, to: .neighbors)
      digest.add(print.nearest, to: .nearest)
    }
    for term in terms { digest.add(term, to: .terms) }
    sections = digest.sectionChecks
    self.digest = digest.hexadecimal
  }

  private static func itemPrints(
    row: Int, _ contents: IndexContents, _ spellings: [UInt64], _ beginning: BeginningPrints
  ) -> ItemPrints {
    let heading = contents.items[row].heading
    let identities = beginning.identities
    return ItemPrints(
      heading: ContentFingerprints.heading(
        heading, original: heading.copyOf.map { contents.items[$0].heading.key }
      ).check,
      text: beginning.texts[row],
      topics: beginning.topics[row],
      counts: ContentFingerprints.counts(
        ofRow: row, in: contents.counts, identities: identities, spellings: spellings
      ).check,
      neighbors: ContentFingerprints.neighbors(ofRow: row, in: contents.neighbors, identities: identities).check,
      nearest: ContentFingerprints.neighbors(ofRow: row, in: contents.nearest, identities: identities).check)
  }
}

extension GenerationDigest {
  /// Enters the next row of a section by its check.
  mutating func add(_ check: Int, to section: Section) {
    addWord(UInt64(bitPattern: Int64(check)), to: section)
  }
}
