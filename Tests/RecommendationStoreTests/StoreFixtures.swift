import Foundation
import GRDB
import RecommendationStore

/// A folder of its own for one test, removed with this value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }
}

/// Three teasers on health technology and one copy, small enough to check by hand.
let clinicContents = IndexContents(
  model: "hugo", configuration: "limit: 10",
  items: [
    StoredItem(
      heading: ItemHeading(
        key: "3118", title: "Booking visits online", path: "content/b.md", url: "/b/", date: "2020-09-28", wordCount: 7),
      summary: "Patients choose their own hour.", text: "A calendar on the clinic's page.", topics: [0, 1],
      keys: [StoredKey(.id, "3118"), StoredKey(.fileName, "index.md"), StoredKey(.path, "content/b.md")]),
    StoredItem(
      heading: ItemHeading(
        key: "3475", title: "Patients find their clinic", path: "content/a.md", line: 2, wordCount: 9),
      summary: "", text: "Search, maps, and booking\nwith a NUL \0 inside.", topics: [1],
      keys: [StoredKey(.id, "3475"), StoredKey(.fileName, "index.md"), StoredKey(.slug, "find-clinic")]),
    StoredItem(
      heading: ItemHeading(key: "3500", title: "Patients find their clinic", copyOf: 1, wordCount: 9),
      text: "Search, maps, and booking",
      keys: [StoredKey(.id, "3500"), StoredKey(.alias, "e\u{301}"), StoredKey(.alias, "é")]),
    StoredItem(heading: ItemHeading(key: "99", title: "", wordCount: 0)),
  ],
  topics: [
    StoredTopic(label: "Medigy: Booking", namespace: "Medigy", name: "Booking", itemCount: 1),
    StoredTopic(label: "Patients", name: "Patients", itemCount: 2),
  ],
  terms: [
    StoredTerm(term: "book", surface: "booking", documentFrequency: 3),
    StoredTerm(term: "book visit", surface: "booking visits", wordCount: 2, documentFrequency: 1),
    StoredTerm(term: "patient", surface: "patients", documentFrequency: 3),
    StoredTerm(term: "zebra", documentFrequency: 1),
  ],
  counts: StoredCounts(rowOffsets: [0, 3, 5, 7, 7], columns: [0, 1, 2, 0, 2, 0, 2], counts: [3, 3, 1, 1, 3, 1, 3]),
  neighbors: StoredNeighbors(rowOffsets: [0, 1, 2, 3, 3], rows: [1, 0, 0], scores: [0.612345, 0.612345, 0.612345]),
  nearest: StoredNeighbors(rowOffsets: [0, 2, 3, 4, 4], rows: [1, 2, 0, 0], scores: [0.5, 0.25, 0.5, 0.25]),
  links: [StoredLink(row: 1, target: 0, kind: .related), StoredLink(row: 0, target: 1, kind: .link)],
  problems: [
    StoredProblem(
      path: "content/c.md", line: 4, column: 9, severity: "error", code: "date", message: "'2026-13-01' is not a date",
      hint: "Use YYYY-MM-DD.")
  ],
  sources: [
    StoredSource(path: "content/a.md", size: 120, modifiedNanoseconds: 1_600_000_000_000_000_001, digest: "ab")
  ],
  vectors: [NamedBytes(name: "words", bytes: Array("book patient".utf8))],
  clustering: StoredClustering(
    clusters: [
      StoredCluster(
        id: 7, label: "booking visits", size: 2, cohesion: 0.75,
        terms: [.init(term: "booking", weight: 1.5), .init(term: "visits", weight: 0.5)],
        topics: [.init(topic: 1, precision: 1, recall: 0.5)])
    ],
    memberships: [StoredMembership(row: 0, cluster: 7, rank: 1, weight: 0.8)],
    lineage: [StoredLineage(event: .born, newID: 7, overlap: 0)]),
  suggestions: [
    StoredSuggestion(row: 1, topic: 0, rank: 1, score: 0.8125, band: "strong", evidence: #"{"label":"booking"}"#)
  ])

/// A database with the contents above.
func clinicStore(in folder: TemporaryFolder, name: String = "clinic.sqlite") throws -> RecommendationStore {
  let store = try RecommendationStore.openForWriting(path: folder.file(name), create: true)
  try store.replaceGeneration(with: clinicContents)
  return store
}

/// Runs SQL on a database past the store, as a stranger would.
func runSQL(_ sql: String, on path: String) throws {
  let queue = try DatabaseQueue(path: path)
  try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
  try queue.close()
}

/// The rows of a query, as texts.
func texts(_ sql: String, in path: String) throws -> [String] {
  let queue = try DatabaseQueue(path: path)
  defer { try? queue.close() }
  return try queue.read { try String.fetchAll($0, sql: sql) }
}

/// The text of the error that a piece of work throws, or what it did instead.
func errorText(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}
