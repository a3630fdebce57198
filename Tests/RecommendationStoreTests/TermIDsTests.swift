import Testing

@testable import RecommendationStore

@Suite struct TermIDsTests {
  @Test func `terms that come share the room between their neighbours, and the others keep their ids`() throws {
    #expect(TermIDs(count: 3).differences == [16, 16, 16])
    #expect(TermIDs.filling([16, nil, 32]) == TermIDs([16, 24, 32]))
    #expect(TermIDs.filling([nil, nil, 16]) == TermIDs([5, 10, 16]))
    #expect(TermIDs.filling([16, nil, nil]) == TermIDs([16, 32, 48]))
    #expect(TermIDs.filling([nil]) == TermIDs(count: 1))
    #expect(TermIDs.filling([1, nil, 2]) == nil)
    #expect(TermIDs.filling([Int32.max - 1, nil]) == nil)
  }

  @Test func `a column is found by its id, and an id of no term is not`() throws {
    let ids = TermIDs([3, 16, 17, 31, 32, 160])
    for column in 0..<ids.count { #expect(ids.column(ofID: ids[column]) == Int32(column)) }
    for id: Int32 in [-1, 0, 1, 4, 15, 18, 30, 33, 159, 161, 176, .max] { #expect(ids.column(ofID: id) == nil) }
    #expect(TermIDs(differences: ids.differences) == ids)
    #expect(TermIDs(differences: [3, 0]) == nil)
    #expect(TermIDs(differences: [Int32.max, 1]) == nil)
    #expect(TermIDs(count: 0).column(ofID: 16) == nil)
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
        == ["16 book", "32 book visit", "40 clinic", "48 patient", "64 zebra"])
    #expect(try texts("SELECT hex(terms) FROM counts ORDER BY item_id", in: path) == counts)
    #expect(try store.allCounts() == contents.counts)
    #expect(try store.columns(ofTerms: ["clinic", "patient", "zebra", "cl"]) == [2, 3, 4, nil])
    #expect(try store.doctor() == [])
    try store.replaceGeneration(with: clinicContents)
    #expect(try store.allTerms() == Array(clinicContents.terms))
    #expect(try store.doctor() == [])
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
}
