import Foundation
import Testing

/// Suggestions as programs read them.
struct RetagSuggestTests {
  private let folder: RetagFolder

  init() throws { folder = try RetagFolder() }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `JSON Lines hold an id and suggestions with label, score, band and evidence`() throws {
    let result = try folder.recommend("topics", "suggest", "--all", "--format", "jsonl")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 65)
    for line in lines {
      let item = try object(String(line))
      #expect(item.keys.sorted() == ["id", "suggestions"])
      for suggestion in try #require(item["suggestions"] as? [[String: Any]]) {
        #expect(suggestion.keys.sorted() == ["band", "evidence", "label", "score"])
      }
    }
    #expect(result.error.hasPrefix("note: Uncalibrated: only 65 items hold topics, 100 are needed."))
  }

  @Test func `a second run gives the same bytes`() throws {
    let first = try folder.recommend("topics", "suggest", "--all", "--format", "json").output
    #expect(try folder.recommend("topics", "suggest", "--all", "--format", "json").output == first)
  }

  @Test func `the topics that two pages lack on purpose are among the first three`() throws {
    for (key, topic) in [
      ("3195", "Healthcare IT News: Privacy & Security"), ("4055", "KLAS: Remote Patient Monitoring"),
    ] {
      let rows = try folder.recommend("topics", "suggest", "--for", key, "--format", "csv", "--limit", "3").output
      #expect(rows.contains(topic), "\(key)")
    }
  }

  @Test func `neither held topics nor other spellings of them are suggested`() throws {
    // 4133 spells the topic '#DigitalHealth', others '#digitalhealth'.
    let result = try folder.recommend("topics", "suggest", "--for", "4133", "--format", "json", "--limit", "100")
    let item = try #require((try object(result.output)["items"] as? [[String: Any]])?.first)
    let held = try #require(item["topics"] as? [String]).map { $0.lowercased() }
    let labels = try #require(item["suggestions"] as? [[String: Any]]).compactMap { $0["label"] as? String }
    #expect(!labels.isEmpty)
    #expect(labels.allSatisfy { !held.contains($0.lowercased()) })
  }

  @Test func `the text at the range of a diagnostic gives the file that apply gives`() throws {
    let output = try folder.recommend("topics", "suggest", "--for", "3475", "--limit", "1", "--format", "rdjson").output
    let diagnostic = try #require((try object(output)["diagnostics"] as? [[String: Any]])?.first)
    let suggestion = try #require((diagnostic["suggestions"] as? [[String: Any]])?.first)
    let range = try #require(suggestion["range"] as? [String: [String: Int]])
    let start = try #require(range["start"]?["line"])
    let end = try #require(range["end"]?["line"])
    var lines = try folder.text("curated/3475.md").components(separatedBy: "\n").map { $0 + "\n" }
    lines.replaceSubrange(start - 1..<end - 1, with: [try #require(suggestion["text"] as? String)])
    let expected = String(lines.joined().dropLast())
    let rows = try folder.recommend("topics", "suggest", "--for", "3475", "--limit", "1", "--format", "tsv").output
    let label = try #require(rows.split(separator: "\n").last).split(separator: "\t")[4]
    try folder.recommend("retag", "accept", "--for", "3475", "--topic", String(label))
    try folder.recommend("retag", "apply", "--yes")
    #expect(try folder.text("curated/3475.md") == expected)
  }

  @Test func `an annotation is one line, whatever the title holds`() throws {
    let page = try folder.text("curated/3475.md")
    try folder.write(
      page.replacingOccurrences(
        of: "title: Getting Patients Interested in Chronic Care Management\ntype:",
        with: "title: \"50% of calls\\n::error::forged\"\ntype:"), to: "curated/3475.md")
    try folder.recommend("index", "--no-clusters", ".")
    let output = try folder.recommend("topics", "suggest", "--for", "3475", "--limit", "2", "--format", "github").output
    let lines = output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.hasPrefix("::warning file=curated/3475.md,line=") })
    #expect(lines.allSatisfy { $0.contains("50%25 of calls") })
  }

  @Test func `an unknown topic is answered with the nearest one`() throws {
    let result = try folder.recommend("topics", "suggest", "--topic", "Medigy: Telehelth")
    #expect(result.status == 2)
    #expect(
      result.error
        == "error: There is no topic 'Medigy: Telehelth'. The nearest is 'Medigy: Telehealth'.\nhint: recommend topics lists them all.\n"
    )
  }

  @Test func `a vocabulary file decides what may be suggested`() throws {
    let file = try folder.writeScratch(
      "label,policy\nMedigy: Telehealth,\nKLAS: Remote Patient Monitoring,manual\n", to: "topics.csv")
    let output = try folder.recommend("topics", "suggest", "--all", "--vocabulary", file, "--format", "csv").output
    let labels = Set(output.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",")[4] })
    #expect(labels == ["Medigy: Telehealth"])
  }
}
