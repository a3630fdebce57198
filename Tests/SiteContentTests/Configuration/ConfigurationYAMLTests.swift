import Testing

@testable import SiteContent

@Suite struct ConfigurationYAMLTests {
  @Test func `every default, read as a simple value or through Yams, is itself again`() throws {
    for setting in ModelConfiguration().allSettings {
      var configuration = ModelConfiguration()
      try configuration.set(setting.path, to: setting.value, origin: "test")
      #expect(configuration.allSettings == ModelConfiguration().allSettings, "\(setting.path)")
    }
  }

  @Test(arguments: [
    "word", "1.0", "two words", "a, b", "[a, b c, _index.*]", "[]", "square-root", "no", "007", "an editor's site",
  ])
  func `a simple value says what Yams says`(yaml: String) throws {
    let simple = try #require(ConfigurationYAML.simpleContent(yaml))
    // A comment behind it sends the same value through Yams.
    let composed = try ConfigurationYAML(yaml: yaml + " # through Yams", path: "test").value(at: "name").content
    #expect("\(simple)" == "\(composed)")
  }

  @Test(arguments: [
    "", " a", "a ", "a  b", "'a'", "a: b", "a #b", "-a", "*a", "&a b", "[a,b]", "[a, [b]]", "[a, ]", "{a: b}", "é", "~",
    "- a",
    "[a, 'b']", "!a", "|", "a\nb",
  ])
  func `a value that needs the rules of YAML is no simple one`(yaml: String) {
    #expect(ConfigurationYAML.simpleContent(yaml) == nil)
  }
}
