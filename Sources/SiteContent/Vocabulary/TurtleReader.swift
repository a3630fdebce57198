/// Reads the statements of a Turtle document, as far as vocabularies use the notation.
///
/// Prefixes, base, `a`, lists with `;` and `,`, all kinds of quoted texts, languages, types, numbers and blank nodes are
/// read; what stands inside `[ ]` and `( )` is passed over.
///
/// Source: RDF 1.1 Turtle, W3C Recommendation, 25 February 2014.
struct TurtleReader {
  private let bytes: [UInt8]
  private let path: String
  private var index = 0
  private var prefixes: [String: String] = [:]
  private var base = ""
  private var statements: [RDFStatement] = []

  /// The statements of a document.
  static func statements(in bytes: [UInt8], path: String) throws(VocabularyError) -> [RDFStatement] {
    var reader = TurtleReader(bytes: bytes, path: path)
    while try reader.readStatement() {}
    return reader.statements
  }

  private init(bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  private mutating func readStatement() throws(VocabularyError) -> Bool {
    skipBlanks()
    guard index < bytes.count else { return false }
    if let directive = takeDirective() {
      if directive == "prefix" {
        let name = takeName()
        guard name.last == ":" else { throw trouble("a prefix such as 'skos:' was expected") }
        prefixes[String(name.dropLast())] = try resource()
      } else {
        base = try resource()
      }
      skipBlanks()
      if peek == Byte.period { index += 1 }
      return true
    }
    let subject = try self.subject()
    while true {
      skipBlanks()
      if peek == Byte.period || peek == Self.bracketClosing { break }
      let predicate = try self.predicate()
      while true {
        if let object = try object() {
          statements.append(RDFStatement(subject: subject, predicate: predicate, object: object))
        }
        skipBlanks()
        guard peek == Byte.comma else { break }
        index += 1
      }
      skipBlanks()
      while peek == Self.semicolon {
        index += 1
        skipBlanks()
      }
      guard index < bytes.count else { throw trouble("the last statement does not end with '.'") }
    }
    guard peek == Byte.period else { throw trouble("'.' was expected") }
    index += 1
    return true
  }

  // MARK: Terms

  private mutating func subject() throws(VocabularyError) -> String {
    if peek == Byte.bracketOpen || peek == Self.parenthesisOpen {
      try skipNested()
      return "_:\(index)"
    }
    return try resource()
  }

  private mutating func predicate() throws(VocabularyError) -> String {
    if peek == UInt8(ascii: "a"), index + 1 < bytes.count, Byte.isWhiteSpace(bytes[index + 1]) {
      index += 1
      return "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    }
    return try resource()
  }

  /// The next object; nil for one that is passed over.
  private mutating func object() throws(VocabularyError) -> RDFStatement.Object? {
    skipBlanks()
    switch peek {
    case Byte.bracketOpen, Self.parenthesisOpen:
      try skipNested()
      return nil
    case Byte.quote, Byte.apostrophe:
      let text = try quoted()
      if peek == Byte.at {
        index += 1
        return .text(text, language: takeName())
      }
      if peek == Self.caret {
        while peek == Self.caret { index += 1 }
        _ = try resource()
      }
      return .text(text, language: nil)
    case _ where Byte.isDigit(peek) || peek == Byte.hyphen || peek == Byte.plus:
      return .text(takeName(), language: nil)
    default:
      let start = index
      if peek != Byte.less {
        let name = takeName()
        if name == "true" || name == "false" { return .text(name, language: nil) }
        index = start
      }
      return .resource(try resource())
    }
  }

  /// An address in `< >`, or a name with a prefix.
  private mutating func resource() throws(VocabularyError) -> String {
    skipBlanks()
    if peek == Byte.less {
      guard let end = bytes[index...].firstIndex(of: Byte.greater) else { throw trouble("'<' is not closed") }
      let text = String(decoding: bytes[index + 1..<end], as: UTF8.self)
      index = end + 1
      return text.contains(":") ? text : base + text
    }
    let name = takeName()
    guard let colon = name.firstIndex(of: ":") else {
      throw trouble(name.isEmpty ? "a name was expected" : "'\(name)' has no prefix")
    }
    let prefix = String(name[..<colon])
    if prefix == "_" { return name }
    guard let address = prefixes[prefix] else { throw trouble("the prefix '\(prefix):' is not declared") }
    return address + name[name.index(after: colon)...].filter { $0 != "\\" }
  }

  /// A text in one or three quotes of a kind.
  private mutating func quoted() throws(VocabularyError) -> String {
    let quote = peek
    let isLong = bytes[index...].starts(with: [quote, quote, quote])
    let start = index
    index += isLong ? 3 : 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote, !isLong || bytes[index...].starts(with: [quote, quote, quote]) {
        index += isLong ? 3 : 1
        return String(decoding: text, as: UTF8.self)
      }
      index += 1
      guard byte == Byte.backslash, index < bytes.count else {
        text.append(byte)
        continue
      }
      let escape = bytes[index]
      index += 1
      switch escape {
      case UInt8(ascii: "n"): text.append(Byte.lineFeed)
      case UInt8(ascii: "t"): text.append(Byte.tab)
      case UInt8(ascii: "r"): text.append(Byte.carriageReturn)
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        let count = escape == UInt8(ascii: "u") ? 4 : 8
        let digits = String(decoding: bytes[index..<min(index + count, bytes.count)], as: UTF8.self)
        guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
          throw trouble("'\\\(Character(Unicode.Scalar(escape)))\(digits)' is no character")
        }
        text += Array(String(Character(scalar)).utf8)
        index += count
      default: text.append(escape)
      }
    }
    index = start
    throw trouble("a quote is not closed")
  }

  /// Passes over what stands in brackets, texts inside included.
  private mutating func skipNested() throws(VocabularyError) {
    let start = index
    var depth = 0
    repeat {
      skipBlanks()
      guard index < bytes.count else {
        index = start
        throw trouble("a bracket is not closed")
      }
      switch peek {
      case Byte.quote, Byte.apostrophe: _ = try quoted()
      case Byte.less: _ = try resource()
      case Byte.bracketOpen, Self.parenthesisOpen:
        depth += 1
        index += 1
      case Self.bracketClosing, Self.parenthesisClosing:
        depth -= 1
        index += 1
      default: index += 1
      }
    } while depth > 0
  }

  // MARK: Characters

  private static let semicolon: UInt8 = 0x3B
  private static let parenthesisOpen: UInt8 = 0x28
  private static let parenthesisClosing: UInt8 = 0x29
  private static let bracketClosing: UInt8 = 0x5D
  private static let caret: UInt8 = 0x5E

  private var peek: UInt8 { index < bytes.count ? bytes[index] : 0 }

  /// `prefix` or `base`, with or without `@`; nil when another statement begins.
  private mutating func takeDirective() -> String? {
    let start = index
    if peek == Byte.at { index += 1 }
    let word = takeName().lowercased()
    if word == "prefix" || word == "base" {
      skipBlanks()
      return word
    }
    index = start
    return nil
  }

  /// Everything up to a blank or a mark; a period at the end ends the statement.
  private mutating func takeName() -> String {
    skipBlanks()
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      if Byte.isWhiteSpace(byte) || [Byte.comma, Self.semicolon, Byte.less, Byte.quote].contains(byte)
        || [Byte.bracketOpen, Self.bracketClosing, Self.parenthesisOpen, Self.parenthesisClosing].contains(byte)
      {
        break
      }
      index += 1
    }
    while index > start, bytes[index - 1] == Byte.period { index -= 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while index < bytes.count {
      if bytes[index] == Byte.hash {
        while index < bytes.count, bytes[index] != Byte.lineFeed { index += 1 }
      } else if Byte.isWhiteSpace(bytes[index]) {
        index += 1
      } else {
        return
      }
    }
  }

  private func trouble(_ message: String) -> VocabularyError {
    VocabularyError(path: path, line: bytes[..<index].count { $0 == Byte.lineFeed } + 1, message: message + ".")
  }
}
