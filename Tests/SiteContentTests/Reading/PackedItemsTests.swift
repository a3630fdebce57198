import RecommendationEngine
import SiteContent
import Testing

@Suite struct PackedItemsTests {
  private let items = [
    SourceItem(
      item: Item(
        id: "3475", title: "Télésanté", summary: "", body: String(repeating: "Nurses call. ", count: 40),
        topics: ["Medigy: Patient Acquisition", "ACO"], date: "2020-09-28"),
      path: "posts/3475.md", line: 1,
      keys: [ItemKey(kind: .id, value: "3475"), ItemKey(kind: .url, value: "https://example.org/a")],
      url: "https://example.org/a", related: ["3118"], links: ["/b/", "../c"], topicsKey: "topics", isDraft: true,
      contentDigest: 0xFEDC_BA98_7654_3210),
    SourceItem(item: Item(id: "x"), path: "records.json", line: 70_000),
  ]

  /// Whether both are the same but for summary and body, which are not packed.
  private func equal(_ left: SourceItem, _ right: SourceItem) -> Bool {
    left.item.id == right.item.id && left.item.title == right.item.title && left.item.topics == right.item.topics
      && left.item.date == right.item.date
      && left.path == right.path && left.line == right.line && left.keys == right.keys
      && left.url == right.url && left.related == right.related && left.links == right.links
      && left.topicsKey == right.topicsKey && left.isDraft == right.isDraft
      && left.contentDigest == right.contentDigest
  }

  @Test func `what was packed is read as it was, without summary and body`() throws {
    let found = try #require(PackedItems.items(of: PackedItems.packed(items)[...]))
    #expect(found.count == 2 && equal(found[0], items[0]) && equal(found[1], items[1]))
    #expect(PackedItems.items(of: PackedItems.packed([])[...])?.isEmpty == true)
  }

  @Test func `bytes that are cut off, prolonged or of another version are not read`() {
    let bytes = PackedItems.packed(items)
    for count in bytes.indices { #expect(PackedItems.items(of: bytes[..<count]) == nil) }
    #expect(PackedItems.items(of: (bytes + [0])[...]) == nil)
    #expect(PackedItems.items(of: ([1] + bytes.dropFirst())[...]) == nil)
    // A number of items that no file of this size can hold.
    #expect(PackedItems.items(of: [3, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]) == nil)
  }
}
