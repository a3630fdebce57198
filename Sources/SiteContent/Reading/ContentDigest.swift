/// A number that tells two contents apart, the same on every machine and in every run.
///
/// Eight bytes a step, mixed by multiplication; it guards against accidents, not against forgery.
package enum ContentDigest {
  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The digest of bytes.
  package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var digest = UInt64(truncatingIfNeeded: bytes.count) &* factor
    var index = 0
    while index + 8 <= bytes.count {
      digest = mixed(digest ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
      index += 8
    }
    var rest: UInt64 = 0
    while index < bytes.count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return mixed(mixed(digest ^ rest))
  }

  /// The digest of bytes, ASCII letters in lower case.
  package static func lowercased(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { digest = (digest ^ UInt64(Byte.lowercased(byte))) &* 0x100_0000_01B3 }
    return digest
  }

  @inline(__always) private static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: factor)
    return high ^ low ^ (value >> 32)
  }
}
