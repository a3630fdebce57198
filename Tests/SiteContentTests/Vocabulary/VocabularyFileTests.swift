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

  private let remoteCare = [
    TopicEntry("Care", description: "All care"),
    TopicEntry("Remote care", aliases: ["Fernbetreuung", "RPM; home"], parent: "Care"),
    TopicEntry("Fax", policy: .retired),
  ]

  @Test func `SKOS in Turtle gives preferred and other labels, definitions and broader topics`() throws {
    let turtle = #"""
      @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
      PREFIX owl: <http://www.w3.org/2002/07/owl#>
      @base <https://example.org/topics/> .
      # the scheme is no topic
      <> a skos:ConceptScheme ; skos:hasTopConcept <care> .
      <care> a skos:Concept ; skos:prefLabel "Care"@en ; skos:definition """All care"""@en .
      <remote> a skos:Concept ;
        skos:prefLabel "Fernbetreuung"@de, "Remote care"@en ;
        skos:altLabel "RPM; home" ; skos:note [ skos:altLabel "not . this" ] ;
        skos:broader <care> .
      <fax> skos:prefLabel 'Fax' ; owl:deprecated true .
      """#
    #expect(try entries(turtle, "topics.ttl") == remoteCare)
  }

  @Test func `SKOS in RDF XML gives the same`() throws {
    let xml = """
      <?xml version="1.0"?>
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"
        xmlns:skos="http://www.w3.org/2004/02/skos/core#">
        <skos:Concept rdf:about="https://example.org/care">
          <skos:prefLabel xml:lang="en">Care</skos:prefLabel><skos:definition>All care</skos:definition>
        </skos:Concept>
        <rdf:Description rdf:about="https://example.org/remote">
          <skos:prefLabel xml:lang="de">Fernbetreuung</skos:prefLabel>
          <skos:prefLabel xml:lang="en">Remote care</skos:prefLabel><skos:altLabel>RPM; home</skos:altLabel>
          <skos:broader rdf:resource="https://example.org/care"/>
        </rdf:Description>
        <skos:Concept rdf:about="https://example.org/fax">
          <skos:prefLabel>Fax</skos:prefLabel><owl:deprecated>true</owl:deprecated>
        </skos:Concept>
      </rdf:RDF>
      """
    #expect(try entries(xml, "topics.rdf") == remoteCare)
  }

  @Test func `an error in Turtle names its line`() {
    let error = #expect(throws: VocabularyError.self) { try entries("<a> <b> <c> .\n<a> skos:x \"y\" .", "t.ttl") }
    #expect(error?.description == "t.ttl:2: the prefix 'skos:' is not declared.")
  }

  @Test func `what is wrong is said with its line`() {
    #expect(throws: VocabularyError.self) { try entries("a,b\n1,2\n", "topics.csv") }
    let error = #expect(throws: VocabularyError.self) { try entries("label,policy\nA,\nB,soon\n", "topics.csv") }
    #expect(error?.description == "topics.csv:3: policy 'soon' is none of auto, manual, retired.")
    #expect(throws: VocabularyError.self) { try entries("[]", "topics.json") }
    #expect(throws: VocabularyError.self) { try entries("A", "topics.pdf") }
  }

  @Test(arguments: [
    "<a> <b> \"c\"^", "<a> <b> \"c\"^^", "<a> <b> \"\\u12", "<a> <b> [", "<a> <b> <", "@prefix", "<a> a",
  ])
  func `Turtle that ends in the middle is refused`(text: String) {
    #expect(throws: VocabularyError.self) { try entries(text, "t.ttl") }
  }
}
