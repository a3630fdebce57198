/// A replacement of some bytes by others; an insertion when the range is empty.
struct TextSplice: Equatable {
  var range: Range<Int>
  var bytes: [UInt8]

  /// A replacement of a range.
  init(_ range: Range<Int>, _ bytes: [UInt8]) {
    self.range = range
    self.bytes = bytes
  }

  /// An insertion before the byte at a position.
  init(at position: Int, _ bytes: [UInt8]) {
    self.init(position..<position, bytes)
  }

  /// The text after all splices, which may come in any order but may not overlap; equal positions keep their order.
  static func applying(_ splices: [TextSplice], to text: [UInt8]) -> [UInt8] {
    let ordered = splices.enumerated().sorted { lhs, rhs in
      (lhs.element.range.lowerBound, lhs.offset) < (rhs.element.range.lowerBound, rhs.offset)
    }
    var result: [UInt8] = []
    var position = 0
    for (_, splice) in ordered {
      precondition(splice.range.lowerBound >= position, "Splices overlap at byte \(splice.range.lowerBound).")
      result += text[position..<splice.range.lowerBound]
      result += splice.bytes
      position = splice.range.upperBound
    }
    return result + text[position...]
  }
}

/// Reading of lines and blanks in bytes.
extension [UInt8] {
  /// Where the line that holds a position begins, lines being ended by line feeds.
  func lineStart(of position: Int) -> Int {
    (self[..<position].lastIndex(of: 0x0A) ?? -1) + 1
  }

  /// Where the content of the line that holds a position ends, before its carriage return and line feed.
  func lineContentEnd(of position: Int) -> Int {
    guard let feed = self[position...].firstIndex(of: 0x0A) else { return count }
    return feed > position && self[feed - 1] == 0x0D ? feed - 1 : feed
  }

  /// Where the line after the one that holds a position begins; the end of the text on the last line.
  func nextLineStart(of position: Int) -> Int {
    self[position...].firstIndex(of: 0x0A).map { $0 + 1 } ?? count
  }

  /// The line end that is in use at a position: CRLF if that line, or on the last line the one before, ends so.
  func lineBreak(at position: Int) -> [UInt8] {
    guard let feed = self[position...].firstIndex(of: 0x0A) ?? self[..<position].lastIndex(of: 0x0A) else {
      return [0x0A]
    }
    return feed > 0 && self[feed - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
  }

  /// The position after the spaces and tabs that begin at a position.
  func skippingBlanks(from position: Int, upTo end: Int? = nil) -> Int {
    var position = position
    while position < end ?? count, self[position] == 0x20 || self[position] == 0x09 { position += 1 }
    return position
  }

  /// Whether a range holds only spaces and tabs.
  func isBlank(_ range: Range<Int>) -> Bool {
    self[range].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// Whether a range holds only spaces, tabs and line ends.
  func isWhiteSpace(_ range: Range<Int>) -> Bool {
    self[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
  }
}
