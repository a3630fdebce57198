import Foundation
import Testing

@testable import SiteContent

@Suite struct ContentDiscoveryTests {
  private func listing(_ folder: TemporaryFolder, _ change: (inout ModelConfiguration) -> Void = { _ in }) throws
    -> ContentListing
  {
    var configuration = try ModelConfiguration.builtIn(named: "hugo")
    change(&configuration)
    return try ContentReader(configuration: configuration).discover(roots: [folder.path])
  }

  @Test func `files come sorted by the bytes of their paths`() throws {
    let folder = try TemporaryFolder()
    for name in ["b.md", "a/z.md", "a-b.md", "B.html", "é.md", "a/index.md", "picture.png", ".hidden.md", ".git/x.md"] {
      try folder.write(name, "text")
    }
    #expect(try listing(folder).files.map(\.path) == ["B.html", "a-b.md", "a/index.md", "a/z.md", "b.md", "é.md"])
  }

  @Test func `section pages are left out, and it is said`() throws {
    let folder = try TemporaryFolder()
    try folder.write("topics/_index.md", "text")
    try folder.write("topics/_index.es.md", "text")
    try folder.write("topics/index.md", "text")
    let listing = try listing(folder)
    #expect(listing.files.map(\.path) == ["topics/index.md"])
    #expect(listing.leftOut.map(\.path) == ["topics/_index.es.md", "topics/_index.md"])
  }

  @Test func `pages that are not read are told, and what Jekyll makes of a site is passed over`() throws {
    let folder = try TemporaryFolder()
    for name in [
      "a.md", "guide.mdx", "notes.rst", "old.MKD", "picture.png", "data.csv", "_site/a.html", "_layouts/post.html",
      "_includes/head.html", "docs/_posts/b.md",
    ] {
      try folder.write(name, "text")
    }
    let found = try listing(folder)
    #expect(found.files.map(\.path) == ["a.md", "docs/_posts/b.md"])
    #expect(found.leftOut.map(\.path) == ["guide.mdx", "notes.rst", "old.MKD"])
    #expect(found.leftOut[0].reason == "its ending is not in content.extensions: .mdx")
    #expect(found.leftOut[1].reason == "its notation is not read: .rst")
    // The listing that chose the model says the same.
    let configuration = try ModelConfiguration.builtIn(named: "hugo")
    let wide = try ModelDetection.listing(ofRoots: [folder.path])
    let narrowed = try #require(wide.narrowed(to: configuration.content, configuration.limits))
    #expect(narrowed.files.map(\.path) == found.files.map(\.path))
    #expect(narrowed.leftOut.map(\.path) == found.leftOut.map(\.path))
    #expect(try listing(folder) { $0.content.extensions = ["mdx"] }.files.map(\.path) == ["guide.mdx"])
  }

  @Test func `a link inside the root is followed, one that leads out is not`() throws {
    let folder = try TemporaryFolder()
    let outside = try TemporaryFolder()
    try outside.write("secret.md", "text")
    try folder.write("page.md", "text")
    try folder.link("copy.md", to: "page.md")
    try folder.link("out.md", to: outside.path + "/secret.md")
    try folder.link("outside", to: outside.path)
    let listing = try listing(folder)
    #expect(listing.files.map(\.path) == ["copy.md", "page.md"])
    #expect(listing.problems.map(\.path) == ["out.md", "outside"])
    #expect(listing.problems.allSatisfy { $0.code == .fileLinkOutside })
  }

  @Test func `links that lead back end at once`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/page.md", "text")
    try folder.link("a/again", to: "..")
    try folder.link("self.md", to: "self.md")
    try folder.link("gone.md", to: "nowhere.md")
    let listing = try listing(folder)
    #expect(listing.files.map(\.path) == ["a/page.md"])
    #expect(Set(listing.problems.map(\.code)) == [.fileLinkLoop, .fileUnreadable])
  }

  @Test func `pipes and devices are named and never opened`() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.path + "/pipe.md", 0o600) == 0)
    try folder.link("zero.md", to: "/dev/zero")
    try folder.write("page.md", "text")
    let listing = try listing(folder)
    #expect(listing.files.map(\.path) == ["page.md"])
    #expect(listing.problems.map(\.code) == [.fileSpecial, .fileSpecial])
  }

  @Test func `folders beyond the depth are left out`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b/c/page.md", "text")
    let listing = try listing(folder) { $0.limits.folderDepth = 3 }
    #expect(listing.files.isEmpty)
    #expect(listing.problems.map(\.code) == [.folderTooDeep])
  }

  @Test func `a name that is not UTF-8 is read and shown escaped`() throws {
    let folder = try TemporaryFolder()
    let path = Array(folder.path.utf8).map { CChar(bitPattern: $0) } + "/caf".utf8CString.dropLast()
    let descriptor = open(path + [CChar(bitPattern: 0xE9)] + ".md".utf8CString, O_CREAT | O_WRONLY, 0o600)
    #expect(descriptor >= 0)
    #expect(write(descriptor, "text", 4) == 4)
    close(descriptor)
    let listing = try listing(folder)
    #expect(listing.files.map(\.path) == [#"caf\xE9.md"#])
    #expect(listing.problems.map(\.code) == [.fileName])
    let reader = ContentReader(configuration: try .builtIn(named: "hugo"))
    #expect(reader.read(listing.files[0]).items.count == 1)
  }

  @Test func `several places have the deepest common folder as root`() throws {
    let folder = try TemporaryFolder()
    try folder.write("site/a/one.md", "text")
    let file = try folder.write("site/b/two.md", "text")
    let reader = ContentReader(configuration: try .builtIn(named: "hugo"))
    let listing = try reader.discover(roots: [folder.path + "/site/a", file, file])
    #expect(listing.files.map(\.path) == ["a/one.md", "b/two.md"])
    #expect(listing.root.hasSuffix("/site"))
  }

  @Test func `a listing with more endings is narrowed down to the one that a model makes`() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b.md", "a/Z.MD", "a/b.html", "a.json", "data/x.jsonl", "_index.md", "_index.json", "no-ending", "a.md/b.csv",
    ] {
      try folder.write(name, "text")
    }
    let all = try ModelDetection.listing(ofRoots: [folder.path])
    #expect(all.files.count == 6)
    let reader = try ContentReader(configuration: .builtIn(named: "hugo"))
    let narrowed = try reader.discover(roots: ["/nowhere/at/all"], known: all)
    let walked = try reader.discover(roots: [folder.path])
    #expect(narrowed.files == walked.files && narrowed.files.map(\.path) == ["a/Z.MD", "a/b.html", "b.md"])
    #expect(narrowed.leftOut == walked.leftOut && narrowed.leftOut.map(\.path) == ["_index.md"])
    #expect(narrowed.root == walked.root)
  }

  @Test func `what a listing does not tell is walked for again`() throws {
    let folder = try TemporaryFolder()
    let page = try folder.write("b.md", "text")
    let all = try ModelDetection.listing(ofRoots: [folder.path])
    let hugo = try ModelConfiguration.builtIn(named: "hugo")
    #expect(all.narrowed(to: hugo.content, hugo.limits) != nil)
    for change in [
      { (model: inout ModelConfiguration) in model.content.excludedNames = [] },
      { $0.content.excludedFolders = ["drafts"] }, { $0.content.extensions.append("txt") },
      { $0.limits.folderDepth = 1 },
    ] {
      var model = hugo
      change(&model)
      #expect(all.narrowed(to: model.content, model.limits) == nil)
    }
    let given = try ModelDetection.listing(ofRoots: [page])
    #expect(given.narrowed(to: hugo.content, hugo.limits) == nil)
    try folder.link("loose.md", to: "nothing")
    let troubled = try ModelDetection.listing(ofRoots: [folder.path])
    #expect(troubled.narrowed(to: hugo.content, hugo.limits) == nil)
  }

  @Test func `a place that is not there is told`() {
    #expect(throws: ContentRootError.self) {
      try ContentReader(configuration: ModelConfiguration()).discover(roots: ["/nowhere/at/all"])
    }
  }

  @Test(arguments: [
    ("_index.md", "_index.*", true), ("_index.md", "index.*", false), ("a.b.md", "*.b.*", true), ("x", "*", true),
  ])
  func `a star stands for anything`(name: String, pattern: String, matches: Bool) {
    #expect(ContentDiscovery.matches(Array(name.utf8)[...], Array(pattern.utf8)[...]) == matches)
  }
}
