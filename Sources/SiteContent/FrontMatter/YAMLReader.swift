import CYaml

/// Reads YAML front matter through libyaml's events.
///
/// Events instead of composed nodes: they give each scalar as the file writes it, with its place; a key given twice is no error;
/// an alias counts as many values as it stands for, so a bomb of aliases is refused before it is built; and keys that
/// nobody asks for make no values.
struct YAMLReader {
  private let limits: FrontMatterLimits
  private let wanted: WantedKeys
  private let lineOffset: Int
  private let block: UnsafeBufferPointer<UInt8>
  private var nodeCount = 0
  private var aliasCount = 0
  /// The values that aliases stand for, each with the number of values in it.
  private var anchors: [String: (value: MetadataValue, nodeCount: Int)] = [:]
  private(set) var duplicates: [DuplicateKey] = []

  private init(
    block: UnsafeBufferPointer<UInt8>, limits: FrontMatterLimits, wanted: WantedKeys, lineOffset: Int
  ) {
    self.block = block
    self.limits = limits
    self.wanted = wanted
    self.lineOffset = lineOffset
  }

  /// Reads a block whose first line is `firstLine` of its file.
  ///
  /// - Returns: The map, and the entries whose key occurs once more further down.
  static func read(
    _ block: UnsafeBufferPointer<UInt8>, firstLine: Int, wanted: WantedKeys = .all,
    limits: FrontMatterLimits = FrontMatterLimits()
  ) throws(FrontMatterTrouble) -> (metadata: Metadata, duplicates: [DuplicateKey]) {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else {
      throw FrontMatterTrouble(
        code: .frontMatterTooComplex, line: firstLine, column: 1, message: "no memory for the YAML parser", hint: "")
    }
    defer { yaml_parser_delete(&parser) }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(&parser, block.baseAddress, block.count)
    var reader = YAMLReader(block: block, limits: limits, wanted: wanted, lineOffset: firstLine)
    let metadata: Metadata
    do {
      metadata = try reader.document(&parser)
    } catch {
      throw YAMLDiagnosis.refined(error, block: block, firstLine: firstLine)
    }
    return (metadata, reader.duplicates)
  }

  // MARK: Events

  private struct Event {
    var kind: yaml_event_type_t
    var text: String?
    var isNull = false
    var anchor: String?
    var line: Int
    var column: Int
  }

  /// The next event; scalars carry their text when `takesText` says so for their bytes.
  private mutating func next(
    _ parser: inout yaml_parser_t, takesText: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(FrontMatterTrouble) -> Event {
    var raw = yaml_event_t()
    guard yaml_parser_parse(&parser, &raw) == 1 else { throw trouble(of: parser) }
    defer { yaml_event_delete(&raw) }
    var event = Event(
      kind: raw.type, line: lineOffset + Int(raw.start_mark.line), column: 1 + Int(raw.start_mark.column))
    switch raw.type {
    case YAML_SCALAR_EVENT:
      let scalar = raw.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
      event.isNull = isPlain && Self.isNull(bytes)
      if takesText(bytes) { event.text = String(decoding: bytes, as: UTF8.self) }
      event.anchor = Self.name(scalar.anchor)
      try count(event)
    case YAML_SEQUENCE_START_EVENT:
      event.anchor = Self.name(raw.data.sequence_start.anchor)
      try count(event)
    case YAML_MAPPING_START_EVENT:
      event.anchor = Self.name(raw.data.mapping_start.anchor)
      try count(event)
    case YAML_ALIAS_EVENT:
      event.anchor = Self.name(raw.data.alias.anchor)
      aliasCount += 1
      guard aliasCount <= limits.aliasCount else {
        throw tooComplex("more than \(limits.aliasCount) aliases", at: event)
      }
      try count(event)
    default: break
    }
    return event
  }

  private mutating func count(_ event: Event, nodes: Int = 1) throws(FrontMatterTrouble) {
    nodeCount += nodes
    guard nodeCount <= limits.nodeCount else { throw tooComplex("more than \(limits.nodeCount) values", at: event) }
  }

  private func tooComplex(_ what: String, at event: Event) -> FrontMatterTrouble {
    FrontMatterTrouble(
      code: .frontMatterTooComplex, line: event.line, column: event.column,
      message: "the front matter has \(what)", hint: "Write the values out, or move the data to a data file.")
  }

  private static func name(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
  }

  /// Whether a plain scalar means nothing: empty, `~`, `null`, `Null`, `NULL`.
  static func isNull(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch bytes.count {
    case 0: true
    case 1: bytes[0] == 0x7E
    case 4:
      bytes.elementsEqual("null".utf8) || bytes.elementsEqual("Null".utf8) || bytes.elementsEqual("NULL".utf8)
    default: false
    }
  }

  // MARK: Values

  private mutating func document(_ parser: inout yaml_parser_t) throws(FrontMatterTrouble) -> Metadata {
    while true {
      let event = try next(&parser) { _ in false }
      switch event.kind {
      case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT: continue
      case YAML_STREAM_END_EVENT: return Metadata()
      case YAML_MAPPING_START_EVENT:
        let metadata = try map(&parser, depth: 1)
        let end = try next(&parser) { _ in false }
        let after = try next(&parser) { _ in false }
        guard end.kind == YAML_DOCUMENT_END_EVENT, after.kind == YAML_STREAM_END_EVENT else {
          throw FrontMatterTrouble(
            code: .frontMatterSyntax, line: after.line, column: after.column,
            message: "a second document begins inside the front matter",
            hint: "Keep one block of keys between the two lines of '---'.")
        }
        return metadata
      case YAML_SCALAR_EVENT where event.isNull: continue
      case YAML_DOCUMENT_END_EVENT: continue
      default:
        throw FrontMatterTrouble(
          code: .frontMatterNotMapping, line: event.line, column: event.column,
          message:
            "the front matter is a \(event.kind == YAML_SEQUENCE_START_EVENT ? "list" : "text"), not keys with values",
          hint: "Write 'key: value' lines, for example 'title: The title of the page'.")
      }
    }
  }

  private mutating func map(_ parser: inout yaml_parser_t, depth: Int) throws(FrontMatterTrouble) -> Metadata {
    var metadata = Metadata()
    let isTop = depth == 1
    var seen: [(hash: UInt64, line: Int)] = []
    while true {
      let wanted = wanted
      var isWanted = true
      var hash: UInt64 = 0
      let key = try next(&parser) { bytes in
        if isTop {
          isWanted = wanted.contains(bytes)
          hash = ContentDigest.lowercased(of: bytes)
        }
        return true
      }
      if key.kind == YAML_MAPPING_END_EVENT { return metadata }
      guard key.kind == YAML_SCALAR_EVENT else {
        // A list or map as a key: `uid: {{< shortcode >}}` reads as a map in a map.
        throw FrontMatterTrouble(
          code: .frontMatterSyntax, line: key.line, column: key.column,
          message: "a list or map stands where a key should",
          hint: "Put quotes around values that begin with '{' or '['.")
      }
      let event = try next(&parser) { _ in isWanted }
      let value = try value(event, &parser, depth: depth, isWanted: isWanted)
      let entry = Metadata.Entry(key: key.text ?? "", value: value, line: event.line, column: event.column)
      if isTop {
        if let earlier = seen.first(where: { $0.hash == hash }) {
          duplicates.append(DuplicateKey(key: entry.key, line: key.line, firstLine: earlier.line))
        }
        seen.append((hash, key.line))
        if isWanted { metadata.entries.append(entry) }
      } else {
        metadata.entries.append(entry)
      }
    }
  }

  private mutating func value(
    _ event: Event, _ parser: inout yaml_parser_t, depth: Int, isWanted: Bool
  ) throws(FrontMatterTrouble) -> MetadataValue {
    let value: MetadataValue
    let formerCount = nodeCount
    switch event.kind {
    case YAML_SCALAR_EVENT:
      value = event.isNull ? .null : .text(event.text ?? "")
    case YAML_ALIAS_EVENT:
      guard let anchored = anchors[event.anchor ?? ""] else {
        throw FrontMatterTrouble(
          code: .frontMatterIndicator, line: event.line, column: event.column,
          message: "'*\(event.anchor ?? "")' stands for a value that is nowhere given",
          hint: "Put quotes around a value that begins with '*'.")
      }
      try count(event, nodes: anchored.nodeCount - 1)
      return anchored.value
    case YAML_SEQUENCE_START_EVENT:
      guard depth < limits.depth else { throw tooDeep(event) }
      var items: [MetadataValue] = []
      while true {
        let item = try next(&parser) { _ in isWanted }
        if item.kind == YAML_SEQUENCE_END_EVENT { break }
        let element = try self.value(item, &parser, depth: depth + 1, isWanted: isWanted)
        if isWanted { items.append(element) }
      }
      value = .list(items)
    case YAML_MAPPING_START_EVENT:
      guard depth < limits.depth else { throw tooDeep(event) }
      value = .map(try map(&parser, depth: depth + 1))
    default:
      value = .null
    }
    if let anchor = event.anchor { anchors[anchor] = (value, 1 + nodeCount - formerCount) }
    return value
  }

  private func tooDeep(_ event: Event) -> FrontMatterTrouble {
    tooComplex("more than \(limits.depth) levels", at: event)
  }

  // MARK: Errors

  /// A character that YAML refuses; libyaml gives its offset alone.
  private func readerTrouble(of parser: yaml_parser_t) -> FrontMatterTrouble {
    let offset = min(parser.problem_offset, block.count)
    let before = block[..<offset]
    let line = lineOffset + before.reduce(0) { $0 + ($1 == Byte.lineFeed ? 1 : 0) }
    let start = before.lastIndex(of: Byte.lineFeed).map { $0 + 1 } ?? 0
    let column = before[start...].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    return FrontMatterTrouble(
      code: .frontMatterControl, line: line, column: column,
      message:
        "a control character (U+\(String(parser.problem_value, radix: 16, uppercase: true))) stands in the front matter",
      hint: "Remove it; editors show it as a box, or not at all.")
  }

  private func trouble(of parser: yaml_parser_t) -> FrontMatterTrouble {
    if parser.error == YAML_READER_ERROR { return readerTrouble(of: parser) }
    let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
    let context = parser.context.map { String(cString: $0) }
    return FrontMatterTrouble(
      code: .frontMatterSyntax, line: lineOffset + Int(parser.problem_mark.line),
      column: 1 + Int(parser.problem_mark.column), message: problem,
      hint: context.map { "\($0), line \(lineOffset + Int(parser.context_mark.line))" } ?? "")
  }
}
