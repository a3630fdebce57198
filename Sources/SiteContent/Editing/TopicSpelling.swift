/// When two spellings in a file name one topic.
enum TopicSpelling {
  /// Blanks at the ends dropped and the usual HTML entities decoded: what names a topic.
  static func label(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let ampersand = rest.firstIndex(of: "&") {
      result += rest[..<ampersand]
      rest = rest[ampersand...]
      if let semicolon = rest.prefix(10).firstIndex(of: ";"),
        let scalar = entity(rest[rest.index(after: ampersand)..<semicolon])
      {
        result.unicodeScalars.append(scalar)
        rest = rest[rest.index(after: semicolon)...]
      } else {
        result += "&"
        rest = rest.dropFirst()
      }
    }
    result += rest
    var scalars = result.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  /// The label in lower case: two topics of one site that differ in case only share a page in Hugo.
  static func folded(_ text: String) -> String { label(text).lowercased() }

  private static func entity(_ name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return "\u{A0}"
    default:
      guard name.first == "#" else { return nil }
      let digits = name.dropFirst()
      let isHexadecimal = digits.first == "x" || digits.first == "X"
      return UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10).flatMap(
        Unicode.Scalar.init)
    }
  }
}
