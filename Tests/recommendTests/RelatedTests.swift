import Foundation
import Testing

@testable import recommend

@Suite struct RelatedTests {
  @Test func `an item is answered with rank, score, id, title and reasons`() throws {
    let answer = try Sample.ask("--for", "3475")
    #expect(answer.status == 0)
    #expect(answer.error == "")
    #expect(answer.lines.first == "Related to 3475  Getting Patients Interested in Chronic Care Management")
    #expect(answer.lines.count == 11)
    #expect(answer.lines[1].hasPrefix(" 1  0."))
    #expect(answer.lines[1].hasSuffix("  3118  Explaining Chronic Care Management So That Patients Say Yes"))
    #expect(answer.lines[2].hasPrefix("    chronic 0."))
  }

  @Test(arguments: [
    "curated/3475.md", "./curated/3475.md", "content/curated/3475.md", "3475.md",
    "f55dc2ca-5bf6-5be7-813a-a7da32d9cc76",
    "practicenotes-getting-patients-interested-in-chronic-care-management",
    "/news/getting-patients-interested-in-chronic-care-management",
    "https://www.example.org/news/getting-patients-interested-in-chronic-care-management/?from=mail",
  ])
  func `every name of an item gives the same answer`(key: String) throws {
    #expect(try Sample.ask("--for", key).output == Sample.ask("--for", "3475").output)
  }

  @Test func `a path is taken as typed from any folder`() throws {
    let folder = try Sample.folder()
    let database = folder + "/content/.recommend/recommend.sqlite"
    let expected = try Sample.ask("--for", "3475").output
    for (key, place) in [
      ("content/curated/3475.md", folder), ("../curated/3475.md", folder + "/content/curated"),
      (folder + "/content/curated/3475.md", "/"),
    ] {
      let answer = try Program.run(["--for", key], in: place, environment: ["RECOMMEND_DB": database])
      #expect(answer.output == expected, "\(key)")
    }
  }

  @Test func `several items are answered one after the other`() throws {
    let both = try Sample.ask("--for", "3475", "3118", "-n", "1").output
    #expect(
      try both == Sample.ask("--for", "3475", "-n", "1").output + "\n" + Sample.ask("--for", "3118", "-n", "1").output)
  }

  @Test func `an unknown id names the nearest`() throws {
    let answer = try Sample.ask("--for", "3475x")
    #expect(answer.status == 2)
    #expect(answer.output == "")
    #expect(
      answer.error == """
        error: No item '3475x'. The nearest are '3475' (Getting Patients Interested in Chronic Care Management), \
        '3465' (Results at Midnight: Releasing Biopsies Before the Doctor C…).
        hint: recommend list shows all items.

        """)
    #expect(try Sample.ask("--for", "9999").error.hasPrefix("error: No item '9999'. The nearest are '"))
    #expect(
      try Sample.ask("--for", "q\u{1B}[31m").error == """
        error: No item 'q␛[31m'.
        hint: recommend list shows all items; an item goes by id, slug, path, alias or URL.

        """)
  }

  @Test func `a page on standard input is answered like the item that it is`() throws {
    let page = try String(contentsOfFile: Sample.source + "/curated/3475.md", encoding: .utf8)
    let answer = try Sample.ask("--for", "-", "--json", input: page)
    let item = try Sample.ask("--for", "3475", "--json")
    #expect(try answer.items().map { $0["id"] as? String } == item.items().map { $0["id"] as? String })
    #expect(try answer.items().map { $0["score"] as? Double } == item.items().map { $0["score"] as? Double })
  }

  @Test(arguments: [
    (["--text", "xyzzy qwrtz"], "note: Nothing is related to the text: the index knows none of its 2 words.\n"),
    (["--text", "the of and"], "note: Nothing is related to the text: it has no words.\n"),
    (
      ["--for", "3475", "--threshold", "0.9"],
      "note: Nothing is related to '3475' at --threshold 0.9; the best score is 0."
    ),
  ])
  func `nothing found says why`(arguments: [String], note: String) throws {
    let answer = try Program.run(arguments, in: Sample.folder() + "/content")
    #expect(answer.status == 0)
    #expect(answer.output == "")
    #expect(answer.error.hasPrefix(note))
  }

  @Test func `more than is stored is computed and begins with what is stored`() throws {
    let stored = try Sample.ask("--for", "3475", "-n", "10", "--format", "tsv").lines
    let computed = try Sample.ask("--for", "3475", "-n", "30", "--format", "tsv").lines
    #expect(stored.count == 11)
    #expect(computed.count == 31)
    #expect(computed.starts(with: stored))
  }

  @Test func `the parts of an explained score add up to it`() throws {
    let items = try Sample.ask("--for", "3475", "--explain", "--json").items()
    #expect(items.count == 5)
    for item in items {
      let explanation = try #require(item["explanation"] as? [String: [[String: Any]]])
      let parts = explanation.values.joined().compactMap { $0["share"] as? Double }
      let millionths = parts.reduce(0) { $0 + Int(($1 * 1_000_000).rounded()) }
      #expect(millionths == Int(((item["score"] as? Double ?? 0) * 1_000_000).rounded()))
    }
    let table = try Sample.ask("--for", "3475", "--explain", "-n", "1").lines
    #expect(table.count < 32)
    #expect(table.contains { $0.contains("… and ") && $0.hasSuffix(" more") })
  }

  @Test func `parts are rounded together`() {
    #expect(Apportionment.rounded([0.0000004, 0.0000004, 0.0000004], sum: 0.000001) == [0.000001, 0, 0])
    #expect(Apportionment.rounded([0.2500006, 0.5, 0.2500004], sum: 1.000001) == [0.250001, 0.5, 0.25])
    #expect(Apportionment.rounded([], sum: 0) == [])
  }
}
