import GRDB

/// The fingerprints of the rows that a database holds, to be compared with those that it is to hold.
struct StoredPrints {
  /// What a run writes of a table.
  enum Change: Equatable {
    /// Everything: the table is emptied, and filled in one go.
    case all
    /// These rows, ascending; items that are no more go.
    case rows([Int])
  }

  /// The sections' fingerprints lie among the vectors under this name.
  static let sectionsName = "section_fingerprints"

  /// Those of the items' names lie under this one.
  static let keysName = "key_fingerprints"

  /// The ids of the items that there are, ascending.
  private(set) var itemIDs: [Int] = []
  private var items: [GenerationPrints.ItemPrints] = []
  private var keys: [UInt64] = []
  private var terms: [Int] = []
  private var termIDs: [Int] = []
  private var sections: [Int] = []

  /// Reads the fingerprints; a database without a generation has none.
  init(_ database: Database) throws {
    var item = try SQLStatement(
      database, "SELECT heading, text, topics, counts, neighbors, nearest, item_id FROM _checks ORDER BY item_id")
    while try item.step() {
      itemIDs.append(item.int(6))
      items.append(
        .init(
          heading: item.int(0), text: item.int(1), topics: item.int(2), counts: item.int(3), neighbors: item.int(4),
          nearest: item.int(5)))
    }
    try readTerms(database)
    sections = try Self.words(named: Self.sectionsName, in: database).map { Int(Int64(bitPattern: $0)) }
    keys = try Self.words(named: Self.keysName, in: database)
  }

  /// Reads the ids of the terms and the fingerprints beside them; where they do not match there are none, and all is written anew.
  private mutating func readTerms(_ database: Database) throws {
    var vector = try SQLStatement(database, "SELECT content FROM _vectors WHERE name = ?")
    vector.bind(RowIDs.termsName)
    defer { vector.finish() }
    guard try vector.step(),
      let numbers = vector.withBytes(0, { Packing.numbers(from: $0, place: RecommendationStore.vectorPlace) }),
      let ids = RowIDs(numbers: numbers)
    else { return }
    var checks: [UInt8] = []
    checks.reserveCapacity(8 * ids.count)
    var block = try SQLStatement(database, "SELECT checks FROM _term_blocks ORDER BY id")
    while try block.step() { block.withBytes(0) { checks += $0 } }
    guard checks.count == 8 * ids.count else { return }
    termIDs = ids.all
    terms = zip(Packing.words(of: checks), termIDs).map {
      ContentFingerprints.termCheck(Int(Int64(bitPattern: $0)), id: $1)
    }
  }

  private static func words(named name: String, in database: Database) throws -> [UInt64] {
    var vector = try SQLStatement(database, "SELECT content FROM _vectors WHERE name = ?")
    vector.bind(name)
    defer { vector.finish() }
    guard try vector.step() else { return [] }
    let bytes = vector.withBytes(0) { Packing.unsealed($0, place: RecommendationStore.vectorPlace).map(Array.init) }
    return Packing.words(of: bytes ?? [])
  }

  /// Whether a section of the digest is as it was.
  func holds(_ section: GenerationDigest.Section, of digest: GenerationDigest) -> Bool {
    let checks = digest.sectionChecks
    return sections.count == checks.count && sections[section.rawValue] == checks[section.rawValue]
  }

  /// The fingerprint of the texts of an item by its place among those that there are.
  func textPrint(atPlace place: Int) -> Int { items[place].text }

  /// Which rows of a table of items differ.
  func change(
    to prints: GenerationPrints, of items: ItemChange,
    where differs: (GenerationPrints.ItemPrints, GenerationPrints.ItemPrints) -> Bool
  ) -> Change {
    change(of: items) { row, place in differs(prints.items[row], self.items[place]) }
  }

  /// Which texts differ.
  func textChange(to texts: [Int], of items: ItemChange) -> Change {
    change(of: items) { row, place in texts[row] != self.items[place].text }
  }

  /// Which items hold other topics.
  func topicChange(to topics: [Int], of items: ItemChange) -> Change {
    change(of: items) { row, place in topics[row] != self.items[place].topics }
  }

  /// Which items have other counts.
  func countChange(to counts: [Int], of items: ItemChange) -> Change {
    change(of: items) { row, place in counts[row] != self.items[place].counts }
  }

  /// Which items have other names.
  func keyChange(to keys: [UInt64], of items: ItemChange) -> Change {
    guard self.keys.count == itemIDs.count else { return .all }
    return change(of: items) { row, place in keys[row] != self.keys[place] }
  }

  /// What is to be written of the terms.
  func termChange(to contents: IndexContents, _ prints: CountPrints, in database: Database) throws -> TermChange {
    try TermChange(
      from: (termIDs, terms), to: prints.terms, spelling: { contents.terms[$0].term }, in: database)
  }

  /// With a quarter of the rows or more it is faster to write all in order.
  private func change(of items: ItemChange, where differs: (_ row: Int, _ place: Int) -> Bool) -> Change {
    guard !items.isAnew else { return .all }
    let rows = items.places.indices.filter { row in items.places[row].map { differs(row, $0) } ?? true }
    return (rows.count + items.gone.count) * 4 > items.places.count ? .all : .rows(rows)
  }

  /// The sections' fingerprints as bytes.
  static func bytes(of sections: [Int]) -> [UInt8] {
    Packing.bytes(of: sections.lazy.map { UInt64(bitPattern: Int64($0)) })
  }
}
