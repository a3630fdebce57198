import Glibc
import RecommendationEngine

/// The fingerprints of the items' texts, and for each item the sum of those of its names.
struct TextPrints: Sendable {
  let texts: [Int]
  let keySums: [UInt64]

  /// Computes the fingerprints, on all cores.
  init(_ items: [StoredItem]) {
    let parts = concurrentMap(chunksOf: items.count, minimumChunk: 256) { chunk in
      chunk.map { row in
        (
          text: ContentFingerprints.text(row: row, SearchedText(items[row])).check,
          keys: items[row].keys.reduce(0 as UInt64) {
            $0 &+ ContentFingerprints.key(value: $1.value, kind: $1.kind.rawValue, row: row).value
          }
        )
      }
    }
    texts = parts.flatMap { $0.map(\.text) }
    keySums = parts.flatMap { $0.map(\.keys) }
  }
}

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

  /// A name of an item, with its check.
  struct Key: Sendable {
    let value: String
    let kind: String
    let row: Int
    var check = 0
  }

  let items: [ItemPrints]
  let terms: [Int]
  /// For each term the number of items that hold it.
  let documentFrequencies: [Int32]
  /// All links by row, target and kind; each once.
  let links: [StoredLink]
  /// For each section of the digest a fingerprint of all its rows.
  let sections: [Int]
  /// The digest of the whole.
  let digest: String

  /// Computes the fingerprints, on all cores.
  ///
  /// - Parameter texts: Those of the items' texts and names.
  init(_ contents: IndexContents, _ texts: TextPrints) {
    precondition(
      texts.texts.count == contents.items.count, "\(contents.items.count) items but \(texts.texts.count) texts")
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
      chunk.map { Self.itemPrints(row: $0, contents, spellings, text: texts.texts[$0]) }
    }
    items = Array(rows.joined())
    links = Self.distinctLinks(contents)

    var digest = GenerationDigest(model: contents.model, configuration: contents.configuration)
    for print in items {
      digest.add(print.heading, to: .headings)
      digest.add(print.text, to: .texts)
      digest.add(print.topics, to: .itemTopics)
      digest.add(print.counts, to: .counts)
      digest.add(print.neighbors, to: .neighbors)
      digest.add(print.nearest, to: .nearest)
    }
    for topic in contents.topics { digest.add(ContentFingerprints.topic(topic).check, to: .topics) }
    digest.addKeys(texts.keySums)
    for term in terms { digest.add(term, to: .terms) }
    for link in links { digest.add(ContentFingerprints.link(link).check, to: .links) }
    for problem in contents.problems { digest.add(ContentFingerprints.problem(problem).check, to: .problems) }
    sections = digest.sectionChecks
    self.digest = digest.hexadecimal
  }

  private static func itemPrints(row: Int, _ contents: IndexContents, _ spellings: [UInt64], text: Int) -> ItemPrints {
    let item = contents.items[row]
    let counts = contents.counts.range(ofRow: row)
    let neighbors = contents.neighbors.range(ofRow: row)
    let nearest = contents.nearest.range(ofRow: row)
    return ItemPrints(
      heading: ContentFingerprints.heading(row: row, item.heading).check,
      text: text,
      topics: ContentFingerprints.topics(row: row, labels: item.topics.lazy.map { contents.topics[$0].label }).check,
      counts: ContentFingerprints.counts(
        row: row, columns: contents.counts.columns[counts], counts: contents.counts.counts[counts], spellings: spellings
      ).check,
      neighbors: ContentFingerprints.neighbors(
        row: row, rows: contents.neighbors.rows[neighbors], scores: contents.neighbors.scores[neighbors]
      ).check,
      nearest: ContentFingerprints.neighbors(
        row: row, rows: contents.nearest.rows[nearest], scores: contents.nearest.scores[nearest]
      ).check)
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

extension GenerationDigest {
  /// Enters the next row of a section by its check.
  mutating func add(_ check: Int, to section: Section) {
    addWord(UInt64(bitPattern: Int64(check)), to: section)
  }
}

extension String {
  /// Whether both are the same to SQLite, which knows no canonical equivalence: `é` in one scalar is not `é` in two.
  func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && compareBytes(with: other) == 0
  }

  /// Whether the bytes come before those of another text, as SQLite sorts.
  func hasBytes(before other: String) -> Bool {
    let order = compareBytes(with: other)
    return order == 0 ? utf8.count < other.utf8.count : order < 0
  }

  /// Below, at or above 0 as the bytes, as far as both go, come before, are the same as or come after the others.
  private func compareBytes(with other: String) -> CInt {
    let order = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right -> CInt in
        guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
        // SAFETY: no more bytes are compared than the shorter buffer has.
        return memcmp(first, second, min(left.count, right.count))
      }
    }
    if let order = order ?? nil { return order }
    for (left, right) in zip(utf8, other.utf8) where left != right { return left < right ? -1 : 1 }
    return 0
  }
}
