/// A small generator of random bits that gives the same sequence for the same seed, everywhere.
///
/// Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014; public-domain constants.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to a seed.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// The finaliser: every bit of a word reaches every bit of the result, and no two words have the same.
  package static func mixed(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next number in 0 ..< 1, a multiple of 2⁻⁵³.
  public mutating func nextUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// The next whole number below `bound`, which is above 0; the bias is below `bound` / 2⁶⁴.
  public mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}

extension SplitMix64 {
  /// The numbers 0 ..< `count` in random order (Fisher and Yates 1938).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for place in 0..<count { order.swapAt(place, place + next(below: count - place)) }
    return order
  }
}
