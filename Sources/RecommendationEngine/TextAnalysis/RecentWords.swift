/// The numbers of the short words that were seen last: two of three words of a text are among them, and need no hash of their
/// bytes and no look at the table of all words, which is larger than the processor's first cache.
struct RecentWords {
  /// For each slot the word that it holds, its bytes packed in one number, or 0.
  private let words = ScratchRoom<UInt64>(repeating: 0, count: Self.count)
  private let numbers = ScratchRoom<UInt32>(repeating: 0, count: Self.count)

  /// So few that they stay in the first cache.
  private static let count = 1024

  /// The number of a word, or nil when it was not seen lately.
  @inline(__always)
  func number(of word: UInt64) -> UInt32? {
    let slot = Self.slot(of: word)
    // SAFETY: a slot is a number of ten bits.
    return unsafe words.base[slot] == word ? numbers.base[slot] : nil
  }

  /// Puts a word in the place of the one that was in its slot.
  @inline(__always)
  func remember(_ number: UInt32, of word: UInt64) {
    let slot = Self.slot(of: word)
    // SAFETY: a slot is a number of ten bits.
    unsafe words.base[slot] = word
    unsafe numbers.base[slot] = number
  }

  @inline(__always)
  private static func slot(of word: UInt64) -> Int { Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 54) }
}
