import Foundation
import RecommendationStore
import Testing

@Suite struct IndexTests {
  @Test func `the summary is the result, and with -q a good run says nothing`() throws {
    let folder = try site()
    let first = try Program.run(["index", "content"], in: folder.path)
    #expect(first.status == 0)
    #expect(first.error == "model hugo (2 pages of Markdown or HTML)\n")
    #expect(first.output.hasPrefix("2 items, 1 topic, 6 terms\nno problems\n"))
    let quiet = try Program.run(["index", "content", "-q"], in: folder.path)
    #expect(quiet.output + quiet.error == "")
    #expect(try folder.names("content/.recommend").prefix(2) == [".gitignore", "recommend.sqlite"])
  }

  @Test func `without a path the folder of the index is read again`() throws {
    let folder = try site()
    #expect(try Program.run(["index", "content", "-q"], in: folder.path).status == 0)
    try folder.write("content/c.md", "---\ntitle: A third page\n---\nCare.\n")
    let answer = try Program.run(["index"], in: folder.path + "/content")
    #expect(answer.output.hasPrefix("3 items, "))
  }

  @Test func `after indexing a folder the folder above answers, unless two below have an index`() throws {
    let site = try TemporaryFolder()
    try site.write("content/a.md", "---\ntitle: Care at home\n---\nA nurse calls.\n")
    try site.write("docs/b.md", "---\ntitle: Bills\n---\nSend the bill.\n")
    #expect(try Program.run(["list"], in: site.path).status == 2)
    #expect(try Program.run(["index", "-q", "content/"], in: site.path).status == 0)
    #expect(try Program.run(["list", "--format", "csv"], in: site.path).output.contains("a.md"))
    #expect(try Program.run(["index"], in: site.path).output.contains("1 item"))
    #expect(try Program.run(["index", "-q", "docs"], in: site.path).status == 0)
    let answer = try Program.run(["list"], in: site.path)
    #expect(answer.status == 2)
    #expect(
      answer.error == """
        error: There is no index here or in a folder above, and more than one below: 'content', 'docs'.
        hint: Go into the folder that you mean, or name an index with --db FILE.

        """)
  }

  @Test func `a broken page is named with line, column, code and hint, and the others are indexed`() throws {
    let folder = try site()
    try folder.write("content/odd.md", "---\ntitle: Odd\n\ttopics: [a]\n---\nText.\n")
    let answer = try Program.run(["index", "content"], in: folder.path)
    #expect(answer.status == 0)
    #expect(
      answer.error == """
        model hugo (3 pages of Markdown or HTML)
        odd.md:3:1: error: a tab stands in the indentation [fm-tab]
          hint: Indent with blanks: YAML takes no tabs.

        """)
    #expect(answer.output.contains("2 items, 1 topic, 6 terms\n1 error, 0 warnings\n"))
    #expect(try Program.run(["index", "content", "--strict"], in: folder.path).status == 2)
  }

  @Test func `a place without items is left as it was`() throws {
    let folder = try TemporaryFolder()
    try folder.write("content/readme.txt", "text")
    let answer = try Program.run(["index", "content"], in: folder.path)
    #expect(answer.status == 2)
    #expect(
      answer.error == """
        error: No item was found in 'content'. Nothing was changed.
        hint: No file there ends in .md, .markdown, .html, .htm.

        """)
    #expect(try folder.names("content") == ["readme.txt"])
    let missing = try Program.run(["index", "nowhere"], in: folder.path)
    #expect(missing.status == 2)
    #expect(missing.error == "error: nowhere: there is no such file or folder. Check the path.\n")
  }

  @Test func `JSON Lines and CSV are read as they are`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "docs.jsonl", #"{"id": 1, "title": "Care", "text": "chronic care"}"# + "\n" + #"{"id": 2, "text": "care"}"#)
    try folder.write("table.csv", "id,title,text\n7,Care,\"chronic, care\"\n8,More,care\n")
    #expect(try Program.run(["index", "docs.jsonl", "--db", "a.db"], in: folder.path).output.hasPrefix("2 items, "))
    #expect(try Program.run(["index", "table.csv", "--db", "b.db"], in: folder.path).output.hasPrefix("2 items, "))
    #expect(try Program.run(["--for", "7", "--db", "b.db"], in: folder.path).output.contains("  8  More"))
    #expect(try Program.run(["--for", "1", "--db", "a.db"], in: folder.path).output.contains("  2  care\n"))
  }

  @Test(arguments: ["index content", "--for a", "index content --rebuild", "doctor"])
  func `a file that is not ours is refused and stays as it is`(command: String) throws {
    let folder = try site()
    try folder.write("notes.txt", "My notes.\n")
    let answer = try Program.shell("recommend \(command) --db notes.txt", in: folder.path)
    #expect(answer.status == 2)
    #expect(
      answer.error.hasSuffix(
        """
        error: 'notes.txt' is not an index of recommend: it is not an SQLite database. It was left as it is. \
        Name another file with --db.

        """))
    #expect(try folder.read("notes.txt") == "My notes.\n")
  }

  @Test func `a file of a newer program is refused by every command`() throws {
    let folder = try site()
    #expect(try Program.run(["index", "content", "--db", "x.db"], in: folder.path).status == 0)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("x.db")))
    // user_version lies in bytes 60 to 63 of an SQLite file.
    bytes[62] = 3
    bytes[63] = 231
    try bytes.write(to: URL(fileURLWithPath: folder.file("new.db")))
    for command in ["--for a.md", "list", "stats", "doctor", "index content", "index content --rebuild", "export run"] {
      let answer = try Program.shell("recommend \(command) --db new.db", in: folder.path)
      #expect(answer.status == 2, "\(command)")
      #expect(answer.error.contains("This database has schema 999; this program reads up to 5."), "\(command)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("new.db"))) == bytes)
  }

  @Test func `an index of an earlier program is called so, and indexing again keeps answers and names`() throws {
    let site = try TemporaryFolder()
    for number in 1...12 {
      let words = number % 2 == 0 ? "nurse calls patient at home" : "bill claim code payer office"
      try site.write(
        "content/\(number).md",
        "---\ntitle: Page \(number)\ntags: [care\(number == 12 ? ", home" : "")]\n---\n\(words) \(number)00\n")
    }
    let path = site.file("content/.recommend/recommend.sqlite")
    for command in [
      "index -q content --clusters 2", "clusters rename 2 'My own name'", "retag reject --for 1.md --topic home",
    ] {
      #expect(try Program.shell("recommend \(command)", in: site.path).status == 0, "\(command)")
    }
    let clusters = try Program.run(["export", "clusters"], in: site.path).output
    // user_version lies in bytes 60 to 63 of an SQLite file.
    func setSchema(_ version: UInt8) throws {
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[63] = version
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    try setSchema(9)
    #expect(
      try Program.run(["list"], in: site.path).error.contains("This database has schema 9; this program reads up to"))
    try setSchema(1)
    for command in ["--for 1.md", "list", "doctor", "topics suggest --all", "retag accept --for 2.md --topic home"] {
      let answer = try Program.shell("recommend \(command)", in: site.path)
      #expect(answer.status == 2, "\(command)")
      #expect(
        answer.error
          == "error: '\(path)' was written by an earlier program. Run recommend index again.\n", "\(command)")
    }
    for command in ["index --clusters 2", "index --rebuild --clusters 2"] {
      try setSchema(1)
      let answer = try Program.shell("recommend \(command)", in: site.path)
      #expect(answer.status == 0)
      #expect(
        answer.error.hasPrefix(
          "'\(path)' is of an earlier program and is built anew; decisions and given names stay.\n"), "\(command)")
      #expect(try Program.run(["export", "clusters"], in: site.path).output == clusters)
      #expect(try Program.run(["clusters", "--format", "csv"], in: site.path).output.contains("My own name"))
      #expect(try Program.run(["retag", "status", "--format", "csv"], in: site.path).output.contains("1.md,add,home"))
    }
  }

  @Test func `what people decided outlives indexing and rebuilding`() throws {
    let folder = try site()
    let path = folder.file("content/.recommend/recommend.sqlite")
    #expect(try Program.run(["index", "content", "-q"], in: folder.path).status == 0)
    let decision = StoredDecision(itemKey: "a.md", topic: "care", answer: .rejected)
    let store = try RecommendationStore.openForWriting(path: path, create: false, purpose: .editing)
    try store.record([decision])
    try store.close()
    for arguments in [["index", "content", "-q"], ["index", "content", "-q", "--rebuild"]] {
      let answer = try Program.run(arguments, in: folder.path)
      #expect(answer.output + answer.error == "")
      #expect(try RecommendationStore.openForReading(path: path).decisions() == [decision])
    }
  }

  @Test func `right after indexing the doctor finds nothing`() throws {
    let answer = try Sample.ask("doctor")
    #expect(answer.status == 0)
    #expect(answer.output.hasPrefix("The index is whole: 65 items, "))
  }

  @Test func `a damaged index is called damaged, never a signal and never a wrong answer`() throws {
    let folder = try TemporaryFolder()
    let sound = try Data(contentsOf: URL(fileURLWithPath: Sample.folder() + "/content/.recommend/recommend.sqlite"))
    let expected = try Sample.ask("--for", "3475", "--json").output
    for name in [
      "term_word_counts", "document_frequencies", "uses_feedback", "Explaining Chronic Care", "CREATE TABLE",
    ] {
      var bytes = sound
      var rest = bytes.startIndex..<bytes.endIndex
      while let found = bytes.range(of: Data(name.utf8), in: rest) {
        bytes[found.lowerBound + 2] ^= 1
        rest = found.upperBound..<bytes.endIndex
      }
      try bytes.write(to: URL(fileURLWithPath: folder.file("x.db")))
      let answer = try Program.run(["--for", "3475", "--json", "--db", "x.db"], in: folder.path)
      #expect(answer.status == 2 || answer.output == expected, "\(name)")
      #expect(
        answer.status == 0 || answer.error.contains("index damaged, run recommend index --rebuild"),
        "\(name): \(answer.error)")
    }
  }

  private func site() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("content/a.md", "---\ntitle: Chronic care\ntags: [care]\n---\nA plan.\n")
    try folder.write("content/b.md", "---\ntitle: Care plan\n---\nA visit.\n")
    return folder
  }
}
