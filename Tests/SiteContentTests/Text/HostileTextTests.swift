import Testing

@testable import SiteContent

/// Inputs that make careless parsers slow, deep or verbose; 100 KB each.
@Suite struct `Hostile pages` {
  private static let size = 100_000

  private static let openings = [
    ">", "[", "![", "[a](", "**a ", "*a_ ", "<", "<a ", "<a b=\"", "a <!-- ", "a <?", "- ", "1. ", "> - ", "www.",
    "a@b.", "&", "{{< a ",
    "{{", "{% a", "{:", "{% comment %}", "\\", "\t", "# ", "```\n", "<div>\n\n", "[www.a.b/", "http://a.b*", "~~a ",
    "<div>", "<span>",
    "<p><b>", "<!--", "<script>", "<table><tr><td>", ";base64,", "\0",
  ]

  @Test(arguments: openings)
  func `text and links stay in proportion, in well below a second`(opening: String) {
    let page = Array(String(repeating: opening, count: Self.size / opening.utf8.count).utf8)
    var longest = Duration.zero
    for read in [PlainText.fromMarkdown, PlainText.fromHTML] {
      var extracted = ExtractedText()
      longest = max(longest, ContinuousClock().measure { extracted = read(page[...]) })
      #expect(extracted.text.utf8.count <= 4 * page.count)
      #expect(extracted.links.reduce(0) { $0 + $1.utf8.count } <= 4 * page.count)
    }
    // Unoptimised builds on a loaded machine take some tenths of a second; square work would take minutes at this size.
    #expect(longest < .seconds(5))
  }

  enum Shape: String, CaseIterable {
    case targetUsedOften, wideTable, deepElements, manyAttributes

    var page: String {
      switch self {
      case .targetUsedOften:
        "[a]: <" + String(repeating: "b", count: 50_000) + ">\n\n" + String(repeating: "[a] ", count: 12_000)
      case .wideTable:
        String(repeating: "|a", count: 2_000) + "\n" + String(repeating: "|-", count: 2_000) + "\n"
          + String(repeating: "|\n", count: 40_000)
      case .deepElements:
        String(repeating: "<span>", count: 8_000) + String(repeating: "</b>", count: 12_000)
      case .manyAttributes:
        "<a " + (0..<20_000).map { "a\($0)=b " }.joined() + ">x</a>"
      }
    }
  }

  @Test(arguments: Shape.allCases)
  func `targets used often, wide tables, deep elements and many attributes stay in proportion`(shape: Shape) {
    let page = Array(shape.page.utf8)
    for read in [PlainText.fromMarkdown, PlainText.fromHTML] {
      let extracted = read(page[...])
      #expect(extracted.text.utf8.count <= 4 * page.count)
      #expect(extracted.links.reduce(0) { $0 + $1.utf8.count } <= 4 * page.count)
    }
  }
}
