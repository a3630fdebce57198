/// A walk over bytes that stops at those which do not belong to a well-formed UTF-8 sequence (RFC 3629).
struct UTF8Positions {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The place of the next byte that is not UTF-8.
  mutating func nextInvalid() -> Int? {
    while position < bytes.count {
      let length = sequenceLength
      if length == 0 {
        position += 1
        return position - 1
      }
      position += length
    }
    return nil
  }

  private var sequenceLength: Int {
    let first = bytes[position]
    if first < 0x80 { return 1 }
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch first {
      case 0xC2...0xDF: (2, 0x80...0xBF)
      case 0xE0: (3, 0xA0...0xBF)
      case 0xED: (3, 0x80...0x9F)
      case 0xE1...0xEF: (3, 0x80...0xBF)
      case 0xF0: (4, 0x90...0xBF)
      case 0xF1...0xF3: (4, 0x80...0xBF)
      case 0xF4: (4, 0x80...0x8F)
      default: (0, 0...0)
      }
    guard length > 0, position + length <= bytes.count, second.contains(bytes[position + 1]) else { return 0 }
    return bytes[(position + 2)..<(position + length)].allSatisfy { $0 & 0xC0 == 0x80 } ? length : 0
  }
}
