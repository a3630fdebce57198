import Testing

@testable import SiteContent

private func diff(_ old: String, _ new: String, path: String = "content/a.md") -> String {
  String(decoding: UnifiedDiff(path: path, old: Array(old.utf8), new: Array(new.utf8)).bytes(), as: UTF8.self)
}

struct UnifiedDiffTests {
  @Test func `an inserted line stands between three lines of context`() {
    let old = (1...9).map { "\($0)\n" }.joined()
    #expect(
      diff(old, old.replacing("5\n", with: "5\nx\n")) == """
        --- a/content/a.md
        +++ b/content/a.md
        @@ -3,6 +3,7 @@
         3
         4
         5
        +x
         6
         7
         8

        """)
  }

  @Test func `changes far from each other make two hunks`() {
    let old = (1...30).map { "\($0)\n" }.joined()
    let new = old.replacing("\n4\n", with: "\n4\nx\n").replacing("\n25\n", with: "\ny\n")
    let headers = diff(old, new).split(separator: "\n").filter { $0.hasPrefix("@@") }
    #expect(headers == ["@@ -2,6 +2,7 @@", "@@ -22,7 +23,7 @@"])
  }

  @Test func `a missing last line feed is said so`() {
    #expect(
      diff("a", "a\nb").hasSuffix(
        "@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n"))
  }

  @Test func `a carriage return belongs to its line`() {
    #expect(diff("a\r\n", "a\r\nb\r\n").hasSuffix("@@ -1 +1,2 @@\n a\r\n+b\r\n"))
  }

  @Test func `odd paths are quoted as git quotes them`() {
    #expect(
      diff("a\n", "b\n", path: "é\"x.md").hasPrefix(
        "--- \"a/\\303\\251\\\"x.md\"\n+++ \"b/\\303\\251\\\"x.md\"\n"))
    #expect(diff("a\n", "b\n", path: "a b.md").contains("--- a/a b.md\t\n+++ b/a b.md\t\n"))
  }

  @Test func `equal versions have no diff`() {
    #expect(diff("a\n", "a\n") == "")
  }

  @Test func `the changes turn any old version into the new one`() {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<300 {
      let old: [UInt8] = (0..<next(12)).map { _ in UInt8(97 + next(3)) }
      let new: [UInt8] = (0..<next(12)).map { _ in UInt8(97 + next(3)) }
      let lines = { (bytes: [UInt8]) -> [UInt8] in bytes.flatMap { [$0, 0x0A] as [UInt8] } }
      let diff = UnifiedDiff(path: "x", old: lines(old), new: lines(new))
      var result: [UInt8] = []
      var position = 0
      for change in diff.changes {
        result += old[position..<change.oldLines.lowerBound] + new[change.newLines]
        position = change.oldLines.upperBound
      }
      #expect(result + old[position...] == new)
    }
  }
}
