import CLibXML2

/// An HTML character reference such as `&amp;`, `&#8217;` or `&#x2019;`.
enum CharacterReference {
  /// The longest one looked at, in bytes; the longest names of HTML have 33.
  private static let longest = 40

  /// The code point and the length of the reference at a position that holds `&`; nil when it is none.
  ///
  /// The semicolon is wanted, so that `AT&T` and `Q&A` stay; a name that HTML does not know (`&quo;`) is none.
  /// Numbers 128…159 mean what windows-1252 has there, as in browsers.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (scalar: UInt32, length: Int)? {
    let limit = min(bytes.count, start + longest)
    var end = start + 1
    while end < limit, bytes[end] != 0x3B {
      let byte = bytes[end]
      guard byte.isASCIILetterOrDigit || (byte == 0x23 && end == start + 1) else { return nil }
      end += 1
    }
    guard end < limit, end > start + 1 else { return nil }
    let body = bytes.part(start + 1..<end)
    guard let scalar = body[0] == 0x23 ? number(body) : name(body) else { return nil }
    return (scalar, end + 1 - start)
  }

  private static func number(_ body: UnsafeBufferPointer<UInt8>) -> UInt32? {
    let isHexadecimal = body.count > 1 && body[1] | 0x20 == 0x78
    let digits = body.dropFirst(isHexadecimal ? 2 : 1)
    guard !digits.isEmpty, digits.count <= 8 else { return nil }
    var value: UInt32 = 0
    for byte in digits {
      let digit: UInt32
      switch byte {
      case 0x30...0x39: digit = UInt32(byte - 0x30)
      case 0x41...0x46 where isHexadecimal, 0x61...0x66 where isHexadecimal: digit = UInt32(byte | 0x20) - 0x57
      default: return nil
      }
      value = value * (isHexadecimal ? 16 : 10) + digit
      if value > 0x10FFFF { return nil }
    }
    if value >= 0x80, value <= 0x9F { return Windows1252.scalar(of: UInt8(value)) }
    return value == 0 || (0xD800...0xDFFF).contains(value) ? 0xFFFD : value
  }

  private static func name(_ body: UnsafeBufferPointer<UInt8>) -> UInt32? {
    for (name, scalar) in frequent where body.count == name.utf8CodeUnitCount && body.has(name, at: 0) { return scalar }
    // SAFETY: the copy ends in a zero byte, as the C function wants; what it returns is its static table.
    let copy = Array(body) + [0]
    return htmlEntityLookup(copy).map { $0.pointee.value }
  }

  /// The references that come up all the time, and those of HTML 5 that libxml2, which knows HTML 4, lacks.
  private static let frequent: [(StaticString, UInt32)] = [
    ("amp", 0x26), ("nbsp", 0xA0), ("lt", 0x3C), ("gt", 0x3E), ("quot", 0x22), ("rsquo", 0x2019), ("lsquo", 0x2018),
    ("ldquo", 0x201C), ("rdquo", 0x201D), ("apos", 0x27), ("mdash", 0x2014), ("ndash", 0x2013), ("hellip", 0x2026),
    ("period", 0x2E), ("comma", 0x2C), ("colon", 0x3A), ("semi", 0x3B), ("excl", 0x21), ("quest", 0x3F), ("lpar", 0x28),
    ("rpar", 0x29), ("lbrack", 0x5B), ("lsqb", 0x5B), ("rbrack", 0x5D), ("rsqb", 0x5D), ("lbrace", 0x7B),
    ("lcub", 0x7B),
    ("rbrace", 0x7D), ("rcub", 0x7D), ("num", 0x23), ("dollar", 0x24), ("percnt", 0x25), ("ast", 0x2A),
    ("midast", 0x2A),
    ("plus", 0x2B), ("equals", 0x3D), ("sol", 0x2F), ("bsol", 0x5C), ("lowbar", 0x5F), ("grave", 0x60), ("vert", 0x7C),
    ("verbar", 0x7C), ("commat", 0x40), ("hyphen", 0x2010), ("dash", 0x2010), ("Tab", 0x09), ("NewLine", 0x0A),
    ("check", 0x2713), ("starf", 0x2605), ("phone", 0x260E), ("copysr", 0x2117), ("AMP", 0x26), ("LT", 0x3C),
    ("GT", 0x3E),
    ("QUOT", 0x22), ("COPY", 0xA9), ("REG", 0xAE), ("TRADE", 0x2122),
  ]
}

extension UInt8 {
  /// Whether this is an ASCII letter.
  var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  /// Whether this is an ASCII letter or digit.
  var isASCIILetterOrDigit: Bool { isASCIILetter || (0x30...0x39).contains(self) }
  /// Whether this is part of a word: an ASCII letter or digit, or a byte of any other character.
  var isWordByte: Bool { isASCIILetterOrDigit || self >= 0x80 }
  /// Whether this is a blank, a tab, a line end or a form feed.
  var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
