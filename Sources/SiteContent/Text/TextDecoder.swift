/// A file's bytes as UTF-8, and how they got there.
package struct DecodedText: Sendable {
  /// What the bytes were taken for.
  package enum Encoding: String, Sendable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case windows1252 = "windows-1252"
  }

  /// The text as valid UTF-8, without a byte order mark.
  package var utf8: [UInt8]
  /// The encoding of the file; anything that is not valid UTF-8 or UTF-16 is `windows1252`.
  package var encoding: Encoding
  /// Whether the file begins with a byte order mark.
  package var hasByteOrderMark: Bool
  /// Where the file's first byte stands that is not valid in UTF-8 (or its first lone surrogate in UTF-16); nil when all are valid.
  package var firstInvalidOffset: Int?
  /// Whether `utf8` is the file byte by byte, but for the mark, so that offsets into it are offsets into the file.
  package var isVerbatim: Bool
}

/// Reads the bytes of a file as text, without guessing: valid UTF-8 is UTF-8, a mark of UTF-16 is believed, the rest is windows-1252.
package enum TextDecoder {
  /// Decodes a whole file.
  ///
  /// - A byte order mark is dropped.
  /// - In a file that is not valid UTF-8, each sequence that is valid keeps its meaning and each other byte is read as
  ///   windows-1252. A file in windows-1252 hardly ever holds a valid sequence by accident, and a file in UTF-8 with one
  ///   damaged character keeps all others.
  /// - C1 controls (U+0080…U+009F), which no author types, become the characters of windows-1252 at their place.
  ///
  /// - Complexity: O(*n*); valid UTF-8 without C1 controls is not copied.
  package static func decode(_ bytes: [UInt8]) -> DecodedText {
    if bytes.starts(with: [0xFF, 0xFE]) { return decodeUTF16(bytes, isBigEndian: false) }
    if bytes.starts(with: [0xFE, 0xFF]) { return decodeUTF16(bytes, isBigEndian: true) }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let markSize = hasMark ? 3 : 0
    let firstInvalid = bytes.withUnsafeBufferPointer(UTF8Validation.validate).firstInvalid
    if firstInvalid == nil, !C1Controls.occur(in: bytes[...]) {
      return DecodedText(
        utf8: hasMark ? Array(bytes[markSize...]) : bytes,
        encoding: .utf8, hasByteOrderMark: hasMark, firstInvalidOffset: nil, isVerbatim: true)
    }
    let repaired = firstInvalid.map { readingStrayBytes(bytes, after: markSize, from: $0) } ?? Array(bytes[markSize...])
    return DecodedText(
      utf8: C1Controls.replaced(in: repaired), encoding: firstInvalid == nil ? .utf8 : .windows1252,
      hasByteOrderMark: hasMark, firstInvalidOffset: firstInvalid, isVerbatim: false)
  }

  /// The bytes with each one that is not part of a valid sequence read as windows-1252.
  private static func readingStrayBytes(_ bytes: [UInt8], after markSize: Int, from firstInvalid: Int) -> [UInt8] {
    var result = Array(bytes[markSize..<firstInvalid])
    result.reserveCapacity(bytes.count + bytes.count / 8)
    bytes.withUnsafeBufferPointer { bytes in
      var position = firstInvalid
      while position < bytes.count {
        let length = UTF8Sequence.length(in: bytes, at: position)
        if length > 0 {
          result.append(contentsOf: bytes.part(position..<position + length))
          position += length
        } else {
          UTF8Sequence.append(Windows1252.scalar(of: bytes[position]), to: &result)
          position += 1
        }
      }
    }
    return result
  }

  private static func decodeUTF16(_ bytes: [UInt8], isBigEndian: Bool) -> DecodedText {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var firstInvalid: Int?
    func unit(at offset: Int) -> UInt32? {
      guard offset + 1 < bytes.count else { return nil }
      let (first, second) = (UInt32(bytes[offset]), UInt32(bytes[offset + 1]))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    var position = 2
    while position < bytes.count {
      var scalar: UInt32 = 0xFFFD
      var size = 2
      if let lead = unit(at: position) {
        if lead & 0xF800 != 0xD800 {
          scalar = lead
        } else if lead < 0xDC00, let trail = unit(at: position + 2), trail & 0xFC00 == 0xDC00 {
          scalar = 0x10000 + (lead - 0xD800) << 10 + (trail - 0xDC00)
          size = 4
        } else {
          firstInvalid = firstInvalid ?? position
        }
      } else {
        firstInvalid = firstInvalid ?? position  // half a code unit at the end
      }
      UTF8Sequence.append(scalar, to: &result)
      position += size
    }
    return DecodedText(
      utf8: C1Controls.replaced(in: result),
      encoding: isBigEndian ? .utf16BigEndian : .utf16LittleEndian,
      hasByteOrderMark: true, firstInvalidOffset: firstInvalid, isVerbatim: false)
  }
}
