import Testing

@testable import SiteContent

@Suite struct TOMLReaderTests {
  private func read(_ text: String) throws(FrontMatterTrouble) -> Metadata {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBufferPointer { (block) throws(FrontMatterTrouble) -> Metadata in
      try TOMLReader.read(block, firstLine: 2)
    }
  }

  private func trouble(_ text: String) -> FrontMatterTrouble? {
    do throws(FrontMatterTrouble) {
      _ = try read(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func `texts, lists, numbers and tables are read`() throws {
    let metadata = try read("title = 'Care'\nTags = [\"a\", \"b\"]\nweight = 3\n[menu]\nmain = 'x'\n")
    #expect(metadata.entry("title")?.value == .text("Care"))
    #expect(metadata.entry("tags")?.value == .list([.text("a"), .text("b")]))
    #expect(metadata.entry("weight")?.value == .text("3"))
    #expect(metadata.entry(at: .init("menu.main"))?.value == .text("x"))
  }

  @Test func `native dates become ISO 8601`() throws {
    let metadata = try read(
      "a=2025-08-07T09:55:26\nb=2025-08-07\nc=2025-08-07T09:55:26-05:30\nd=2025-08-07T09:55:26Z\n")
    #expect(
      metadata.entries.sorted { $0.key < $1.key }.map(\.value) == [
        .text("2025-08-07T09:55:26"), .text("2025-08-07"), .text("2025-08-07T09:55:26-05:30"),
        .text("2025-08-07T09:55:26Z"),
      ])
  }

  @Test func `a value knows its line`() throws {
    let entry = try #require(try read("title = 'Care'\n\ndate = '2026-13-01'\n").entry("date"))
    #expect((entry.line, entry.column) == (4, 8))
  }

  @Test func `a missing comma is found in its line`() {
    let found = trouble("title = 'Care'\nTags = ['a' 'b']\n")
    #expect(found?.code == .frontMatterTOML)
    #expect(found?.line == 3)
  }

  @Test func `nesting and NUL bytes are refused before the parser sees them`() {
    #expect(trouble("a = " + String(repeating: "[", count: 100_000))?.code == .frontMatterTooComplex)
    #expect(trouble(String(repeating: "a.", count: 100_000) + "b = 1")?.code == .frontMatterTooComplex)
    #expect(trouble("a = 'x\0y'")?.code == .frontMatterTOML)
  }
}
