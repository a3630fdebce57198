/// The keys of a JSON object with the places of their values.
struct JSONEntries {
  /// One `"key": value`.
  struct Entry {
    /// The keys from the root.
    let path: [String]
    let key: Range<Int>
    let value: Range<Int>
  }

  /// The entries in the order of their ends, those within arrays left out.
  private(set) var entries: [Entry] = []

  /// Walks the object that a text begins with; nil where it is not understood.
  init?(_ text: [UInt8]) {
    guard value(at: 0, path: [], in: text, depth: 0) != nil else { return nil }
  }

  private mutating func value(at start: Int, path: [String]?, in text: [UInt8], depth: Int) -> Int? {
    guard start < text.count, depth <= Nesting.limit else { return nil }
    switch text[start] {
    case 0x22:
      return Self.stringEnd(from: start, in: text)
    case 0x5B:
      var position = Self.skippingSpace(from: start + 1, in: text)
      var isAfterComma = false
      while position < text.count {
        if text[position] == 0x5D { return isAfterComma ? nil : position + 1 }
        guard let end = value(at: position, path: nil, in: text, depth: depth + 1) else { return nil }
        position = Self.skippingSpace(from: end, in: text)
        isAfterComma = position < text.count && text[position] == 0x2C
        if isAfterComma {
          position = Self.skippingSpace(from: position + 1, in: text)
        } else if position < text.count, text[position] != 0x5D {
          return nil
        }
      }
      return nil
    case 0x7B:
      return object(at: start, path: path, in: text, depth: depth)
    default:
      var position = start
      while position < text.count, text[position] > 0x20, ![0x2C, 0x5D, 0x7D].contains(text[position]) { position += 1 }
      return position > start ? position : nil
    }
  }

  private mutating func object(at start: Int, path: [String]?, in text: [UInt8], depth: Int) -> Int? {
    var position = Self.skippingSpace(from: start + 1, in: text)
    var isAfterComma = false
    while position < text.count {
      if text[position] == 0x7D { return isAfterComma ? nil : position + 1 }
      guard text[position] == 0x22, let keyEnd = Self.stringEnd(from: position, in: text) else { return nil }
      let key = position..<keyEnd
      let colon = Self.skippingSpace(from: keyEnd, in: text)
      guard colon < text.count, text[colon] == 0x3A else { return nil }
      let valueStart = Self.skippingSpace(from: colon + 1, in: text)
      let name = String(decoding: text[(key.lowerBound + 1)..<(keyEnd - 1)], as: UTF8.self)
      let innerPath = path.map { $0 + [name] }
      guard let valueEnd = value(at: valueStart, path: innerPath, in: text, depth: depth + 1) else { return nil }
      if let innerPath { entries.append(Entry(path: innerPath, key: key, value: valueStart..<valueEnd)) }
      position = Self.skippingSpace(from: valueEnd, in: text)
      isAfterComma = position < text.count && text[position] == 0x2C
      if isAfterComma {
        position = Self.skippingSpace(from: position + 1, in: text)
      } else if position < text.count, text[position] != 0x7D {
        return nil
      }
    }
    return nil
  }

  private static func skippingSpace(from start: Int, in text: [UInt8]) -> Int {
    var position = start
    while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    return position
  }

  /// The position after the closing quote of the string that begins at a position.
  static func stringEnd(from start: Int, in text: [UInt8]) -> Int? {
    var position = start + 1
    while position < text.count {
      switch text[position] {
      case 0x5C: position += 2
      case 0x22: return position + 1
      default: position += 1
      }
    }
    return nil
  }
}
