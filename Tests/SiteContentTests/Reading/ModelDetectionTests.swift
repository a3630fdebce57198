import Testing

@testable import SiteContent

@Suite struct ModelDetectionTests {
  @Test(arguments: [
    ("post/a.md", "---\ntitle: Care\n---\n", "hugo", "1 page of Markdown or HTML"),
    ("post/a.md", "---\ncommunityTopics: [a]\n---\n", "medigy", "post/a.md has the key 'communityTopics'"),
    ("docs.jsonl", "{}\n", "jsonl", "a file of records"), ("docs.csv", "id\n1\n", "jsonl", "a file of records"),
  ])
  func `the model follows from the files`(name: String, text: String, model: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(name, text)
    #expect(try ModelDetection.model(forRoots: [folder.path]) == ModelDetection(name: model, reason: reason))
  }
}
