import Testing

@testable import SiteContent

@Suite struct FrontMatterSplitterTests {
  private func block(_ text: String) -> (
    format: FrontMatterFormat, front: String, body: String, line: Int, bodyLine: Int
  )? {
    let bytes = Array(text.utf8)
    guard case .block(let block) = FrontMatterSplitter.split(bytes) else { return nil }
    return (
      block.format, String(decoding: bytes[block.range], as: UTF8.self),
      String(decoding: bytes[block.bodyRange], as: UTF8.self), block.firstLine, block.bodyFirstLine
    )
  }

  private func trouble(_ text: String) -> FenceTrouble? {
    if case .unclear(let trouble) = FrontMatterSplitter.split(Array(text.utf8)) { return trouble }
    return nil
  }

  private func isBodyOnly(_ text: String) -> Bool {
    if case .bodyOnly = FrontMatterSplitter.split(Array(text.utf8)) { return true }
    return false
  }

  @Test func `three hyphens open and close YAML`() throws {
    let found = try #require(block("---\ntitle: Care\n---\nText\n"))
    #expect(found == (.yaml, "title: Care\n", "Text\n", 2, 4))
  }

  @Test func `three plus signs open and close TOML`() throws {
    let found = try #require(block("+++\ntitle = 'Care'\n+++\nText"))
    #expect(found == (.toml, "title = 'Care'\n", "Text", 2, 4))
  }

  @Test func `an object is JSON, also after blank lines and indented`() throws {
    let found = try #require(block("\n  {\n  \"a\": \"}\"\n  }\n\nText"))
    #expect(found == (.json, "{\n  \"a\": \"}\"\n  }", "\nText", 2, 5))
  }

  @Test func `a byte order mark, blank lines and carriage returns do no harm`() throws {
    let found = try #require(block("\u{FEFF}\r\n\r\n---\r\ntitle: Care\r\n---\r\nText"))
    #expect(found == (.yaml, "title: Care\r\n", "Text", 4, 6))
  }

  @Test func `blanks behind a fence do no harm`() throws {
    #expect(try #require(block("---  \na: b\n---\t\nText")).body == "Text")
  }

  @Test func `a lone carriage return is no line end`() throws {
    #expect(try #require(block("---\na: b\rc\n---\nText")).bodyLine == 4)
  }

  @Test func `a block of comments alone is front matter without keys`() throws {
    #expect(try #require(block("---\n# Do not remove.\n---\nText")).body == "Text")
  }

  @Test(arguments: [
    "Text\n\n---\n\nMore\n\n---\n\nEnd\n", "# Title\n\n---\nNote: read this.\n\nText\n\n---\n", "{{< figure >}}\nText",
    "{% include x %}", "---\n\nText without keys\n\nMore text\n", "---\nText\n---\nMore", "",
    "Title\n---\n\nA heading underlined by hyphens: no front matter.\n", "+++ b/file of a diff\n",
  ])
  func `a text with rules is no front matter`(text: String) {
    #expect(isBodyOnly(text))
  }

  @Test func `a block that never closes is unclear, at its opening line`() {
    #expect(trouble("\n---\ntitle: Care\n\nText\n") == FenceTrouble(kind: .notClosed, line: 2, openingLine: 2))
    #expect(trouble("{\n\"title\": \"Care\"\n\nText\n")?.kind == .notClosed)
    #expect(trouble("+++\ntitle = 'Care'\n\nText\n") == FenceTrouble(kind: .notClosed, line: 1, openingLine: 1))
    #expect(trouble("+++\n# Note\n[params]\n\"a key\" = 1\n")?.kind == .notClosed)
  }

  @Test func `a closing fence with more behind it is unclear, at its own line`() {
    #expect(
      trouble("---\ntitle: Care\n---## Heading\n")
        == FenceTrouble(kind: .oddClosingFence("---## Heading"), line: 3, openingLine: 1))
    #expect(trouble("---\ntitle: Care\n----\nText\n\n---\n")?.kind == .oddClosingFence("----"))
  }

  @Test func `an opening fence of six hyphens is unclear`() {
    #expect(trouble("------\ntitle: Care\n---\n")?.kind == .oddOpeningFence("------"))
  }

  @Test func `keys without an opening fence are unclear`() {
    #expect(trouble("title: Care\ndate: 2024-05-01\ntopics:\n  - billing\n---\nText\n")?.kind == .notOpened)
  }

  @Test func `a key before the opening fence is unclear`() {
    #expect(
      trouble("\nexpirydate: 2025-01-01\n---\ntitle: Care\nslug: care\n---\nText")
        == FenceTrouble(kind: .textBeforeFence("expirydate: 2025-01-01"), line: 2, openingLine: 3))
  }

  @Test func `an empty block before the one with keys is unclear`() {
    #expect(trouble("---\n\n---\n# About\ntitle: Care\nslug: care\n---\nText")?.kind == .emptyBlock)
  }

  @Test func `front matter inside a comment is unclear`() {
    #expect(trouble("<!-- ---\ntitle: Care\n--- -->\nText")?.kind == .commentedOut)
  }
}
