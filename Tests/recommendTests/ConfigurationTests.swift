import Foundation
import Testing

@Suite struct ConfigurationTests {
  @Test(arguments: [
    (
      "similarity:\n  limt: 3\n",
      """
      PLACE:2:3: error: unknown key 'limt' in 'similarity'. Did you mean 'limit'?
         |
       2 |   limt: 3
         |   ^

      """
    ),
    (
      "similarity:\n  limit: many\n",
      """
      PLACE:2:10: error: 'many' is no value for similarity.limit. A whole number from 1 to 1000 is wanted.
         |
       2 |   limit: many
         |          ^

      """
    ),
    (
      "smothing: 0.1\n",
      """
      PLACE:1:1: error: unknown key 'smothing'. Did you mean 'similarity.smoothing'?
         |
       1 | smothing: 0.1
         | ^

      """
    ),
  ])
  func `a wrong configuration is shown with its place and a caret`(yaml: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("recommend.yaml", yaml)
    try folder.write("content/a.md", "text")
    for arguments in [["config", "show"], ["index", "content"]] {
      let answer = try Program.run(arguments, in: folder.path)
      #expect(answer.status == 2)
      #expect(answer.output == "")
      #expect(answer.error == message.replacingOccurrences(of: "PLACE", with: folder.file("recommend.yaml")))
    }
  }

  @Test func `each value has its origin, from a folder below as well`() throws {
    let folder = try TemporaryFolder()
    try folder.write("recommend.yaml", "similarity:\n  limit: 7\n")
    try folder.write("content/a.md", "text")
    let answer = try Program.run(
      ["config", "show", "--json", "--set", "similarity.feedback=never"], in: folder.file("content"),
      environment: ["RECOMMEND_SIMILARITY_SMOOTHING": "0.1"])
    let origins = try answer.items().reduce(into: [String: String]()) { origins, item in
      origins[item["key"] as? String ?? ""] = item["origin"] as? String
    }
    #expect(origins["similarity.limit"] == folder.file("recommend.yaml") + ":2")
    #expect(origins["similarity.smoothing"] == "$RECOMMEND_SIMILARITY_SMOOTHING")
    #expect(origins["similarity.feedback"] == "--set")
    #expect(origins["vectors.norm"] == "default")
  }

  @Test(arguments: [
    (
      ["--set", "similarity.feedbck=never"],
      "error: --set: unknown key 'feedbck' in 'similarity'. Did you mean 'feedback'?\n"
    ),
    (
      ["--model", "medgy"],
      "error: There is no model 'medgy'. Did you mean 'medigy'?\nhint: Give a YAML file, or one of "
    ),
  ])
  func `a wrong option names the nearest value`(arguments: [String], message: String) throws {
    let answer = try Program.run(["config", "show"] + arguments, in: "/")
    #expect(answer.status == 2)
    #expect(answer.error.hasPrefix(message), "\(answer.error)")
  }
}
