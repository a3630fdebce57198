/// A short summary of values in a fixed order: equal values give equal fingerprints on every machine and in every run.
///
/// It finds damage and change; it is no secret and does not withstand a forger. Two 64-bit lanes start from different
/// constants; each 8-byte word *w* enters as `lane = rotate(lane ^ w, r) * m` with an odd multiplier, and the lanes are mixed
/// with the byte count at the end (the finaliser of SplitMix64). Texts enter with their length first, so that
/// `"ab", "c"` and `"a", "bc"` differ.
///
/// - Complexity: O(1) a word, about a byte per third of a cycle.
struct Fingerprint {
  private var first: UInt64
  private var second: UInt64

  /// Starts a fingerprint; different seeds give unrelated results for the same values.
  init(seed: UInt64 = 0) {
    first = 0x9E37_79B9_7F4A_7C15 ^ seed
    second = 0xD1B5_4A32_D192_ED03 &+ seed
  }

  /// Enters one word.
  @inline(__always)
  mutating func add(_ word: UInt64) {
    first ^= word
    first = (first << 29 | first >> 35) &* 0xBF58_476D_1CE4_E5B9
    second ^= word
    second = (second << 37 | second >> 27) &* 0x94D0_49BB_1331_11EB
  }

  /// Enters an integer.
  @inline(__always)
  mutating func add(_ value: Int) {
    add(UInt64(bitPattern: Int64(value)))
  }

  /// Enters a number by its bits.
  @inline(__always)
  mutating func add(_ value: Double) {
    add(value.bitPattern)
  }

  /// Enters a text: its length in UTF-8, then its bytes.
  mutating func add(_ text: String) {
    // A native text has its bytes at hand: no copy, and no count of its holders.
    if text.utf8.withContiguousStorageIfAvailable({ add(UnsafeRawBufferPointer($0)) }) != nil { return }
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// Enters a text that may be missing; a missing text differs from an empty one.
  mutating func add(_ text: String?) {
    guard let text else { return add(UInt64.max) }
    add(text)
  }

  /// Enters an integer that may be missing.
  mutating func add(_ value: Int?) {
    add(value ?? Int.min)
  }

  /// Enters bytes: their number, then eight at a time in little-endian order.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    add(bytes.count)
    var position = 0
    while position + 8 <= bytes.count {
      // SAFETY: the loop's condition keeps the 8 bytes inside the buffer.
      add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
      position += 8
    }
    guard position < bytes.count else { return }
    if position > 0 {
      // SAFETY: there are more than 8 bytes.
      let last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
      return add(last >> UInt64(8 * (position + 8 - bytes.count)))
    }
    var word: UInt64 = 0
    for index in 0..<bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * index) }
    add(word)
  }

  /// 64 bits of the result.
  var value: UInt64 { Self.mixed(first ^ Self.mixed(second)) }

  /// The result as SQLite stores integers.
  var check: Int { Int(Int64(bitPattern: value)) }

  /// 128 bits of the result in 32 hexadecimal digits.
  var hexadecimal: String {
    Self.digits(value) + Self.digits(Self.mixed(second &+ 0x9E37_79B9_7F4A_7C15 &* (first | 1)))
  }

  private static func digits(_ word: UInt64) -> String {
    let text = String(word, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// The finaliser of SplitMix64: every input bit reaches every output bit.
  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
