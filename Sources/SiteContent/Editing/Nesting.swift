/// The bound on brackets within brackets, checked before a recursive parser sees the text.
enum Nesting {
  static let limit = 64

  /// Refuses a JSON text whose brackets, counted outside of quotes, stand deeper than the limit.
  static func check(_ text: [UInt8]) throws(TopicEditRefusal) {
    var depth = 0
    var quote: UInt8 = 0
    var position = 0
    while position < text.count {
      let byte = text[position]
      if quote != 0 {
        if byte == 0x5C { position += 1 } else if byte == quote || byte == 0x0A { quote = 0 }
      } else {
        switch byte {
        case 0x22: quote = byte
        case 0x5B, 0x7B: depth += 1
        case 0x5D, 0x7D: depth = max(0, depth - 1)
        default: break
        }
      }
      guard depth <= limit else {
        throw TopicEditRefusal(.tooComplex, "The front matter nests more than \(limit) brackets.")
      }
      position += 1
    }
  }
}
