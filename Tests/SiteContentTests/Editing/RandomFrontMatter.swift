@testable import SiteContent

/// A content file that was put together by chance, with what an edit of it must keep.
struct RandomFrontMatter {
  /// What stands before, between and after the edited lists; these bytes must stay.
  var fixed: [[UInt8]] = []
  /// The source of each edited list with its key.
  var lists: [[UInt8]] = []
  /// Whether an edit may only insert bytes into the list, none of it being replaced.
  var onlyInserts = true
  var path: FieldPath = "tags"
  var mirrors: [FieldPath] = []
  var items: [String] = []

  var bytes: [UInt8] {
    var result = fixed[0]
    for (list, next) in zip(lists, fixed.dropFirst()) { result += list + next }
    return result
  }
}

/// Puts files together: every layout of a list, hostile texts, comments, line ends, marks and fences.
struct RandomFrontMatterGenerator {
  /// Texts that YAML, TOML or JSON take for something else when they are written without care.
  static let hostileTopics = [
    "no", "yes", "on", "Off", "y", "N", "null", "Null", "~", "true", "FALSE", "1.0", "007", "0x1F", "0o17", "1e3",
    "1_000",
    "12:30:45", "2020-01-01", "2020-01-01T10:00:00Z", ".inf", "-.INF", ".nan", "a: b", "a:", ": a", "- dash", "-",
    "---",
    "...", "*star", "&anchor", "!tag", "%percent", "@at", "`tick`", "<<", "=", "#hash", "a #hash", "[list]", "{map}",
    "a, b",
    "it's", "''", "\"quoted\"", "\\back\\slash\\n", "new\nline", "\n", "tab\there", "carriage\rreturn", " blanks ",
    "? key",
    "| pipe", "> fold", "é", "日本語", "😀", "nul\u{0001}", "\u{7F}", "\u{85}", "\u{2028}", "bom\u{FEFF}", "C:\\path",
    "50%",
    "Guild: Nurse Visits", "mozilla::", "Symplur: #digitalhealth", "Q&A", "AT&amp;T", "0", "-1", "+1", "1,000", "1.2.3",
    "null island", "no-code", "3d printing", "a  b", "--- end", "+++", "{{< x >}}", "$HOME", "'", "\"", "\\", "]", "}",
    ",",
    "a]b", "x: y: z", "\u{200B}zero", "e\u{301}", "\u{FFFE}", "trailing\\",
  ]

  private static let plainTopics = ["api", "Open Data", "section-508", "Design System", "go", "k8s", "C", "q/a"]
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea, Flood, 2014).
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  /// A topic: hostile, plain, or some characters at random.
  mutating func topic() -> String {
    switch below(10) {
    case 0..<5: return pick(Self.hostileTopics.filter { !TopicSpelling.label($0).isEmpty })
    case 5..<8: return pick(Self.plainTopics) + (chance(40) ? " \(below(100))" : "")
    default:
      let alphabet = Array("ab:#'\"\\,[]{}-&*!|>%@` \t?é日=~.0".unicodeScalars)
      var text = "z"
      for _ in 0..<(1 + below(8)) { text.unicodeScalars.append(pick(alphabet)) }
      return text
    }
  }

  mutating func file() -> RandomFrontMatter {
    var file: RandomFrontMatter
    switch below(10) {
    case 0..<6: file = yaml()
    case 6..<8: file = toml()
    default: file = json()
    }
    if chance(25) {
      let crlf = { (bytes: [UInt8]) in bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }
      file.fixed = file.fixed.map(crlf)
      file.lists = file.lists.map(crlf)
    }
    if chance(10) { file.fixed[0] = [0xEF, 0xBB, 0xBF] + file.fixed[0] }
    return file
  }

  /// Topics for a list, none twice.
  private mutating func topics(_ count: Int) -> [String] {
    var seen: Set<String> = []
    return (0..<count).map { _ in topic() }.filter { seen.insert(TopicSpelling.folded($0)).inserted }
  }

  private mutating func body(fence: String) -> String {
    pick([
      fence + "\n", fence, fence + "\nText\n", fence + " \n\nText\n\n---\ntags:\n- no\n---\n",
      fence + "\n+++\ntags = []",
      fence + "\n\n{ \"tags\": [] }\n\ta\rb",
    ])
  }

  // MARK: - YAML

  private mutating func yaml() -> RandomFrontMatter {
    var file = RandomFrontMatter()
    let key = pick(["tags", "Tags", "TAGS", "\"tags\"", "'tags'"])
    let space = chance(20) ? "  " : " "
    let indent = pick(["", "  ", "    "])
    var hasList = true
    file.items = topics(1 + below(4))
    let comment = { (generator: inout Self, share: Int) in generator.chance(share) ? " # it's [a, 'b'] \"note" : "" }
    var list = ""
    switch below(12) {
    case 0..<4:  // a line per item
      let gap = pick([" ", " ", "   "])
      let style = below(4)
      list = "\(key):\(comment(&self, 10))\n"
      for item in file.items {
        if chance(10) { list += "\(indent)# - comment\n" }
        if chance(5) { list += "\n" }
        list += "\(indent)-\(gap)\(scalar(item, style: style, isFlow: false))\(comment(&self, 15))\n"
      }
    case 4..<7:  // within brackets, on one line
      let style = below(4)
      let comma = pick([", ", ",", " , "])
      let ends = pick([("[", "]"), ("[ ", " ]")])
      let sources = file.items.map { scalar($0, style: style, isFlow: true) }
      list =
        "\(key):\(space)\(ends.0)\(sources.joined(separator: comma))\(chance(15) ? "," : "")\(ends.1)\(comment(&self, 20))\n"
    case 7..<9:  // within brackets, on several lines
      let style = below(4)
      list = "\(key): [\(comment(&self, 15))\n"
      for (index, item) in file.items.enumerated() {
        let isLast = index == file.items.count - 1
        let comma = isLast && chance(70) ? "" : ","
        list += "  \(scalar(item, style: style, isFlow: true))\(comma)\(comment(&self, 20))\n"
        if chance(10) { list += "  # between\n" }
      }
      list += pick(["]", "  ]"]) + comment(&self, 10) + "\n"
    case 9:  // one text
      file.items = [file.items[0]]
      file.onlyInserts = false
      list = "\(key):\(space)\(scalar(file.items[0], style: below(4), isFlow: false))\(comment(&self, 20))\n"
    case 10:  // nothing
      file.items = []
      file.onlyInserts = false
      list = "\(key):\(pick(["", " ", " null", " ~", " []", " [ ]", " ''", " [\n]"]))\(comment(&self, 20))\n"
    default:  // no key
      file.items = []
      hasList = false
    }
    let others = shuffledOthers()
    let cut = hasList ? below(others.count + 1) : others.count
    let opening = (chance(8) ? "\n\n" : "") + "---\(chance(10) ? " " : "")\n"
    let head = opening + others[..<cut].joined()
    var tail = others[cut...].joined()
    if hasList, chance(40) {
      let mirror = mirror(of: file.items)
      file.mirrors = ["custom.topics"]
      file.lists = [Array(list.utf8), Array(mirror.utf8)]
      tail += "custom:\n  url: https://example.org/a#b\n"
      file.fixed = [Array(head.utf8), Array(tail.utf8), Array(("  after: 'topics: []'\n" + body(fence: "---")).utf8)]
    } else {
      file.lists = [Array(list.utf8)]
      file.fixed = [Array(head.utf8), Array((tail + body(fence: "---")).utf8)]
    }
    return file
  }

  private mutating func mirror(of items: [String]) -> String {
    let json =
      "[" + items.map { String(decoding: jsonString($0), as: UTF8.self) }.joined(separator: pick([",", ", "])) + "]"
    switch below(3) {
    case 0:
      var folded = json.replacing("'", with: "''")
      // Fold at a single blank between two letters, as an emitter does.
      if let place = folded.firstRange(of: "n D") ?? folded.firstRange(of: "e V") {
        folded.replaceSubrange(
          folded.index(after: place.lowerBound)..<folded.index(before: place.upperBound), with: "\n    ")
      }
      return "  topics: '\(folded)'\n"
    case 1:
      return "  topics: \"\(json.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"\n"
    default:
      return items.isEmpty
        ? "  topics: '[]'\n"
        : "  topics:\n" + items.map { "  - \(scalar($0, style: 1, isFlow: false))\n" }.joined()
    }
  }

  private mutating func shuffledOthers() -> [String] {
    var others = [
      "title: A page, with: no trap\n".replacing(": no", with: " no"), "# tags:\n#   - commented\n", "\n",
      "note: \"tags: [a, 'b']\"\n", "description: Folded text that\n  goes on # here\n",
      "literal: |\n  tags:\n  - x\n\n",
      "fold: >-\n  a\n  b\n", "date: 2020-01-01\t\n", "display title: 'it''s'\n", "nothing:\n", "flag: yes\n",
      "nested:\n  tags: [x]\n  deep:\n    - a: 1\n      b: 2\n", "quoted: 'over\n\n  lines'\n",
    ]
    if chance(30) { others.append("other:\n- a\n- b\n") }
    if chance(30) { others.append("another: [a, b]\n") }
    if chance(20) { others.append("spaced:\n    -   a\n") }
    var result: [String] = []
    for _ in 0..<below(6) where !others.isEmpty { result.append(others.remove(at: below(others.count))) }
    return result
  }

  private mutating func scalar(_ text: String, style: Int, isFlow: Bool) -> String {
    let isPrintable = text.unicodeScalars.allSatisfy { scalar in
      (0x20...0x7E).contains(scalar.value) || (0xA1...0x2027).contains(scalar.value)
        || scalar.value > 0x3000 && scalar.value < 0xD800
        || scalar.value > 0xFFFF
    }
    let isPlain = Self.plainTopics.contains(text)
    let chosen = style == 3 ? below(3) : style
    if chosen == 2 && isPlain { return text }
    if chosen == 0 || !isPrintable { return String(decoding: jsonString(text), as: UTF8.self) }
    return "'" + text.replacing("'", with: "''") + "'"
  }

  // MARK: - TOML and JSON

  private mutating func toml() -> RandomFrontMatter {
    var file = RandomFrontMatter()
    file.items = topics(below(4))
    let equals = pick([" = ", "=", " =  "])
    let isLiteral = chance(30)
    let sources = file.items.map { item -> String in
      let isSafe = item.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F && $0 != "'" }
      return isLiteral && isSafe ? "'\(item)'" : String(decoding: jsonString(item), as: UTF8.self)
    }
    let comment = chance(30) ? " # it's ] \"note" : ""
    var list = "Tags\(equals)[" + sources.joined(separator: pick([", ", ",", " , "])) + "]\(comment)\n"
    switch below(4) {
    case 0 where !sources.isEmpty:
      list = "tags\(equals)[\(comment)\n" + sources.dropLast().map { "\t\($0),\(comment)\n" }.joined()
      list += "\t\(sources[sources.count - 1])\(chance(50) ? "," : "")\(comment)\n]\n"
    case 1 where !sources.isEmpty:
      file.items = [file.items[0]]
      file.onlyInserts = false
      list = "tags\(equals)\(sources[0])\(comment)\n"
    default: break
    }
    if file.items.isEmpty { file.onlyInserts = false }
    let before = pick([
      "title = 'a'\n", "", "# tags = []\n\ndate = 2020-01-01\n", "x = \"\"\"\ntags = [\n\"\"\"\n",
      "a.b = { c = [1, 2] }\n",
    ])
    let after = pick(["", "\n[params]\ntags = ['x']\n", "draft = true\n", "n = [[1], [2]]\n[[y]]\ntags = 1\n"])
    var opening = "+++\n" + before
    if chance(30) {
      opening += "[params]\n"
      file.path = "params.tags"
      file.fixed = [Array(opening.utf8), Array(("last = 1\n" + body(fence: "+++")).utf8)]
    } else {
      file.fixed = [Array(opening.utf8), Array((after + body(fence: "+++")).utf8)]
    }
    file.lists = [Array(list.utf8)]
    return file
  }

  private mutating func json() -> RandomFrontMatter {
    var file = RandomFrontMatter()
    file.items = topics(below(4))
    let sources = file.items.map { String(decoding: jsonString($0), as: UTF8.self) }
    let colon = pick([": ", " : ", ":"])
    var list: String
    switch below(4) {
    case 0: list = "\"tags\"\(colon)[\n    " + sources.joined(separator: ",\n    ") + "\n  ]"
    case 1 where !sources.isEmpty:
      file.items = [file.items[0]]
      file.onlyInserts = false
      list = "\"tags\"\(colon)\(sources[0])"
    case 2:
      file.items = []
      list = "\"Tags\"\(colon)\(pick(["null", "[]", "\"\"", "[ ]"]))"
    default: list = "\"tags\"\(colon)[" + sources.joined(separator: pick([", ", ","])) + "]"
    }
    if file.items.isEmpty { file.onlyInserts = false }
    let opening =
      pick(["{\n  ", "\n  {\n    ", "{"])
      + pick(["", "\"title\": \"\\\"tags\\\": [\",\n  ", "\"x\" : {\"tags\" : [1]}, "])
    let closing =
      pick(["\n}", "}", ",\n  \"n\" : [[\"tags\"], 1.50]\n}"]) + pick(["", "\n", "\n\nText {\n", "\n---\n"])
    file.fixed = [Array(opening.utf8), Array(closing.utf8)]
    file.lists = [Array(list.utf8)]
    return file
  }

  /// A string in JSON, every control character and every character beyond the printable ones escaped.
  private func jsonString(_ text: String) -> [UInt8] {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case " "..."~", "\u{A1}"..."\u{2027}", "\u{3000}"..."\u{D7FF}", "\u{10000}"..."\u{10FFFF}":
        result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return Array((result + "\"").utf8)
  }
}
