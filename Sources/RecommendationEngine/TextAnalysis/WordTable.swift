/// Numbers distinct words from 0 in the order of their first appearance.
///
/// The bytes of all words lie in one arena; an open-addressing table with linear probing finds them. It takes the place
/// of a `Dictionary<String, Int>`, which would make a `String` and hash it by Unicode rules for every token.
public struct WordTable: Sendable {
  private var arena: [UInt8] = []
  private var offsets: [Int] = [0]
  private var hashes: [UInt32] = []
  /// The number of a word, or -1 where the slot is free; a power of two of them, at most half full.
  private var slots: [Int32] = Array(repeating: -1, count: 1024)

  /// Creates a table without words.
  public init() {}

  /// The number of distinct words.
  public var count: Int { hashes.count }

  /// The number of bytes that all words take.
  package var byteCount: Int { arena.count }

  /// The word with a number.
  public func word(_ number: Int) -> String {
    String(decoding: arena[offsets[number]..<offsets[number + 1]], as: UTF8.self)
  }

  /// The bytes of the word with a number.
  package func bytes(_ number: Int) -> ArraySlice<UInt8> {
    arena[offsets[number]..<offsets[number + 1]]
  }

  /// Whether the bytes of one word come before those of another.
  package func precedes(_ lhs: Int, _ rhs: Int) -> Bool {
    bytes(lhs).lexicographicallyPrecedes(bytes(rhs))
  }

  /// The number of a word, or nil when it is unknown.
  public func number(of word: String) -> Int? {
    var word = word
    return word.withUTF8 { bytes in
      let slot = unsafe self.slot(of: bytes, hash: Self.hash(bytes))
      return slots[slot] < 0 ? nil : Int(slots[slot])
    }
  }

  /// The number of a word given by its bytes, or nil when it is unknown.
  package func number(ofBytes bytes: ArraySlice<UInt8>) -> Int? {
    // SAFETY: the buffer is read during the call alone.
    unsafe bytes.withUnsafeBufferPointer { bytes in
      let slot = unsafe self.slot(of: bytes, hash: Self.hash(bytes))
      return slots[slot] < 0 ? nil : Int(slots[slot])
    }
  }

  /// Whether a word, given by its bytes, is known.
  @unsafe
  package func contains(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe slots[slot(of: bytes, hash: Self.hash(bytes))] >= 0
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
    let hash = unsafe Self.hash(bytes)
    let slot = unsafe self.slot(of: bytes, hash: hash)
    if slots[slot] >= 0 { return (Int(slots[slot]), false) }
    let number = hashes.count
    unsafe arena.append(contentsOf: bytes)
    offsets.append(arena.count)
    hashes.append(hash)
    slots[slot] = Int32(number)
    if hashes.count * 2 > slots.count { grow() }
    return (number, true)
  }

  /// The slot that holds the word, or the free one where it belongs.
  @unsafe
  private func slot(of bytes: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, unsafe holds(bytes, at: number) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  @unsafe
  private func holds(_ bytes: UnsafeBufferPointer<UInt8>, at number: Int) -> Bool {
    let start = offsets[number]
    guard offsets[number + 1] - start == bytes.count else { return false }
    for index in 0..<bytes.count where unsafe arena[start + index] != bytes[index] { return false }
    return true
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    var grown = [Int32](repeating: -1, count: slots.count * 2)
    for number in hashes.indices {
      var slot = Int(hashes[number]) & mask
      while grown[slot] >= 0 { slot = (slot + 1) & mask }
      grown[slot] = Int32(number)
    }
    slots = grown
  }

  /// FNV-1a over the bytes (Fowler, Noll, Vo), its upper half folded into the lower one.
  @unsafe
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in 0..<bytes.count {
      hash = unsafe (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
    }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 29))
  }
}
