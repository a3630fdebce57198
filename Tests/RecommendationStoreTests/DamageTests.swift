import Foundation
import RecommendationStore
import Testing

@Suite struct DamageTests {
  /// What an answer for one item rests on.
  private struct Answer: Equatable {
    let matches: [KeyMatch]
    let generation: Generation
    let item: StoredItem
    let neighbors: [ScoredRow]
    let allNeighbors: StoredNeighbors
    let headings: [ItemHeading]
    let topics: [String]
    let counts: StoredCounts
    let nearest: StoredNeighbors
    let terms: [StoredTerm]
    let documentFrequencies: [Int32]
    let clustering: StoredClustering

    init(path: String) throws {
      let store = try RecommendationStore.openForReading(path: path)
      generation = try store.generation()
      matches = try store.find(key: "3475")
      if matches.isEmpty { _ = try store.nearestKeys(to: "3475") }
      let row = matches.first?.row ?? 0
      item = try store.item(row: row)
      neighbors = try store.neighbors(ofRow: row)
      allNeighbors = try store.allNeighbors()
      headings = try store.headings(rows: neighbors.map(\.row))
      topics = try store.topicLabels(ofRow: row)
      counts = try store.counts(ofRows: [row] + neighbors.map(\.row))
      nearest = try store.nearest(ofRows: [row])
      terms = try store.terms(columns: counts.columns.map(Int.init))
      documentFrequencies = try store.documentFrequencies()
      clustering = try store.clustering()
    }
  }

  @Test(arguments: [
    "UPDATE clusters SET label = 'wrong'", "UPDATE item_clusters SET weight = weight / 2",
    "UPDATE cluster_terms SET term = 'wrong'", "DELETE FROM cluster_topics",
    "UPDATE cluster_lineage SET overlap = 0.123",
  ])
  func `clusters that do not fit their check are damage`(change: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    try runSQL(change, on: path)
    let store = try RecommendationStore.openForReading(path: path)
    let damage = StoreError.damaged(path: path, reason: "the clustering does not fit its check")
    #expect(throws: damage) { try store.clustering() }
    #expect(try store.doctor().map(\.kind) == [.digest])
  }

  @Test func `names and terms that do not fit their checks are damage`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    let row = try #require(try RecommendationStore.openForReading(path: path).find(key: "3475").first?.row)
    try runSQL("UPDATE keys SET value = upper(value) || 'x' WHERE value = '3475'", on: path)
    try runSQL("UPDATE _term_blocks SET terms = replace(terms, 'patient', 'patent')", on: path)
    let store = try RecommendationStore.openForReading(path: path)
    #expect(throws: StoreError.damaged(path: path, reason: "a name of item \(row + 1) does not fit its check")) {
      try store.item(row: row)
    }
    #expect(throws: StoreError.damaged(path: path, reason: "term 48 does not fit its check")) {
      try store.columns(ofTerms: ["patient"])
    }
    #expect(try store.doctor().map(\.kind) == [.digest])
  }

  @Test func `a search index without the words of the items is found`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    try runSQL("INSERT INTO items_fts(items_fts) VALUES ('delete-all')", on: path)
    #expect(try RecommendationStore.openForReading(path: path).doctor().map(\.kind) == [.search])
  }

  @Test(arguments: [1, 4, 64])
  func `a file with flipped bits gives the right answer or an error, never a wrong one`(flipCount: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    let right = try Answer(path: path)
    for leftover in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + leftover) }
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var generator = SeededGenerator(state: UInt64(flipCount))
    var errorCount = 0
    for seed in 0..<150 {
      var bytes = whole
      for _ in 0..<flipCount {
        bytes[Int.random(in: bytes.indices, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
      }
      let damaged = folder.file("damaged\(seed).sqlite")
      try bytes.write(to: URL(fileURLWithPath: damaged))
      do {
        let answer = try Answer(path: damaged)
        #expect(answer == right, "seed \(seed)")
      } catch {
        #expect(error is StoreError)
        errorCount += 1
      }
    }
    // Most bytes of a small database are unused; of 64 flips some hit.
    #expect(errorCount > flipCount)
  }
}
