/// Finds the front matter of a file by its fences alone, without reading what is inside.
///
/// Lines end at a line feed; a carriage return before it belongs to the line end, one inside a line is a byte like others.
/// A byte order mark and blank lines before the opening fence are passed over, as Hugo does, and before `{` also blanks.
package enum FrontMatterSplitter {
  /// Splits a whole file.
  ///
  /// A first line of `---` is a fence when a closing one follows, or when a key does; else it is a rule of the text.
  /// - Complexity: O(*n*) in the bytes up to the end of the front matter; without front matter O(1) lines are looked at.
  package static func split(_ bytes: [UInt8]) -> FrontMatterSplit {
    bytes.withUnsafeBufferPointer { split($0) }
  }

  static func split(_ bytes: UnsafeBufferPointer<UInt8>) -> FrontMatterSplit {
    var lines = LineCursor(bytes: bytes, start: hasByteOrderMark(bytes) ? 3 : 0)
    let textStart = lines.start
    while let line = lines.current, lines.isBlank(line) { lines.advance() }
    guard let first = lines.current else { return .bodyOnly(textStart..<bytes.count) }
    if lines.isFence(first, of: Byte.hyphen) { return fenced(by: Byte.hyphen, as: .yaml, lines) }
    if lines.isFence(first, of: Byte.plus) { return fenced(by: Byte.plus, as: .toml, lines) }
    let indent = lines.indentation(first)
    if bytes[first.lowerBound + indent] == Byte.braceOpen, startsObject(bytes, at: first.lowerBound + indent) {
      return object(bytes, at: first.lowerBound + indent, line: lines.number)
    }
    if let trouble = troubleWithoutFence(lines) { return .unclear(trouble) }
    return .bodyOnly(textStart..<bytes.count)
  }

  /// Whether the bytes begin with the UTF-8 byte order mark.
  static func hasByteOrderMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
  }

  // MARK: Fences

  private static func fenced(
    by mark: UInt8, as format: FrontMatterFormat, _ opening: LineCursor
  ) -> FrontMatterSplit {
    var lines = opening
    lines.advance()
    let blockStart = lines.start
    let blockLine = lines.number
    var holdsContent = false
    while let line = lines.current {
      if lines.starts(line, withThree: mark) {
        guard lines.isFence(line, of: mark) else {
          // A rule of the text such as `---- ` in a file that only begins with a rule is no fence.
          guard opening.isFollowedByKey(of: format) else { break }
          return .unclear(
            FenceTrouble(kind: .oddClosingFence(lines.text(line)), line: lines.number, openingLine: opening.number))
        }
        let blockEnd = line.lowerBound
        if format == .yaml, opening.isFollowedByProse() { return .bodyOnly(opening.start..<opening.bytes.count) }
        lines.advance()
        if !holdsContent, format == .yaml, secondBlock(lines) {
          return .unclear(FenceTrouble(kind: .emptyBlock, line: opening.number, openingLine: opening.number))
        }
        return .block(
          FrontMatterBlock(
            format: format, range: blockStart..<blockEnd, firstLine: blockLine,
            bodyRange: lines.start..<lines.bytes.count, bodyFirstLine: lines.number))
      }
      if !holdsContent { holdsContent = !lines.isBlank(line) && lines.bytes[line.lowerBound] != Byte.hash }
      lines.advance()
    }
    guard opening.isFollowedByKey(of: format) else { return .bodyOnly(opening.start..<opening.bytes.count) }
    return .unclear(FenceTrouble(kind: .notClosed, line: opening.number, openingLine: opening.number))
  }

  /// Whether at least two keys and a closing fence follow at once.
  private static func secondBlock(_ start: LineCursor) -> Bool {
    var lines = start
    var keyCount = 0
    while let line = lines.current {
      if lines.isFence(line, of: Byte.hyphen) { return keyCount > 1 }
      if lines.isKey(line) {
        keyCount += 1
      } else if keyCount == 0, !lines.isBlank(line), lines.bytes[line.lowerBound] != Byte.hash {
        return false
      }
      lines.advance()
    }
    return false
  }

  // MARK: JSON

  /// Whether `{` opens an object, not a shortcode (`{{<`), a Liquid tag (`{%`) or a heading's attributes (`{#`).
  private static func startsObject(_ bytes: UnsafeBufferPointer<UInt8>, at brace: Int) -> Bool {
    var index = brace + 1
    while index < bytes.count, Byte.isWhiteSpace(bytes[index]) { index += 1 }
    return index < bytes.count && (bytes[index] == Byte.quote || bytes[index] == Byte.braceClose)
  }

  private static func object(_ bytes: UnsafeBufferPointer<UInt8>, at brace: Int, line: Int) -> FrontMatterSplit {
    var depth = 0
    var number = line
    var inString = false
    var index = brace
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Byte.lineFeed { number += 1 }
      if inString {
        if byte == Byte.backslash { index += 1 } else if byte == Byte.quote { inString = false }
        // JSON texts hold no line ends: a quote that is missing must not swallow the text of the page.
        if byte == Byte.lineFeed { inString = false }
      } else if byte == Byte.quote {
        inString = true
      } else if byte == Byte.braceOpen || byte == Byte.bracketOpen {
        depth += 1
      } else if byte == Byte.braceClose || byte == Byte.bracketClose {
        depth -= 1
        if depth == 0 {
          var end = index + 1
          while end < bytes.count, Byte.isBlank(bytes[end]) || bytes[end] == Byte.carriageReturn { end += 1 }
          if end < bytes.count, bytes[end] == Byte.lineFeed {
            end += 1
            number += 1
          }
          return .block(
            FrontMatterBlock(
              format: .json, range: brace..<index + 1, firstLine: line, bodyRange: end..<bytes.count,
              bodyFirstLine: number))
        }
      }
      index += 1
    }
    return .unclear(FenceTrouble(kind: .notClosed, line: line, openingLine: line))
  }

  // MARK: Files that look as if they had front matter

  /// Front matter that was meant, told from a text with rules by the keys that stand before or after the first fence.
  private static func troubleWithoutFence(_ start: LineCursor) -> FenceTrouble? {
    guard let first = start.current else { return nil }
    let opening = start.number
    if start.starts(first, withThree: Byte.hyphen), start.isFollowedByKey() {
      return FenceTrouble(kind: .oddOpeningFence(start.text(first)), line: opening, openingLine: opening)
    }
    if start.text(first).hasPrefix("<!-- ---") {
      return FenceTrouble(kind: .commentedOut, line: opening, openingLine: opening)
    }
    var lines = start
    var keyCount = 0
    var otherCount = 0
    for _ in 0..<200 {
      guard let line = lines.current else { return nil }
      if lines.starts(line, withThree: Byte.hyphen) || lines.text(line, droppingFirst: 1) == "---" {
        if lines.isFollowedByKey(), lines.number - opening <= 8 {
          // `expirydate: …`, `---`, keys, `---`; a rule followed by `Note: …` has no second fence after keys only.
          var second = lines
          second.advance()
          guard keyCount + otherCount <= 6, secondBlock(second) else { return nil }
          return FenceTrouble(kind: .textBeforeFence(start.text(first)), line: opening, openingLine: lines.number)
        }
        guard keyCount >= 2, otherCount == 0, lines.isFence(line, of: Byte.hyphen) else { return nil }
        return FenceTrouble(kind: .notOpened, line: opening, openingLine: opening)
      }
      if lines.isKey(line) {
        keyCount += 1
      } else if !lines.isContinuation(line) {
        otherCount += 1
        if otherCount > 2 { return nil }
      }
      lines.advance()
    }
    return nil
  }
}
