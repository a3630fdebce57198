import Foundation
import RecommendationEngine
import Testing

@testable import SiteContent

@Suite struct ModelConfigurationTests {
  private func error(_ yaml: String) -> ConfigurationError? {
    do throws(ConfigurationError) {
      _ = try ModelConfiguration.load(yaml: yaml, path: "m.yaml")
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ModelConfiguration.builtInNames)
  func `a built-in model is the file in models, byte for byte`(name: String) throws {
    let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = try String(contentsOf: repository.appending(path: "models/\(name).yaml"), encoding: .utf8)
    #expect(ModelConfiguration.builtInText(named: name) == file)
  }

  @Test(arguments: ModelConfiguration.builtInNames)
  func `a built-in model gives every setting`(name: String) throws {
    let model = try ModelConfiguration.builtIn(named: name)
    #expect(model.name == name)
    #expect(Set(model.lines.keys) == Set(ModelConfiguration.settingPaths))
  }

  @Test func `the parameters of the Hugo model are the defaults of the engine`() throws {
    let model = try ModelConfiguration.builtIn(named: "hugo")
    #expect(model.analysis == AnalysisConfiguration())
    #expect(model.vectors == VectorizationConfiguration())
    #expect(model.similarity == SimilarityConfiguration())
    #expect(model.limits == ContentLimits())
  }

  @Test func `what is not given keeps its default`() throws {
    let model = try ModelConfiguration.load(yaml: "content:\n  id: [key]\nanalysis:\n", path: "m.yaml")
    #expect(model.content.id == ["key"])
    #expect(model.analysis == AnalysisConfiguration())
    #expect(model.lines == ["content.id": 2])
  }

  @Test func `a preset comes first, what stands beside it wins`() throws {
    let model = try ModelConfiguration.load(
      yaml: "vectors:\n  min_df: 3\n  max_df: 0.5\nanalysis:\n  ngram_range: [1, 3]\npreset: scikit-learn\n",
      path: "m.yaml")
    #expect(model.analysis.tokenizer == .scikitLearn)
    #expect(model.analysis.ngramRange == 1...3)
    #expect(model.vectors.termFrequency == .raw)
    #expect(model.vectors.minimumDocumentFrequency == .count(3))
    #expect(model.vectors.maximumDocumentFrequency == .proportion(0.5))
  }

  @Test(
    arguments: [
      ("similarity:\n  limt: 5\n", 2, 3, "unknown key 'limt' in 'similarity'. Did you mean 'limit'?"),
      (
        "similarity: 5\n", 1, 1,
        "'similarity' is a section, not a setting. Set one of its own, such as 'similarity.limit' or 'similarity.smoothing'."
      ),
      (
        "vectors:\n  field_weights: 2\n", 2, 3,
        "'vectors.field_weights' is a section, not a setting. Set one of its own, such as 'vectors.field_weights.title' or 'vectors.field_weights.summary'."
      ),
      ("treshold: 1\n", 1, 1, nil), ("contents:\n  id: [a]\n", 1, 1, "unknown key 'contents'. Did you mean 'content'?"),
      ("min_df: 2\n", 1, 1, "unknown key 'min_df'. It belongs to 'vectors'."),
      (
        "vectors:\n  field_weights:\n    titel: 3\n", 3, 5,
        "unknown key 'titel' in 'vectors.field_weights'. Did you mean 'title'?"
      ),
      (
        "similarity:\n  limit: many\n", 2, 10,
        "'many' is no value for similarity.limit. A whole number from 1 to 1000 is wanted."
      ),
      (
        "vectors:\n  tf: squareroot\n", 2, 7,
        "'squareroot' is no value for vectors.tf. One of raw, binary, square-root, logarithmic is wanted. Did you mean 'square-root'?"
      ),
      ("analysis:\n  lowercase: yes\n", 2, 14, "'yes' is no value for analysis.lowercase. true or false is wanted."),
      (
        "content:\n  id: {a: b}\n", 2, 7,
        "'{…}' is no value for content.id. A list such as [a, b] is wanted, [] for none."
      ),
    ] as [(String, Int, Int, String?)])
  func `a mistake is told with its place and the nearest name`(yaml: String, line: Int, column: Int, message: String?) {
    let found = error(yaml)
    #expect(found?.line == line)
    #expect(found?.column == column)
    if let message { #expect(found?.message == message) }
  }

  @Test func `an error shows the line and a caret`() {
    #expect(
      error("similarity:\n  limt: 5\n")?.description == """
        m.yaml:2:3: error: unknown key 'limt' in 'similarity'. Did you mean 'limit'?
           |
         2 |   limt: 5
           |   ^
        """)
  }

  @Test func `a file that is not YAML is told with line and column`() {
    #expect(error("content:\n\tid: x\n")?.line == 2)
    #expect(error("a: b\na: c\n")?.message == "key 'a' is given twice. Keep one.")
    #expect(error("- a\n")?.message == "the file is no map of keys. Write 'key: value' lines.")
  }

  @Test func `one value can be set by its path`() throws {
    var model = ModelConfiguration()
    try model.set("similarity.limit", to: "20", origin: "--set")
    try model.set("content.topics", to: "[labels]", origin: "--set")
    #expect(model.similarity.limit == 20)
    #expect(model.content.topics == ["labels"])
    #expect(throws: ConfigurationError.self) { try model.set("similarity.limits", to: "20", origin: "--set") }
  }

  @Test func `every setting shows its value and its line`() throws {
    let model = try ModelConfiguration.load(yaml: "vectors:\n  min_df: 2\n", path: "m.yaml")
    let settings = Dictionary(uniqueKeysWithValues: model.allSettings.map { ($0.path, $0) })
    #expect(settings["vectors.min_df"] == .init(path: "vectors.min_df", value: "2", line: 2))
    #expect(
      settings["vectors.field_weights.title"] == .init(path: "vectors.field_weights.title", value: "3", line: nil))
    #expect(settings["vectors.max_df"]?.value == "1.0")
  }
}
