extension PlainText {
  /// The text with UTF-8 that was once read as windows-1252 (or Latin-1) put right: `Yahoo!â€™s` becomes `Yahoo!’s`.
  ///
  /// For what is counted and compared only; never written back. The rule is to leave alone what might be meant:
  /// 1. Nothing is repaired in a text about the matter: one that names an encoding (`UTF-8`, `Unicode`, `Latin-1`, …), or in
  ///    which a damaged sequence stands alone in quotes, brackets or back-ticks, or beside the very letter that it would become.
  /// 2. A sequence counts when its characters, as bytes of windows-1252, are one valid UTF-8 character and cannot be words and
  ///    punctuation side by side, as `ß“` and `é…”` are. The leads are `Â` and `Ã` (Latin letters), `â` (punctuation, signs),
  ///    `ð` (emoji), and `ï»¿`; other leads count in a row of three or more.
  /// 3. A lone `Â` between a small letter or a mark and white space is what is left of a no-break space: it goes.
  ///
  /// Text that was damaged twice is repaired twice.
  ///
  /// - Complexity: O(*n*); a text without a lead is only searched.
  package static func repairingMojibake(_ text: String) -> String {
    var text = text
    for _ in 0..<2 {
      guard let repaired = text.withUTF8(Mojibake.repaired) else { break }
      text = String(decoding: repaired, as: UTF8.self)
    }
    return text
  }
}

/// The search for UTF-8 that was read as windows-1252.
private enum Mojibake {
  /// A sequence found: where its characters are, and what they stand for; nil for nothing.
  struct Match {
    var range: Range<Int>
    var scalar: UInt32?
  }

  /// The repaired text, or nil when there is nothing to repair or the text is better left alone.
  static func repaired(_ utf8: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard holdsSuspect(utf8), !namesEncoding(utf8) else { return nil }
    let scalars = String(decoding: utf8, as: UTF8.self).unicodeScalars.map(\.value)
    let matches = matches(in: scalars)
    guard !matches.isEmpty, !isMeant(matches, in: scalars) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    var position = 0
    for match in matches {
      for scalar in scalars[position..<match.range.lowerBound] { UTF8Sequence.append(scalar, to: &result) }
      if let scalar = match.scalar { UTF8Sequence.append(scalar, to: &result) }
      position = match.range.upperBound
    }
    for scalar in scalars[position...] { UTF8Sequence.append(scalar, to: &result) }
    return result
  }

  /// Whether anything may have to be repaired: every lead (U+00C2…U+00F4) begins with the byte 0xC3, and is `Â` or stands before
  /// another character above ASCII. So `é` in a word is no suspect.
  private static func holdsSuspect(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    var position = 0
    while let found = utf8.firstIndex(of: 0xC3, from: position) {
      if found + 1 < utf8.count, utf8[found + 1] == 0x82 { return true }
      if found + 2 < utf8.count, utf8[found + 2] >= 0x80 { return true }
      position = found + 2
    }
    return false
  }

  private static let encodingNames: [StaticString] = [
    "mojibake", "utf-8", "utf8", "unicode", "latin-1", "latin1", "iso-8859", "iso 8859", "cp1252", "windows-1252",
    "charset",
    "character encoding",
  ]

  private static func namesEncoding(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let lowercased = utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return lowercased.withUnsafeBufferPointer { text in
      encodingNames.contains { text.firstIndex(of: $0, from: 0) != nil }
    }
  }

  private static func matches(in scalars: [UInt32]) -> [Match] {
    var matches: [Match] = []
    var position = 0
    /// Matches of other leads that stand side by side, kept back until they are three.
    var row: [Match] = []
    func closeRow() {
      if row.count >= 3 { matches.append(contentsOf: row) }
      row.removeAll()
    }
    while position < scalars.count {
      let scalar = scalars[position]
      guard (0xC2...0xF4).contains(scalar) else {
        position += 1
        continue
      }
      if row.last.map({ $0.range.upperBound != position }) ?? false { closeRow() }
      if let match = sequence(in: scalars, at: position), !isListed(match, after: matches.last, in: scalars) {
        if isCertain(match, in: scalars) { matches.append(match) } else { row.append(match) }
        position = match.range.upperBound
      } else {
        if isRestOfNoBreakSpace(in: scalars, at: position) {
          matches.append(Match(range: position..<position + 1, scalar: nil))
        }
        position += 1
      }
    }
    closeRow()
    return matches.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The UTF-8 sequence that the characters from a position on are, taken as bytes of windows-1252.
  private static func sequence(in scalars: [UInt32], at position: Int) -> Match? {
    let lead = scalars[position]
    let size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard position + size <= scalars.count else { return nil }
    let bytes = scalars[position..<position + size].compactMap(Windows1252.byte(of:))
    guard bytes.count == size, bytes.withUnsafeBufferPointer({ UTF8Sequence.length(in: $0, at: 0) }) == size else {
      return nil
    }
    var value = UInt32(bytes[0]) & (0xFF >> UInt32(size + 1))
    for byte in bytes.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
    guard value >= 0xA0 else { return nil }
    return Match(range: position..<position + size, scalar: value)
  }

  /// Whether a sequence that ends in a no-break space is a letter in a list of letters with such spaces between them.
  private static func isListed(_ match: Match, after previous: Match?, in scalars: [UInt32]) -> Bool {
    let start = match.range.lowerBound
    guard scalars[match.range.upperBound - 1] == 0xA0, start > 0, previous?.range.upperBound != start else {
      return false
    }
    return scalars[start - 1] == 0xA0 || (scalars[start] == 0xC3 && scalars[start - 1] == 0x20)
  }

  private static func isCertain(_ match: Match, in scalars: [UInt32]) -> Bool {
    let start = match.range.lowerBound
    let second = Windows1252.byte(of: scalars[start + 1]) ?? 0
    switch scalars[start] {
    case 0xC2: return true
    case 0xC3:
      // `IRMÃ…` ends in a real letter and a real ellipsis; `MAÃ‘ANA` goes on.
      let next = match.range.upperBound < scalars.count ? scalars[match.range.upperBound] : 0
      let isInCapitals = start > 0 && (0x41...0x5A).contains(scalars[start - 1])
      return second >= 0xA0 || !isInCapitals || (next | 0x20 >= 0x61 && next | 0x20 <= 0x7A)
    case 0xE2: return second < 0xA0 && ![0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97].contains(second)
    case 0xEF: return match.scalar == 0xFEFF
    case 0xF0: return second == 0x9F
    default: return false
    }
  }

  /// Whether a lone `Â` stands where no language has one: after a small letter or a mark, before white space or the end.
  private static func isRestOfNoBreakSpace(in scalars: [UInt32], at position: Int) -> Bool {
    guard scalars[position] == 0xC2, position > 0 else { return false }
    let before = scalars[position - 1]
    let isAfterWord = (0x61...0x7A).contains(before) || [0x21, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F].contains(before)
    return isAfterWord && (position + 1 == scalars.count || [0x20, 0x0A, 0xA0].contains(scalars[position + 1]))
  }

  /// Whether the text shows a sequence on purpose: alone between marks, or beside the letter that it would become.
  private static func isMeant(_ matches: [Match], in scalars: [UInt32]) -> Bool {
    let marks: Set<UInt32> = [
      0x22, 0x27, 0x28, 0x29, 0x5B, 0x5D, 0x60, 0xAB, 0xBB, 0x2018, 0x2019, 0x201C, 0x201D, 0x201E,
    ]
    var letters: Set<UInt32> = []
    for match in matches {
      let (before, after) = (match.range.lowerBound - 1, match.range.upperBound)
      if before >= 0, after < scalars.count, marks.contains(scalars[before]), marks.contains(scalars[after]) {
        return true
      }
      if let letter = match.scalar, (0xC0...0x24F).contains(letter) { letters.insert(letter) }
    }
    guard !letters.isEmpty else { return false }
    var position = 0
    for match in matches {
      if scalars[position..<match.range.lowerBound].contains(where: letters.contains) { return true }
      position = match.range.upperBound
    }
    return scalars[position...].contains(where: letters.contains)
  }
}
