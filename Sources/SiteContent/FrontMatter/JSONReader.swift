/// Reads one JSON object (RFC 8259) in a single pass over its bytes.
///
/// Numbers keep their source text. Keys that nobody asks for are checked and make no values.
struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let wanted: WantedKeys
  private let limits: FrontMatterLimits
  private let firstLine: Int
  private var index = 0
  private var nodeCount = 0
  private(set) var duplicates: [DuplicateKey] = []
  private var placed = (offset: 0, line: 0, lineStart: 0)

  private init(
    bytes: UnsafeBufferPointer<UInt8>, firstLine: Int, wanted: WantedKeys, limits: FrontMatterLimits
  ) {
    self.bytes = bytes
    self.firstLine = firstLine
    self.wanted = wanted
    self.limits = limits
  }

  /// Reads an object that begins in line `firstLine` of its file; nothing but white space may follow it.
  ///
  /// - Returns: The map, and the entries whose key occurs once more further down.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int, wanted: WantedKeys = .all,
    limits: FrontMatterLimits = FrontMatterLimits()
  ) throws(FrontMatterTrouble) -> (metadata: Metadata, duplicates: [DuplicateKey]) {
    var reader = JSONReader(bytes: bytes, firstLine: firstLine, wanted: wanted, limits: limits)
    reader.skipWhiteSpace()
    guard reader.peek() == Byte.braceOpen else {
      let isList = reader.peek() == Byte.bracketOpen
      throw reader.trouble(
        "an object was expected" + (isList ? ", not a list" : ""),
        hint: isList ? "Write a list as JSON Lines: one object to a line, in a file .jsonl." : "Begin with '{'.")
    }
    let metadata = try reader.object(depth: 1, isWanted: true)
    reader.skipWhiteSpace()
    guard reader.index == bytes.count else {
      throw reader.trouble("something follows the object", hint: "Keep one object to a file or line.")
    }
    return (metadata, reader.duplicates)
  }

  /// The texts of a JSON array such as `["a","b"]`; nil when the text is anything else.
  static func texts(inArray text: String) -> [String]? {
    var copy = text
    return copy.withUTF8 { utf8 in
      var reader = JSONReader(bytes: utf8, firstLine: 1, wanted: .all, limits: FrontMatterLimits())
      reader.skipWhiteSpace()
      guard reader.peek() == Byte.bracketOpen, case .list(let values) = try? reader.value(depth: 1, isWanted: true)
      else { return nil }
      reader.skipWhiteSpace()
      guard reader.index == utf8.count else { return nil }
      var texts: [String] = []
      for value in values {
        guard case .text(let text) = value else { return nil }
        texts.append(text)
      }
      return texts
    }
  }

  // MARK: Values

  private mutating func object(depth: Int, isWanted: Bool) throws(FrontMatterTrouble) -> Metadata {
    index += 1
    var metadata = Metadata()
    var seen: [(hash: UInt64, line: Int)] = []
    skipWhiteSpace()
    if peek() == Byte.braceClose {
      index += 1
      return metadata
    }
    while true {
      skipWhiteSpace()
      guard peek() == Byte.quote else {
        throw trouble(
          peek() == Byte.braceClose ? "a comma stands before '}'" : "a key in double quotes was expected",
          hint: peek() == Byte.braceClose ? "Remove the comma." : "Write \"key\": value.")
      }
      let isTop = depth == 1
      // Places are asked for in the order of the text, each walk going on from the last one.
      let keyLine = isTop ? place(of: index).line : 0
      let raw = try string()
      let takes = isWanted && (!isTop || wanted.contains(slice(raw.range)))
      skipWhiteSpace()
      guard peek() == Byte.colon else {
        throw trouble("a ':' was expected after the key", hint: "Write \"key\": value.")
      }
      index += 1
      skipWhiteSpace()
      let valuePlace = takes ? place(of: index) : (line: 0, column: 0)
      let value = try value(depth: depth, isWanted: takes)
      if isTop {
        let hash = ContentDigest.lowercased(of: slice(raw.range))
        if let earlier = seen.first(where: { $0.hash == hash }) {
          duplicates.append(DuplicateKey(key: text(raw), line: keyLine, firstLine: earlier.line))
        }
        seen.append((hash, keyLine))
      }
      if takes {
        metadata.entries.append(.init(key: text(raw), value: value, line: valuePlace.line, column: valuePlace.column))
      }
      skipWhiteSpace()
      switch peek() {
      case Byte.comma: index += 1
      case Byte.braceClose:
        index += 1
        return metadata
      default: throw missingComma("}")
      }
    }
  }

  private mutating func value(depth: Int, isWanted: Bool) throws(FrontMatterTrouble) -> MetadataValue {
    nodeCount += 1
    guard depth < limits.depth, nodeCount <= limits.nodeCount else {
      throw FrontMatterTrouble(
        code: .frontMatterTooComplex, line: place(of: index).line, column: place(of: index).column,
        message: depth < limits.depth
          ? "the front matter has more than \(limits.nodeCount) values"
          : "the front matter has more than \(limits.depth) levels",
        hint: "Move the data to a data file.")
    }
    switch peek() {
    case Byte.quote:
      let raw = try string()
      return isWanted ? .text(text(raw)) : .null
    case Byte.braceOpen:
      return .map(try object(depth: depth + 1, isWanted: isWanted))
    case Byte.bracketOpen:
      return try array(depth: depth, isWanted: isWanted)
    default:
      return try word()
    }
  }

  private mutating func array(depth: Int, isWanted: Bool) throws(FrontMatterTrouble) -> MetadataValue {
    index += 1
    var items: [MetadataValue] = []
    skipWhiteSpace()
    if peek() == Byte.bracketClose {
      index += 1
      return .list([])
    }
    while true {
      skipWhiteSpace()
      if peek() == Byte.bracketClose { throw trouble("a comma stands before ']'", hint: "Remove the comma.") }
      let item = try value(depth: depth + 1, isWanted: isWanted)
      if isWanted { items.append(item) }
      skipWhiteSpace()
      switch peek() {
      case Byte.comma: index += 1
      case Byte.bracketClose:
        index += 1
        return .list(items)
      default: throw missingComma("]")
      }
    }
  }

  /// A number, `true`, `false` or `null`, by its source text.
  private mutating func word() throws(FrontMatterTrouble) -> MetadataValue {
    let start = index
    while index < bytes.count, Self.isWordByte(bytes[index]) { index += 1 }
    let word = slice(start..<index)
    guard let first = word.first else {
      throw trouble("a value is missing", hint: "Write null, or remove the key.")
    }
    if word.elementsEqual("null".utf8) { return .null }
    guard
      Byte.isDigit(first) || first == Byte.hyphen || word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8)
    else {
      index = start
      throw trouble(
        "'\(String(decoding: word, as: UTF8.self))' is no JSON value", hint: "Put double quotes around texts.")
    }
    return .text(String(decoding: word, as: UTF8.self))
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.hyphen || byte == Byte.plus || byte == Byte.period
  }

  // MARK: Texts

  private struct RawText {
    var range: Range<Int>
    var hasEscapes: Bool
  }

  /// Passes over a text with its quotes.
  private mutating func string() throws(FrontMatterTrouble) -> RawText {
    let opening = index
    index += 1
    let start = index
    var hasEscapes = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Byte.quote {
        index += 1
        return RawText(range: start..<index - 1, hasEscapes: hasEscapes)
      }
      if byte == Byte.backslash {
        hasEscapes = true
        index += 1
      } else if byte == Byte.lineFeed {
        index = opening
        throw trouble("a quote is not closed in its line", hint: "Close the text with '\"'; write line ends as \\n.")
      }
      index += 1
    }
    index = opening
    throw trouble("a quote is not closed", hint: "Close the text with '\"'.")
  }

  private func text(_ raw: RawText) -> String {
    guard raw.hasEscapes else { return String(decoding: slice(raw.range), as: UTF8.self) }
    var result: [UInt8] = []
    result.reserveCapacity(raw.range.count)
    var index = raw.range.lowerBound
    while index < raw.range.upperBound {
      let byte = bytes[index]
      guard byte == Byte.backslash, index + 1 < raw.range.upperBound else {
        result.append(byte)
        index += 1
        continue
      }
      let escape = bytes[index + 1]
      index += 2
      switch escape {
      case 0x6E: result.append(Byte.lineFeed)
      case 0x74: result.append(Byte.tab)
      case 0x72: result.append(Byte.carriageReturn)
      case 0x62: result.append(0x08)
      case 0x66: result.append(0x0C)
      case 0x75: appendUnicodeEscape(to: &result, at: &index, end: raw.range.upperBound)
      default: result.append(escape)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `\uD83D\uDE00` and the like; half a pair becomes U+FFFD.
  private func appendUnicodeEscape(to result: inout [UInt8], at index: inout Int, end: Int) {
    guard let unit = hexadecimal(at: index, end: end) else {
      result.append(contentsOf: "\u{FFFD}".utf8)
      return
    }
    index += 4
    var value = UInt32(unit)
    if unit & 0xFC00 == 0xD800, index + 6 <= end, bytes[index] == Byte.backslash, bytes[index + 1] == 0x75,
      let low = hexadecimal(at: index + 2, end: end), low & 0xFC00 == 0xDC00
    {
      index += 6
      value = 0x10000 + ((UInt32(unit) & 0x3FF) << 10 | UInt32(low) & 0x3FF)
    }
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    result.append(contentsOf: String(scalar).utf8)
  }

  private func hexadecimal(at start: Int, end: Int) -> UInt16? {
    guard start + 4 <= end else { return nil }
    var value: UInt16 = 0
    for index in start..<start + 4 {
      let byte = Byte.lowercased(bytes[index])
      if Byte.isDigit(byte) {
        value = value << 4 | UInt16(byte - Byte.zero)
      } else if (0x61...0x66).contains(byte) {
        value = value << 4 | UInt16(byte - 0x61 + 10)
      } else {
        return nil
      }
    }
    return value
  }

  // MARK: Places

  private func peek() -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[range]) }

  private mutating func skipWhiteSpace() {
    while index < bytes.count, Byte.isWhiteSpace(bytes[index]) { index += 1 }
  }

  /// Line and column of a byte; walks on from the last byte that was asked for.
  private mutating func place(of offset: Int) -> (line: Int, column: Int) {
    if offset < placed.offset { placed = (0, 0, 0) }
    for index in placed.offset..<min(offset, bytes.count) where bytes[index] == Byte.lineFeed {
      placed.line += 1
      placed.lineStart = index + 1
    }
    placed.offset = min(offset, bytes.count)
    return (firstLine + placed.line, offset - placed.lineStart + 1)
  }

  private mutating func missingComma(_ closing: String) -> FrontMatterTrouble {
    if index == bytes.count { return trouble("'\(closing)' is missing at the end", hint: "Close what was opened.") }
    return trouble("a comma or '\(closing)' was expected", hint: "Put a comma behind the value before.")
  }

  private mutating func trouble(_ message: String, hint: String) -> FrontMatterTrouble {
    let place = place(of: index)
    return FrontMatterTrouble(
      code: .frontMatterJSON, line: place.line, column: place.column, message: message, hint: hint)
  }
}
