import RecommendationEngine
import Testing

@testable import SiteContent

@Suite struct TopicListTests {
  private func topics(_ value: MetadataValue, _ scalar: TopicList.Scalar = .topic) -> [String] {
    TopicList.topics(in: value, scalar: scalar).topics.map(\.label)
  }

  @Test func `blanks, line ends and commas at the end are trimmed, blank topics dropped`() {
    let value = MetadataValue.list([
      .text("CSS "), .text("pythran\n"), .text("python,"), .text(""), .null, .text(" , "),
    ])
    #expect(topics(value) == ["CSS", "pythran", "python"])
  }

  @Test func `a topic given twice counts once`() {
    #expect(topics(.list([.text("api"), .text("api ")])) == ["api"])
  }

  @Test func `a JSON array inside a text is a list, other brackets are text`() {
    #expect(
      topics(.text(#"["Medigy: Patient Acquisition","KLAS: Remote"]"#)) == [
        "Medigy: Patient Acquisition", "KLAS: Remote",
      ])
    #expect(topics(.text("[REDACTED]")) == ["[REDACTED]"])
  }

  @Test func `a text is one topic, keywords are cut at commas or else at blanks`() {
    #expect(topics(.text("config, configuration")) == ["config, configuration"])
    #expect(topics(.text("config, configuration"), .keywords) == ["config", "configuration"])
    #expect(topics(.text("fhir icd openhie"), .keywords) == ["fhir", "icd", "openhie"])
    #expect(topics(.text("a; b|c"), .cell) == ["a", "b", "c"])
  }

  @Test func `colons, hashes and ampersands stay`() {
    let labels = ["Symplur: #digitalhealth", "Healthcare IT News: Mergers & Acquisitions", "mozilla::", "no", "508"]
    #expect(topics(.list(labels.map { .text($0) })) == labels)
  }

  @Test func `a map is passed over and told`() {
    let (topics, hasOthers) = TopicList.topics(in: .list([.text("a"), .map(Metadata())]), scalar: .topic)
    #expect(topics == ["a"])
    #expect(hasOthers)
  }

  @Test func `a cell of 50,000 topics, half of them twice, gives each once in their order`() {
    let labels = (0..<50_000).map { "topic \($0 % 25_000)" }
    var topics: [Topic] = []
    let duration = ContinuousClock().measure {
      topics = TopicList.topics(in: .text(labels.joined(separator: ";")), scalar: .cell).topics
    }
    #expect(topics == labels[..<25_000].map { Topic($0) })
    // Tenths of a second unoptimised; comparing each with each takes minutes.
    #expect(duration < .seconds(5))
  }
}
