import Testing

@testable import SiteContent

/// An edit of `tags` in a text, or the code of the refusal.
private func edit(
  _ text: String, adding additions: [String] = [], removing removals: [String] = [],
  renaming renames: [TopicListChange.Rename] = [], list: FieldPath = "tags", mirrors: [FieldPath] = []
) -> String {
  let change = TopicListChange(adding: additions, removing: removals, renaming: renames)
  do {
    let edited = try TopicListEditor(list: list, mirrors: mirrors).applying(change, to: Array(text.utf8))
    return String(decoding: edited, as: UTF8.self)
  } catch {
    return error.reason.rawValue
  }
}

struct TopicListEditorTests {
  /// A page in the shape of the sites this program was written for: the list, and a mirror as JSON within a text.
  static let curatedPage = """
    ---
    author:
    - Site Admin
    basePath: /communities/home-care/curated-content/
    categories: []
    communityTopics:
    - 'Guild: Home Care'
    - 'Guild: Nurse Visits'
    date: '2021-02-03T07:10:44.534612Z'
    description: Visits at home are planned week by week, but just like anything
      else the plan changes
    openProjectCustomFields:
      cleanUrl: https://example.org/home-care
      medigyTopics: '["Guild: Home Care","Guild:
        Nurse Visits"]'
      sourceUrl: https://example.org/home-care
    tags:
    - news
    title: Home Visits
    ---

    Text with a rule.

    ---
    - 'no list'
    """

  @Test func `a page with a mirror differs in the lines of the list and of the mirror only`() {
    let edited = edit(
      Self.curatedPage, adding: ["Guild: Patients' Rights"], list: "communityTopics",
      mirrors: ["openProjectCustomFields.medigyTopics"])
    let expected = Self.curatedPage
      .replacing("Nurse Visits'\n", with: "Nurse Visits'\n- 'Guild: Patients'' Rights'\n")
      .replacing("Nurse Visits\"]'", with: "Nurse Visits\",\"Guild: Patients'' Rights\"]'")
    #expect(edited == expected)
  }

  @Test func `the key is found in another case and the mirror may be a list`() {
    let text = "---\nTags: [a]\nx:\n  TOPICS:\n    - a\n---\n"
    #expect(
      edit(text, adding: ["b c"], mirrors: ["x.topics"])
        == "---\nTags: [a, b c]\nx:\n  TOPICS:\n    - a\n    - b c\n---\n")
  }

  @Test(arguments: [
    ("tags:\n- a\n", "tags:\n- a\n- new\n"),
    ("tags:\n  - a # why\n  # end\nx: 1\n", "tags:\n  - a # why\n  - new\n  # end\nx: 1\n"),
    ("tags:\n    -   'a'\n", "tags:\n    -   'a'\n    -   'new'\n"),
    ("tags:\n- \"a\"\n", "tags:\n- \"a\"\n- \"new\"\n"),
    ("tags:\n- a\n- 'b: c'\n", "tags:\n- a\n- 'b: c'\n- new\n"),
    ("tags:\n- 'a\n  b'\n- c d\n  e\n", "tags:\n- 'a\n  b'\n- c d\n  e\n- new\n"),
    ("tags: # why\n- a\n", "tags: # why\n- a\n- new\n"),
    ("tags: [a, 'b']\n", "tags: [a, 'b', new]\n"),
    ("tags: ['a','b'] # why\n", "tags: ['a','b','new'] # why\n"),
    ("tags: [ 'a' ]\n", "tags: [ 'a', 'new' ]\n"),
    ("tags: ['a',]\n", "tags: ['a', 'new',]\n"),
    ("tags: ['accessibility', 508]\n", "tags: ['accessibility', 508, 'new']\n"),
    ("tags: [\n  a, # one\n  b # two\n]\n", "tags: [\n  a, # one\n  b, # two\n  new\n]\n"),
    ("tags: [\n  a,\n  b,\n  ]\n", "tags: [\n  a,\n  b,\n  new,\n  ]\n"),
    ("tags: []\n", "tags: ['new']\n"),
    ("tags: [ ]\n", "tags: ['new']\n"),
    ("tags:\n", "tags:\n  - 'new'\n"),
    ("tags: # none\nl:\n- a\n", "tags: # none\n- 'new'\nl:\n- a\n"),
    ("tags: null\nl: [a]\n", "tags: ['new']\nl: [a]\n"),
    ("tags: ~\n", "tags:\n  - 'new'\n"),
    ("tags: ''\nl: [a]\n", "tags: ['new']\nl: [a]\n"),
    ("tags: a\n", "tags:\n  - a\n  - new\n"),
    ("tags: a, b # why\nl: [a]\n", "tags: # why\n  - a, b\n  - new\nl: [a]\n"),
    ("tags: 'a'\nl: [a]\n", "tags: ['a', 'new']\nl: [a]\n"),
    ("x: 1\n", "x: 1\ntags:\n  - 'new'\n"),
    ("x: [a]\n", "x: [a]\ntags: ['new']\n"),
    ("# only a remark\n", "# only a remark\ntags:\n  - 'new'\n"),
    ("", "tags:\n  - 'new'\n"),
    ("tags: '[\"a\", \"b\"]'\n", "tags: '[\"a\", \"b\", \"new\"]'\n"),
    ("tags: \"[\\\"a\\\"]\"\n", "tags: \"[\\\"a\\\",\\\"new\\\"]\"\n"),
    ("tags: '[REDACTED]'\nl: [a]\n", "tags: ['[REDACTED]', 'new']\nl: [a]\n"),
    ("\"tags\":\n- a\n", "\"tags\":\n- a\n- new\n"),
  ]) func `a topic is written in the layout of a YAML list`(before: String, after: String) {
    #expect(edit("---\n\(before)---\nBody", adding: ["new"]) == "---\n\(after)---\nBody")
    // A byte order mark and CRLF stay.
    let crlf = { (text: String) in "\u{FEFF}---\n\(text)---\nBody".replacing("\n", with: "\r\n") }
    #expect(Array(edit(crlf(before), adding: ["new"]).utf8) == Array(crlf(after).utf8))
  }

  @Test(arguments: [
    ("Tags = [\"a\"]\n", "Tags = [\"a\", \"new\"]\n"),
    ("tags=['a','b']\n", "tags=['a','b','new']\n"),
    ("tags = [ \"a\", ] # why\n", "tags = [ \"a\", \"new\", ] # why\n"),
    ("tags = [\n  \"a\", # ]\n  \"b\" # [\n]\n", "tags = [\n  \"a\", # ]\n  \"b\", # [\n  \"new\"\n]\n"),
    ("tags = \"a\"\n", "tags = [\"a\", \"new\"]\n"),
    ("tags = []\n", "tags = [\"new\"]\n"),
    ("title=\"x\"\n\n[params]\n  a = 1\n", "title=\"x\"\ntags=[\"new\"]\n\n[params]\n  a = 1\n"),
    ("x = \"\"\"\ntags = [\n\"\"\"\n", "x = \"\"\"\ntags = [\n\"\"\"\ntags = [\"new\"]\n"),
  ]) func `a topic is written in the layout of a TOML list`(before: String, after: String) {
    #expect(edit("+++\n\(before)+++\n", adding: ["new"]) == "+++\n\(after)+++\n")
  }

  @Test func `a TOML list within a table is found, and so is one within an inline table`() {
    #expect(
      edit("+++\n[params]\ntags = ['a']\n[[x]]\ntags = []\n+++\n", adding: ["b"], list: "params.tags")
        == "+++\n[params]\ntags = ['a', 'b']\n[[x]]\ntags = []\n+++\n")
    #expect(
      edit("+++\nparams = { n = 1, tags = [\"a\"] }\n+++\n", adding: ["b"], list: "params.tags")
        == "+++\nparams = { n = 1, tags = [\"a\", \"b\"] }\n+++\n")
  }

  @Test(arguments: [
    ("{\"tags\":[\"a\"]}", "{\"tags\":[\"a\",\"new\"]}"),
    (
      "{\n  \"tags\" : [\n    \"a\",\n    \"b\"\n  ]\n}",
      "{\n  \"tags\" : [\n    \"a\",\n    \"b\",\n    \"new\"\n  ]\n}"
    ),
    ("{\n  \"tags\" : \"a\"\n}", "{\n  \"tags\" : [\"a\", \"new\"]\n}"),
    ("{\n  \"tags\" : null\n}", "{\n  \"tags\" : [\"new\"]\n}"),
    ("{\n  \"x\" : 1\n}", "{\n  \"x\" : 1,\n  \"tags\" : [\"new\"]\n}"),
    ("{\"x\":1}", "{\"x\":1,\"tags\":[\"new\"]}"),
    ("{}", "{\"tags\": [\"new\"]}"),
  ]) func `a topic is written in the layout of a JSON list`(before: String, after: String) {
    #expect(edit(before + "\n\n{ body }", adding: ["new"]) == after + "\n\n{ body }")
  }

  @Test func `a topic that is there in another spelling is not added twice`() {
    let text = "---\ntags: ['Mergers &amp; Acquisitions', 'CSS ']\n---\n"
    #expect(edit(text, adding: ["mergers & acquisitions", "css"]) == text)
    #expect(edit("---\ntags: [a]\n---\n", adding: ["b", "B", " b"]) == "---\ntags: [a, b]\n---\n")
  }

  @Test func `topics are renamed in place and removed with their lines`() {
    #expect(
      edit(
        "---\ntags:\n- a # one\n- 'b'\n- c\n---\n", adding: ["d"], removing: ["a"], renaming: [.init("b", to: "it's")])
        == "---\ntags:\n- 'it''s'\n- c\n- d\n---\n")
    #expect(edit("---\ntags:\n- a\n- A\n---\n", renaming: [.init("a", to: "A")]) == "---\ntags:\n- A\n---\n")
    #expect(edit("---\ntags:\n  # old\n  - a\nx: 1\n---\n", removing: ["a"]) == "---\ntags: []\n  # old\nx: 1\n---\n")
    #expect(edit("---\ntags: [a, b, c]\n---\n", removing: ["a", "c"]) == "---\ntags: [b]\n---\n")
    #expect(edit("---\ntags: [a]\n---\n", removing: ["a"]) == "---\ntags: []\n---\n")
    #expect(edit("---\ntags: a\n---\n", removing: ["a"]) == "---\ntags: []\n---\n")
    #expect(edit("{\"tags\":[\n \"a\",\n \"b\"\n]}", removing: ["b"]) == "{\"tags\":[\n \"a\"\n]}")
    #expect(
      edit("+++\ntags = [\n 'a', # one\n 'b', # two\n]\n+++\n", removing: ["a"])
        == "+++\ntags = [\n 'b', # two\n]\n+++\n")
    #expect(
      edit("---\ntags: '[\"a\",\"b\"]'\n---\n", removing: ["a"], renaming: [.init("b", to: "it's")])
        == "---\ntags: '[\"it''s\"]'\n---\n")
  }

  @Test(arguments: [
    ("no text at all", "no-front-matter"),
    ("", "no-front-matter"),
    ("---\ntags: [a]\n", "unclosed-front-matter"),
    ("---\ntags: [a\n---\n", "fm-does-not-parse"),
    ("---\ntitle: a: b\n---\n", "fm-does-not-parse"),
    ("---\ntags: [a]\ntags: [b]\n---\n", "duplicate-key"),
    ("---\ntags: [a]\nTags: [b]\n---\n", "duplicate-key"),
    ("---\nx: &x [a]\ntags: *x\n---\n", "shared-value"),
    ("---\ntags: &x [a]\ny: *x\n---\n", "shared-value"),
    ("---\ntags: !labels [a]\n---\n", "shared-value"),
    ("---\ntags:\n- !!str 1\n---\n", "shared-value"),
    ("---\nx: &x {tags: [a]}\n<<: *x\n---\n", "shared-value"),
    ("---\ntags: {a: b}\n---\n", "not-a-topic-list"),
    ("---\ntags:\n- a: b\n---\n", "not-a-topic-list"),
    ("---\ntags: [[a]]\n---\n", "not-a-topic-list"),
    ("---\ntags:\n- |\n  a\n---\n", "unsupported-layout"),
    ("+++\ntags = [\"a\" \"b\"]\n+++\n", "fm-does-not-parse"),
    ("+++\ntags = 1\n+++\n", "not-a-topic-list"),
    ("{\"tags\": [\"a\",]", "unclosed-front-matter"),
    ("{\"tags\": [\"a\",]}", "fm-does-not-parse"),
    ("{\"tags\": [], \"Tags\": []}", "duplicate-key"),
    ("---\n\(String(repeating: "[", count: 100_000))\n---\n", "fm-too-complex"),
    ("---\n\((0..<900).map { String(repeating: " ", count: $0) + "a:\n" }.joined())---\n", "fm-too-complex"),
    ("+++\nx = \(String(repeating: "[", count: 100_000))\n+++\n", "fm-too-complex"),
    ("+++\n\(String(repeating: "a.", count: 100_000))b = 1\n+++\n", "fm-too-complex"),
  ]) func `a doubt is a refusal with its reason`(text: String, reason: String) {
    #expect(edit(text, adding: ["new"]) == reason)
  }

  @Test func `a refusal names the line of the file`() {
    let text = "\n---\nx: 1\ntags:\n- a: b\n---\n"
    #expect(throws: TopicEditRefusal(.notATopicList, "An item of 'tags' is no text. Edit it by hand.")) {
      _ = try TopicListEditor(list: "tags").applying(TopicListChange(adding: ["n"]), to: Array(text.utf8))
    }
    #expect(throws: TopicEditRefusal(.invalidUTF8, "Byte 11 is not UTF-8. Save the file as UTF-8.", line: 2)) {
      _ = try TopicListEditor(list: "tags")
        .applying(TopicListChange(adding: ["n"]), to: Array("---\ntitle: ".utf8) + [0xE9] + Array("\n---\n".utf8))
    }
  }

  @Test func `bytes that are no UTF-8 stay as they are when that is allowed`() throws {
    let head = Array("---\ntitle: caf".utf8) + [0xE9]
    let editor = TopicListEditor(list: "tags", allowsInvalidUTF8: true)
    let edited = try editor.applying(
      TopicListChange(adding: ["b"]), to: head + Array("\ntags: [a]\n---\n".utf8) + [0xFF])
    #expect(edited == head + Array("\ntags: [a, b]\n---\n".utf8) + [0xFF])
  }
}
