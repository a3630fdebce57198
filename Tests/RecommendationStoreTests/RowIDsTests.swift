import Testing

@testable import RecommendationStore

@Suite struct RowIDsTests {
  @Test func `rows that come share the room between their neighbours, and the others keep their ids`() throws {
    #expect(RowIDs(count: 3, room: 16) == RowIDs([16, 32, 48]))
    #expect(RowIDs.filling([16, nil, 32], room: 16) == RowIDs([16, 20, 32]))
    #expect(RowIDs.filling([nil, nil, 16], room: 16) == RowIDs([3, 6, 16]))
    #expect(RowIDs.filling([7, nil, nil, nil, 11], room: 16) == RowIDs([7, 8, 9, 10, 11]))
    #expect(RowIDs.filling([16, nil, nil], room: 16) == RowIDs([16, 32, 48]))
    #expect(RowIDs.filling([nil], room: 16) == RowIDs(count: 1, room: 16))
    #expect(RowIDs.filling([1, nil, 2], room: 16) == nil)
    #expect(RowIDs.filling([Int(Int32.max) - 1, nil], room: 16) == nil)
  }

  @Test func `two dozen items that come one behind the other find room`() throws {
    var known: [Int?] = [1024, 2048]
    for number in 1...24 {
      known.insert(nil, at: number)
      let ids = try #require(RowIDs.filling(known, room: 1024))
      known = (0..<ids.count).map { ids[$0] }
    }
    known.insert(nil, at: 1)
    #expect(RowIDs.filling(known, room: 1024) != nil)
  }

  @Test func `so many items are given as much room as half of all numbers allow`() {
    #expect(RowIDs.itemRoom(count: 0) == 1024)
    #expect(RowIDs.itemRoom(count: 1_000_000) == 1024)
    // 2^30 / 10^7 = 107.4
    #expect(RowIDs.itemRoom(count: 10_000_000) == 107)
  }

  @Test func `a place is found by its id, and an id of no row is not`() throws {
    let ids = RowIDs([3, 16, 17, 31, 32, 160])
    for place in 0..<ids.count { #expect(ids.place(ofID: ids[place]) == place) }
    for id in [-1, 0, 1, 4, 15, 18, 30, 33, 159, 161, 176, .max] { #expect(ids.place(ofID: id) == nil) }
    #expect(RowIDs(numbers: ids.numbers) == ids)
    #expect(RowIDs(count: 0, room: 16).place(ofID: 16) == nil)
  }

  @Test func `ids are found among evenly lying ones, with some that came between and some that went`() throws {
    // 1,000 ids with room for 16; behind every 50th comes another one, every 70th goes, and the end is crowded.
    var ids: [Int32] = []
    for number in 1...1000 {
      if number % 70 != 0 { ids.append(Int32(number) * 16) }
      if number % 50 == 0 { ids.append(Int32(number) * 16 + 5) }
    }
    for id in 16_006...16_040 { ids.append(Int32(id)) }
    let rows = RowIDs(ids)
    #expect(rows.count == ids.count)
    #expect((0..<ids.count).allSatisfy { rows[$0] == Int(ids[$0]) })
    let places = Dictionary(uniqueKeysWithValues: ids.enumerated().map { (Int($1), $0) })
    #expect((-1...16_100).allSatisfy { rows.place(ofID: $0) == places[$0] })
    #expect(RowIDs(numbers: rows.numbers) == rows)
  }

  @Test func `a run of ids is kept as three numbers, and numbers that are none of ids are refused`() {
    // Three ids from 16, then 52 and 64, then one more.
    #expect(RowIDs([1, 2_000_000_000, 2_000_000_001])[2] == 2_000_000_001)
    #expect(RowIDs([16, 32, 48, 52, 64, 80]).numbers == [6, 0, 16, 16, 3, 52, 12, 5, 80, 1])
    #expect(RowIDs([]).numbers == [0])
    #expect(RowIDs(count: 1, room: 16).numbers == [1, 0, 16, 1])
    let wrong: [[Int32]] = [
      [], [1], [0, 0, 16, 1], [2, 0, 16], [2, 1, 16, 16], [2, 0, 0, 16], [2, 0, 16, 0], [2, 0, 16, -16],
      [2, 0, .max, 1], [3, 0, 16, 16, 2, 32, 1], [3, 0, 16, 16, 3, 64, 1], [3, 0, 16, 16, 0, 64, 1], [-1, 0, 16, 1],
    ]
    for numbers in wrong { #expect(RowIDs(numbers: numbers) == nil, "\(numbers)") }
  }

  @Test func `a term that comes, changes or goes leaves the rows of the others, and the counts, as they were`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let store = try clinicStore(in: folder)
    let counts = try texts("SELECT hex(terms) FROM counts ORDER BY item_id", in: path)
    var terms = Array(clinicContents.terms)
    terms.insert(StoredTerm(term: "clinic", documentFrequency: 1), at: 2)
    terms[0].documentFrequency = 4
    var contents = clinicContents
    contents.terms = StoredTerms(terms)
    contents.counts.columns = [0, 1, 3, 0, 3, 0, 3]
    try store.replaceGeneration(with: contents)
    #expect(
      try texts("SELECT id || ' ' || term FROM terms ORDER BY id", in: path)
        == ["16 book", "32 book visit", "36 clinic", "48 patient", "64 zebra"])
    #expect(try texts("SELECT hex(terms) FROM counts ORDER BY item_id", in: path) == counts)
    #expect(try store.allCounts() == contents.counts)
    #expect(try store.columns(ofTerms: ["clinic", "patient", "zebra", "cl"]) == [2, 3, 4, nil])
    #expect(try store.doctor() == [])
    try store.replaceGeneration(with: clinicContents)
    #expect(try store.allTerms() == Array(clinicContents.terms))
    #expect(try store.doctor() == [])
  }

  @Test func `places come where ids are, whatever their order, and an id of no row is told`() {
    let ids = RowIDs([16, 32, 48, 52, 64, 80, 83, 86])
    var list: [Int32] = [7, 16, 48, 86, 52, 80, 16, 83]
    #expect(ids.putPlaces(in: &list, from: 1))
    #expect(list == [7, 0, 2, 7, 3, 5, 0, 6])
    for wrong: Int32 in [-1, 0, 15, 17, 50, 84, 89, .max] {
      var list: [Int32] = [16, wrong]
      #expect(!ids.putPlaces(in: &list, from: 0), "\(wrong)")
      #expect(ids.place(ofID: Int(wrong)) == nil)
    }
    var none: [Int32] = []
    #expect(RowIDs([]).putPlaces(in: &none, from: 0))
    none = [1]
    #expect(!RowIDs([]).putPlaces(in: &none, from: 0))
  }

  @Test func `the first place from an id on is that of the next row`() {
    let ids = RowIDs([16, 32, 48, 52, 64, 80])
    #expect([0, 16, 17, 49, 52, 53, 80, 81].map(ids.firstPlace) == [0, 0, 1, 3, 3, 4, 5, 6])
    #expect(ids.all == [16, 32, 48, 52, 64, 80])
    #expect(RowIDs([]).firstPlace(from: 1) == 0)
    #expect(RowIDs([]).all == [])
  }

  @Test func `where there is no room left all terms are numbered anew, and the digest never tells`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let store = try clinicStore(in: folder)
    var contents = clinicContents
    var terms = Array(clinicContents.terms)
    var wasRenumbered = false
    for number in 1...20 {
      // Each comes right behind the first term, so the room there is halved every time.
      terms.insert(StoredTerm(term: "book \(100 - number)", documentFrequency: 1), at: 1)
      contents.terms = StoredTerms(terms)
      contents.counts.columns = clinicContents.counts.columns.map { $0 == 0 ? 0 : $0 + Int32(number) }
      let fresh = try RecommendationStore.openForWriting(path: folder.file("\(number).sqlite"), create: true)
      #expect(try store.replaceGeneration(with: contents).digest == fresh.replaceGeneration(with: contents).digest)
      #expect(try store.allCounts() == contents.counts)
      wasRenumbered = try wasRenumbered || texts("SELECT id FROM terms WHERE term = 'zebra'", in: path) != ["64"]
    }
    #expect(wasRenumbered)
    #expect(try store.doctor() == [])
  }

  @Test func `an item that comes between others leaves what belongs to them as it was`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let store = try clinicStore(in: folder)
    let tables = [
      "SELECT item_id || hex(terms) FROM counts ORDER BY item_id",
      "SELECT item_id || hex(items) FROM _nearest ORDER BY item_id",
      "SELECT item_id || ' ' || rank || ' ' || neighbor_id FROM neighbors ORDER BY 1",
      "SELECT item_id || ' ' || target_id FROM links ORDER BY 1",
      "SELECT item_id || ' ' || value FROM keys ORDER BY 1",
      "SELECT item_id || ' ' || topic_id FROM item_topics ORDER BY 1",
    ]
    let before = try tables.map { try texts($0, in: path) }
    let contents = clinicContents.inserting(
      StoredItem(
        heading: ItemHeading(key: "3480", title: "Nurses weigh newborns"), topics: [1],
        keys: [StoredKey(.id, "3480"), StoredKey(.fileName, "index.md")]), at: 2)
    try store.replaceGeneration(with: contents)
    for (table, rows) in zip(tables, before) {
      let now = try texts(table, in: path)
      #expect(rows.allSatisfy(now.contains))
    }
    #expect(
      try texts("SELECT id || ' ' || key FROM items ORDER BY id", in: path)
        == ["1024 3118", "2048 3475", "2304 3480", "3072 3500", "4096 99"])
    let fresh = try RecommendationStore.openForWriting(path: folder.file("fresh.sqlite"), create: true)
    #expect(try fresh.replaceGeneration(with: contents).digest == store.generation().digest)
    #expect(try store.doctor() == [])
    #expect(try store.items() == fresh.items())
    #expect(try store.allNearest() == contents.nearest)
    #expect(try store.allNeighbors() == contents.neighbors)
    #expect(try store.allCounts() == contents.counts)
    #expect(try store.links() == fresh.links())
    #expect(try store.clustering() == contents.clustering)
    #expect(try store.search("newborns").map(\.row) == [2])
    #expect(try store.find(key: "index.md").map(\.row) == [0, 1, 2])

    try store.replaceGeneration(with: clinicContents)
    #expect(try tables.map { try texts($0, in: path) } == before)
    #expect(try store.search("newborns") == [])
    #expect(try store.doctor() == [])
  }

  @Test func `where there is no room left all items are numbered anew, and the digest never tells`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let store = try clinicStore(in: folder)
    var contents = clinicContents
    var wasRenumbered = false
    for number in 1...20 {
      // Each comes right behind the first item, so a quarter of the room there is left.
      contents = contents.inserting(
        StoredItem(heading: ItemHeading(key: "3118-\(100 - number)", title: "Ward \(number)")), at: 1)
      let fresh = try RecommendationStore.openForWriting(path: folder.file("\(number).sqlite"), create: true)
      #expect(try store.replaceGeneration(with: contents).digest == fresh.replaceGeneration(with: contents).digest)
      #expect(try store.items() == fresh.items())
      wasRenumbered = try wasRenumbered || texts("SELECT id FROM items WHERE key = '3475'", in: path) != ["2048"]
    }
    #expect(wasRenumbered)
    #expect(try store.doctor() == [])
    #expect(try store.search("ward").count == 20)
  }
}

extension IndexContents {
  /// The same with one more item, which has neither words nor neighbours and is none.
  fileprivate func inserting(_ item: StoredItem, at place: Int) -> IndexContents {
    func moved(_ row: Int) -> Int { row < place ? row : row + 1 }
    var contents = self
    contents.items.insert(item, at: place)
    for row in contents.items.indices {
      contents.items[row].heading.copyOf = contents.items[row].heading.copyOf.map(moved)
    }
    for topic in item.topics { contents.topics[topic].itemCount += 1 }
    contents.counts.rowOffsets.insert(counts.rowOffsets[place], at: place)
    for path in [\IndexContents.neighbors, \IndexContents.nearest] {
      contents[keyPath: path].rowOffsets.insert(self[keyPath: path].rowOffsets[place], at: place)
      contents[keyPath: path].rows = self[keyPath: path].rows.map { Int32(moved(Int($0))) }
    }
    contents.links = links.map { StoredLink(row: moved($0.row), target: moved($0.target), kind: $0.kind) }
    contents.suggestions = suggestions.map { suggestion in
      var suggestion = suggestion
      suggestion.row = moved(suggestion.row)
      return suggestion
    }
    contents.clustering?.memberships =
      clustering?.memberships.map { membership in
        var membership = membership
        membership.row = moved(membership.row)
        return membership
      } ?? []
    return contents
  }
}
