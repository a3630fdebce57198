import Testing

@testable import SiteContent

@Suite struct JSONReaderTests {
  private func read(_ text: String, wanted: WantedKeys = .all) throws(FrontMatterTrouble) -> Metadata {
    let bytes = Array(text.utf8)
    return try bytes.withUnsafeBufferPointer { (buffer) throws(FrontMatterTrouble) -> Metadata in
      try JSONReader.read(buffer, firstLine: 1, wanted: wanted).metadata
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

  @Test func `numbers keep their source text`() throws {
    let metadata = try read(#"{"id": 1.0, "size": 1e3, "no": -0, "yes": true, "none": null}"#)
    #expect(metadata.entries.map(\.value) == [.text("1.0"), .text("1e3"), .text("-0"), .text("true"), .null])
  }

  @Test func `escapes become characters, half a surrogate pair the replacement character`() throws {
    let metadata = try read(#"{"a": "\u00e9\n\"\\\/\ud83d\ude00 \ud83d x"}"#)
    #expect(metadata.entry("a")?.value == .text("é\n\"\\/😀 \u{FFFD} x"))
  }

  @Test func `keys that nobody asks for make no values, and their mistakes are seen`() throws {
    let wanted = WantedKeys([.init("title")])
    #expect(try read(#"{"a": [1, {"title": 2}], "Title": "x"}"#, wanted: wanted).entries.map(\.key) == ["Title"])
    #expect(trouble(#"{"a": [1,], "title": "x"}"#)?.message == "a comma stands before ']'")
  }

  @Test(arguments: [
    ("{\n\"a\": 1\n\"b\": 2}", 3, 1, "a comma or '}' was expected"),
    ("{\"a\": 1,}", 1, 9, "a comma stands before '}'"),
    ("{\"a\": x}", 1, 7, "'x' is no JSON value"),
    ("{\"a\": }", 1, 7, "a value is missing"),
    ("{\"a\": \"x\n\"}", 1, 7, "a quote is not closed in its line"),
    ("{\"a\" 1}", 1, 6, "a ':' was expected after the key"),
    ("{\"a\": 1", 1, 8, "'}' is missing at the end"),
    ("[1]", 1, 1, "an object was expected, not a list"),
    ("{} x", 1, 4, "something follows the object"),
  ])
  func `a mistake has a line and a column`(text: String, line: Int, column: Int, message: String) {
    let found = trouble(text)
    #expect(found?.message == message)
    #expect(found?.line == line)
    #expect(found?.column == column)
  }

  @Test func `objects 100,000 levels deep are refused`() {
    #expect(trouble(String(repeating: "{\"a\":", count: 100_000))?.code == .frontMatterTooComplex)
    #expect(trouble("{\"a\":" + String(repeating: "[", count: 100_000))?.code == .frontMatterTooComplex)
  }

  @Test func `only a JSON array of texts gives texts`() {
    #expect(JSONReader.texts(inArray: #" ["a: b","c"] "#) == ["a: b", "c"])
    #expect(JSONReader.texts(inArray: "[REDACTED]") == nil)
    #expect(JSONReader.texts(inArray: #"["a", {}]"#) == nil)
    #expect(JSONReader.texts(inArray: #"["a"] b"#) == nil)
  }

  @Test func `values within values know their places, and keys given twice their lines`() throws {
    let bytes = Array("{\n\"a\": {\"b\": [1,\n {\"c\": 2}]},\n\"A\": 3}".utf8)
    let (metadata, duplicates) = try bytes.withUnsafeBufferPointer { try JSONReader.read($0, firstLine: 1) }
    #expect(metadata.entries.map(\.line) == [2, 4] && metadata.entries.map(\.column) == [6, 6])
    guard case .map(let inner) = metadata.entries[0].value else { return }
    #expect(inner.entries[0].line == 2 && inner.entries[0].column == 12)
    #expect(duplicates == [DuplicateKey(key: "A", line: 4, firstLine: 2)])
  }
}
