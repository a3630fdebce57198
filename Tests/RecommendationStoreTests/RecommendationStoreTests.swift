import Foundation
import RecommendationStore
import Testing

@Suite struct RecommendationStoreTests {
  @Test func `everything comes back as it was kept`() throws {
    let folder = try TemporaryFolder()
    _ = try clinicStore(in: folder)
    let store = try RecommendationStore.openForReading(path: folder.file("clinic.sqlite"))
    let expected = clinicContents

    var items = expected.items
    for row in items.indices { items[row].keys.sort { ($0.kind, $0.value) < ($1.kind, $1.value) } }
    #expect(try store.items() == items)
    #expect(try store.allHeadings() == items.map(\.heading))
    #expect(try store.headings(rows: [3, 0]).map(\.key) == ["99", "3118"])
    #expect(try store.topics() == expected.topics)
    #expect(try store.allItemTopics() == [[0, 1], [1], [], []])
    #expect(try store.topicLabels(ofRow: 0) == ["Medigy: Booking", "Patients"])
    #expect(try store.rows(ofTopic: 1) == [0, 1])
    #expect(try store.allTerms() == Array(expected.terms))
    #expect(try store.terms(columns: [3, 0]).map(\.term) == ["zebra", "book"])
    #expect(try store.documentFrequencies() == [3, 1, 3, 1])
    #expect(try store.allCounts() == expected.counts)
    #expect(
      try store.counts(ofRows: [1, 0])
        == StoredCounts(rowOffsets: [0, 2, 5], columns: [0, 2, 0, 1, 2], counts: [1, 3, 3, 3, 1]))
    #expect(try store.allNeighbors() == expected.neighbors)
    #expect(try store.neighbors(ofRow: 0) == [ScoredRow(row: 1, score: 0.612345)])
    #expect(try store.neighbors(ofRow: 3) == [])
    #expect(try store.allNearest() == expected.nearest)
    #expect(try store.nearest(ofRows: [1]).scores == [0.5])
    #expect(try store.links() == expected.links.reversed())
    #expect(try store.problems() == expected.problems)
    #expect(try store.sources() == expected.sources)
    #expect(try store.vector(named: "words") == Array("book patient".utf8))
    #expect(try store.vector(named: "no such") == nil)
    #expect(try store.clustering() == expected.clustering)
    #expect(try store.suggestions(ofRow: 1) == expected.suggestions)
    let generation = try store.generation()
    #expect(generation.itemCount == 4 && generation.copyCount == 1 && generation.topicCount == 2)
    #expect(generation.termCount == 4 && generation.problemCount == 1 && generation.keyCount == 9)
  }

  @Test func `an item is found by each of its names, the preferred kind first`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    #expect(try store.find(key: "3475") == [KeyMatch(row: 1, kind: .id)])
    #expect(try store.find(key: "index.md").map(\.row) == [0, 1])
    #expect(try store.find(key: "é").map(\.row) == [2])
    #expect(try store.find(key: "3475x") == [])
  }

  @Test func `an unknown name is answered with the nearest ids`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    #expect(try store.nearestKeys(to: "3457").map { "\($0.key) \($0.distance)" } == ["3475 1"])
    #expect(try store.nearestKeys(to: "booking visit online").map(\.distance) == [1])
    #expect(try store.nearestKeys(to: "nothing like any of these names") == [])
  }

  @Test func `terms are found by halving`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    #expect(try store.columns(ofTerms: ["book", "zebra", "aardvark", "book visit", "zz"]) == [0, 3, nil, 1, nil])
  }

  @Test func `words are searched whatever signs stand in them`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    #expect(try store.search("booking").map(\.row).sorted() == [0, 1, 2])
    #expect(try store.search("clinic's page").map(\.row) == [0])
    #expect(try store.search("\" OR NEAR( * title:") == [])
    #expect(try store.search(" ") == [])
  }

  @Test func `a sound database has no findings`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    #expect(try store.doctor() == [])
  }

  @Test func `a changed score, title and path are found`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    _ = try clinicStore(in: folder)
    try runSQL("UPDATE neighbors SET score = 0.7 WHERE item_id = 2048", on: path)
    let store = try RecommendationStore.openForReading(path: path)
    #expect(
      errorText { _ = try store.neighbors(ofRow: 1) }
        == "'\(path)': index damaged, run recommend index --rebuild (the related items of item 2 does not fit its check)."
    )
    #expect(try store.doctor().map(\.kind) == [.digest])
    try runSQL("UPDATE items SET title = 'Another' WHERE id = 1024", on: path)
    try store.renew()
    #expect(throws: StoreError.self) { try store.headings(rows: [0]) }
  }

  @Test func `a path that leaves the content root is refused`() throws {
    #expect(try StoreLocation.checkedRelativePath("content/a..b/x.md") == "content/a..b/x.md")
    for path in ["../../etc/x", "/etc/passwd", "a/../../b", "", "a\0b"] {
      #expect(throws: StoreError.pathEscape(path: path)) { try StoreLocation.checkedRelativePath(path) }
    }
    let folder = try TemporaryFolder()
    let store = try RecommendationStore.openForWriting(path: folder.file("x.sqlite"), create: true)
    try store.replaceGeneration(
      with: IndexContents(items: [StoredItem(heading: ItemHeading(key: "1", title: "", path: "../../etc/x"))]))
    #expect(try store.doctor().map(\.kind) == [.path])
  }
}
