/// The keys of a TOML text with the places of their values, found without interpreting the values.
struct TOMLEntries {
  /// One `key = value`.
  struct Entry {
    /// The keys from the root, the table's first.
    let path: [String]
    /// Where the line of the key begins.
    let lineStart: Int
    /// Where the last key ends and the value begins: the source between them holds the equals sign.
    let keyEnd: Int
    let value: Range<Int>
  }

  /// A `[table]` header.
  struct Header {
    let path: [String]
    let lineStart: Int
    let nextLine: Int
  }

  /// The entries in order, those of arrays of tables left out.
  private(set) var entries: [Entry] = []
  /// The headers in order, those of arrays of tables with an empty path.
  private(set) var headers: [Header] = []

  /// Walks a text; nil where it is not understood.
  init?(_ text: [UInt8]) {
    var position = 0
    var table: [String]? = []
    var arrays: [[String]] = []
    while position < text.count {
      position = text.skippingBlanks(from: position)
      guard position < text.count else { break }
      switch text[position] {
      case 0x0A, 0x0D:
        position += 1
      case 0x23:
        position = text.nextLineStart(of: position)
      case 0x5B:
        let lineStart = text.lineStart(of: position)
        let isArray = position + 1 < text.count && text[position + 1] == 0x5B
        position += isArray ? 2 : 1
        guard let (keys, end) = Self.keys(at: position, in: text), end < text.count, text[end] == 0x5D else {
          return nil
        }
        if isArray { arrays.append(keys) }
        table = arrays.contains { keys.starts(with: $0) } ? nil : keys
        position = text.nextLineStart(of: end)
        headers.append(Header(path: table ?? [], lineStart: lineStart, nextLine: position))
      default:
        guard let end = entry(at: position, under: table, in: text, depth: 0) else { return nil }
        position = end
      }
    }
  }

  private mutating func entry(at start: Int, under table: [String]?, in text: [UInt8], depth: Int) -> Int? {
    guard let (keys, keysEnd) = Self.keys(at: start, in: text), keysEnd < text.count, text[keysEnd] == 0x3D else {
      return nil
    }
    var keyEnd = keysEnd
    while keyEnd > start, text[keyEnd - 1] == 0x20 || text[keyEnd - 1] == 0x09 { keyEnd -= 1 }
    let valueStart = text.skippingBlanks(from: keysEnd + 1)
    let path = table.map { $0 + keys }
    guard let valueEnd = value(at: valueStart, path: path, in: text, depth: depth) else { return nil }
    if let path {
      entries.append(
        Entry(path: path, lineStart: text.lineStart(of: start), keyEnd: keyEnd, value: valueStart..<valueEnd))
    }
    return valueEnd
  }

  private mutating func value(at start: Int, path: [String]?, in text: [UInt8], depth: Int) -> Int? {
    guard start < text.count, depth <= Nesting.limit else { return nil }
    switch text[start] {
    case 0x22, 0x27:
      return Self.stringEnd(from: start, in: text)
    case 0x5B:
      var position = start + 1
      while position < text.count {
        switch text[position] {
        case 0x20, 0x09, 0x0A, 0x0D, 0x2C: position += 1
        case 0x23: position = text.nextLineStart(of: position)
        case 0x5D: return position + 1
        default:
          guard let end = value(at: position, path: nil, in: text, depth: depth + 1) else { return nil }
          position = end
        }
      }
      return nil
    case 0x7B:
      var position = start + 1
      while position < text.count {
        switch text[position] {
        case 0x20, 0x09, 0x0A, 0x0D, 0x2C: position += 1
        case 0x7D: return position + 1
        default:
          guard let end = entry(at: position, under: path, in: text, depth: depth + 1) else { return nil }
          position = end
        }
      }
      return nil
    default:
      var position = start
      while position < text.count, ![0x0A, 0x0D, 0x23, 0x2C, 0x5D, 0x7D].contains(text[position]) { position += 1 }
      while position > start, text[position - 1] <= 0x20 { position -= 1 }
      return position > start ? position : nil
    }
  }

  /// The dotted keys that begin at a position, and where the blanks after them end.
  private static func keys(at start: Int, in text: [UInt8]) -> ([String], end: Int)? {
    var keys: [String] = []
    var position = text.skippingBlanks(from: start)
    while position < text.count {
      let keyStart = position
      if text[position] == 0x22 || text[position] == 0x27 {
        guard let end = stringEnd(from: position, in: text) else { return nil }
        let key = Array(text[(keyStart + 1)..<(end - 1)])
        guard text[keyStart] == 0x27 || !key.contains(0x5C) else { return nil }
        keys.append(String(decoding: key, as: UTF8.self))
        position = end
      } else {
        while position < text.count, isBareKey(text[position]) { position += 1 }
        guard position > keyStart else { return nil }
        keys.append(String(decoding: text[keyStart..<position], as: UTF8.self))
      }
      position = text.skippingBlanks(from: position)
      guard position < text.count, text[position] == 0x2E else { return (keys, position) }
      position = text.skippingBlanks(from: position + 1)
    }
    return nil
  }

  private static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
    default: false
    }
  }

  /// The position after the string, of one line or several, that begins at a position.
  static func stringEnd(from start: Int, in text: [UInt8]) -> Int? {
    let quote = text[start]
    let isLong = start + 2 < text.count && text[start + 1] == quote && text[start + 2] == quote
    var position = start + (isLong ? 3 : 1)
    while position < text.count {
      let byte = text[position]
      if byte == 0x5C, quote == 0x22 {
        position += 2
      } else if byte != quote {
        guard isLong || (byte != 0x0A && byte != 0x0D) else { return nil }
        position += 1
      } else if !isLong {
        return position + 1
      } else {
        // Up to two quotes may stand before the three that close.
        var end = position
        while end < text.count, text[end] == quote { end += 1 }
        if end - position >= 3 { return min(end, position + 5) }
        position = end
      }
    }
    return nil
  }
}
