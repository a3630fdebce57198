import GRDB

/// Something that a thorough examination found wrong with a database.
public struct StoreFinding: Sendable, Equatable, CustomStringConvertible {
  /// The kinds of examination.
  public enum Kind: String, CaseIterable, Sendable {
    /// SQLite's own examination of the file's pages and indexes.
    case integrity
    /// A row that names a row that is not there.
    case reference
    /// A part that does not fit its check, or a generation that does not fit its digest.
    case digest
    /// A path that leads out of the content root.
    case path
    /// A search index that does not hold the words of the items.
    case search
  }

  /// The kind of examination that found it.
  public var kind: Kind
  /// What was found.
  public var message: String

  /// One line for a person.
  public var description: String { "\(kind.rawValue): \(message)" }
}

extension RecommendationStore {
  /// Examines the whole database: pages, references, checks, digest and paths. An empty answer means that all is well.
  ///
  /// The schema is compared on every opening already.
  ///
  /// - Complexity: reads everything, about a second for 20,000 items.
  public func doctor() throws(StoreError) -> [StoreFinding] {
    var findings = try access { database in
      var findings: [StoreFinding] = []
      var integrity = try SQLStatement(database, "PRAGMA integrity_check(20)")
      while try integrity.step() {
        if integrity.text(0) != "ok" { findings.append(StoreFinding(kind: .integrity, message: integrity.text(0))) }
      }
      var references = try SQLStatement(database, "PRAGMA foreign_key_check")
      while findings.count < 40, try references.step() {
        findings.append(
          StoreFinding(
            kind: .reference, message: "a row of '\(references.text(0))' names a missing row of '\(references.text(2))'"
          ))
      }
      references.finish()
      return findings
    }
    do {
      let generation = try generation()
      let digest = try recomputedDigest(generation)
      if digest != generation.digest {
        findings.append(
          StoreFinding(
            kind: .digest, message: "the contents have the digest \(digest), the generation says \(generation.digest)"))
      }
      for heading in try allHeadings() {
        if let path = heading.path, (try? StoreLocation.checkedRelativePath(path)) == nil {
          findings.append(StoreFinding(kind: .path, message: "\(StoreError.pathEscape(path: path))"))
        }
      }
      _ = try clustering()
      findings += try searchFindings()
    } catch {
      switch error {
      case .empty: break
      case .damaged(_, let reason): findings.append(StoreFinding(kind: .digest, message: reason))
      default: throw error
      }
    }
    return findings
  }

  /// Has SQLite compare the search index with the items. That takes a connection which may write, although it writes nothing, so
  /// nothing is said where there is none, as in a folder that cannot be written or while another process writes.
  private func searchFindings() throws(StoreError) -> [StoreFinding] {
    guard let writer = try? Self.opened(path: Self.sqlitePath(path), Self.commonConfiguration()) else { return [] }
    defer { try? writer.close() }
    do {
      try writer.writeWithoutTransaction { database in
        try database.run("INSERT INTO items_fts(items_fts, rank) VALUES ('integrity-check', 1)")
      }
      return []
    } catch {
      guard case .damaged = StoreError(error, path: path) else { return [] }
      return [StoreFinding(kind: .search, message: "the search index does not hold the words of the items")]
    }
  }

  /// The digest of what is stored, computed from the rows themselves.
  private func recomputedDigest(_ generation: Generation) throws(StoreError) -> String {
    var digest = GenerationDigest(model: generation.model, configuration: generation.configuration)
    let topics = try topics()
    let identities: [UInt64] = try access { try self.identities($0) }
    guard identities.count == generation.itemCount else { throw damage("the number of items") }
    for row in 0..<generation.itemCount {
      let item = try item(row: row)
      let original = try item.heading.copyOf.map { (row) throws(StoreError) in try headings(rows: [row]) }?.first?.key
      digest.add(ContentFingerprints.heading(item.heading, original: original), to: .headings)
      digest.add(ContentFingerprints.text(of: identities[row], SearchedText(item)), to: .texts)
      let labels = item.topics.map { topics.indices.contains($0) ? topics[$0].label : "" }
      digest.add(ContentFingerprints.topics(of: identities[row], labels: labels), to: .itemTopics)
    }
    for topic in topics { digest.add(ContentFingerprints.topic(topic), to: .topics) }
    digest.addKeys(try checkedKeyFingerprints().lazy.map(\.value))
    let terms = try allTerms().map(ContentFingerprints.term)
    for term in terms { digest.add(term.whole, to: .terms) }
    let spellings = terms.map(\.spelling)
    let counts = try allCounts()
    let (neighbors, nearest) = (try allNeighbors(), try allNearest())
    for row in 0..<generation.itemCount {
      digest.add(
        ContentFingerprints.counts(ofRow: row, in: counts, identities: identities, spellings: spellings), to: .counts)
      digest.add(ContentFingerprints.neighbors(ofRow: row, in: neighbors, identities: identities), to: .neighbors)
      digest.add(ContentFingerprints.neighbors(ofRow: row, in: nearest, identities: identities), to: .nearest)
    }
    for link in try links() { digest.add(ContentFingerprints.link(link, identities: identities), to: .links) }
    for problem in try problems() { digest.add(ContentFingerprints.problem(problem), to: .problems) }
    return digest.hexadecimal
  }
}
