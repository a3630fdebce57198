import Glibc

/// Single code points in UTF-8 bytes.
enum UTF8Sequence {
  /// The length of the valid sequence at a position: 1 to 4, or 0 when none begins there (The Unicode Standard, table 3-7).
  static func length(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    let lead = bytes[position]
    if lead < 0x80 { return 1 }
    func isContinuation(_ distance: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      position + distance < bytes.count && range.contains(bytes[position + distance])
    }
    switch lead {
    case 0xC2...0xDF: return isContinuation(1) ? 2 : 0
    case 0xE0: return isContinuation(1, 0xA0...0xBF) && isContinuation(2) ? 3 : 0
    case 0xED: return isContinuation(1, 0x80...0x9F) && isContinuation(2) ? 3 : 0
    case 0xE1...0xEF: return isContinuation(1) && isContinuation(2) ? 3 : 0
    case 0xF0: return isContinuation(1, 0x90...0xBF) && isContinuation(2) && isContinuation(3) ? 4 : 0
    case 0xF1...0xF3: return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : 0
    case 0xF4: return isContinuation(1, 0x80...0x8F) && isContinuation(2) && isContinuation(3) ? 4 : 0
    default: return 0
    }
  }

  /// Appends a code point; one that UTF-8 cannot hold becomes U+FFFD.
  static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    switch scalar {
    case ..<0x80:
      bytes.append(UInt8(scalar))
    case ..<0x800:
      bytes.append(0xC0 | UInt8(scalar >> 6))
      bytes.append(0x80 | UInt8(scalar & 0x3F))
    case 0xD800...0xDFFF, 0x110000...:
      append(0xFFFD, to: &bytes)
    case ..<0x10000:
      bytes.append(0xE0 | UInt8(scalar >> 12))
      bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(scalar & 0x3F))
    default:
      bytes.append(0xF0 | UInt8(scalar >> 18))
      bytes.append(0x80 | UInt8(scalar >> 12 & 0x3F))
      bytes.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(scalar & 0x3F))
    }
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// The first place of a byte at or after a position.
  ///
  /// - Complexity: O(*n*) with the C library's `memchr`, some 10 GB/s.
  func firstIndex(of byte: UInt8, from position: Int) -> Int? {
    guard position < count, let baseAddress else { return nil }
    // SAFETY: the range is inside this buffer: position < count was just checked.
    guard let found = memchr(baseAddress + position, Int32(byte), count - position) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(baseAddress)
  }

  /// The first place of a short byte sequence at or after a position.
  func firstIndex(of sequence: StaticString, from position: Int) -> Int? {
    var position = position
    while let found = firstIndex(of: sequence.utf8Start[0], from: position) {
      if has(sequence, at: found) { return found }
      position = found + 1
    }
    return nil
  }

  /// Whether a byte sequence stands at a position, ASCII letters compared without case when asked.
  func has(_ sequence: StaticString, at position: Int, ignoringCase: Bool = false) -> Bool {
    let size = sequence.utf8CodeUnitCount
    guard position >= 0, position + size <= count else { return false }
    for offset in 0..<size {
      var byte = self[position + offset]
      if ignoringCase, byte >= 0x41, byte <= 0x5A { byte |= 0x20 }
      if byte != sequence.utf8Start[offset] { return false }
    }
    return true
  }

  /// A part of this buffer; valid as long as this buffer is.
  func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[range])
  }
}
