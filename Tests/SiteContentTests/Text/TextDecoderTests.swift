import Testing

@testable import SiteContent

@Suite struct `Decoding a file` {
  private func text(_ decoded: DecodedText) -> String { String(decoding: decoded.utf8, as: UTF8.self) }

  @Test func `valid UTF-8 is taken as it is`() {
    let decoded = TextDecoder.decode(Array("naïve ’\r\n".utf8))
    #expect(text(decoded) == "naïve ’\r\n")
    #expect(
      decoded.encoding == .utf8 && decoded.isVerbatim && !decoded.hasByteOrderMark && decoded.firstInvalidOffset == nil)
  }

  @Test func `a byte order mark is dropped and told`() {
    let decoded = TextDecoder.decode([0xEF, 0xBB, 0xBF] + Array("---\n".utf8))
    #expect(text(decoded) == "---\n")
    #expect(decoded.hasByteOrderMark && decoded.encoding == .utf8)
  }

  @Test func `UTF-16 is read in both orders`() {
    let units = Array("---\r\nté 😀".utf16)
    let little = TextDecoder.decode([0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    let big = TextDecoder.decode([0xFE, 0xFF] + units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    #expect(text(little) == "---\r\nté 😀" && little.encoding == .utf16LittleEndian && little.firstInvalidOffset == nil)
    #expect(text(big) == "---\r\nté 😀" && big.encoding == .utf16BigEndian)
  }

  @Test func `a lone surrogate and half a unit are replaced and told`() {
    let decoded = TextDecoder.decode([0xFF, 0xFE, 0x61, 0x00, 0x00, 0xD8, 0x62, 0x00, 0x63])
    #expect(text(decoded) == "a\u{FFFD}b\u{FFFD}")
    #expect(decoded.firstInvalidOffset == 4)
  }

  @Test func `bytes that are no UTF-8 are windows-1252`() {
    let decoded = TextDecoder.decode([0x63, 0x61, 0x66, 0xE9, 0x20, 0x93, 0x78, 0x94, 0x80])
    #expect(text(decoded) == "café “x”€")
    #expect(decoded.encoding == .windows1252 && decoded.firstInvalidOffset == 3 && !decoded.isVerbatim)
  }

  @Test func `one damaged character leaves the others of a UTF-8 file as they are`() {
    let decoded = TextDecoder.decode(Array("É ".utf8) + [0xC2, 0x20] + Array("’".utf8) + [0xE2, 0x80])
    #expect(text(decoded) == "É Â ’â€")
    #expect(decoded.firstInvalidOffset == 3)
  }

  @Test func `C1 controls become what windows-1252 has there`() {
    let decoded = TextDecoder.decode(Array("a \u{95} b\u{81}".utf8))
    #expect(text(decoded) == "a • b")
    #expect(decoded.encoding == .utf8 && !decoded.isVerbatim)
  }

  @Test func `an empty file is an empty text`() {
    #expect(TextDecoder.decode([]).utf8.isEmpty)
  }
}
