/// Reads the YAML that nearly all front matter is made of, several times as fast as a full parser.
///
/// Keys at the beginning of a line with one scalar each, in the same line, or a list of scalars, one a line. Anything else (maps in
/// maps, flow style, block texts, folded lines, escapes, anchors, tags, tabs, unusual line ends, wrong indentation) makes
/// it give up, and the full parser decides. So it never reports an error, and what it accepts means the same to both;
/// the tests compare the two.
struct SimpleYAMLReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let wanted: WantedKeys
  private let firstLine: Int
  private var duplicates: [DuplicateKey] = []
  private var metadata = Metadata()
  private var seen: [(hash: UInt64, line: Int)] = []
  private var itemCount = 0

  // The current line.
  private var start = 0
  private var end = 0
  private var next = 0
  private var number: Int

  /// Reads a block whose first line is `firstLine` of its file; nil when the block is not simple.
  static func read(
    _ block: UnsafeBufferPointer<UInt8>, firstLine: Int, wanted: WantedKeys
  ) -> (metadata: Metadata, duplicates: [DuplicateKey])? {
    guard holdsPlainBytesOnly(block) else { return nil }
    var reader = SimpleYAMLReader(bytes: block, wanted: wanted, firstLine: firstLine, number: firstLine - 1)
    guard reader.entries() else { return nil }
    return (reader.metadata, reader.duplicates)
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, wanted: WantedKeys, firstLine: Int, number: Int) {
    self.bytes = bytes
    self.wanted = wanted
    self.firstLine = firstLine
    self.number = number
  }

  /// Whether no byte needs a look at what YAML says about it: no control characters but line ends, no U+0080…9F, U+2028,
  /// U+2029, U+FEFF, U+FFFE. The bytes are valid UTF-8 already.
  private static func holdsPlainBytesOnly(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x20 {
        if byte == Byte.carriageReturn {
          guard index + 1 < bytes.count, bytes[index + 1] == Byte.lineFeed else { return false }
        } else if byte != Byte.lineFeed {
          return false
        }
      } else if byte >= 0x7F {
        if byte == 0x7F { return false }
        if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return false }
        if byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0xA8 {
          return false
        }
        if byte == 0xEF, index + 1 < bytes.count, bytes[index + 1] >= 0xBB { return false }
      }
      index += 1
    }
    return true
  }

  // MARK: Lines

  /// Moves to the next line that holds more than blanks or a comment.
  private mutating func advance() -> Bool {
    while next < bytes.count {
      start = next
      var index = start
      while index < bytes.count, bytes[index] != Byte.lineFeed { index += 1 }
      next = index + 1
      end = index > start && bytes[index - 1] == Byte.carriageReturn ? index - 1 : index
      number += 1
      var first = start
      while first < end, bytes[first] == Byte.space { first += 1 }
      if first < end, bytes[first] != Byte.hash { return true }
    }
    start = bytes.count
    end = start
    return false
  }

  private mutating func entries() -> Bool {
    var hasLine = advance()
    while hasLine {
      // The key.
      var colon = start
      guard Byte.isLetter(bytes[colon]) || bytes[colon] == Byte.underscore else { return false }
      while colon < end, Self.isKeyByte(bytes[colon]) { colon += 1 }
      guard colon < end, bytes[colon] == Byte.colon, colon - start < 128 else { return false }
      let key = UnsafeBufferPointer(rebasing: bytes[start..<colon])
      let keyStart = start
      let keyLine = number
      let isWanted = wanted.contains(key)
      // The value.
      var valueStart = colon + 1
      guard valueStart == end || bytes[valueStart] == Byte.space else { return false }
      while valueStart < end, bytes[valueStart] == Byte.space { valueStart += 1 }
      var value = MetadataValue.null
      var line = keyLine
      var column = valueStart - keyStart + 1
      if valueStart == end || bytes[valueStart] == Byte.hash {
        hasLine = advance()
        if hasLine, bytes[start] == Byte.space || bytes[start] == Byte.hyphen {
          line = number
          guard let list = list(isWanted: isWanted, column: &column, hasLine: &hasLine) else { return false }
          value = list
        } else {
          // libyaml puts a value that is not there behind the colon.
          column = colon - keyStart + 2
        }
      } else {
        guard let scalar = scalar(from: valueStart, isWanted: isWanted) else { return false }
        value = scalar
        hasLine = advance()
        if hasLine, bytes[start] == Byte.space { return false }
      }
      let hash = ContentDigest.lowercased(of: key)
      if isWanted || seen.contains(where: { $0.hash == hash }) {
        let name = String(decoding: key, as: UTF8.self)
        if let earlier = seen.first(where: { $0.hash == hash }) {
          duplicates.append(DuplicateKey(key: name, line: keyLine, firstLine: earlier.line))
        }
        if isWanted { metadata.entries.append(.init(key: name, value: value, line: line, column: column)) }
      }
      seen.append((hash, keyLine))
      // The search for keys given twice is quadratic; the full parser has a budget for such blocks.
      guard seen.count <= 256, itemCount <= 4096 else { return false }
    }
    return true
  }

  /// The list that begins in the current line, and moves behind it.
  private mutating func list(isWanted: Bool, column: inout Int, hasLine: inout Bool) -> MetadataValue? {
    var items: [MetadataValue] = []
    let indentation = indentation()
    column = indentation + 1
    while hasLine {
      let own = self.indentation()
      guard own == indentation, bytes[start + own] == Byte.hyphen else {
        return own == 0 && bytes[start] != Byte.hyphen ? .list(items) : nil
      }
      var index = start + own + 1
      guard index < end, bytes[index] == Byte.space else { return nil }
      while index < end, bytes[index] == Byte.space { index += 1 }
      guard index < end, bytes[index] != Byte.hash, let item = scalar(from: index, isWanted: isWanted) else {
        return nil
      }
      if isWanted { items.append(item) }
      itemCount += 1
      hasLine = advance()
    }
    return .list(items)
  }

  private func indentation() -> Int {
    var index = start
    while index < end, bytes[index] == Byte.space { index += 1 }
    return index - start
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.underscore || byte == Byte.hyphen || byte == Byte.period
  }

  // MARK: Scalars

  /// The scalar from an index to the end of the line; nil when it is not simple.
  private func scalar(from index: Int, isWanted: Bool) -> MetadataValue? {
    switch bytes[index] {
    case Byte.quote: doubleQuoted(from: index + 1, isWanted: isWanted)
    case Byte.apostrophe: singleQuoted(from: index + 1, isWanted: isWanted)
    default: plain(from: index, isWanted: isWanted)
    }
  }

  private func plain(from first: Int, isWanted: Bool) -> MetadataValue? {
    let opening = bytes[first]
    guard
      Byte.isLetter(opening) || Byte.isDigit(opening) || opening >= 0x80 || opening == Byte.slash
        || opening == 0x28 || opening == 0x24 || opening == Byte.underscore || opening == Byte.period
        || opening == Byte.plus || opening == 0x7E
    else { return nil }
    var last = first
    var index = first
    while index < end {
      let byte = bytes[index]
      if byte == Byte.colon, index + 1 == end || bytes[index + 1] == Byte.space { return nil }
      if byte == Byte.hash, bytes[index - 1] == Byte.space { break }
      if byte != Byte.space { last = index }
      index += 1
    }
    let text = UnsafeBufferPointer(rebasing: bytes[first...last])
    if YAMLReader.isNull(text) { return .null }
    return isWanted ? .text(String(decoding: text, as: UTF8.self)) : .text("")
  }

  private func doubleQuoted(from first: Int, isWanted: Bool) -> MetadataValue? {
    var index = first
    while index < end, bytes[index] != Byte.quote {
      if bytes[index] == Byte.backslash { return nil }
      index += 1
    }
    guard index < end, endsAfter(index) else { return nil }
    return isWanted ? .text(String(decoding: bytes[first..<index], as: UTF8.self)) : .text("")
  }

  private func singleQuoted(from first: Int, isWanted: Bool) -> MetadataValue? {
    var index = first
    var doubled = false
    while index < end {
      if bytes[index] == Byte.apostrophe {
        guard index + 1 < end, bytes[index + 1] == Byte.apostrophe else { break }
        doubled = true
        index += 1
      }
      index += 1
    }
    guard index < end, endsAfter(index) else { return nil }
    guard isWanted else { return .text("") }
    guard doubled else { return .text(String(decoding: bytes[first..<index], as: UTF8.self)) }
    var text: [UInt8] = []
    text.reserveCapacity(index - first)
    var source = first
    while source < index {
      text.append(bytes[source])
      source += bytes[source] == Byte.apostrophe ? 2 : 1
    }
    return .text(String(decoding: text, as: UTF8.self))
  }

  /// Whether nothing but blanks, or blanks and a comment, follow the closing quote.
  private func endsAfter(_ quote: Int) -> Bool {
    var index = quote + 1
    while index < end, bytes[index] == Byte.space { index += 1 }
    return index == end || (bytes[index] == Byte.hash && index > quote + 1)
  }
}
