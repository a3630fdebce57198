/// Finds phrases among many: an open-addressing table with linear probing, at most half full.
///
/// It takes the place of a dictionary, whose hashing costs more than all else where every word of a collection begins a lookup.
struct PhraseTable {
  /// The phrases in the order in which they were added.
  private(set) var phrases: [PhraseKey] = []
  /// The place in `phrases`, or −1 where the slot is free; a power of two of them.
  private var slots = [Int32](repeating: -1, count: 256)

  /// Takes phrases; of equal ones the first counts.
  init(_ phrases: some Sequence<PhraseKey> = []) {
    for phrase in phrases { insert(phrase) }
  }

  /// The place of a phrase, in the order of their first insertion; nil for others.
  func place(of phrase: PhraseKey) -> Int? {
    let place = slots[slot(of: phrase)]
    return place < 0 ? nil : Int(place)
  }

  /// The place of a phrase, which is added when it is new.
  @discardableResult
  mutating func insert(_ phrase: PhraseKey) -> Int {
    let slot = slot(of: phrase)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    slots[slot] = Int32(phrases.count)
    phrases.append(phrase)
    if phrases.count * 2 > slots.count {
      slots = [Int32](repeating: -1, count: slots.count * 2)
      for (place, phrase) in phrases.enumerated() { slots[self.slot(of: phrase)] = Int32(place) }
    }
    return phrases.count - 1
  }

  /// The slot that holds a phrase, or the free one where it belongs.
  private func slot(of phrase: PhraseKey) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: phrase.bits) & mask
    while slots[slot] >= 0, phrases[Int(slots[slot])] != phrase { slot = (slot + 1) & mask }
    return slot
  }
}

/// The words at which phrases may begin or end.
struct PhraseWords {
  private var terms: [Bool]
  private var others: Set<Int32> = []

  /// Marks words given by their keys: terms by their numbers, others by negative ones.
  init(_ keys: some Sequence<Int32>, termCount: Int) {
    terms = [Bool](repeating: false, count: termCount)
    for key in keys { if key >= 0 { terms[Int(key)] = true } else { others.insert(key) } }
  }

  /// Whether a word is marked.
  func contains(_ key: Int32) -> Bool {
    key >= 0 ? terms[Int(key)] : !others.isEmpty && others.contains(key)
  }
}
