/// Walks over the lines of a file and judges each by its first bytes.
struct LineCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the current line begins.
  private(set) var start: Int
  /// The number of the current line, from 1.
  private(set) var number = 1
  private var end: Int

  init(bytes: UnsafeBufferPointer<UInt8>, start: Int) {
    self.bytes = bytes
    self.start = start
    end = start
    findEnd()
  }

  /// The bytes of the current line without its line end; nil after the last one.
  var current: Range<Int>? {
    guard start < bytes.count else { return nil }
    let withoutReturn = end > start && bytes[end - 1] == Byte.carriageReturn ? end - 1 : end
    return start..<withoutReturn
  }

  mutating func advance() {
    start = min(end + 1, bytes.count)
    number += 1
    findEnd()
  }

  private mutating func findEnd() {
    end = start
    while end < bytes.count, bytes[end] != Byte.lineFeed { end += 1 }
  }

  func isBlank(_ line: Range<Int>) -> Bool {
    line.allSatisfy { Byte.isBlank(bytes[$0]) }
  }

  func indentation(_ line: Range<Int>) -> Int {
    var index = line.lowerBound
    while index < line.upperBound, Byte.isBlank(bytes[index]) { index += 1 }
    return index - line.lowerBound
  }

  func starts(_ line: Range<Int>, withThree mark: UInt8) -> Bool {
    line.count >= 3 && bytes[line.lowerBound] == mark && bytes[line.lowerBound + 1] == mark
      && bytes[line.lowerBound + 2] == mark
  }

  /// Whether the line is three of the mark, and blanks at most behind them.
  func isFence(_ line: Range<Int>, of mark: UInt8) -> Bool {
    starts(line, withThree: mark) && isBlank(line.lowerBound + 3..<line.upperBound)
  }

  /// Whether the line is `word: …` or `word:` at its very beginning, the word of letters, digits, `_`, `-` and `.`.
  func isKey(_ line: Range<Int>) -> Bool {
    var index = line.lowerBound
    guard index < line.upperBound, Byte.isLetter(bytes[index]) else { return false }
    while index < line.upperBound {
      let byte = bytes[index]
      if byte == Byte.colon { return index + 1 == line.upperBound || Byte.isBlank(bytes[index + 1]) }
      guard
        Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.underscore || byte == Byte.hyphen
          || byte == Byte.period
      else { return false }
      index += 1
    }
    return false
  }

  /// Whether the line is `word = …`, the word as in ``isKey(_:)`` and perhaps in quotes, or a table's `[name]`.
  func isTOMLKey(_ line: Range<Int>) -> Bool {
    guard let first = line.first.map({ bytes[$0] }) else { return false }
    if first == Byte.bracketOpen { return line.contains { bytes[$0] == Byte.bracketClose } }
    let word = line.prefix { index in
      let byte = bytes[index]
      return Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.underscore || byte == Byte.hyphen
        || byte == Byte.period || byte == Byte.quote || byte == Byte.apostrophe
    }
    let sign = line.dropFirst(word.count).first { !Byte.isBlank(bytes[$0]) }
    return !word.isEmpty && sign.map { bytes[$0] } == Byte.equals
  }

  /// Whether the line can stand between keys: blank, a comment, indented, or a list's item.
  func isContinuation(_ line: Range<Int>) -> Bool {
    guard let first = line.first.map({ bytes[$0] }) else { return true }
    if Byte.isBlank(first) || first == Byte.hash { return true }
    return first == Byte.hyphen && line.count > 1 && bytes[line.lowerBound + 1] == Byte.space
  }

  /// Whether the first line after the current one that is neither blank nor a comment is a key of the notation.
  func isFollowedByKey(of format: FrontMatterFormat = .yaml) -> Bool {
    var lines = self
    lines.advance()
    while let line = lines.current {
      if !lines.isBlank(line), bytes[line.lowerBound] != Byte.hash {
        return format == .toml ? lines.isTOMLKey(line) : lines.isKey(line)
      }
      lines.advance()
    }
    return false
  }

  /// Whether the first line after the current one that is neither blank nor a comment is running text: begins with a
  /// letter and holds no colon.
  func isFollowedByProse() -> Bool {
    var lines = self
    lines.advance()
    while let line = lines.current {
      let first = line.first.map { bytes[$0] } ?? Byte.space
      if !lines.isBlank(line), first != Byte.hash {
        return (Byte.isLetter(first) || first >= 0x80) && !line.contains { bytes[$0] == Byte.colon }
      }
      lines.advance()
    }
    return false
  }

  /// The line as a text, at most 80 bytes of it.
  func text(_ line: Range<Int>, droppingFirst count: Int = 0) -> String {
    String(decoding: bytes[line.dropFirst(count).prefix(80)], as: UTF8.self)
  }
}
