/// Numbers distinct pairs of numbers from 0 in the order of their first appearance.
///
/// An n-gram is the pair of the n-gram before its last word and that word. Open addressing with linear probing.
struct PairTable: Sendable {
  /// The pairs by number: the first in the upper half, the second in the lower.
  private(set) var pairs: [UInt64] = []
  private var slots: [Int32]

  init(minimumCapacity: Int = 512) {
    var capacity = 1024
    while capacity < minimumCapacity * 2 { capacity *= 2 }
    slots = Array(repeating: -1, count: capacity)
  }

  var count: Int { pairs.count }

  /// The number of a pair, or nil when it is unknown.
  func number(of first: UInt32, _ second: UInt32) -> Int? {
    let key = UInt64(first) << 32 | UInt64(second)
    let slot = slots[self.slot(of: key)]
    return slot < 0 ? nil : Int(slot)
  }

  /// The number of a pair, which is added when it is new.
  mutating func insert(_ first: UInt32, _ second: UInt32) -> Int {
    let key = UInt64(first) << 32 | UInt64(second)
    let slot = self.slot(of: key)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    let number = pairs.count
    pairs.append(key)
    slots[slot] = Int32(number)
    if pairs.count * 2 > slots.count { grow() }
    return number
  }

  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(key) & mask
    while slots[slot] >= 0, pairs[Int(slots[slot])] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    var grown = [Int32](repeating: -1, count: slots.count * 2)
    for number in pairs.indices {
      var slot = Self.hash(pairs[number]) & mask
      while grown[slot] >= 0 { slot = (slot + 1) & mask }
      grown[slot] = Int32(number)
    }
    slots = grown
  }

  /// Fibonacci hashing (Knuth, TAOCP 3, 6.4): the upper bits of the product with 2⁶⁴ / φ.
  private static func hash(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20)
  }
}
