import Testing

@testable import RecommendationEngine

@Suite struct CompatibilityFoldingTests {
  /// Longer than a piece, so that each is cut somewhere inside.
  @Test(arguments: [
    ("e\u{301}", "é"), ("ﬁ", "fi"), ("か\u{3099}", "が"), ("漢，", "漢,"), ("a\u{327}\u{301}", "á\u{327}"),
    ("\u{1100}\u{1161}\u{11A8}", "각"),
  ])
  func `a long text is composed as a short one is`(part: String, composed: String) {
    let long = Array(String(repeating: part, count: 5000).unicodeScalars)
    #expect(CompatibilityFolding.composed(Array(part.unicodeScalars)) == Array(composed.unicodeScalars))
    #expect(CompatibilityFolding.composed(long) == Array(String(repeating: composed, count: 5000).unicodeScalars))
  }

  @Test func `a long text loses its accents as a short one does`() {
    let long = Array(String(repeating: "é\u{301}Å", count: 5000).unicodeScalars)
    #expect(CompatibilityFolding.withoutAccents(long) == Array(String(repeating: "eA", count: 5000).unicodeScalars))
  }

  @Test func `of marks without end 128 are kept`() {
    let marks = [Unicode.Scalar](repeating: "\u{301}", count: 128)
    let more = Array(repeating: marks + ["\u{323}"], count: 1000).joined()
    #expect(CompatibilityFolding.composed(["a"] + marks + more) == ["\u{E1}"] + marks.dropFirst())
    #expect(CompatibilityFolding.withoutAccents(["a"] + marks + more + ["b"]) == ["a", "b"])
  }
}
