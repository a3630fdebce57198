import Foundation
import RecommendationEngine
import Testing

@testable import SiteContent

@Suite struct RecordReaderTests {
  private func read(_ text: String, name: String = "docs.jsonl") throws -> FileContents {
    let folder = try TemporaryFolder()
    try folder.write(name, text)
    let reader = ContentReader(configuration: try .builtIn(named: "jsonl"))
    return reader.read(try #require(try reader.discover(roots: [folder.path]).files.first))
  }

  @Test func `each line is an item, other keys are ignored`() throws {
    let contents = try read(
      """
      {"id": 1.0, "title": "Care", "teaser": "Short.", "text": "Long.", "labels": ["a", "b"], "date": "", "kind": "news"}

      {"id": "two", "title": "Bills", "body": "Text", "tags": "c"}\r
      """)
    #expect(contents.problems.isEmpty)
    #expect(contents.items.map(\.item.id) == ["1.0", "two"])
    #expect(contents.items.map(\.line) == [1, 3])
    #expect(contents.items.map(\.item.topics) == [["a", "b"], ["c"]])
    #expect(contents.items[0].item.summary == "Short.")
    #expect(contents.items[1].item.body.contains("Text"))
  }

  @Test func `a line that is no object is told and the others are read`() throws {
    let contents = try read("{\"id\": 1, \"title\": \"a\"}\n{\"id\": 2,}\nx\n{\"id\": 3, \"title\": \"c\"}")
    #expect(contents.items.map(\.item.id) == ["1", "3"])
    #expect(contents.problems.map(\.code) == [.recordInvalid, .recordInvalid])
    #expect(contents.problems.map(\.line) == [2, 3])
  }

  @Test func `a record without an id is named by its file and line`() throws {
    #expect(
      try read("{\"title\": \"a\"}\n{\"title\": \"b\"}").items.map(\.item.id) == ["docs.jsonl:1", "docs.jsonl:2"])
  }

  @Test func `records larger than a piece are read whole`() throws {
    let long = String(repeating: "word ", count: 500_000)
    let contents = try read("{\"id\": 1, \"text\": \"\(long)\"}\n{\"id\": 2, \"text\": \"x\"}\n")
    #expect(contents.items.map(\.item.id) == ["1", "2"])
  }

  @Test func `a table has its keys in the first row`() throws {
    let contents = try read(
      "id,title,topics,text\r\n1,\"Care, at \"\"home\"\"\",a;b,\"two\nlines\"\r\n2,Bills,,x\r\n3,short\n",
      name: "docs.csv")
    #expect(contents.items.map(\.item.id) == ["1", "2"])
    #expect(contents.items[0].item.title == "Care, at \"home\"")
    #expect(contents.items[0].item.topics == ["a", "b"])
    #expect(contents.items.map(\.line) == [2, 4])
    #expect(contents.problems.map(\.code) == [.recordColumns])
    #expect(contents.problems.map(\.line) == [5])
  }

  @Test(arguments: [
    "\u{FEFF}\"id\";\"title\";\"topics, all\";\"text\"\r\n1;\"Care, at \"\"home\"\"\";;\"two;\nlines\"\r\n2;Bills;;x\r\n3;short\r\n",
    "id\ttitle\ttext\n1\tCare, at \"home\"\t\"two;\nlines\"\n2\tBills\tx\n3\tshort\n",
  ])
  func `a table may have semicolons or tabs between its fields, as its first row has`(text: String) throws {
    let contents = try read(text, name: "docs.csv")
    #expect(contents.items.map(\.item.id) == ["1", "2"])
    #expect(contents.items[0].item.title == "Care, at \"home\"")
    #expect(contents.items[0].item.body.hasPrefix("two;"))
    #expect(contents.problems.map(\.code) == [.recordColumns])
    #expect(
      contents.problems[0].hint.hasPrefix(
        "Put double quotes around fields with \(text.contains("\t") ? "tabs" : "semicolons")"))
  }

  @Test func `a table that is not UTF-8 is read as windows-1252, and it is told`() throws {
    let folder = try TemporaryFolder()
    let bytes = Array("id;title\n1;Br".utf8) + [0xF6] + Array("tchen\n2;Brot\n".utf8)
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/docs.csv"))
    let reader = ContentReader(configuration: try .builtIn(named: "jsonl"))
    let contents = reader.read(try #require(try reader.discover(roots: [folder.path]).files.first))
    #expect(contents.items.map(\.item.title) == ["Brötchen", "Brot"])
    #expect(contents.problems.map(\.code) == [.encodingInvalid])
    #expect(contents.problems.map(\.line) == [2])
  }

  @Test func `texts in HTML are told once where they are read as plain text`() throws {
    let html = "{\"id\": 1, \"text\": \"< 5 of 7\"}\n" + String(repeating: "{\"text\": \"<p>Care.</p>\"}\n", count: 3)
    let contents = try read(html)
    #expect(contents.problems.map(\.code) == [.recordMarkup])
    #expect(contents.problems.map(\.line) == [2])
    #expect(try read("id;text\n1;<p>Care.</p>\n", name: "docs.csv").problems.map(\.code) == [.recordMarkup])
  }

  @Test func `an empty file of records is told`() throws {
    #expect(try read("\n").problems.map(\.code) == [.fileEmpty])
    #expect(try read("id,title\n", name: "docs.csv").problems.map(\.code) == [.fileEmpty])
  }

  @Test func `one object in a JSON file is one item, named by its path`() throws {
    let contents = try read("{\n\"title\": \"Care\",\n\"tags\": [\"a\"]\n}", name: "talk.json")
    #expect(contents.items.map(\.item.id) == ["talk.json"])
  }
}
