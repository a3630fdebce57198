/// The last step of every text: what no reader sees goes, what was encoded twice is decoded.
enum TextCleaning {
  /// Cleans plain text in UTF-8.
  ///
  /// - Character references that are left were encoded twice (`&amp;#39;`) and are decoded once more.
  /// - C1 controls become what windows-1252 has there.
  /// - Zero-width, direction and soft-hyphen marks are dropped: they part words that a reader sees as one.
  /// - NUL and other control bytes but tab and line ends are dropped.
  ///
  /// - Complexity: O(*n*); a text without any of them is only searched.
  static func cleaned(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    if bytes.withUnsafeBufferPointer(holdsReference) {
      var decoded = TextCollector(capacity: bytes.count)
      bytes.withUnsafeBufferPointer { decoded.appendDecoding($0) }
      bytes = decoded.bytes
    }
    bytes = C1Controls.replaced(in: bytes)
    return bytes.withUnsafeBufferPointer(holdsMark) ? withoutMarks(bytes) : bytes
  }

  /// The text with every run of white space, no-break spaces among it, as one blank, and none at the ends.
  static func folded(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      var needsBlank = false
      while position < bytes.count {
        let size = whiteSpaceSize(bytes, at: position)
        if size > 0 {
          needsBlank = true
          position += size
          continue
        }
        if needsBlank, !result.isEmpty { result.append(0x20) }
        needsBlank = false
        // The byte, and those behind it that begin no white space for sure.
        let start = position
        repeat {
          position += 1
        } while position < bytes.count && bytes[position] > 0x20
          && !(0xC2...0xE3).contains(bytes[position])
        result.append(contentsOf: bytes.part(start..<position))
      }
    }
    return result
  }

  private static func holdsReference(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var position = 0
    while let found = bytes.firstIndex(of: 0x26, from: position) {
      if CharacterReference.parse(bytes, at: found) != nil { return true }
      position = found + 1
    }
    return false
  }

  private static func holdsMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for lead: UInt8 in [0xE2, 0xC2, 0xEF] {
      var position = 0
      while let found = bytes.firstIndex(of: lead, from: position) {
        if markSize(bytes, at: found) > 0 { return true }
        position = found + 1
      }
    }
    return holdsControl(bytes)
  }

  /// Whether a control byte other than white space occurs; eight bytes are looked at in one step.
  private static func holdsControl(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index + 8 <= raw.count {
      // SAFETY: the loop's condition keeps the 8 bytes inside the buffer.
      let block = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      // Subtracting 32 from each byte borrows from its highest bit where it is below (Anderson, Bit Twiddling Hacks, `hasless`).
      let isLow = (block &- 0x2020_2020_2020_2020) & ~block & 0x8080_8080_8080_8080
      if isLow != 0, raw[index..<index + 8].contains(where: { $0 < 0x20 && !$0.isWhiteSpace }) { return true }
      index += 8
    }
    return raw[index...].contains { $0 < 0x20 && !$0.isWhiteSpace }
  }

  private static func withoutMarks(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while position < bytes.count {
        let size = markSize(bytes, at: position)
        if size == 0 { result.append(bytes[position]) }
        position += max(size, 1)
      }
    }
    return result
  }

  /// The size of the mark that begins here, 0 for none: U+00AD, U+200B…U+200F, U+202A…U+202E, U+2060…U+2069, U+FEFF, controls.
  private static func markSize(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    let lead = bytes[position]
    if lead < 0x20 { return lead.isWhiteSpace ? 0 : 1 }
    if lead == 0xC2 { return position + 1 < bytes.count && bytes[position + 1] == 0xAD ? 2 : 0 }
    guard lead == 0xE2 || lead == 0xEF, position + 2 < bytes.count else { return 0 }
    switch (lead, bytes[position + 1], bytes[position + 2]) {
    case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA0...0xA9), (0xEF, 0xBB, 0xBF): return 3
    default: return 0
    }
  }

  /// The size of the white space that begins here, 0 for none: ASCII's, U+0085, U+00A0, U+1680, U+2000…U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
  private static func whiteSpaceSize(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    let lead = bytes[position]
    if lead.isWhiteSpace { return 1 }
    if lead == 0xC2 {
      return position + 1 < bytes.count && (bytes[position + 1] == 0xA0 || bytes[position + 1] == 0x85) ? 2 : 0
    }
    guard lead >= 0xE1, lead <= 0xE3, position + 2 < bytes.count else { return 0 }
    switch (lead, bytes[position + 1], bytes[position + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
      (0xE2, 0x81, 0x9F),
      (0xE3, 0x80, 0x80):
      return 3
    default: return 0
    }
  }
}
