import Foundation
import Testing

@testable import recommend

@Suite struct OutputTests {
  @Test func `JSON has a version, ids are texts, and every answer is the same on every run`() throws {
    let answer = try Sample.ask("--for", "3475", "--json")
    #expect(try answer.json()["schema_version"] as? Int == 1)
    #expect(try answer.items().first?["id"] as? String == "3118")
    #expect(try Sample.ask("related", "--for", "3475", "--format", "json").output == answer.output)
  }

  @Test func `a search without a hit says so, and its words are words`() throws {
    let answer = try Sample.ask("list", "--search", "remote xyzzy\u{1B}[31m")
    #expect(answer.status == 0)
    #expect(answer.output == "")
    #expect(answer.error.hasPrefix("note: No item holds all words of 'remote xyzzy"))
    #expect(!answer.error.contains("\u{1B}"))
    #expect(try Sample.ask("list", "--search", "remote monitoring", "--limit", "1", "--format", "csv").lines.count == 2)
    #expect(try Sample.ask("list", "--limit", "0").status == 64)
  }

  @Test func `no control byte of a page on standard input reaches the terminal`() throws {
    let page = "---\n\"\\e[31mcare\": 1\n\"\\e[31mcare\": 2\n---\nRemote monitoring of patients.\n"
    let answer = try Sample.ask("--for", "-", input: page)
    #expect(answer.status == 0)
    #expect(answer.error.contains("[fm-duplicate-key]"))
    #expect(!answer.error.contains("\u{1B}"))
  }

  @Test func `the schema names the keys of every answer in JSON`() throws {
    let schema = try Sample.ask("schema").json()
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    for (arguments, name) in [
      (["--for", "3475", "--explain"], "related_item"), (["list"], "listed_item"), (["list", "--copies"], "copy"),
      (["show", "3475"], "shown_item"), (["stats"], "statistic"), (["export", "related"], "related_list"),
    ] {
      let answer = try Program.run(arguments + ["--json"], in: Sample.folder() + "/content")
      let keys = try #require(definitions[name]?["properties"] as? [String: Any]).keys.sorted()
      #expect(try answer.items().first?.keys.sorted() == keys, "\(name)")
    }
  }

  @Test(arguments: ["csv", "tsv", "markdown", "jsonl", "table"])
  func `each format has one record on each line, without control characters`(format: String) throws {
    let answer = try Program.run(["list", "--db", "x.sqlite", "--format", format], in: hostile.get().path)
    #expect(answer.status == 0)
    #expect(answer.lines.count == 4 + ["csv": 1, "tsv": 1, "markdown": 2, "table": 1, "jsonl": 0][format, default: 0])
    let unsafe = answer.output.unicodeScalars.filter { $0.value < 0x20 && !"\t\r\n".unicodeScalars.contains($0) }
    #expect(unsafe.isEmpty)
    if format != "jsonl" { #expect(!answer.output.contains("\u{202E}")) }
  }

  @Test func `cells of CSV are quoted, and no formula unless one asks for it`() throws {
    let folder = try hostile.get().path
    #expect(
      try Program.run(["list", "--db", "x.sqlite", "--format", "csv"], in: folder).output
        == [
          "id,title,date,words,path", "'=cmd(),\"'=HYPERLINK(\"\"x\"\")\",,4,docs.jsonl",
          "a,ESC ]0;x bidi end,,6,docs.jsonl", "b c,line break,,4,docs.jsonl", "plain,\"one, two\",,4,docs.jsonl",
        ].map { $0 + "\r\n" }.joined())
    let plain = try Program.run(["list", "--db", "x.sqlite", "--format", "csv", "--plain-cells"], in: folder)
    #expect(plain.lines.contains { $0.hasPrefix("=cmd(),\"=HYPERLINK(") } || plain.output.contains("\n=cmd(),\"=HYPER"))
  }

  @Test func `colour is for terminals, unless the environment or an option says otherwise`() throws {
    func escapes(_ arguments: [String], _ environment: [String: String]) throws -> Bool {
      try Program.run(["--for", "3475"] + arguments, in: Sample.folder() + "/content", environment: environment).output
        .contains("\u{1B}")
    }
    #expect(try !escapes([], ["TERM": "xterm"]))
    #expect(try escapes([], ["FORCE_COLOR": "1"]))
    #expect(try !escapes([], ["FORCE_COLOR": "0"]))
    #expect(try !escapes([], ["FORCE_COLOR": "1", "NO_COLOR": "1"]))
    #expect(try escapes(["--color", "always"], ["NO_COLOR": "1"]))
    #expect(try !escapes(["--color", "never"], ["FORCE_COLOR": "1"]))
  }

  @Test(arguments: ["list --json", "--help", "--for 3475", "--generate-completion-script bash"])
  func `a full disk is trouble`(arguments: String) throws {
    let answer = try Program.shell("recommend \(arguments) > /dev/full", in: Sample.folder() + "/content")
    #expect(answer.status == 2)
    #expect(answer.error == "error: The output could not be written: No space left on device.\n")
  }

  @Test func `a closed pipe is no trouble`() throws {
    let answer = try Program.shell(
      "recommend list --json | head -c 1 >/dev/null; echo ${PIPESTATUS[0]}", in: Sample.folder() + "/content")
    #expect(answer.output == "0\n")
    #expect(answer.error == "")
  }

  @Test func `a TREC run has six fields, and no white space in ids`() throws {
    let run = try Program.run(["export", "run", "--limit", "1000", "--db", "x.sqlite"], in: hostile.get().path)
    #expect(run.status == 0)
    #expect(run.lines.contains { $0.hasPrefix("a Q0 b%0Ac ") })
    #expect(run.lines.allSatisfy { $0.split(separator: " ").count == 6 && $0.hasSuffix(" recommend") })
  }

  @Test func `the matrix has as many rows, columns and entries as it says`() throws {
    let folder = try TemporaryFolder()
    let answer = try Sample.ask("export", "vectors", "--output", folder.file("vectors"))
    #expect(answer.status == 0)
    let matrix = try folder.read("vectors/matrix.mtx").split(separator: "\n")
    #expect(matrix[0] == "%%MatrixMarket matrix coordinate real general")
    let sizes = matrix[1].split(separator: " ").compactMap { Int($0) }
    #expect(sizes[0] == 65)
    #expect(try sizes[0] == folder.read("vectors/items.txt").split(separator: "\n").count)
    #expect(try sizes[1] == folder.read("vectors/vocabulary.txt").split(separator: "\n").count)
    #expect(sizes[2] == matrix.count - 2)
  }

  /// Four records with everything that a terminal, a spreadsheet and a line-oriented program would stumble over.
  private let hostile = Result { () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    try folder.write(
      "docs.jsonl",
      #"""
      {"id": "=cmd()", "title": "=HYPERLINK(\"x\")", "text": "chronic care management"}
      {"id": "a", "title": "ESC \u001b]0;x\u0007 bidi \u202e end", "text": "chronic care management"}
      {"id": "b\nc", "title": "line\nbreak", "text": "chronic care"}
      {"id": "plain", "title": "one, two", "text": "chronic care management plan"}

      """#)
    let answer = try Program.run(["index", "docs.jsonl", "--db", "x.sqlite", "-q"], in: folder.path)
    guard answer.status == 0 else { throw CocoaError(.fileReadUnknown, userInfo: ["answer": answer.error]) }
    return folder
  }
}
