import Foundation
import RecommendationEngine
import Testing

@testable import SiteContent

@Suite struct ContentReaderTests {
  private func read(
    _ text: String, model: String = "hugo", path: String = "post/care.md",
    _ change: (inout ModelConfiguration) -> Void = { _ in }
  ) throws -> FileContents {
    try read(bytes: Array(text.utf8), model: model, path: path, change)
  }

  private func read(
    bytes: [UInt8], model: String = "hugo", path: String = "post/care.md",
    _ change: (inout ModelConfiguration) -> Void = { _ in }
  ) throws -> FileContents {
    var configuration = try ModelConfiguration.builtIn(named: model)
    change(&configuration)
    let ending = path.split(separator: ".").last.map(String.init) ?? ""
    let format = try #require(ContentFile.Format(extension: ending))
    return ContentReader(configuration: configuration, today: "2026-01-01").read(
      bytes: bytes, of: ContentFile(path: path, format: format, systemPath: [0]))
  }

  /// Front matter in the shape of Medigy's curated content, written for this test.
  private let teaser = """
    ---
    aliases: /news/remote-monitoring-at-home
    categories: []
    communityTopics:
    - 'Medigy: Remote Monitoring'
    - 'KLAS: Patient Engagement'
    date: '2020-09-28T07:51:43.006371Z'
    description: Nurses who call once a week keep more patients at
      home than devices do.
    id: 7001
    link:
      brand: example.org
      href: https://example.org/remote-monitoring
    mdName: 00000000-7d3b-5db9-82a5-000000000001
    openProjectCustomFields:
      medigyTopics: '["Medigy: Remote Monitoring","KLAS:
        Patient Engagement"]'
    slug: example-remote-monitoring
    tags:
    - news
    title: Remote Monitoring at Home
    ---

    <p>A call a week.</p>
    """

  @Test func `a teaser of the user's own kind gives every field and key`() throws {
    let contents = try read(teaser, model: "medigy")
    #expect(contents.problems.isEmpty)
    let source = try #require(contents.items.first)
    #expect(source.item.id == "7001")
    #expect(source.item.title == "Remote Monitoring at Home")
    #expect(source.item.summary == "Nurses who call once a week keep more patients at home than devices do.")
    #expect(source.item.body.contains("A call a week."))
    #expect(source.item.topics == ["Medigy: Remote Monitoring", "KLAS: Patient Engagement"])
    #expect(source.item.date == "2020-09-28T07:51:43Z")
    #expect(source.topicsKey == "communityTopics")
    #expect(source.url == "https://example.org/remote-monitoring")
    #expect(
      source.keys == [
        .init(kind: .id, value: "7001"), .init(kind: .path, value: "post/care.md"),
        .init(kind: .path, value: "care.md"),
        .init(kind: .slug, value: "example-remote-monitoring"),
        .init(kind: .alias, value: "/news/remote-monitoring-at-home"),
        .init(kind: .uuid, value: "00000000-7d3b-5db9-82a5-000000000001"),
        .init(kind: .url, value: "https://example.org/remote-monitoring"),
      ])
  }

  @Test func `the Hugo model names an item by its path and finds it by its id too`() throws {
    let source = try #require(try read(teaser).items.first)
    #expect(source.item.id == "post/care.md")
    #expect(source.keys.contains(.init(kind: .id, value: "7001")))
  }

  @Test func `the same page in YAML, TOML and JSON is the same item`() throws {
    let pages = [
      "---\ntitle: Care\ntags: [a, b]\ndate: 2024-05-01\n---\nText",
      "+++\ntitle = 'Care'\nTags = ['a', 'b']\ndate = 2024-05-01\n+++\nText",
      "{\"title\": \"Care\", \"tags\": [\"a\", \"b\"], \"date\": \"2024-05-01\"}\nText",
    ]
    let items = try pages.map { try #require(try read($0).items.first).item }
    #expect(items[0].topics == ["a", "b"])
    #expect(items[0] == items[1])
    #expect(items[0] == items[2])
  }

  @Test func `topics of several keys count together, or the first list alone`() throws {
    let page = "---\ntags: [a, b]\ncategories: b c\n---\nText"
    #expect(try read(page).items[0].item.topics == ["a", "b", "b c"])
    #expect(try read(page) { $0.content.mergesTopics = false }.items[0].item.topics == ["a", "b"])
  }

  @Test func `a page without front matter has its heading as title, or else the name of its file`() throws {
    #expect(try read("# Care at home\n\nText").items[0].item.title == "Care at home")
    #expect(try read("Text", path: "a/care-at-home.md").items[0].item.title == "care at home")
    #expect(try read("Text", path: "care-at-home/index.md").items[0].item.title == "care at home")
  }

  @Test func `a page with front matter alone is an item, an empty one is not`() throws {
    #expect(try read("{\"title\": \"Care\"}", path: "a.md").items.count == 1)
    #expect(try read("---\ntitle: Care\n---").items.count == 1)
    let contents = try read("---\ndate: 2024-05-01\n---\n")
    #expect(contents.problems.map(\.code) == [.itemEmpty])
    #expect(contents.items.count == 1)
  }

  @Test func `an impossible date is told at its place, and the item is in without a date`() throws {
    let contents = try read("---\ntitle: Care\n\ndate:   2026-13-01\n---\nText")
    #expect(contents.items[0].item.date == nil)
    #expect(
      contents.problems.first?.description == """
        post/care.md:4:9: warning: date '2026-13-01' is not a date. Use YYYY-MM-DD. [date-invalid]
          hint: Write for example 2024-05-31, or 2024-05-31T09:30:00Z.
        """)
  }

  @Test func `a date in the name of a file counts where no key gives one`() throws {
    #expect(try read("Text", path: "2014-05-14-hiring.md").items[0].item.date == "2014-05-14")
    #expect(
      try read("---\ndate: 2015-01-01\n---\nText", path: "2014-05-14-hiring.md").items[0].item.date == "2015-01-01")
  }

  @Test func `a tab in the indentation is told at its true line, with a hint`() throws {
    let contents = try read("---\ntopics:\n\t- billing\n---\nText", path: "odd.md")
    #expect(contents.items.isEmpty)
    #expect(
      contents.problems.map(\.description) == [
        """
        odd.md:3:1: error: a tab stands in the indentation [fm-tab]
          hint: Indent with blanks: YAML takes no tabs.
        """
      ])
  }

  @Test func `a key given twice is a warning`() throws {
    let contents = try read("---\nexpirydate: 2024-10-24\ntitle: Care\nexpirydate: 2025-01-01\n---\nText")
    #expect(contents.items.count == 1)
    #expect(contents.problems.map(\.code) == [.frontMatterDuplicateKey])
    #expect(contents.problems.map(\.line) == [4])
  }

  @Test func `files that are no text are refused by name`() throws {
    #expect(try read(bytes: []).problems.map(\.code) == [.fileEmpty])
    #expect(try read("\n \r\n").problems.map(\.code) == [.fileEmpty])
    #expect(try read(bytes: [0x50, 0x4B, 3, 4, 20, 0]).problems.map(\.code) == [.fileBinary])
    #expect(try read(bytes: Array("a\0b".utf8)).problems.map(\.code) == [.fileBinary])
  }

  @Test func `a byte that is not UTF-8 is told with its offset, and the item is in`() throws {
    let contents = try read(bytes: Array("---\ntitle: Care\n---\ncaf".utf8) + [0xE9] + Array(" text".utf8))
    #expect(contents.problems.map(\.code) == [.encodingInvalid])
    #expect((contents.problems[0].line, contents.problems[0].column) == (4, 4))
    #expect(contents.problems[0].message.contains("byte 0xE9 at offset 23 "))
    #expect(contents.items[0].item.body.contains("café text"))
  }

  @Test func `UTF-16 is read with a warning`() throws {
    let units = Array("---\r\ntitle: Care\r\n---\r\nText".utf16)
    let contents = try read(bytes: [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    #expect(contents.problems.map(\.code) == [.encodingUTF16])
    #expect(contents.items.first?.item.title == "Care")
  }

  @Test func `drafts and expired items are left out where the model says so`() throws {
    #expect(try read("---\ntitle: Care\ndraft: true\n---\n").items[0].isDraft)
    #expect(try read("---\ntitle: Care\ndraft:\n---\n").items[0].isDraft == false)
    let draft = try read("---\ntitle: Care\ndraft: true\n---\n") { $0.content.includesDrafts = false }
    #expect((draft.items.count, draft.leftOut.count) == (0, 1))
    let expired = try read("---\ntitle: Care\nexpiryDate: 2025-12-31\n---\n") { $0.content.includesExpired = false }
    #expect((expired.items.count, expired.leftOut.count) == (0, 1))
  }

  @Test func `lists of related items may be texts, lists or maps of lists`() throws {
    #expect(try read("---\nrelatedContent: >\n  a/b\n  c/d\n---\nx").items[0].related == ["a/b", "c/d"])
    #expect(try read("---\nrelated: [a b, c]\n---\nx").items[0].related == ["a b", "c"])
    #expect(try read("---\nrelated_pages:\n  tasks: [x]\n  role: [y, x]\n---\nx").items[0].related == ["x", "y"])
  }

  @Test func `limits leave a file out with a reason`() throws {
    let long = "---\ntitle: " + String(repeating: "x", count: 300) + "\n---\nText"
    #expect(try read(long) { $0.limits.frontMatterBytes = 256 }.problems.map(\.code) == [.frontMatterTooLarge])
    let contents = try read("---\ntitle: Care\n---\n" + String(repeating: "é", count: 100)) { $0.limits.bodyBytes = 99 }
    #expect(contents.problems.map(\.code) == [.bodyTooLarge])
    #expect(contents.items[0].item.body.utf8.count <= 99)
  }

  @Test func `the digest changes with the bytes and only with them`() throws {
    let first = try read("---\ntitle: Care\n---\nText").items[0].contentDigest
    #expect(try read("---\ntitle: Care\n---\nText", path: "b.md").items[0].contentDigest == first)
    #expect(try read("---\ntitle: Care\n---\nTexT").items[0].contentDigest != first)
  }

  @Test func `a file that vanished or is too large is a problem, not the end`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("large.md", String(repeating: "x", count: 1000))
    var configuration = try ModelConfiguration.builtIn(named: "hugo")
    configuration.limits.fileBytes = 999
    let reader = ContentReader(configuration: configuration)
    let listing = try reader.discover(roots: [folder.path])
    #expect(reader.read(listing.files[0]).problems.map(\.code) == [.fileTooLarge])
    try FileManager.default.removeItem(atPath: path)
    #expect(reader.read(listing.files[0]).problems.map(\.code) == [.fileUnreadable])
  }
}
