import Testing

@testable import SiteContent

@Suite struct YAMLReaderTests {
  private func read(_ text: String) throws(FrontMatterTrouble) -> (metadata: Metadata, duplicates: [DuplicateKey]) {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBufferPointer {
      (block) throws(FrontMatterTrouble) -> (metadata: Metadata, duplicates: [DuplicateKey]) in
      try YAMLReader.read(block, firstLine: 2)
    }
  }

  private func simple(_ text: String) -> (metadata: Metadata, duplicates: [DuplicateKey])? {
    Array(text.utf8).withUnsafeBufferPointer { SimpleYAMLReader.read($0, firstLine: 2, wanted: .all) }
  }

  private func trouble(_ text: String) -> FrontMatterTrouble? {
    do throws(FrontMatterTrouble) {
      _ = try read(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["no", "007", "1.0", "508", "2020-01-01", "y", "0x1F", ".inf", "1_000", "12:30:45"])
  func `a scalar keeps its source text`(text: String) throws {
    #expect(try read("tag: \(text)\n").metadata.entry("tag")?.value == .text(text))
  }

  @Test func `nothing, a tilde and null are null, in quotes they are texts`() throws {
    let metadata = try read("a:\nb: ~\nc: null\nd: 'null'\ne: ''\n").metadata
    #expect(metadata.entries.map(\.value) == [.null, .null, .null, .text("null"), .text("")])
  }

  @Test func `keys are compared without regard to case, and paths lead into maps`() throws {
    let metadata = try read("Title: Care\nopenProject:\n  medigyTopics: '[\"a\"]'\nmsvalidate.01: x\n").metadata
    #expect(metadata.entry("title")?.value == .text("Care"))
    #expect(metadata.entry(at: .init("OpenProject.MedigyTopics"))?.value == .text("[\"a\"]"))
    #expect(metadata.entry(at: .init("msvalidate.01"))?.value == .text("x"))
  }

  @Test func `of a key given twice the last one counts, and both lines are known`() throws {
    let (metadata, duplicates) = try read("date: 2024-05-01\ntitle: Care\ndate: 2024-06-01\n")
    #expect(metadata.entry("date")?.value == .text("2024-06-01"))
    #expect(duplicates == [DuplicateKey(key: "date", line: 4, firstLine: 2)])
  }

  @Test func `a value knows its line and column`() throws {
    let entry = try #require(try read("title: Care\ndate:   2026-13-01\n").metadata.entry("date"))
    #expect((entry.line, entry.column) == (3, 9))
  }

  @Test func `an alias repeats its value`() throws {
    #expect(try read("a: &x [1, 2]\nb: *x\n").metadata.entry("b")?.value == .list([.text("1"), .text("2")]))
  }

  @Test func `a bomb of aliases is refused at once`() {
    var text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for level in 1...9 {
      text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",") + "]\n"
    }
    #expect(trouble(text)?.code == .frontMatterTooComplex)
  }

  @Test func `lists 900 and 100,000 levels deep are refused`() {
    for depth in [900, 100_000] {
      #expect(trouble("a: " + String(repeating: "[", count: depth) + "\n")?.code == .frontMatterTooComplex)
    }
    let maps = (0..<900).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(trouble(maps)?.code == .frontMatterTooComplex)
  }

  @Test func `more than 10,000 values are refused`() {
    #expect(trouble("a: [" + String(repeating: "x,", count: 10_001) + "]\n")?.code == .frontMatterTooComplex)
  }

  @Test(arguments: [
    ("topics:\n\t- billing\n", ProblemCode.frontMatterTab, 3, 1),
    ("title: Part 2: at home\n", .frontMatterColon, 2, 14),
    ("a: b\nsummary: 'what you don't know'\n", .frontMatterQuote, 3, 24),
    ("a: b\nsummary: \"open\nc: d\n", .frontMatterQuote, 3, 1),
    ("a: \"open\nb: \"closed\"\n", .frontMatterQuote, 2, 1),
    ("title: Care\norder:8\nslug: care\n", .frontMatterKeySpace, 3, 1),
    ("topics:\n  - a\n-b\nc: d\n", .frontMatterKeySpace, 4, 1),
    ("summary: **Care** at home\n", .frontMatterIndicator, 2, 11),
    ("summary: `care` at home\n", .frontMatterIndicator, 2, 10),
    ("topics:\n    - a\n  - b\n", .frontMatterIndent, 4, 3),
    ("summary: \"a \\D digit\"\n", .frontMatterEscape, 2, 13),
    ("uid: {{< img >}}\nslug: x\n", .frontMatterShortcode, 2, 6),
    ("<<<<<<< HEAD\nslug: a\n=======\nslug: b\n>>>>>>> x\n", .frontMatterConflict, 2, 1),
    ("title: Care\n\nThe text begins\n\nMore\n", .frontMatterNotClosed, 4, 1),
    ("title: Care\nsoftware for nurses\nmenu: x\n", .frontMatterSyntax, 3, 1),
    ("title: Care\nbell: \u{7}\n", .frontMatterControl, 3, 7),
    ("- a\n- b\n", .frontMatterNotMapping, 2, 1),
    ("just text\n", .frontMatterNotMapping, 2, 1),
  ])
  func `a mistake has a name, a line and a column`(text: String, code: ProblemCode, line: Int, column: Int) {
    let found = trouble(text)
    #expect(found?.code == code)
    #expect(found?.line == line)
    #expect(found?.column == column)
    #expect(found?.hint.isEmpty == false)
  }

  @Test(arguments: [
    "title: Care at home\ntopics:\n  - a\n  - 'b: c'\ndate: 2015-06-03 11:55:34 -0400\n",
    "# comment\n\ntitle: \"It's\" # why\nslug: 'don''t'\nempty:\nnext: x\n",
    "a: b # c\nb: b#c\nc: http://x.org/a?b=c#d\n",
    "topics:\n- a\n- b\n\n# end\n", "t:\n    - a\n    # note\n    - b   \nu: ~\n", "a: b\r\nc:\r\n  - d\r\n",
    "a: b\nA: c\na: d\n",
    "x: é ü\ny: (a, b)\nz: $5\n", "last: value without line end", "a:   # only a comment\nb: null\n", "a: -\n",
    "a: - b\n",
    "a: b: c\n", "a: 'b' c\n", "a: b\n  c\n", "a: b\n\n  c\n", "a:\n  b: c\n", "a: [b, c]\n", "a: >\n  b\n",
    "a: \"\\u00e9\"\n",
    "a: *b\n", "a: &b c\n", "a: !b c\n", "a: @b\n", "a: %b\n", "a:\tb\n", "a: b\tc\n", "? a\n: b\n", "a : b\n",
    "\"a\": b\n",
    "a:\n  - b\n - c\n", "a:\n- b\nc\n", "a: 'b\n  c'\n", "a: b:\n", "a:b\n", "- a\n", "a: {}\n", "a:\n  -\n",
    "a:\n  - b: c\n",
    "a: b\u{85}c\n", "a: b\u{2028}c: d\n", "a: b\u{FEFF}c\n", "a: b\u{7F}\n", "  a: b\n", "a: b\n...\nc: d\n",
    "%YAML 1.2\n", "a: b\n-\n",
    "a: |\n", "a: b #c\n", "a: #b\n", "a: 'b'#c\n", "a:\n  - 'b' # c\n  - d\n", "a:\n  - \n  - d\n", "null: x\n",
    "a: .5\nb: +1\n",
    "key-with_signs.9: x\n", "a:\n\n  - b\n\n  - c\nd: e\n", "a:\n  - b\n    c\n", "a: b'c\"d\n", "a: \"b'c\"\n",
    "a: ''''\n", "a: ''\n",
  ])
  func `the reader for simple YAML agrees with libyaml on all that it accepts`(text: String) {
    guard let fast = simple(text) else { return }
    let full = try? read(text)
    #expect(fast.metadata == full?.metadata)
    #expect(fast.duplicates == full?.duplicates)
  }

  @Test func `the reader for simple YAML takes what most front matter is made of`() {
    #expect(
      simple("title: \"Care: at home\"\ntopics:\n  - a\n  - 'b'\ndate: 2015-06-03 11:55:34 -0400\n\n# end\n") != nil)
  }

  @Test func `random front matter means the same to both readers`() {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let parts = [
      "a", "key", ":", ": ", " ", "  ", "\n", "\n", "\n- ", "\n  - ", "'", "\"", "''", "#", " #", "text", "é", "-",
      "\r\n", "~", "1",
      ",", "[", "{", "*", "&", "!", "|", ">", "\\", "\t", "null", ".", "---", "?",
    ]
    for _ in 0..<20_000 {
      let text = "k: " + (0...next(9)).map { _ in parts[next(parts.count)] }.joined() + "\nz: y\n"
      guard let fast = simple(text) else { continue }
      guard let full = try? read(text) else {
        Issue.record("libyaml refuses \(text.debugDescription)")
        continue
      }
      #expect(fast.metadata == full.metadata, "\(text.debugDescription)")
    }
  }

  @Test func `an alias counts as many values as it stands for`() throws {
    // Twenty lines that stand for a million texts: no alias too many, no level too deep.
    let lines = (1...20).map { "- &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }
    #expect(trouble("tags:\n- &a0 [x, y]\n" + lines.joined())?.code == .frontMatterTooComplex)
    // 2 + 4 + 8 + 16 + 32 + 64
    let few = try read("tags:\n- &a0 [x, y]\n" + lines[..<5].joined()).metadata
    #expect(few.entry("tags")?.value.texts.count == 126)
  }
}
