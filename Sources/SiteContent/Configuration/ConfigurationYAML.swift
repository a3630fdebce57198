import Yams

/// A value of a configuration file, flattened: the path of its keys, its source text, its place.
struct ConfigurationValue {
  enum Content {
    case text(String, isPlain: Bool)
    case texts([String])
    case empty
    case other
  }
  var path: String
  var content: Content
  var file: String
  var line: Int
  var column: Int
  var keyLine: Int
  var keyColumn: Int
  var source: String
  var keySource: String

  /// The value as a reader recognises it.
  var shown: String {
    switch content {
    case .text(let text, _): text
    case .texts(let texts): "[" + texts.joined(separator: ", ") + "]"
    case .empty: ""
    case .other: "{…}"
    }
  }

  func error(_ message: String) -> ConfigurationError {
    ConfigurationError(path: file, line: line, column: column, message: message, source: source)
  }

  func keyError(_ message: String) -> ConfigurationError {
    ConfigurationError(path: file, line: keyLine, column: keyColumn, message: message, source: keySource)
  }
}

/// Composes the YAML of a configuration and flattens its maps.
struct ConfigurationYAML {
  private let yaml: String
  private let path: String
  private let lines: [String]

  init(yaml: String, path: String) {
    self.yaml = yaml
    self.path = path
    lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The values of the whole file in its order.
  func values() throws(ConfigurationError) -> [ConfigurationValue] {
    guard let root = try compose() else { return [] }
    guard case .mapping(let mapping) = root else {
      throw ConfigurationError(
        path: path, line: 1, column: 1, message: "the file is no map of keys. Write 'key: value' lines.",
        source: source(1))
    }
    var values: [ConfigurationValue] = []
    try flatten(mapping, under: "", depth: 1, into: &values)
    return values
  }

  /// The text taken as the value of one setting.
  func value(at settingPath: String) throws(ConfigurationError) -> ConfigurationValue {
    if let content = Self.simpleContent(yaml) {
      return ConfigurationValue(
        path: settingPath, content: content, file: path, line: 1, column: 1, keyLine: 1, keyColumn: 1,
        source: source(1), keySource: source(1))
    }
    return value(try compose() ?? Node(""), key: nil, path: settingPath)
  }

  /// What a plain word, number or sentence, or a list of such, says in YAML; nil where its rules need a closer look.
  ///
  /// An index keeps its configuration as such values. Reading them must not cost the time that Yams takes to start.
  static func simpleContent(_ yaml: String) -> ConfigurationValue.Content? {
    guard yaml.hasPrefix("["), yaml.hasSuffix("]") else {
      return isPlain(yaml.utf8, in: ".-_*?,/'") ? .text(yaml, isPlain: true) : nil
    }
    let inside = yaml.dropFirst().dropLast()
    if inside.isEmpty { return .texts([]) }
    var texts: [String] = []
    for part in inside.split(separator: ",", omittingEmptySubsequences: false) {
      let text = texts.isEmpty ? part : part.dropFirst()
      guard texts.isEmpty || part.first == " ", isPlain(text.utf8, in: ".-_*?/") else { return nil }
      texts.append(String(text))
    }
    return .texts(texts)
  }

  /// Whether a text holds letters and digits of ASCII, single blanks between words, and of other signs only the given
  /// ones, none of them first.
  private static func isPlain(_ text: some BidirectionalCollection<UInt8>, in signs: String) -> Bool {
    func isWordByte(_ byte: UInt8) -> Bool {
      (Byte.zero...Byte.nine).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard let first = text.first, isWordByte(first) || first == Byte.underscore, text.last != Byte.space else {
      return false
    }
    var previous = first
    for byte in text.dropFirst() {
      guard isWordByte(byte) || signs.utf8.contains(byte) || (byte == Byte.space && previous != Byte.space) else {
        return false
      }
      previous = byte
    }
    return true
  }

  /// Composes without rules for types: every scalar is the text that it is, and no expression is compiled for it.
  private func compose() throws(ConfigurationError) -> Node? {
    guard yaml.utf8.count <= 262_144 else {
      throw ConfigurationError(path: path, line: 1, column: 1, message: "the file is larger than 256 KB")
    }
    guard !yaml.utf8.contains(Byte.star) || !yaml.contains(": *") else {
      throw ConfigurationError(path: path, line: 1, column: 1, message: "aliases are not used in configurations")
    }
    do {
      return try Yams.compose(yaml: yaml, .basic)
    } catch let error as YamlError {
      throw convert(error)
    } catch {
      throw ConfigurationError(path: path, line: 1, column: 1, message: "the file is not YAML")
    }
  }

  private func convert(_ error: YamlError) -> ConfigurationError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigurationError(
        path: path, line: mark.line, column: mark.column, message: problem, source: source(mark.line))
    case .duplicatedKeysInMapping(let duplicates, let context):
      ConfigurationError(
        path: path, line: context.mark.line, column: context.mark.column,
        message: "key '\(duplicates.first ?? "")' is given twice. Keep one.", source: source(context.mark.line))
    default:
      ConfigurationError(path: path, line: 1, column: 1, message: "the file is not YAML: \(error)")
    }
  }

  private func flatten(
    _ mapping: Node.Mapping, under prefix: String, depth: Int, into values: inout [ConfigurationValue]
  ) throws(ConfigurationError) {
    for (key, node) in mapping {
      let name = key.scalar?.string ?? ""
      let path = prefix.isEmpty ? name : "\(prefix).\(name)"
      if case .mapping(let inner) = node, !inner.isEmpty, depth < 4, Self.isSection(path) {
        try flatten(inner, under: path, depth: depth + 1, into: &values)
      } else if Self.isSection(path), case .scalar(let scalar) = node, scalar.string.isEmpty {
        continue  // A section whose values are all commented out.
      } else {
        values.append(value(node, key: key, path: path))
      }
    }
  }

  /// Whether settings stand below the path.
  private static func isSection(_ path: String) -> Bool {
    ModelConfiguration.settings.contains { $0.path.hasPrefix(path + ".") }
  }

  private func value(_ node: Node, key: Node?, path: String) -> ConfigurationValue {
    let content: ConfigurationValue.Content
    switch node {
    case .scalar(let scalar):
      content =
        scalar.string.isEmpty && scalar.style == .plain
        ? .empty : .text(scalar.string, isPlain: scalar.style == .plain)
    case .sequence(let sequence):
      let texts = sequence.map { $0.scalar?.string }
      content = texts.contains(nil) ? .other : .texts(texts.compactMap { $0 })
    default: content = .other
    }
    let mark = node.mark
    let keyMark = key?.mark
    return ConfigurationValue(
      path: path, content: content, file: self.path, line: mark?.line ?? 1, column: mark?.column ?? 1,
      keyLine: keyMark?.line ?? 1, keyColumn: keyMark?.column ?? 1, source: source(mark?.line ?? 1),
      keySource: source(keyMark?.line ?? 1))
  }

  private func source(_ line: Int) -> String {
    lines.indices.contains(line - 1) ? lines[line - 1] : ""
  }
}
