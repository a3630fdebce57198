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

  @Test(arguments: [
    "[\ny = 1\n", "[ \t", "[^a]\n", "[[=\n", "[[[1]]]\n", "[a\n", "[[a]\n", "a = [}]\n", "a = [1, }\n", "a = {b = ]}\n",
    "a = {b = 1,}\n", "a = {\nb = 1}\n", "a = 2020-01-01Tx0:00:00Z\n", "a = 2020-01-01T9\n", "a = 2019-01-01 1\n",
    "a = 12:30\n", "a = 1 2\n", "a =\n", "a = ,\n", "= 1\n", "a\n", "a.\n", "a. = 1\n", "\"\"\"a\"\"\" = 1\n",
    "a = \"b\nc\"\n",
    "a = '''b\n", "a = [1\n", "a = 1\rb = 2\n", "a = yes\n", "a = \u{2028}1\n", "a = 1 b = 2\n", "a = \"\\",
  ])
  func `what is no TOML is refused before the parser, which ends the program on some of it, sees it`(text: String) {
    #expect(trouble(text)?.code == .frontMatterTOML)
  }

  @Test(arguments: [
    "", "\n\r\n # only a comment", "a=1", "a = 1 # why\r\n[b.'c d'.\"e\"]\nf = 2\n[[g]]\n[[g]]\nh = 3\n",
    "[ a . b ] # c\n[[ d ]]\n", "a.b . 'c' = 1\n3 = 1\n-_- = 2\n\"\" = 3\n",
    "a = [ # one\n  1, # two\n  [2, 3,], \n\n]\nb = []\nc = [{d = 1}, {}, { e.f = 'g', h = [1,\n2] }]\n",
    "a = \"\"\"\n[\n\"b\" \"\" \\\"\"\"\"\"\"\nb = '''\n'c' ''[}'''''\nc = ''\nd = \"\\\\\"\n",
    "a = +1_000\nb = 0xDEAD_beef\nc = 0o17\nd = 0b1_0\ne = 1.5e+10\nf = -inf\ng = +nan\nh = 6.26e-4\ni = 5E2\n",
    "a = 2020-01-01\nb = 2020-01-01 10:00:00\nc = 2020-01-01t10:00:00.123-05:30\nd = 10:00:00.5\ne = 2020-01-01T10:00:00z\n",
    "a = [2020-01-01, 10:00:00,true,false]\nb = {c = 2020-01-01 }\nd = 2020-01-01 # e\n",
  ])
  func `what is TOML is read`(text: String) {
    #expect(trouble(text) == nil)
  }

  @Test func `keys with dots in lists on several lines count as levels`() {
    let level = "{" + String(repeating: "a.", count: 20) + "a = [\n"
    #expect(trouble("a = [\n" + String(repeating: level, count: 40))?.code == .frontMatterTooComplex)
  }

  @Test func `pieces of TOML in any order are read or refused`() {
    let pieces = [
      "a", "b.c", " = ", "=", "1", "2020-01-01", "T", " ", "10:00:00", "Z", "[", "]", "[[", "]]", "{", "}", ",", "\n",
      "\"", "'",
      "\"\"\"", "'''", "\\", "\\u00e9", "#", ".", "-", "+", "inf", "true", "0x", "e", "_", "\t", "\r\n", "é", "a = 1\n",
      "[a]\n",
    ]
    var generator = RandomFrontMatterGenerator(seed: 5)
    for _ in 0..<4_000 {
      let text = (0..<1 + generator.below(12)).map { _ in generator.pick(pieces) }.joined()
      let found = trouble(text)
      #expect(found == nil || found?.line ?? 0 >= 2, "\(text.debugDescription)")
      _ = try? TopicListEditor(list: "a").applying(
        TopicListChange(adding: ["new"]), to: Array("+++\n\(text)\n+++\n".utf8))
    }
  }

  @Test func `of a key the first line counts, in quotes or not, and 9,000 keys are looked up at once`() throws {
    let metadata = try read("# a\n\t\"a\" =  1\n[b]\na = 2\n")
    #expect(metadata.entry("a").map { [$0.line, $0.column] } == [3, 9])
    let keys = (0..<9_000).map { "key\($0) = 1\n" }.joined()
    var last = 0
    let duration = try ContinuousClock().measure { last = try read(keys).entry("key8999")?.line ?? 0 }
    #expect(last == 9_001)
    // Tenths of a second unoptimised.
    #expect(duration < .seconds(5))
  }
}
