import Testing

@testable import SiteContent

@Suite struct RepeatedSummaryTests {
  @Test func `the words of a cut copy leave the body, half a word leaves the summary`() {
    let (summary, body) = RepeatedSummary.merged(
      summary: "The rules for chronic care can be chall",
      body: "The rules for\nchronic care can be challenging at first. But a process helps.")
    #expect(summary == "The rules for chronic care can be")
    #expect(body == "challenging at first. But a process helps.")
  }

  @Test func `what a machine put behind the copy leaves the summary`() {
    let (summary, body) = RepeatedSummary.merged(
      summary: "Two hospitals in the county have combined their nursing staff.Read on x.org",
      body: "Two hospitals in the county have combined their nursing staff. It was hard.")
    #expect(summary == "Two hospitals in the county have combined their nursing staff.")
    #expect(body == "It was hard.")
  }

  @Test func `a whole copy leaves an empty body`() {
    let text = "A clear process is critical for patients."
    let (summary, body) = RepeatedSummary.merged(summary: text, body: text)
    #expect(summary == text)
    #expect(body == "")
  }

  @Test(arguments: [
    ("Short.", "Short. And the text."), ("Another beginning of thirty bytes and more", "The text says something else."),
    (
      "The first half is the same, the second half of it is not at all",
      "The first half is the same, but then it goes on."
    ),
  ])
  func `anything else stays as it is`(summary: String, body: String) {
    let merged = RepeatedSummary.merged(summary: summary, body: body)
    #expect(merged.summary == summary)
    #expect(merged.body == body)
  }
}
