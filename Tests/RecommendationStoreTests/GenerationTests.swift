import Foundation
import GRDB
import RecommendationStore
import Synchronization
import Testing

@Suite struct GenerationTests {
  @Test func `equal contents have equal digests and keep their generation`() throws {
    let folder = try TemporaryFolder()
    let first = try clinicStore(in: folder, name: "a.sqlite")
    let second = try RecommendationStore.openForWriting(path: folder.file("b.sqlite"), create: true)
    try second.replaceGeneration(with: IndexContents(model: "another"))
    var shuffled = clinicContents
    for row in shuffled.items.indices { shuffled.items[row].keys.reverse() }
    shuffled.links.reverse()
    shuffled.sources = []
    let generation = try second.replaceGeneration(with: shuffled)
    #expect(generation.id == 2)
    #expect(try generation.digest == first.generation().digest)
    #expect(try first.replaceGeneration(with: shuffled).id == 1)
    #expect(try first.clustering().lineage == clinicContents.clustering?.lineage)
  }

  @Test func `each part of the contents changes the digest`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    var digests = [try store.generation().digest]
    let changes: [(inout IndexContents) -> Void] = [
      { $0.model = "x" }, { $0.configuration = "x" }, { $0.items[0].heading.title = "x" }, { $0.items[0].text = "x" },
      { $0.items[0].topics = [1, 0] }, { $0.items[0].keys = [] }, { $0.topics[0].itemCount = 9 },
      { contents in contents.terms = StoredTerms(contents.terms.map { StoredTerm(term: $0.term, documentFrequency: 1) })
      }, { $0.counts.counts[0] = 4 }, { $0.neighbors.scores[0] = 0.5 },
      { $0.nearest.scores[0] = 0.75 }, { $0.links = [] }, { $0.problems = [] },
    ]
    for change in changes {
      var contents = clinicContents
      change(&contents)
      digests.append(try store.replaceGeneration(with: contents).digest)
    }
    #expect(Set(digests).count == changes.count + 1)
    #expect(try store.doctor() == [])
  }

  @Test func `a swap that fails midway leaves the old generation whole`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let before = try clinicStore(in: folder).generation()
    var broken = clinicContents
    broken.items[0].heading.title = "new"
    // The second suggestion for one item and topic breaks the primary key, in the last table that is written.
    broken.suggestions += broken.suggestions
    #expect(throws: StoreError.self) {
      try RecommendationStore.openForWriting(path: path, create: false).replaceGeneration(with: broken)
    }
    let store = try RecommendationStore.openForReading(path: path)
    #expect(try store.generation() == before)
    #expect(try store.headings(rows: [0])[0].title == "Booking visits online")
    #expect(try store.doctor() == [])
  }

  @Test func `a generation begun with its items ends as one that is written at once`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    let digest = try store.generation().digest
    var beginning = clinicContents
    beginning.items[2].heading.copyOf = nil
    beginning.terms = []
    beginning.counts = StoredCounts(emptyRowCount: 4)
    beginning.neighbors = StoredNeighbors(emptyRowCount: 4)
    beginning.nearest = StoredNeighbors(emptyRowCount: 4)
    beginning.vectors = []
    beginning.clustering = nil
    let pending = store.beginGeneration { [beginning] in beginning }
    pending.add { contents in
      contents.items = clinicContents.items
      contents.terms = clinicContents.terms
      contents.counts = clinicContents.counts
    }
    pending.add { contents in
      contents.neighbors = clinicContents.neighbors
      contents.nearest = clinicContents.nearest
    }
    let generation = try pending.finish { $0 = clinicContents }
    #expect(generation.digest == digest)
    #expect(try store.doctor() == [])
  }

  @Test func `texts that are left out are asked for only where the database lacks them`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    let digest = try store.generation().digest
    let asked = Mutex<Set<Int>>([])
    var contents = clinicContents
    for row in contents.items.indices { (contents.items[row].summary, contents.items[row].text) = ("", "") }
    contents.isTextKept = contents.items.map { _ in true }
    contents.keptText = { row in
      asked.withLock { _ = $0.insert(row) }
      let item = clinicContents.items[row]
      return SearchedText(title: item.heading.title, summary: item.summary, text: item.text)
    }
    // Items without a file are not known to be the same.
    #expect(try store.replaceGeneration(with: contents).digest == digest)
    #expect(asked.withLock { $0 } == [2, 3])
    #expect(try store.doctor() == [])

    // A row that is written for another reason, and an item that comes from another file.
    contents.items[0].heading.url = "/c/"
    contents.items[1].heading.path = "content/z.md"
    try store.replaceGeneration(with: contents)
    #expect(asked.withLock { $0 } == [0, 1, 2, 3])
    #expect(try store.item(row: 0).text == "A calendar on the clinic's page.")
    #expect(try store.search("calendar").map(\.row) == [0])
    #expect(try store.doctor() == [])

    let fresh = try RecommendationStore.openForWriting(path: folder.file("fresh.sqlite"), create: true)
    #expect(try fresh.replaceGeneration(with: contents).digest == store.generation().digest)
  }

  @Test func `a step that nobody added to adds nothing`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    let digest = try store.generation().digest
    #expect(try store.beginGeneration { clinicContents }.finish { _ in }.digest == digest)
    let pending = store.beginGeneration { clinicContents }
    pending.add { $0.counts = clinicContents.counts }
    #expect(try pending.finish { _ in }.digest == digest)
  }

  @Test func `a generation that is begun and given up leaves the old one whole`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    let before = try store.generation()
    do { _ = store.beginGeneration { IndexContents() } }
    #expect(try store.generation() == before)
    do { store.beginGeneration { IndexContents() }.add { _ in } }
    #expect(try store.generation() == before)
    #expect(try store.doctor() == [])
  }

  @Test func `a reader keeps its generation until it asks for the newest`() throws {
    let folder = try TemporaryFolder()
    let writer = try clinicStore(in: folder)
    let reader = try RecommendationStore.openForReading(path: folder.file("clinic.sqlite"))
    var changed = clinicContents
    changed.items[0].heading.title = "new"
    try writer.replaceGeneration(with: changed)
    #expect(try reader.headings(rows: [0])[0].title == "Booking visits online")
    try reader.renew()
    #expect(try reader.headings(rows: [0])[0].title == "new")
  }

  @Test func `what people decided survives every indexing`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    let decisions = [
      StoredDecision(itemKey: "3118", topic: "Gone: Topic", answer: .accepted),
      StoredDecision(itemKey: "3475", topic: "Medigy: Booking", answer: .rejected, note: "not about booking"),
    ]
    try store.record(decisions)
    try store.setName("Visits", ofCluster: 7)
    var contents = clinicContents
    contents.settings = ["threshold": "0.4"]
    try store.replaceGeneration(with: contents)
    let run = try store.beginRetagRun(
      name: "plan",
      changes: [
        RetagChange(path: "content/a.md", temporaryName: ".a", oldBytes: [1, 0, 2], oldSHA256: "aa", newSHA256: "bb")
      ])
    try store.setState(.written, ofChangeTo: "content/a.md", inRun: run)
    try store.replaceGeneration(with: IndexContents(model: "empty"))
    #expect(try store.decisions() == decisions)
    #expect(try store.clusterNames() == [7: "Visits"])
    #expect(try store.setting("threshold") == "0.4")
    #expect(try store.retagRuns().map(\.name) == ["plan"])
    #expect(try store.retagRuns().map(\.state) == [.started])
    let change = try #require(try store.retagChanges(ofRun: run).first)
    #expect(change.state == .written && change.oldBytes == [1, 0, 2])
    try store.withdrawDecision(itemKey: "3475", topic: "Medigy: Booking")
    #expect(try store.decisions() == [decisions[0]])
    try store.setName(nil, ofCluster: 7)
    #expect(try store.clusterNames() == [:])
  }

  @Test func `memberships are those that were given last, whichever were there before`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    var contents = clinicContents
    func keep(_ weights: [(row: Int, weights: [Double])]) throws {
      let memberships = weights.flatMap { row, weights in
        weights.enumerated().map { StoredMembership(row: row, cluster: 7, rank: $0 + 1, weight: $1) }
      }
      contents.clustering = StoredClustering(
        clusters: [StoredCluster(id: 7, label: "visits", size: 4, cohesion: 1)], memberships: memberships)
      try store.replaceGeneration(with: contents)
      #expect(try store.clustering().memberships == memberships)
      #expect(try store.doctor() == [])
    }
    // Sixteen in all, so that a change of one row is written by itself.
    let all = (0..<4).map { (row: $0, weights: [0.4, 0.3, 0.2, 0.1]) }
    var some = all
    try keep(all)
    for change in [[0.5, 0.3, 0.2, 0.1], [0.5], [0.5, 0.4, 0.3, 0.2, 0.1], []] {
      some[1].weights = change
      try keep(some)
    }
    try keep([all[0], all[2]])
    try keep([all[1], all[3]])
    contents.clustering = nil
    try store.replaceGeneration(with: contents)
    #expect(try store.clustering().memberships.isEmpty)
  }

  @Test func `bytes by name are replaced, kept or taken away with the generation`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    var contents = clinicContents
    contents.vectors = [NamedBytes(name: "a", bytes: [1]), NamedBytes(name: "b", bytes: [2])]
    try store.replaceGeneration(with: contents)
    contents.vectors = [NamedBytes(name: "b", bytes: [2]), NamedBytes(name: "c", bytes: [3])]
    try store.replaceGeneration(with: contents)
    #expect(try store.vector(named: "a") == nil)
    #expect(try store.vector(named: "b") == [2])
    #expect(try store.vector(named: "c") == [3])
    #expect(try store.doctor() == [])
  }

  @Test func `clusters and suggestions are replaced by themselves`() throws {
    let folder = try TemporaryFolder()
    let store = try clinicStore(in: folder)
    let clustering = StoredClustering(
      clusters: [StoredCluster(id: 8, label: "maps", size: 1, cohesion: 1)],
      memberships: [StoredMembership(row: 1, cluster: 8, rank: 1, weight: 1)],
      lineage: [StoredLineage(event: .died, oldID: 7, overlap: 0), StoredLineage(event: .born, newID: 8, overlap: 0)])
    try store.replaceClustering(with: clustering)
    try store.replaceSuggestions(with: [])
    #expect(try store.clustering() == clustering)
    #expect(try store.suggestions(ofRow: 1) == [])
    #expect(try store.doctor() == [])
  }
}
