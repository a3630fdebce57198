import Testing

@testable import SiteContent

@Suite struct `Whether bytes are UTF-8` {
  /// Runs of ASCII of all lengths, with sequences of all sizes, their beginnings and stray bytes between.
  private static func bytes(seed: UInt64) -> [UInt8] {
    var state = seed
    func random(below count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
    let pieces: [[UInt8]] = ["é", "’", "€", "😀", "\u{10FFFF}", "\u{D7FF}"].map { Array($0.utf8) }
    let broken: [[UInt8]] = [
      [0x80], [0xC0, 0xAF], [0xC3], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xFF],
    ]
    var bytes: [UInt8] = []
    for _ in 0..<random(below: 6) {
      bytes += (0..<random(below: 20)).map { _ in UInt8(random(below: 0x80)) }
      bytes += pieces[random(below: pieces.count)]
    }
    if random(below: 3) == 0 { bytes += broken[random(below: broken.count)] }
    bytes += (0..<random(below: 12)).map { _ in UInt8(random(below: 0x80)) }
    return bytes
  }

  @Test func `is found as the standard library finds it`() {
    for seed: UInt64 in 0..<4000 {
      let bytes = Self.bytes(seed: seed)
      let found = bytes.withUnsafeBufferPointer(UTF8Validation.validate)
      var firstInvalid: Int?
      do throws(UTF8.ValidationError) { _ = try UTF8Span(validating: bytes.span) } catch {
        firstInvalid = error.byteOffsets.lowerBound
      }
      #expect(found.firstInvalid == firstInvalid, "\(bytes)")
      #expect(firstInvalid != nil || found.isASCII == bytes.allSatisfy { $0 < 0x80 }, "\(bytes)")
    }
  }

  @Test func `a text is that of the standard library, repaired where it is broken`() {
    for seed: UInt64 in 0..<4000 {
      let bytes = Self.bytes(seed: seed)
      #expect(Array(String(utf8: bytes).utf8) == Array(String(decoding: bytes, as: UTF8.self).utf8), "\(bytes)")
    }
  }
}
