/// Numbers distinct pairs of numbers from 0 in the order of their first appearance.
///
/// An n-gram is the pair of the n-gram before its last word and that word. Open addressing with linear probing.
struct PairTable: Sendable {
  /// The pairs by number: the first in the upper half, the second in the lower.
  private(set) var pairs: [UInt64] = []
  /// A power of two of slots, at most half full: the pair, and its number or -1 where the slot is free. The two lie
  /// apart but under one index, so that both are fetched at once.
  private var keys: [UInt64]
  private var numbers: [Int32]

  init(minimumCapacity: Int = 512) {
    var capacity = 1024
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    keys = Array(repeating: 0, count: capacity)
    numbers = Array(repeating: -1, count: capacity)
  }

  var count: Int { pairs.count }

  /// The number of a pair, or nil when it is unknown.
  func number(of first: UInt32, _ second: UInt32) -> Int? {
    let number = numbers[slot(of: UInt64(first) << 32 | UInt64(second))]
    return number < 0 ? nil : Int(number)
  }

  /// The number of a pair, which is added when it is new.
  mutating func insert(_ first: UInt32, _ second: UInt32) -> Int {
    let key = UInt64(first) << 32 | UInt64(second)
    let slot = self.slot(of: key)
    if numbers[slot] >= 0 { return Int(numbers[slot]) }
    let number = pairs.count
    pairs.append(key)
    keys[slot] = key
    numbers[slot] = Int32(number)
    if pairs.count * 2 > keys.count { grow() }
    return number
  }

  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Self.hash(key) & mask
    while keys[slot] != key, numbers[slot] >= 0 { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let capacity = keys.count * 2
    keys = Array(repeating: 0, count: capacity)
    numbers = Array(repeating: -1, count: capacity)
    for (number, key) in pairs.enumerated() {
      var slot = Self.hash(key) & (capacity - 1)
      while numbers[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
      keys[slot] = key
      numbers[slot] = Int32(number)
    }
  }

  /// Fibonacci hashing (Knuth, TAOCP 3, 6.4): the upper bits of the product with 2⁶⁴ / φ.
  private static func hash(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20)
  }
}
