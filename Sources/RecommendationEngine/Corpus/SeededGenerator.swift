import LinearAlgebra

/// Random numbers that are the same on every machine and in every release: xoshiro256\*\*, started by SplitMix64.
///
/// The methods here (`index(below:)`, `shuffle(_:)`) are our own because those of the standard library may change
/// their way of using random bits between releases, and a seed that is printed must mean the same for years.
///
/// Sources: D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021);
/// G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Creates a generator; every seed, also 0, gives a good start.
  public init(seed: UInt64) {
    var mixer = seed
    self.init(
      state: (
        Self.splitMix64(&mixer), Self.splitMix64(&mixer), Self.splitMix64(&mixer), Self.splitMix64(&mixer)
      ))
  }

  /// Creates a generator in a given state, which must not be all zeros.
  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    self.state = state
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotate(state.3, by: 45)
    return result
  }

  /// A whole number in `0 ..< bound`, each as likely as the other.
  ///
  /// D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29 (2019): the high half of a product,
  /// drawn again in the rare case that would favour some numbers.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "no index lies below \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// A number in 0 ..< 1, a multiple of 2⁻⁵³.
  public mutating func unitInterval() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Brings the elements into a random order (Fisher–Yates, from the end).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var remaining = elements.count
    while remaining > 1 {
      elements.swapAt(remaining - 1, index(below: remaining))
      remaining -= 1
    }
  }

  /// The next number of SplitMix64; moves its state on.
  static func splitMix64(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return SplitMix64.mixed(state)
  }

  private static func rotate(_ bits: UInt64, by count: UInt64) -> UInt64 {
    (bits << count) | (bits >> (64 - count))
  }
}
