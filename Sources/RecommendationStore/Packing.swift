/// How rows of numbers lie in a blob, so that one small record replaces hundreds.
///
/// Varints are LEB128: seven bits a byte, low bits first, the high bit set on all bytes but the last. Ascending columns are
/// stored as differences (the first from -1, minus one, so that each starts at 0). Every blob ends with a 4-byte check,
/// a `Fingerprint` of the bytes before it, seeded with the place the blob belongs to: a flipped bit and a blob in the wrong
/// place are both found on reading.
///
/// | blob | bytes |
/// |---|---|
/// | counts | number, kind (0: Float32, 1: whole numbers), the column differences, the counts |
/// | scored rows | number, the rows as varints, the scores as Float64 |
/// | numbers | width (1, 2 or 4), each in so many bytes, low bytes first |
package enum Packing {
  /// Packs the terms of one item: ascending columns and their counts.
  ///
  /// Counts that are all whole, as counts of words are, take a byte each instead of four.
  package static func packedCounts(columns: ArraySlice<Int32>, counts: ArraySlice<Float>, place: Int) -> [UInt8] {
    precondition(columns.count == counts.count, "\(columns.count) columns but \(counts.count) counts")
    let areWhole = counts.allSatisfy { $0 >= 0 && $0 < 16_777_216 && $0 == Float(Int32($0)) && $0.sign == .plus }
    return PackedWriter.packed(atMost: 6 + 9 * columns.count, place: place) { writer in
      writer.add(varint: UInt32(columns.count))
      writer.add(byte: areWhole ? 1 : 0)
      var previous: Int32 = -1
      for column in columns {
        precondition(column > previous, "columns must ascend, but \(column) follows \(previous)")
        writer.add(varint: UInt32(column - previous - 1))
        previous = column
      }
      for count in counts {
        if areWhole { writer.add(varint: UInt32(count)) } else { writer.add(word: count.bitPattern) }
      }
    }
  }

  /// Appends the terms of one item to flat arrays; false, with the arrays in an unknown state, when the blob is damaged.
  package static func appendCounts(
    from bytes: UnsafeRawBufferPointer, place: Int, columns: inout [Int32], counts: inout [Float]
  ) -> Bool {
    guard var reader = PackedReader(bytes, place: place), let number = reader.count(), let kind = reader.byte() else {
      return false
    }
    var previous: Int32 = -1
    for _ in 0..<number {
      guard let difference = reader.varint(), difference < UInt32(Int32.max - max(previous, 0)) else {
        return false
      }
      previous += Int32(difference) + 1
      columns.append(previous)
    }
    for _ in 0..<number {
      guard let word = kind == 1 ? reader.varint() : reader.word32() else { return false }
      counts.append(kind == 1 ? Float(word) : Float(bitPattern: word))
    }
    return reader.isAtEnd
  }

  /// Packs rows with scores, in the order given.
  package static func packedScoredRows(rows: ArraySlice<Int32>, scores: ArraySlice<Double>, place: Int) -> [UInt8] {
    precondition(rows.count == scores.count, "\(rows.count) rows but \(scores.count) scores")
    return PackedWriter.packed(atMost: 5 + 13 * rows.count, place: place) { writer in
      writer.add(varint: UInt32(rows.count))
      for row in rows { writer.add(varint: UInt32(row)) }
      for score in scores { writer.add(word: score.bitPattern) }
    }
  }

  /// Appends rows with scores to flat arrays; false, with the arrays in an unknown state, when the blob is damaged.
  package static func appendScoredRows(
    from bytes: UnsafeRawBufferPointer, place: Int, rows: inout [Int32], scores: inout [Double]
  ) -> Bool {
    guard var reader = PackedReader(bytes, place: place), let number = reader.count() else { return false }
    for _ in 0..<number {
      guard let row = reader.varint(), row <= Int32.max else { return false }
      rows.append(Int32(row))
    }
    for _ in 0..<number {
      guard let bits = reader.word64() else { return false }
      scores.append(Double(bitPattern: bits))
    }
    return reader.isAtEnd
  }

  /// Packs numbers that are not negative, such as document frequencies: all in one, two or four bytes, as the largest needs.
  package static func packedNumbers(_ numbers: some Collection<Int32>, place: Int) -> [UInt8] {
    let largest = numbers.max() ?? 0
    let width = largest <= UInt8.max ? 1 : largest <= UInt16.max ? 2 : 4
    var bytes: [UInt8] = [UInt8(width)]
    bytes.reserveCapacity(5 + numbers.count * width)
    for number in numbers {
      precondition(number >= 0, "\(number) is negative")
      switch width {
      case 1: bytes.append(UInt8(truncatingIfNeeded: number))
      case 2: append(littleEndian: UInt16(truncatingIfNeeded: number), to: &bytes)
      default: append(littleEndian: number, to: &bytes)
      }
    }
    seal(&bytes, place: place)
    return bytes
  }

  /// The numbers of a blob, or nil when it is damaged.
  package static func numbers(from bytes: UnsafeRawBufferPointer, place: Int) -> [Int32]? {
    guard let content = unsealed(bytes, place: place), let width = content.first else { return nil }
    let body = UnsafeRawBufferPointer(rebasing: content.dropFirst())
    switch width {
    case 1: return body.map(Int32.init)
    case 2: return numbers(of: UInt16.self, in: body)
    case 4: return numbers(of: Int32.self, in: body).flatMap { $0.allSatisfy { $0 >= 0 } ? $0 : nil }
    default: return nil
    }
  }

  private static func numbers<Number: FixedWidthInteger>(
    of type: Number.Type, in bytes: UnsafeRawBufferPointer
  ) -> [Int32]? {
    let width = MemoryLayout<Number>.size
    guard bytes.count % width == 0 else { return nil }
    let count = bytes.count / width
    // SAFETY: `index` runs below `count`, for which both buffers have room; each element is initialized once.
    return [Int32](unsafeUninitializedCapacity: count) { numbers, initializedCount in
      for index in 0..<count {
        let number = bytes.loadUnaligned(fromByteOffset: index * width, as: Number.self)
        numbers.initializeElement(at: index, to: Int32(truncatingIfNeeded: Number(littleEndian: number)))
      }
      initializedCount = count
    }
  }

  /// Words as eight bytes each, low bytes first.
  package static func bytes(of words: some Sequence<UInt64>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 * words.underestimatedCount)
    for word in words { append(littleEndian: word, to: &bytes) }
    return bytes
  }

  /// The words of bytes that ``bytes(of:)`` made; what is left at the end is passed over.
  package static func words(of bytes: [UInt8]) -> [UInt64] {
    bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map {
        // SAFETY: the eight bytes end at `bytes.count` or before.
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
      }
    }
  }

  /// Any bytes, with a check at their end.
  package static func sealed(_ bytes: [UInt8], place: Int) -> [UInt8] {
    var bytes = bytes
    seal(&bytes, place: place)
    return bytes
  }

  /// The bytes before the check, or nil when they are damaged.
  package static func unsealed(_ bytes: UnsafeRawBufferPointer, place: Int) -> UnsafeRawBufferPointer? {
    guard bytes.count >= 4 else { return nil }
    let content = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 4)])
    // SAFETY: the guard above leaves 4 bytes from this offset.
    let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: content.count, as: UInt32.self))
    return check(content, place: place) == stored ? content : nil
  }

  private static func seal(_ bytes: inout [UInt8], place: Int) {
    let sum = bytes.withUnsafeBytes { check($0, place: place) }
    append(littleEndian: sum, to: &bytes)
  }

  fileprivate static func check(_ bytes: UnsafeRawBufferPointer, place: Int) -> UInt32 {
    var fingerprint = Fingerprint(seed: UInt64(bitPattern: Int64(place)))
    fingerprint.add(bytes)
    return UInt32(truncatingIfNeeded: fingerprint.value)
  }

  private static func append(littleEndian value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// Writes a packed blob into room that is large enough for any, and gives back the bytes that were used.
private struct PackedWriter {
  private let room: UnsafeMutableRawBufferPointer
  private var count = 0

  /// The bytes that a closure writes, with their check.
  ///
  /// - Parameter capacity: The most bytes that may be written.
  static func packed(atMost capacity: Int, place: Int, _ write: (inout PackedWriter) -> Void) -> [UInt8] {
    withUnsafeTemporaryAllocation(byteCount: capacity + 4, alignment: 8) { room in
      var writer = PackedWriter(room: room)
      write(&writer)
      writer.add(word: Packing.check(UnsafeRawBufferPointer(rebasing: room[..<writer.count]), place: place))
      return Array(room[..<writer.count])
    }
  }

  private init(room: UnsafeMutableRawBufferPointer) { self.room = room }

  @inline(__always)
  mutating func add(byte: UInt8) {
    precondition(count < room.count, "no room is left for a byte")
    room[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func add(varint value: UInt32) {
    var rest = value
    while rest >= 0x80 {
      add(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    add(byte: UInt8(truncatingIfNeeded: rest))
  }

  /// Adds the bytes of a number, low bytes first.
  @inline(__always)
  mutating func add<Word: FixedWidthInteger & BitwiseCopyable>(word: Word) {
    precondition(count + MemoryLayout<Word>.size <= room.count, "no room is left for a word")
    room.storeBytes(of: word.littleEndian, toByteOffset: count, as: Word.self)
    count &+= MemoryLayout<Word>.size
  }
}

/// Reads a packed blob from its first byte to its check and never past it.
private struct PackedReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// Nil when the check does not fit the bytes and the place.
  init?(_ bytes: UnsafeRawBufferPointer, place: Int) {
    guard let content = Packing.unsealed(bytes, place: place) else { return nil }
    self.bytes = content
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() -> UInt8? {
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  @inline(__always)
  mutating func varint() -> UInt32? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    if first < 0x80 {
      position &+= 1
      return UInt32(first)
    }
    return longVarint()
  }

  private mutating func longVarint() -> UInt32? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 28, by: 7) {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return UInt32(exactly: value) }
    }
    return nil
  }

  /// A number of entries that the rest of the blob can hold, one byte each at least.
  mutating func count() -> Int? {
    guard let number = varint(), Int(number) <= bytes.count - position else { return nil }
    return Int(number)
  }

  mutating func word32() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    defer { position += 4 }
    // SAFETY: the guard keeps the 4 bytes inside the buffer.
    return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  mutating func word64() -> UInt64? {
    guard position + 8 <= bytes.count else { return nil }
    defer { position += 8 }
    // SAFETY: the guard keeps the 8 bytes inside the buffer.
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }
}
