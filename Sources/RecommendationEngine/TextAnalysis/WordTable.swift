/// Numbers distinct words from 0 in the order of their first appearance.
///
/// The bytes of all words lie in one arena; an open-addressing table with linear probing finds them. It takes the place
/// of a `Dictionary<String, Int>`, which would make a `String` and hash it by Unicode rules for every token.
public struct WordTable: Sendable {
  private var arena: [UInt8] = []
  /// Where each word begins in the arena, which holds 4 GB at most, and where the last one ends.
  private var offsets: [UInt32] = [0]
  private var hashes: [UInt32] = []
  /// A power of two of slots, at most half full: the hash of a word in the upper half and its number plus 1 in the lower,
  /// or 0 where the slot is free. So nearly every probe ends without a look at another array.
  private var slots: [UInt64] = Array(repeating: 0, count: 1024)

  /// Creates a table without words.
  public init() {}

  /// The number of distinct words.
  public var count: Int { hashes.count }

  /// The number of bytes that all words take.
  package var byteCount: Int { arena.count }

  /// The word with a number.
  public func word(_ number: Int) -> String {
    String(decoding: bytes(number), as: UTF8.self)
  }

  /// The bytes of the word with a number.
  package func bytes(_ number: Int) -> ArraySlice<UInt8> {
    arena[range(of: number)]
  }

  private func range(of number: Int) -> Range<Int> { Int(offsets[number])..<Int(offsets[number + 1]) }

  /// The number of bytes of the word with a number.
  package func byteCount(of number: Int) -> Int { Int(offsets[number + 1] - offsets[number]) }

  /// Adds the bytes of the word with a number to other bytes.
  package func append(_ number: Int, to bytes: inout [UInt8]) {
    let range = range(of: number)
    // SAFETY: the offsets lie inside the arena, and the buffer is read during the call alone.
    unsafe arena.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Copies the bytes of the word with a number to a buffer that has room for them, from a place on.
  ///
  /// - Returns: The place behind them.
  @unsafe
  package func copy(_ number: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
    let count = byteCount(of: number)
    // SAFETY: the offsets lie inside the arena; slicing the buffer checks that there is room.
    unsafe arena.withUnsafeBufferPointer { arena in
      let word = unsafe UnsafeBufferPointer(rebasing: arena[range(of: number)])
      unsafe _ = buffer[place..<place + count].update(fromContentsOf: word)
    }
    return place + count
  }

  /// Whether the bytes of one word come before those of another.
  package func precedes(_ lhs: Int, _ rhs: Int) -> Bool {
    bytes(lhs).lexicographicallyPrecedes(bytes(rhs))
  }

  /// Words, given by their numbers, in the order of their bytes.
  ///
  /// - Complexity: O(*n* log *n*); nearly all comparisons are of the first eight bytes at once.
  package func sortedByBytes(_ numbers: [Int32]) -> [Int32] {
    var keyed = numbers.map { number -> (prefix: UInt64, number: Int32) in
      let range = range(of: Int(number))
      var prefix: UInt64 = 0
      for byte in arena[range].prefix(8) { prefix = prefix << 8 | UInt64(byte) }
      return (prefix << UInt64(8 * max(0, 8 - range.count)), number)
    }
    keyed.sort {
      $0.prefix == $1.prefix ? precedes(Int($0.number), Int($1.number)) : $0.prefix < $1.prefix
    }
    return keyed.map(\.number)
  }

  /// The number of a word, or nil when it is unknown.
  public func number(of word: String) -> Int? {
    var word = word
    return word.withUTF8 { unsafe number(of: $0, hash: WordBytes.hash($0)) }
  }

  /// The number of a word given by its bytes, or nil when it is unknown.
  package func number(ofBytes bytes: ArraySlice<UInt8>) -> Int? {
    // SAFETY: the buffer is read during the call alone.
    unsafe bytes.withUnsafeBufferPointer { unsafe number(of: $0, hash: WordBytes.hash($0)) }
  }

  /// Whether a word, given by its bytes, is known.
  @unsafe
  package func contains(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe number(of: bytes, hash: WordBytes.hash(bytes)) != nil
  }

  @unsafe
  private func number(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int? {
    let entry = unsafe slots[slot(of: bytes, hash: hash)]
    return entry == 0 ? nil : Int(UInt32(truncatingIfNeeded: entry)) - 1
  }

  /// The number of a word, which is added when it is new.
  @discardableResult
  public mutating func insert(_ word: String) -> Int {
    var word = word
    return word.withUTF8 { unsafe insert($0).number }
  }

  /// The number of a word given by its bytes, and whether it was new.
  @unsafe
  package mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    unsafe insert(bytes, hash: WordBytes.hash(bytes))
  }

  /// The number of a word given by its bytes, which is added when it is new.
  package mutating func insert(ofBytes bytes: ArraySlice<UInt8>) -> Int {
    // SAFETY: the buffer is read during the call alone.
    unsafe bytes.withUnsafeBufferPointer { unsafe insert($0).number }
  }

  /// The numbers here of all words of another table, which are added when they are new.
  package mutating func insert(_ other: WordTable) -> [Int32] {
    var numbers: [Int32] = []
    numbers.reserveCapacity(other.count)
    // SAFETY: the offsets of a table lie inside its arena, and the buffers are read during the call alone.
    unsafe other.arena.withUnsafeBufferPointer { arena in
      for number in 0..<other.count {
        let bytes = unsafe UnsafeBufferPointer(rebasing: arena[other.range(of: number)])
        unsafe numbers.append(Int32(truncatingIfNeeded: insert(bytes, hash: other.hashes[number]).number))
      }
    }
    return numbers
  }

  @unsafe @inline(__always)
  private mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt32) -> (number: Int, isNew: Bool) {
    let slot = unsafe self.slot(of: bytes, hash: hash)
    let entry = slots[slot]
    if entry != 0 { return (Int(UInt32(truncatingIfNeeded: entry)) - 1, false) }
    let number = hashes.count
    unsafe arena.append(contentsOf: bytes)
    offsets.append(UInt32(arena.count))
    hashes.append(hash)
    slots[slot] = UInt64(hash) << 32 | UInt64(number + 1)
    if hashes.count * 2 > slots.count { grow() }
    return (number, true)
  }

  /// The slot that holds the word, or the free one where it belongs.
  @unsafe @inline(__always)
  private func slot(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    // SAFETY: the mask keeps `slot` inside the table; a slot that is not free holds the number of a word of this table.
    return unsafe slots.withUnsafeBufferPointer { slots in
      while true {
        let entry = unsafe slots[slot]
        if entry == 0 { return slot }
        if UInt32(truncatingIfNeeded: entry >> 32) == hash,
          unsafe holds(bytes, at: Int(UInt32(truncatingIfNeeded: entry)) - 1)
        {
          return slot
        }
        slot = (slot + 1) & mask
      }
    }
  }

  @unsafe @inline(__always)
  private func holds(_ bytes: UnsafeBufferPointer<UInt8>, at number: Int) -> Bool {
    let range = range(of: number)
    guard range.count == bytes.count else { return false }
    // SAFETY: the word's bytes lie inside the arena, and there are as many of them as in `bytes`.
    return unsafe arena.withUnsafeBufferPointer { arena in
      unsafe WordBytes.areEqual(arena.baseAddress! + range.lowerBound, bytes.baseAddress!, count: bytes.count)
    }
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    var grown = [UInt64](repeating: 0, count: slots.count * 2)
    for number in hashes.indices {
      var slot = Int(hashes[number]) & mask
      while grown[slot] != 0 { slot = (slot + 1) & mask }
      grown[slot] = UInt64(hashes[number]) << 32 | UInt64(number + 1)
    }
    slots = grown
  }
}

/// Hashes and compares the bytes of words, eight at a time; none behind the last one is read.
enum WordBytes {
  /// A hash of the bytes: each eight enter by a multiplication whose halves are folded together.
  @unsafe @inline(__always)
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var state = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    guard let start = bytes.baseAddress else { return 0 }
    var index = 0
    if bytes.count > 8, bytes.count <= 16 {
      // SAFETY: both loads lie inside the nine bytes or more.
      let (head, tail) = unsafe (load(start, as: UInt64.self), load(start + (bytes.count - 8), as: UInt64.self))
      state = mixed(mixed(state ^ head) ^ tail)
      return UInt32(truncatingIfNeeded: state ^ (state >> 32))
    }
    while bytes.count - index > 8 {
      state = unsafe mixed(state ^ load(start + index, as: UInt64.self))
      index += 8
    }
    state = unsafe mixed(state ^ upToEight(start + index, count: bytes.count - index))
    return UInt32(truncatingIfNeeded: state ^ (state >> 32))
  }

  /// Whether two runs of the same length hold the same bytes.
  @unsafe @inline(__always)
  static func areEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, count: Int) -> Bool {
    var index = 0
    if count > 8, count <= 16 {
      // SAFETY: both loads lie inside the nine bytes or more.
      return unsafe load(left, as: UInt64.self) == load(right, as: UInt64.self)
        && load(left + (count - 8), as: UInt64.self) == load(right + (count - 8), as: UInt64.self)
    }
    while count - index > 8 {
      if unsafe load(left + index, as: UInt64.self) != load(right + index, as: UInt64.self) { return false }
      index += 8
    }
    return unsafe upToEight(left + index, count: count - index) == upToEight(right + index, count: count - index)
  }

  /// At most eight bytes in one number; of equal counts, equal bytes alone give equal numbers.
  @unsafe @inline(__always)
  private static func upToEight(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
    // SAFETY: each load ends at `count` or before.
    if count >= 4 {
      return unsafe UInt64(load(bytes, as: UInt32.self)) | UInt64(load(bytes + (count - 4), as: UInt32.self)) << 32
    }
    if count >= 2 {
      return unsafe UInt64(load(bytes, as: UInt16.self)) | UInt64(load(bytes + (count - 2), as: UInt16.self)) << 16
    }
    return unsafe count == 1 ? UInt64(bytes[0]) : 0
  }

  @unsafe @inline(__always)
  private static func load<Word: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafePointer<UInt8>, as type: Word.Type
  ) -> Word {
    unsafe Word(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: Word.self))
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xD1B5_4A32_D192_ED03)
    return high ^ low
  }
}
