/// A text cut into the words that the analysis knows, with what stands between them.
///
/// The analysis keeps words in lower case and drops what lies between them. Names of clusters want both: `USWDS` as people
/// write it, and no phrase that reaches over the end of a sentence.
struct WrittenText {
  /// A word with its place in the text.
  struct Word {
    /// The number of its term; −1 − its own number for a stop word; ``unknown`` where the analysis does not know it.
    let key: Int32
    /// Its bytes in the text.
    let bytes: Range<Int>
    /// Whether a phrase may reach from the word before over the gap to this one.
    let continuesPhrase: Bool
    /// Whether a sentence begins with it.
    let beginsSentence: Bool
  }

  /// The key of words that the analysis does not know.
  static let unknown = Int32.min + 1

  /// The words of two letters and more.
  private(set) var words: [Word] = []
  private let bytes: [UInt8]

  /// Cuts a text, at most `wordLimit` words of it.
  init(_ text: String, in corpus: AnalyzedCorpus, wordLimit: Int) {
    let bytes = Array(text.utf8)
    self.bytes = bytes
    // The words in lower case where they stand: each in an array of its own would cost more than all else here.
    var lowered = bytes
    words.reserveCapacity(min(wordLimit, bytes.count / 5))
    var position = 0
    var gap = Gap()
    while position < bytes.count, words.count < wordLimit {
      guard Self.isWordByte(bytes, position) else {
        position += gap.extend(bytes, position)
        continue
      }
      let start = position
      var length = 0
      while position < bytes.count, Self.isWordByte(bytes, position) {
        let byte = bytes[position]
        if byte &- 0x41 < 26 { lowered[position] = byte | 0x20 }
        position = byte < 0x80 ? position + 1 : min(bytes.count, position + Self.width(byte))
        length += 1
      }
      // The analysis drops words of one letter; they may stand inside a phrase, as in "vitamin C deficiency".
      guard length > 1 else {
        gap.passLetter()
        continue
      }
      var word = lowered[start..<position]
      if length < word.count { word = Array(String(decoding: word, as: UTF8.self).lowercased().utf8)[...] }
      words.append(
        Word(
          key: Self.key(of: word, in: corpus), bytes: start..<position,
          continuesPhrase: !words.isEmpty && !gap.endsPhrase, beginsSentence: words.isEmpty || gap.endsSentence))
      gap = Gap()
    }
  }

  /// The bytes of some neighbouring words and of what stands between them.
  func bytes(of range: Range<Int>) -> ArraySlice<UInt8> {
    bytes[words[range.lowerBound].bytes.lowerBound..<words[range.upperBound - 1].bytes.upperBound]
  }

  /// The sentences, as ranges of words.
  var sentences: [Range<Int>] {
    let starts = words.indices.filter { words[$0].beginsSentence }
    return starts.indices.map { starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : words.count) }
  }

  private static func key(of word: ArraySlice<UInt8>, in corpus: AnalyzedCorpus) -> Int32 {
    guard let number = corpus.words.number(ofBytes: word) else { return unknown }
    let term = corpus.termOfWord[number]
    return term >= 0 ? term : -1 - Int32(number)
  }

  /// Letters, digits, and every character above ASCII that is no space, dash or quotation mark.
  private static func isWordByte(_ bytes: [UInt8], _ position: Int) -> Bool {
    let byte = bytes[position]
    if byte < 0x80 { return (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) }
    if byte == 0xC2 { return false }  // U+0080…U+00BF: no-break space, signs, guillemets.
    if byte == 0xE2 { return position + 1 < bytes.count && bytes[position + 1] > 0x83 }  // U+2000…U+20FF: punctuation.
    return byte != 0xE3 || position + 1 >= bytes.count || bytes[position + 1] != 0x80  // U+3000…: punctuation.
  }

  /// The number of bytes of a character that begins with this one.
  private static func width(_ byte: UInt8) -> Int {
    byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// What stands between two words.
  private struct Gap {
    private(set) var endsSentence = false
    private(set) var endsPhrase = false
    /// A full stop ends a sentence when white space follows, not in "Challenge.gov".
    private var hasStop = false

    mutating func passLetter() { hasStop = false }

    /// Takes in the character at a position; the number of its bytes.
    mutating func extend(_ bytes: [UInt8], _ position: Int) -> Int {
      let byte = bytes[position]
      switch byte {
      case 0x0A, 0x0D: end()
      case UInt8(ascii: "!"), UInt8(ascii: "?"): end()
      case UInt8(ascii: "."): hasStop = true
      case 0x09, 0x20: if hasStop { end() }
      case UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "&"): break
      case 0xE2 where position + 2 < bytes.count && bytes[position + 1] == 0x80:
        // U+2010, U+2011 and U+2019: hyphens and the apostrophe.
        if ![0x90, 0x91, 0x99].contains(bytes[position + 2]) { endsPhrase = true }
      case 0xC2 where position + 1 < bytes.count && bytes[position + 1] == 0xA0:
        if hasStop { end() }
      case 0xE3 where position + 2 < bytes.count && bytes[position + 2] == 0x82: end()
      default: endsPhrase = true
      }
      return min(WrittenText.width(byte), bytes.count - position)
    }

    private mutating func end() {
      endsSentence = true
      endsPhrase = true
    }
  }
}
