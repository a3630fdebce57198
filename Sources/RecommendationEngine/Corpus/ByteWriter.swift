/// Writes numbers and texts as bytes, to be read again by ``ByteReader``.
///
/// | part | bytes |
/// |---|---|
/// | number | LEB128: seven bits a byte, low bits first, the high bit set on all but the last |
/// | text | the number of its UTF-8 bytes, these bytes |
/// | text that may be missing | 0, or 1 and the text |
/// | list | the number of its entries, the entries |
/// | word | eight bytes, low bytes first |
/// | numbers | how many there are, each as memory holds it: low bytes first on all machines that Swift builds for |
package struct ByteWriter {
  /// What was written.
  package var bytes: [UInt8] = []

  /// Begins without bytes.
  package init() {}

  /// Adds a number; one below 0 takes ten bytes.
  package mutating func add(_ number: Int) {
    var rest = UInt(bitPattern: number)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Adds bytes with their number before them.
  package mutating func add(_ text: ArraySlice<UInt8>) {
    add(text.count)
    bytes.append(contentsOf: text)
  }

  /// Adds a text.
  package mutating func add(_ text: String) {
    var text = text
    text.withUTF8 {
      add($0.count)
      unsafe bytes.append(contentsOf: $0)
    }
  }

  /// Adds a text that may be missing.
  package mutating func add(_ text: String?) {
    bytes.append(text == nil ? 0 : 1)
    if let text { add(text) }
  }

  /// Adds a list of texts.
  package mutating func add(_ texts: [String]) {
    add(texts.count)
    for text in texts { add(text) }
  }

  /// Adds a word.
  package mutating func add(word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  /// Adds numbers of one type.
  package mutating func add<Number: FixedWidthInteger & BitwiseCopyable>(numbers: [Number]) {
    add(numbers.count)
    // SAFETY: the bytes are copied during the call.
    unsafe numbers.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }
}

/// Reads what ``ByteWriter`` wrote, from the first byte to the last and never past it; nil means that the bytes are something else.
package struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Begins at the first byte.
  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Whether nothing is left.
  package var isAtEnd: Bool { position == bytes.endIndex }

  /// The bytes that are left.
  package var rest: ArraySlice<UInt8> { bytes[position...] }

  /// The next byte.
  @inline(__always)
  package mutating func byte() -> UInt8? {
    guard position < bytes.endIndex else { return nil }
    defer { position &+= 1 }
    return bytes[position]
  }

  /// A number.
  @inline(__always)
  package mutating func number() -> Int? {
    var value: UInt = 0
    var shift: UInt = 0
    while shift < 64 {
      guard let byte = byte() else { return nil }
      value |= UInt(byte & 0x7F) << shift
      if byte < 0x80 { return Int(bitPattern: value) }
      shift += 7
    }
    return nil
  }

  /// A number of things of which each takes a byte at least.
  package mutating func count() -> Int? {
    guard let number = number(), (0...bytes.endIndex - position).contains(number) else { return nil }
    return number
  }

  /// Bytes with their number before them.
  package mutating func text() -> ArraySlice<UInt8>? {
    guard let count = count() else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// A text.
  package mutating func string() -> String? {
    text().map { String(decoding: $0, as: UTF8.self) }
  }

  /// A text that may be missing; the outer nil means damage.
  package mutating func optionalString() -> String?? {
    switch byte() {
    case 0: .some(nil)
    case 1: string().map { .some($0) }
    default: nil
    }
  }

  /// A word.
  package mutating func word() -> UInt64? {
    guard bytes.endIndex - position >= 8 else { return nil }
    defer { position += 8 }
    return bytes[position..<position + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Numbers of one type.
  package mutating func numbers<Number: FixedWidthInteger & BitwiseCopyable>() -> [Number]? {
    let width = Number.bitWidth / 8
    guard let count = number(), count >= 0, count <= (bytes.endIndex - position) / width else { return nil }
    defer { position += count * width }
    return unsafe bytes[position..<position + count * width].withUnsafeBytes { bytes in
      // SAFETY: both hold `count` numbers of this type, any bits of which are one.
      unsafe Array(unsafeUninitializedCapacity: count) { numbers, initialized in
        unsafe UnsafeMutableRawBufferPointer(numbers).copyMemory(from: bytes)
        initialized = count
      }
    }
  }

  /// A list of texts.
  package mutating func strings() -> [String]? {
    guard let count = count() else { return nil }
    var texts: [String] = []
    texts.reserveCapacity(count)
    for _ in 0..<count {
      guard let text = string() else { return nil }
      texts.append(text)
    }
    return texts
  }
}
