import RecommendationEngine
import SiteContent
import Testing

@Suite struct DuplicateIDsTests {
  @Test func `the first item keeps the id, the second is known by its path`() throws {
    var ids = DuplicateIDs()
    var first = SourceItem(item: Item(id: "12"), path: "a.md", keys: [.init(kind: .id, value: "12")])
    var second = SourceItem(item: Item(id: "12"), path: "b.md", keys: [.init(kind: .id, value: "12")])
    #expect(ids.admit(&first) == nil)
    let admitted = ids.admit(&second)
    let problem = try #require(admitted)
    #expect(problem.code == .idDuplicate)
    #expect(problem.message == "id '12' belongs to a.md already; this item is known as 'b.md'")
    #expect(first.item.id == "12")
    #expect(second.item.id == "b.md")
    #expect(second.keys == [.init(kind: .id, value: "b.md")])
  }

  @Test func `records of one file are known by their lines`() {
    var ids = DuplicateIDs()
    var names: [String] = []
    for line in 1...3 {
      var item = SourceItem(item: Item(id: "x"), path: "docs.jsonl", line: line)
      _ = ids.admit(&item)
      names.append(item.item.id.rawValue)
    }
    #expect(names == ["x", "docs.jsonl:2", "docs.jsonl:3"])
  }
}
