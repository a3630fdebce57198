import RecommendationEngine

/// The fingerprints of what needs no comparison: texts, topics, names, links and problems.
struct BeginningPrints: Sendable {
  /// A name of an item, with its check.
  struct Key: Sendable {
    let value: String
    let kind: String
    let row: Int
    var check = 0
  }

  /// The fingerprints of each item's texts.
  let texts: [Int]
  /// The fingerprints of each item's topics.
  let topics: [Int]
  /// All links by row, target and kind; each once.
  let links: [StoredLink]
  /// The digest as far as it goes.
  let digest: GenerationDigest

  /// Computes the fingerprints, on all cores.
  init(_ contents: IndexContents) {
    let parts = concurrentMap(chunksOf: contents.items.count, minimumChunk: 256) { chunk in
      chunk.map { row in
        let item = contents.items[row]
        return (
          text: ContentFingerprints.text(row: row, SearchedText(item)).check,
          topics: ContentFingerprints.topics(row: row, labels: item.topics.lazy.map { contents.topics[$0].label })
            .check,
          keys: item.keys.reduce(0 as UInt64) {
            $0 &+ ContentFingerprints.key(value: $1.value, kind: $1.kind.rawValue, row: row).value
          }
        )
      }
    }
    texts = parts.flatMap { $0.map(\.text) }
    topics = parts.flatMap { $0.map(\.topics) }
    links = Self.distinctLinks(contents)
    var digest = GenerationDigest(model: contents.model, configuration: contents.configuration)
    for text in texts { digest.add(text, to: .texts) }
    for topics in topics { digest.add(topics, to: .itemTopics) }
    for topic in contents.topics { digest.add(ContentFingerprints.topic(topic).check, to: .topics) }
    digest.addKeys(parts.joined().lazy.map(\.keys))
    for link in links { digest.add(ContentFingerprints.link(link).check, to: .links) }
    for problem in contents.problems { digest.add(ContentFingerprints.problem(problem).check, to: .problems) }
    self.digest = digest
  }

  /// All names in the order of their bytes, then kind, then row, each with its check.
  static func checkedKeys(_ contents: IndexContents) -> [Key] {
    var keys: [Key] = []
    for (row, item) in contents.items.enumerated() {
      for key in item.keys { keys.append(Key(value: key.value, kind: key.kind.rawValue, row: row)) }
    }
    keys.sort { left, right in
      guard left.value.hasSameBytes(as: right.value) else {
        return left.value.hasBytes(before: right.value)
      }
      return left.kind == right.kind ? left.row < right.row : left.kind < right.kind
    }
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].value.hasSameBytes(as: keys[start].value) { end += 1 }
      for place in start..<end {
        let key = keys[place]
        keys[place].check = ContentFingerprints.keyCheck(
          ContentFingerprints.key(value: key.value, kind: key.kind, row: key.row), sharingCount: end - start)
      }
      start = end
    }
    return keys
  }

  private static func distinctLinks(_ contents: IndexContents) -> [StoredLink] {
    let links = contents.links.sorted {
      ($0.row, $0.target, $0.kind.rawValue) < ($1.row, $1.target, $1.kind.rawValue)
    }
    return links.indices.filter { $0 == 0 || links[$0] != links[$0 - 1] }.map { links[$0] }
  }
}
