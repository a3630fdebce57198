/// The code page that most files in no valid UTF-8 were written in.
enum Windows1252 {
  /// The characters of the bytes 0x80…0x9F; the five bytes without one stand for themselves, as browsers read them.
  private static let upperControls: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E,
    0x0178,
  ]

  /// The code point that a byte means.
  static func scalar(of byte: UInt8) -> UInt32 {
    byte & 0xE0 == 0x80 ? upperControls[Int(byte & 0x1F)] : UInt32(byte)
  }

  /// The byte from 0x80 up that means a code point; C1 controls count as the byte of the same value. Nil when there is none.
  static func byte(of scalar: UInt32) -> UInt8? {
    if scalar >= 0x80, scalar <= 0xFF { return UInt8(scalar) }
    guard scalar > 0xFF, let index = upperControls.firstIndex(of: scalar) else { return nil }
    return 0x80 + UInt8(index)
  }
}

/// The code points U+0080…U+009F: bytes of windows-1252 that were taken for Latin-1 on their way.
enum C1Controls {
  /// Whether the text, valid UTF-8, holds one.
  static func occur(in bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while let found = bytes.firstIndex(of: 0xC2, from: position) {
        if found + 1 < bytes.count, bytes[found + 1] < 0xA0 { return true }
        position = found + 1
      }
      return false
    }
  }

  /// The text with each replaced by the character that windows-1252 has at its place; unassigned ones are dropped.
  static func replaced(in bytes: [UInt8]) -> [UInt8] {
    guard occur(in: bytes[...]) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 64)
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0xC2, position + 1 < bytes.count, bytes[position + 1] < 0xA0 {
        let scalar = Windows1252.scalar(of: bytes[position + 1])
        if scalar > 0x9F { UTF8Sequence.append(scalar, to: &result) }
        position += 2
      } else {
        result.append(byte)
        position += 1
      }
    }
    return result
  }
}
