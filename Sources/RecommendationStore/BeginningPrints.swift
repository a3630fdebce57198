import RecommendationEngine

/// The fingerprints of what needs no comparison: texts, topics, names, links and problems.
struct BeginningPrints: Sendable {
  /// For each item what stands for it in fingerprints.
  let identities: [UInt64]
  /// The fingerprints of each item's texts.
  let texts: [Int]
  /// The fingerprints of each item's topics.
  let topics: [Int]
  /// The sum of the fingerprints of each item's names.
  let keys: [UInt64]
  /// All links by row, target and kind; each once.
  let links: [StoredLink]
  /// The digest as far as it goes.
  let digest: GenerationDigest

  /// Computes the fingerprints, on all cores; those of texts that the database holds already are taken over.
  init(_ contents: IndexContents, _ items: ItemChange, before: StoredPrints) {
    let identities = concurrentArray(count: contents.items.count, minimumChunk: 1024) { row in
      ContentFingerprints.identity(ofKey: contents.items[row].heading.key)
    }
    let prints = concurrentArray(count: contents.items.count, minimumChunk: 256) { row in
      let identity = identities[row]
      // Not in the closure, which would take hold of all contents.
      let topics = contents.topics
      return (
        text: Self.keptText(ofRow: row, contents, items, before)
          ?? ContentFingerprints.text(of: identity, contents.text(ofRow: row)).check,
        topics: ContentFingerprints.topics(
          of: identity, labels: contents.items[row].topics.lazy.map { topics[$0].label }
        ).check,
        keys: ContentFingerprints.keys(contents.items[row].keys, of: identity)
      )
    }
    self.identities = identities
    texts = prints.map(\.text)
    topics = prints.map(\.topics)
    keys = prints.map(\.keys)
    links = Self.distinctLinks(contents)
    var digest = GenerationDigest(model: contents.model, configuration: contents.configuration)
    for text in texts { digest.add(text, to: .texts) }
    for topics in topics { digest.add(topics, to: .itemTopics) }
    for topic in contents.topics { digest.add(ContentFingerprints.topic(topic).check, to: .topics) }
    digest.addKeys(keys)
    for link in links { digest.add(ContentFingerprints.link(link, identities: identities).check, to: .links) }
    for problem in contents.problems { digest.add(ContentFingerprints.problem(problem).check, to: .problems) }
    self.digest = digest
  }

  /// The fingerprint of the texts that an item of the same file has in the database; nil where they are not known to be the same.
  private static func keptText(
    ofRow row: Int, _ contents: IndexContents, _ items: ItemChange, _ before: StoredPrints
  ) -> Int? {
    guard !contents.isTextKept.isEmpty, contents.isTextKept[row], items.isOfSameFile[row] else { return nil }
    return items.places[row].map { before.textPrint(atPlace: $0) }
  }

  private static func distinctLinks(_ contents: IndexContents) -> [StoredLink] {
    let links = contents.links.sorted {
      ($0.row, $0.target, $0.kind.rawValue) < ($1.row, $1.target, $1.kind.rawValue)
    }
    return links.indices.filter { $0 == 0 || links[$0] != links[$0 - 1] }.map { links[$0] }
  }
}
