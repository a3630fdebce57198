import Yams

/// A YAML text together with its tree, and the way from a mark of the parser to a byte.
struct YAMLDocument {
  static let nodeLimit = 10_000
  static let aliasLimit = 50
  static let depthLimit = 64
  /// Spaces and dashes at the start of a line; each level of block nesting needs one at least.
  static let indentLimit = 200

  let text: [UInt8]
  let root: Node?
  /// Where each line begins, lines being ended as libyaml ends them: LF, CR, CRLF, NEL, LS and PS.
  private let lineStarts: [Int]

  /// Parses a text; refuses one that does not parse or that would cost too much to parse.
  init(parsing text: [UInt8]) throws(TopicEditRefusal) {
    self.text = text
    root = try Self.compose(String(decoding: text, as: UTF8.self), bytes: text)
    var starts = [0]
    var position = 0
    while position < text.count {
      let length = Self.lineBreakLength(at: position, in: text)
      if length > 0 { starts.append(position + length) }
      position += max(length, 1)
    }
    lineStarts = starts
  }

  /// The byte that a mark points at.
  func offset(of mark: Mark?) -> Int? {
    guard let mark, mark.line >= 1, mark.line <= lineStarts.count else { return nil }
    var position = lineStarts[mark.line - 1]
    for _ in 1..<max(mark.column, 1) {
      guard position < text.count else { return nil }
      position += 1
      while position < text.count, text[position] & 0xC0 == 0x80 { position += 1 }
    }
    return position
  }

  /// How many bytes the line break at a position has; 0 when there is none.
  static func lineBreakLength(at position: Int, in text: [UInt8]) -> Int {
    switch text[position] {
    case 0x0A: 1
    case 0x0D: position + 1 < text.count && text[position + 1] == 0x0A ? 2 : 1
    case 0xC2: position + 1 < text.count && text[position + 1] == 0x85 ? 2 : 0
    case 0xE2:
      position + 2 < text.count && text[position + 1] == 0x80
        && (text[position + 2] == 0xA8 || text[position + 2] == 0xA9)
        ? 3 : 0
    default: 0
    }
  }

  /// The tree of the only document in a text, or nil when it is empty; bounded before the recursive parser runs.
  static func compose(_ string: String, bytes: [UInt8]) throws(TopicEditRefusal) -> Node? {
    try checkBounds(of: bytes)
    do {
      return try Yams.compose(yaml: string, .default, .default, .utf8)
    } catch YamlError.duplicatedKeysInMapping(let duplicates, _) {
      throw TopicEditRefusal(
        .duplicateKey, "The key '\(duplicates.first ?? "")' stands twice in the front matter. Keep one of them.")
    } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _)
    {
      let detail = "The YAML front matter does not parse: \(problem)."
      throw TopicEditRefusal(.doesNotParse, detail, line: mark.line)
    } catch {
      throw TopicEditRefusal(.doesNotParse, "The YAML front matter does not parse.")
    }
  }

  private static func checkBounds(of text: [UInt8]) throws(TopicEditRefusal) {
    var brackets = 0
    var aliases = 0
    var anchors = 0
    var indent = 0
    var isIndenting = true
    var previous: UInt8 = 0x0A
    for (position, byte) in text.enumerated() {
      if byte == 0x0A { (isIndenting, indent) = (true, 0) }
      if isIndenting, byte == 0x20 || byte == 0x2D || byte == 0x3F { indent += 1 }
      if byte > 0x20, byte != 0x2D, byte != 0x3F { isIndenting = false }
      let startsToken = previous <= 0x20 || previous == 0x2C || previous == 0x5B || previous == 0x7B || previous == 0x3A
      let isFollowed = position + 1 < text.count && text[position + 1] > 0x20
      switch byte {
      case 0x5B, 0x7B: brackets += 1
      case 0x5D, 0x7D: brackets = max(0, brackets - 1)
      case 0x2A where startsToken && isFollowed: aliases += 1
      case 0x26 where startsToken && isFollowed: anchors += 1
      default: break
      }
      guard brackets <= depthLimit, indent <= indentLimit else {
        throw TopicEditRefusal(.tooComplex, "The front matter nests more than \(depthLimit) levels.")
      }
      previous = byte
    }
    guard anchors == 0 || aliases <= aliasLimit else {
      throw TopicEditRefusal(.tooComplex, "The front matter has more than \(aliasLimit) aliases.")
    }
  }
}
