/// Checks that a text is TOML as far as its syntax goes, and how deep it nests, before the parser sees it.
///
/// The parser's own assertions end the program on some texts that are no TOML, such as `[` alone in a line, `a = [}` or
/// `2024-05-31T9x`. So only what is well formed reaches it; it decides on the rest: numbers, escapes, keys given twice.
///
/// Source: TOML v1.0.0, <https://toml.io/en/v1.0.0>.
struct TOMLSyntax {
  /// What is wrong, and where.
  struct Fault: Error {
    var offset: Int
    var message: String
    var isTooComplex = false
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: FrontMatterLimits
  private var index = 0
  private var valueCount = 0

  private init(bytes: UnsafeBufferPointer<UInt8>, limits: FrontMatterLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// Walks over a text. O(*n*).
  static func check(_ bytes: UnsafeBufferPointer<UInt8>, limits: FrontMatterLimits) throws(Fault) {
    var syntax = TOMLSyntax(bytes: bytes, limits: limits)
    if FrontMatterSplitter.hasByteOrderMark(bytes) { syntax.index = 3 }
    var tableDepth = 0
    while true {
      syntax.skipBlanks()
      guard syntax.index < bytes.count else { return }
      if syntax.peek == Byte.bracketOpen {
        tableDepth = try syntax.header()
      } else if syntax.peek != Byte.hash, !syntax.isAtLineEnd {
        try syntax.entry(depth: tableDepth)
      }
      try syntax.lineEnd()
    }
  }

  // MARK: Keys

  /// `[key]` or `[[key]]`; gives the number of its keys.
  private mutating func header() throws(Fault) -> Int {
    index += 1
    let isArray = peek == Byte.bracketOpen
    if isArray { index += 1 }
    let depth = try key(depth: 0)
    for _ in 0..<(isArray ? 2 : 1) {
      guard peek == Byte.bracketClose else { throw fault("']' was expected after the name of the table") }
      index += 1
    }
    return depth
  }

  /// `key = value`.
  private mutating func entry(depth: Int) throws(Fault) {
    let depth = try key(depth: depth)
    guard peek == Byte.equals else { throw fault("'=' was expected after the key") }
    index += 1
    skipBlanks()
    try value(depth: depth)
  }

  /// Keys with dots between them and the blanks around; gives the depth of what they stand for.
  private mutating func key(depth: Int) throws(Fault) -> Int {
    var depth = depth
    while true {
      skipBlanks()
      if peek == Byte.quote || peek == Byte.apostrophe {
        guard !startsLongText else { throw fault("a key of several lines is not allowed") }
        try text()
      } else {
        let start = index
        while index < bytes.count, Self.isBareKey(bytes[index]) { index += 1 }
        guard index > start else { throw fault("a key was expected") }
      }
      depth += 1
      try count(depth)
      skipBlanks()
      guard peek == Byte.period else { return depth }
      index += 1
    }
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(Fault) {
    try count(depth)
    switch peek {
    case Byte.quote, Byte.apostrophe: try text()
    case Byte.bracketOpen: try array(depth: depth + 1)
    case Byte.braceOpen: try inlineTable(depth: depth + 1)
    default: try word()
    }
  }

  private mutating func array(depth: Int) throws(Fault) {
    index += 1
    while true {
      try skipLines()
      if peek == Byte.bracketClose { break }
      try value(depth: depth)
      try skipLines()
      if peek == Byte.bracketClose { break }
      guard peek == Byte.comma else { throw fault("',' or ']' was expected after the value") }
      index += 1
    }
    index += 1
  }

  private mutating func inlineTable(depth: Int) throws(Fault) {
    index += 1
    skipBlanks()
    while peek != Byte.braceClose {
      try entry(depth: depth)
      skipBlanks()
      if peek == Byte.braceClose { break }
      guard peek == Byte.comma else { throw fault("',' or '}' was expected after the value") }
      index += 1
      skipBlanks()
      if peek == Byte.braceClose { throw fault("a comma stands before '}'") }
    }
    index += 1
  }

  /// A number, a date, a time, `true` or `false`.
  private mutating func word() throws(Fault) {
    let start = index
    while index < bytes.count, Self.isWordByte(bytes[index]) { index += 1 }
    // A blank may stand between date and time.
    if matches("0000-00-00", start..<index), peek == Byte.space, index + 1 < bytes.count,
      Byte.isDigit(bytes[index + 1])
    {
      index += 1
      while index < bytes.count, Self.isWordByte(bytes[index]) { index += 1 }
    }
    let word = start..<index
    let isEnded = index == bytes.count || isAtLineEnd || Byte.isBlank(peek) || Self.endsValue(peek)
    guard !word.isEmpty, isEnded, isNumber(word) || isMoment(word) || isWord("true", word) || isWord("false", word)
    else {
      index = start
      throw fault("a value was expected: a text in quotes, a number, a date, true or false")
    }
  }

  private func isWord(_ text: StaticString, _ range: Range<Int>) -> Bool {
    range.count == text.utf8CodeUnitCount && bytes.has(text, at: range.lowerBound)
  }

  /// Digits with what may stand in numbers, after a sign; the parser looks at their order.
  private func isNumber(_ range: Range<Int>) -> Bool {
    let hasSign = bytes[range.lowerBound] == Byte.plus || bytes[range.lowerBound] == Byte.hyphen
    let digits = range.dropFirst(hasSign ? 1 : 0)
    if isWord("inf", digits) || isWord("nan", digits) { return true }
    guard let first = digits.first, Byte.isDigit(bytes[first]) else { return false }
    let letter = digits.count > 2 ? bytes[first + 1] : 0
    if bytes[first] == Byte.zero, !hasSign, [0x62, 0x6F, 0x78].contains(letter) {
      return digits.dropFirst(2).allSatisfy { place in
        let byte = Byte.lowercased(bytes[place])
        return Byte.isDigit(byte) || byte == Byte.underscore || letter == 0x78 && (0x61...0x66).contains(byte)
      }
    }
    var previous: UInt8 = 0
    return digits.allSatisfy { place in
      let byte = bytes[place]
      defer { previous = byte }
      let isSign = byte == Byte.plus || byte == Byte.hyphen
      return Byte.isDigit(byte) || byte == Byte.underscore || byte == Byte.period || byte | 0x20 == 0x65
        || isSign && previous | 0x20 == 0x65
    }
  }

  /// A date, a time, or both with a zone or without.
  private func isMoment(_ range: Range<Int>) -> Bool {
    var rest = range
    if matches("0000-00-00", rest.prefix(10)) {
      rest = rest.dropFirst(10)
      guard let separator = rest.first else { return true }
      guard bytes[separator] == Byte.space || bytes[separator] | 0x20 == 0x74 else { return false }
      rest = rest.dropFirst()
    }
    guard matches("00:00:00", rest.prefix(8)) else { return false }
    let hasDate = rest.lowerBound > range.lowerBound
    rest = rest.dropFirst(8)
    if let point = rest.first, bytes[point] == Byte.period {
      let digits = rest.dropFirst().prefix { Byte.isDigit(bytes[$0]) }
      guard !digits.isEmpty else { return false }
      rest = digits.upperBound..<range.upperBound
    }
    guard hasDate, let zone = rest.first else { return rest.isEmpty }
    if bytes[zone] | 0x20 == 0x7A { return rest.count == 1 }
    return (bytes[zone] == Byte.plus || bytes[zone] == Byte.hyphen) && matches("00:00", rest.dropFirst())
  }

  /// Whether the bytes are those of a pattern, `0` standing for any digit.
  private func matches(_ pattern: StaticString, _ range: Range<Int>) -> Bool {
    range.count == pattern.utf8CodeUnitCount
      && range.enumerated().allSatisfy { offset, place in
        let wanted = pattern.utf8Start[offset]
        return wanted == Byte.zero ? Byte.isDigit(bytes[place]) : bytes[place] == wanted
      }
  }

  // MARK: Texts

  private var startsLongText: Bool {
    index + 2 < bytes.count && bytes[index + 1] == peek && bytes[index + 2] == peek
  }

  /// Passes over a text in one or three quotes of a kind.
  private mutating func text() throws(Fault) {
    let start = index
    let quote = peek
    let isLong = startsLongText
    index += isLong ? 3 : 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Byte.backslash, quote == Byte.quote {
        index += 2
      } else if byte == quote {
        var end = index
        while isLong, end < bytes.count, bytes[end] == quote { end += 1 }
        if !isLong || end - index >= 3 {
          // Two quotes at most may stand before the three that close.
          index = isLong ? min(end, index + 5) : index + 1
          return
        }
        index = end
      } else if byte == Byte.lineFeed, !isLong {
        break
      } else {
        index += 1
      }
    }
    index = start
    throw fault("a quote is not closed")
  }

  // MARK: Characters

  private var peek: UInt8 { index < bytes.count ? bytes[index] : 0 }

  private var isAtLineEnd: Bool {
    peek == Byte.lineFeed || peek == Byte.carriageReturn && index + 1 < bytes.count && bytes[index + 1] == Byte.lineFeed
  }

  private static func isBareKey(_ byte: UInt8) -> Bool {
    Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.underscore || byte == Byte.hyphen
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isBareKey(byte) || byte == Byte.plus || byte == Byte.period || byte == Byte.colon
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    byte == Byte.comma || byte == Byte.bracketClose || byte == Byte.braceClose || byte == Byte.hash
  }

  private mutating func skipBlanks() {
    while index < bytes.count, Byte.isBlank(bytes[index]) { index += 1 }
  }

  private mutating func skipComment() {
    if peek == Byte.hash { index = bytes.firstIndex(of: Byte.lineFeed, from: index) ?? bytes.count }
  }

  /// Passes over blanks, comments and line ends.
  private mutating func skipLines() throws(Fault) {
    let start = index
    while index < bytes.count {
      skipBlanks()
      skipComment()
      guard isAtLineEnd else { break }
      index += peek == Byte.lineFeed ? 1 : 2
    }
    if index == bytes.count {
      index = start
      throw fault("'[' is not closed")
    }
  }

  /// Passes over the end of a line: a comment, and nothing else.
  private mutating func lineEnd() throws(Fault) {
    skipBlanks()
    skipComment()
    guard index < bytes.count else { return }
    guard isAtLineEnd else { throw fault("something follows the value or the name of the table") }
    index += peek == Byte.lineFeed ? 1 : 2
  }

  private mutating func count(_ depth: Int) throws(Fault) {
    valueCount += 1
    guard depth <= limits.depth, valueCount <= 2 * limits.nodeCount else {
      throw Fault(
        offset: index,
        message: "the front matter has more than \(limits.depth) levels or \(limits.nodeCount) values",
        isTooComplex: true)
    }
  }

  private func fault(_ message: String) -> Fault { Fault(offset: index, message: message) }
}
