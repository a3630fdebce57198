/// The fingerprints of the parts of an index, computed alike when they are written, read and examined.
///
/// Each is seeded with the item that it belongs to, so that a row under a wrong number is found too. Items enter by their keys and
/// terms by their spelling, not by their numbers, which others may have once more items and terms come or go.
enum ContentFingerprints {
  /// What stands for an item wherever it is named: the fingerprint of its key.
  static func identity(ofKey key: String) -> UInt64 {
    var fingerprint = Fingerprint()
    fingerprint.add(key)
    return fingerprint.value
  }

  /// Of what is shown of an item.
  ///
  /// - Parameter original: The key of the item that it repeats.
  static func heading(_ heading: ItemHeading, original: String?) -> Fingerprint {
    var fingerprint = Fingerprint()
    fingerprint.add(heading.key)
    fingerprint.add(heading.title)
    fingerprint.add(heading.path)
    fingerprint.add(heading.line)
    fingerprint.add(heading.url)
    fingerprint.add(heading.date)
    fingerprint.add(original)
    fingerprint.add(heading.wordCount)
    return fingerprint
  }

  /// Of an item's texts.
  static func text(of item: UInt64, _ text: SearchedText) -> Fingerprint {
    var fingerprint = Fingerprint(seed: item)
    fingerprint.add(text.title)
    fingerprint.add(text.summary)
    fingerprint.add(text.text)
    return fingerprint
  }

  /// Of an item's topics in their order.
  static func topics(of item: UInt64, labels: some Sequence<String>) -> Fingerprint {
    var fingerprint = Fingerprint(seed: item)
    for label in labels { fingerprint.add(label) }
    return fingerprint
  }

  /// Of a list of neighbours in their order.
  static func neighbors(of item: UInt64, _ neighbors: some Sequence<(item: UInt64, score: Double)>) -> Fingerprint {
    var fingerprint = Fingerprint(seed: item)
    for neighbor in neighbors {
      fingerprint.add(neighbor.item)
      fingerprint.add(neighbor.score)
    }
    return fingerprint
  }

  /// Of a list of neighbours that lies among those of all items.
  ///
  /// - Parameter identities: For each row what stands for its item.
  static func neighbors(ofRow row: Int, in lists: StoredNeighbors, identities: [UInt64]) -> Fingerprint {
    neighbors(
      of: identities[row],
      lists.range(ofRow: row).lazy.map { (item: identities[Int(lists.rows[$0])], score: lists.scores[$0]) })
  }

  /// Of a row of counts.
  ///
  /// - Parameter spellings: For each column the fingerprint of its term's spelling.
  static func counts(ofRow row: Int, in all: StoredCounts, identities: [UInt64], spellings: [UInt64]) -> Fingerprint {
    var fingerprint = Fingerprint(seed: identities[row])
    for place in all.range(ofRow: row) {
      let (spelling, count) = (spellings[Int(all.columns[place])], UInt64(all.counts[place].bitPattern))
      fingerprint.add(spelling ^ count &* 0x9E37_79B9_7F4A_7C15)
    }
    return fingerprint
  }

  /// Of a name of an item.
  static func key(_ value: String, kind: String, of item: UInt64) -> Fingerprint {
    var fingerprint = Fingerprint(seed: item)
    fingerprint.add(value)
    fingerprint.add(kind)
    return fingerprint
  }

  /// Of all names of an item, in whatever order: the sum of theirs.
  static func keys(_ keys: [StoredKey], of item: UInt64) -> UInt64 {
    keys.reduce(0) { $0 &+ key($1.value, kind: $1.kind.rawValue, of: item).value }
  }

  /// What is kept beside a name of an item: its fingerprint with the number of items that share the name.
  static func keyCheck(_ key: Fingerprint, sharingCount: Int) -> Int {
    var fingerprint = key
    fingerprint.add(sharingCount)
    return fingerprint.check
  }

  /// Of a term, and of its spelling alone.
  static func term(_ term: StoredTerm) -> (whole: Fingerprint, spelling: UInt64) {
    var fingerprint = Fingerprint()
    fingerprint.add(term.term)
    let spelling = fingerprint.value
    fingerprint.add(term.surface)
    fingerprint.add(term.wordCount)
    fingerprint.add(term.documentFrequency)
    return (fingerprint, spelling)
  }

  /// What is kept beside a term: its fingerprint, turned into another by its id; and the other way round.
  static func termCheck(_ check: Int, id: Int) -> Int {
    check ^ Fingerprint(seed: UInt64(id)).check
  }

  /// Of a topic.
  static func topic(_ topic: StoredTopic) -> Fingerprint {
    var fingerprint = Fingerprint()
    fingerprint.add(topic.label)
    fingerprint.add(topic.namespace)
    fingerprint.add(topic.name)
    fingerprint.add(topic.itemCount)
    return fingerprint
  }

  /// Of a link.
  static func link(_ link: StoredLink, identities: [UInt64]) -> Fingerprint {
    var fingerprint = Fingerprint(seed: identities[link.row])
    fingerprint.add(identities[link.target])
    fingerprint.add(link.kind.rawValue)
    return fingerprint
  }

  /// Of a problem.
  static func problem(_ problem: StoredProblem) -> Fingerprint {
    var fingerprint = Fingerprint()
    fingerprint.add(problem.path)
    fingerprint.add(problem.line)
    fingerprint.add(problem.column)
    fingerprint.add(problem.severity)
    fingerprint.add(problem.code)
    fingerprint.add(problem.message)
    fingerprint.add(problem.hint)
    return fingerprint
  }

  /// Of the line about a generation.
  static func generation(_ generation: Generation) -> Fingerprint {
    var fingerprint = Fingerprint(seed: UInt64(generation.id))
    fingerprint.add(generation.digest)
    fingerprint.add(generation.model)
    fingerprint.add(generation.configuration)
    for count in [
      generation.itemCount, generation.copyCount, generation.keyCount, generation.topicCount, generation.termCount,
      generation.problemCount,
    ] {
      fingerprint.add(count)
    }
    return fingerprint
  }
}

/// The digest of a generation: a fingerprint of fingerprints, section after section, each in the order of its rows; of names,
/// which have none of their own, the sum.
///
/// Sections: model, configuration, headings, texts, topics of items, topics, keys, terms, counts, neighbours, nearest,
/// links, problems. Neither the layout of the file, nor the files' times, nor clusters and suggestions enter it.
struct GenerationDigest {
  /// The parts of an index, in the order in which they enter.
  enum Section: Int, CaseIterable {
    case headings, texts, itemTopics, topics, keys, terms, counts, neighbors, nearest, links, problems
  }

  private var sections = Section.allCases.map { Fingerprint(seed: UInt64($0.rawValue)) }
  private let model: String
  private let configuration: String

  /// Starts a digest.
  init(model: String, configuration: String) {
    self.model = model
    self.configuration = configuration
  }

  /// Enters the next row of a section.
  mutating func add(_ row: Fingerprint, to section: Section) {
    addWord(row.value, to: section)
  }

  /// Enters the fingerprint of the next row of a section.
  mutating func addWord(_ print: UInt64, to section: Section) {
    sections[section.rawValue].add(print)
  }

  /// Enters the fingerprints of all names, in any order.
  mutating func addKeys(_ prints: some Sequence<UInt64>) {
    addWord(prints.reduce(0, &+), to: .keys)
  }

  /// What the sections have come to, in their order.
  var sectionChecks: [Int] { sections.map(\.check) }

  /// 32 hexadecimal digits.
  var hexadecimal: String {
    var whole = Fingerprint()
    whole.add(model)
    whole.add(configuration)
    for section in sections { whole.add(section.value) }
    return whole.hexadecimal
  }
}
