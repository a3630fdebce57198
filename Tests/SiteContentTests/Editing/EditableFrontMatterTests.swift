import Testing

@testable import SiteContent

@Suite struct EditableFrontMatterTests {
  @Test(arguments: [
    "---\ntitle: Care\n---\nText\n", "---\r\ntitle: Care\r\n---\r\nText", "\u{FEFF}\n---  \ntitle: Care\n---\n",
    "+++\ntitle = 'Care'\n+++\nText\n", " \n  {\"title\": \"a } b\"}\nText\n",
  ])
  func `the three parts are the file, and the middle is what reading takes for front matter`(file: String) throws {
    let bytes = Array(file.utf8)
    let cut = try EditableFrontMatter(cutting: bytes)
    #expect(cut.file(with: cut.text) == bytes)
    guard case .block(let block) = FrontMatterSplitter.split(bytes) else {
      Issue.record("reading finds no front matter")
      return
    }
    #expect(cut.text == Array(bytes[block.range]))
    #expect(cut.format == block.format)
    #expect(cut.lineOffset + 1 == block.firstLine)
  }

  @Test(arguments: [
    ("", "no-front-matter"), ("Text\n", "no-front-matter"),
    // Rules of a text, which reading takes for no front matter.
    ("---\n\nA first paragraph of some words.\n\n---\n\nA second one.\n", "no-front-matter"),
    ("----\ntitle: Care\n---\n", "no-front-matter"),
    ("---\ntitle: Care\n", "unclosed-front-matter"), ("+++\ntitle = 'Care'\n", "unclosed-front-matter"),
    ("{\"title\": \"Care\"\n", "unclosed-front-matter"),
  ])
  func `a file is refused where reading finds no front matter to trust`(file: String, reason: String) {
    let refusal = #expect(throws: TopicEditRefusal.self) { try EditableFrontMatter(cutting: Array(file.utf8)) }
    #expect(refusal?.reason.rawValue == reason)
  }
}
