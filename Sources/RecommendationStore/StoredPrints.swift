import GRDB

/// The fingerprints of the rows that a database holds, to be compared with those that it is to hold.
struct StoredPrints {
  /// What a run writes of a table.
  enum Change: Equatable {
    /// Everything: the table is emptied, and filled in one go.
    case all
    /// These rows, ascending; those with greater numbers than there are rows now go.
    case rows([Int])
  }

  /// The sections' fingerprints lie among the vectors under this name.
  static let sectionsName = "section_fingerprints"

  private var items: [GenerationPrints.ItemPrints] = []
  private var terms: [Int] = []
  private var termIDs: [Int32] = []
  private var sections: [Int] = []

  /// Reads the fingerprints; a database without a generation has none.
  init(_ database: Database) throws {
    var item = try SQLStatement(
      database, "SELECT heading, text, topics, counts, neighbors, nearest, item_id FROM _checks ORDER BY item_id")
    while try item.step() {
      guard item.int(6) == items.count + 1 else {
        item.finish()
        self.items = []
        return
      }
      items.append(
        .init(
          heading: item.int(0), text: item.int(1), topics: item.int(2), counts: item.int(3), neighbors: item.int(4),
          nearest: item.int(5)))
    }
    var term = try SQLStatement(database, "SELECT id, _check FROM terms ORDER BY id")
    while try term.step() {
      let id = Int32(truncatingIfNeeded: term.int(0))
      termIDs.append(id)
      terms.append(ContentFingerprints.termCheck(term.int(1), id: id))
    }
    var vector = try SQLStatement(database, "SELECT content FROM _vectors WHERE name = ?")
    vector.bind(Self.sectionsName)
    defer { vector.finish() }
    guard try vector.step() else { return }
    let bytes = vector.withBytes(0) { Packing.unsealed($0, place: RecommendationStore.vectorPlace).map(Array.init) }
    sections = Packing.words(of: bytes ?? []).map { Int(Int64(bitPattern: $0)) }
  }

  /// Whether a section of the digest is as it was.
  func holds(_ section: GenerationDigest.Section, of digest: GenerationDigest) -> Bool {
    let checks = digest.sectionChecks
    return sections.count == checks.count && sections[section.rawValue] == checks[section.rawValue]
  }

  /// Which rows of a table of items differ.
  func change(
    to prints: GenerationPrints, where differs: (GenerationPrints.ItemPrints, GenerationPrints.ItemPrints) -> Bool
  ) -> Change {
    change(prints.items, items, where: differs)
  }

  /// What is to be written of the terms.
  func termChange(to contents: IndexContents, _ prints: GenerationPrints, in database: Database) throws -> TermChange {
    try TermChange(
      from: (termIDs, terms), to: prints.terms, spelling: { contents.terms[$0].term }, in: database)
  }

  /// Which texts differ.
  func textChange(to prints: [Int]) -> Change {
    change(prints, items.map(\.text)) { $0 != $1 }
  }

  /// The number of items there were.
  var itemCount: Int { items.count }

  /// With a quarter of the rows or more it is faster to write all in order.
  private func change<Print>(_ now: [Print], _ before: [Print], where differs: (Print, Print) -> Bool) -> Change {
    guard !before.isEmpty else { return .all }
    let rows = now.indices.filter { $0 >= before.count || differs(now[$0], before[$0]) }
    return rows.count * 4 > now.count ? .all : .rows(rows)
  }

  /// The sections' fingerprints as bytes.
  static func bytes(of sections: [Int]) -> [UInt8] {
    Packing.bytes(of: sections.lazy.map { UInt64(bitPattern: Int64($0)) })
  }
}
