import RecommendationEngine
import Testing

@testable import SiteContent

/// Vocabularies as people and services write them.
struct VocabularyFileTests {
  private func entries(_ text: String, _ path: String) throws -> [TopicEntry] {
    try VocabularyFile.entries(in: Array(text.utf8), path: path)
  }

  @Test func `a table gives labels, aliases, descriptions, parents and policies`() throws {
    let table = """
      Label,Description,Parent,Aliases,Policy
      Care,,,,
      "Care, remote","Sensors at home",Care,RPM; telecare,
      Fax,,,,retired

      """
    #expect(
      try entries(table, "topics.csv") == [
        TopicEntry("Care"),
        TopicEntry("Care, remote", aliases: ["RPM", "telecare"], description: "Sensors at home", parent: "Care"),
        TopicEntry("Fax", policy: .retired),
      ])
  }

  @Test func `a hierarchy names parents by their class`() throws {
    let json = """
      {"data": {"topics": [
        {"label": "Care", "classname": "c1", "parentclassname": null, "description": "All care"},
        {"label": "Remote care", "classname": "c2", "parentclassname": "c1", "description": ""}]}}
      """
    #expect(
      try entries(json, "topics.json") == [
        TopicEntry("Care", description: "All care"), TopicEntry("Remote care", parent: "Care"),
      ])
  }

  @Test func `narrower topics may stand inside broader ones`() throws {
    let json = """
      [{"name": "Care", "children": [{"name": "Remote care", "aliases": ["RPM"]}]}]
      """
    #expect(
      try entries(json, "topics.json") == [
        TopicEntry("Care"), TopicEntry("Remote care", aliases: ["RPM"], parent: "Care"),
      ])
  }

  @Test func `a tab parts the cells of a TSV file`() throws {
    #expect(try entries("topic\tparent\nB, b\tA\n", "t.tsv") == [TopicEntry("B, b", parent: "A")])
  }

  @Test func `what is wrong is said with its line`() {
    #expect(throws: VocabularyError.self) { try entries("a,b\n1,2\n", "topics.csv") }
    let error = #expect(throws: VocabularyError.self) { try entries("label,policy\nA,\nB,soon\n", "topics.csv") }
    #expect(error?.description == "topics.csv:3: policy 'soon' is none of auto, manual, retired.")
    #expect(throws: VocabularyError.self) { try entries("[]", "topics.json") }
    #expect(throws: VocabularyError.self) { try entries("A", "topics.pdf") }
  }
}
