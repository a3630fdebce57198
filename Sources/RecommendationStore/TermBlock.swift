import RecommendationEngine

/// Terms whose ids lie close together, as one row of the database keeps them.
///
/// The row holds a JSON array with `[place,"term","surface",word_count,document_frequency]` for each term in the order of ids, which
/// the view `terms` shows a row each, and beside it the terms' checks in 8 bytes each. The place is that of the id among the 512 ids
/// of the block, at first 32 of them taken. A row of its own for each of 118,000 terms took a twelfth of the time of a run.
struct TermBlock {
  /// A term in the JSON text.
  private struct Entry {
    /// The place of its id in the block.
    var place: Int
    /// Where its spelling begins, with the quote.
    var start: Int
  }

  /// The JSON array.
  private(set) var text: [UInt8]
  /// The checks, low bytes first.
  private(set) var checks: [UInt8]
  private var entries: [Entry] = []

  /// The number of the block that an id lies in, which is the row's.
  static func number(ofID id: Int) -> Int { id >> 9 }

  /// The lowest id of a block.
  static func firstID(ofNumber number: Int) -> Int { number << 9 }

  /// Makes a block; nil when no term has an id in it.
  ///
  /// - Parameter checks: The checks by column.
  init?(number: Int, of terms: StoredTerms, ids: RowIDs, checks: [Int]) {
    let columns =
      ids.firstPlace(from: Self.firstID(ofNumber: number))..<ids.firstPlace(from: Self.firstID(ofNumber: number + 1))
    guard !columns.isEmpty else { return nil }
    self.checks = Packing.bytes(
      of: columns.lazy.map { UInt64(bitPattern: Int64(ContentFingerprints.termCheck(checks[$0], id: ids[$0]))) })
    text = []
    text.reserveCapacity(48 * columns.count + 2)
    for column in columns {
      text.append(column == columns.lowerBound ? UInt8(ascii: "[") : UInt8(ascii: ","))
      let (term, id) = (terms[column], ids[column])
      text.append(UInt8(ascii: "["))
      append(decimal: id - Self.firstID(ofNumber: Self.number(ofID: id)))
      text.append(UInt8(ascii: ","))
      append(quoted: term.term)
      text.append(UInt8(ascii: ","))
      if let surface = term.surface { append(quoted: surface) } else { text += "null".utf8 }
      text.append(UInt8(ascii: ","))
      append(decimal: term.wordCount)
      text.append(UInt8(ascii: ","))
      append(decimal: term.documentFrequency)
      text.append(UInt8(ascii: "]"))
    }
    text.append(UInt8(ascii: "]"))
  }

  /// A block as it was kept; nil when it is not written as above.
  init?(text: [UInt8], checks: [UInt8]) {
    self.text = text
    self.checks = checks
    var reader = Reader(text: text)
    repeat {
      guard reader.take(entries.isEmpty ? "[" : ","), reader.take("["), let place = reader.number(), reader.take(",")
      else {
        return nil
      }
      entries.append(Entry(place: place, start: reader.position))
      guard reader.skipToEndOfTerm() else { return nil }
    } while !reader.isAtLastByte
    guard reader.take("]"), checks.count == 8 * entries.count else { return nil }
  }

  /// The term with an id; nil when the block holds none, or one that does not fit its check.
  func term(id: Int) -> StoredTerm? {
    let place = id - Self.firstID(ofNumber: Self.number(ofID: id))
    guard let number = entries.firstIndex(where: { $0.place == place }) else { return nil }
    var reader = Reader(text: text, position: entries[number].start)
    guard let spelling = reader.string(), reader.take(",") else { return nil }
    let surface = reader.string()
    guard surface != nil || reader.takeNull(), reader.take(","), let wordCount = reader.number(), reader.take(","),
      let documentFrequency = reader.number()
    else { return nil }
    let term = StoredTerm(
      term: spelling, surface: surface, wordCount: wordCount, documentFrequency: documentFrequency)
    let check = ContentFingerprints.termCheck(ContentFingerprints.term(term).whole.check, id: id)
    let kept = Packing.words(of: Array(checks[8 * number..<8 * number + 8]))[0]
    return kept == UInt64(bitPattern: Int64(check)) ? term : nil
  }

  // MARK: Writing

  private mutating func append(decimal number: Int) {
    precondition(number >= 0, "\(number) is negative")
    if number > 9 { append(decimal: number / 10) }
    text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }

  private mutating func append(quoted string: String) {
    text.append(UInt8(ascii: "\""))
    let isPlain = string.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else {
        return false
      }
      text += bytes
      return true
    }
    if isPlain != true {
      for byte in string.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
        case 0..<0x20: text += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
        default: text.append(byte)
        }
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  // MARK: Reading

  /// Reads what is written above, and nothing else.
  private struct Reader {
    let text: [UInt8]
    var position = 0

    /// Whether only the end of the array is left.
    var isAtLastByte: Bool { position >= text.count - 1 }

    mutating func take(_ byte: Unicode.Scalar) -> Bool {
      guard position < text.count, text[position] == UInt8(ascii: byte) else { return false }
      position += 1
      return true
    }

    mutating func takeNull() -> Bool {
      guard text[position...].starts(with: "null".utf8) else { return false }
      position += 4
      return true
    }

    mutating func number() -> Int? {
      let start = position
      var number = 0
      while position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) {
        guard position - start < 18 else { return nil }
        number = 10 * number + Int(text[position] - UInt8(ascii: "0"))
        position += 1
      }
      return position > start ? number : nil
    }

    mutating func string() -> String? {
      let start = position
      guard skipString() else { return nil }
      let content = text[start + 1..<position - 1]
      guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
      var bytes: [UInt8] = []
      var place = content.startIndex
      while place < content.endIndex {
        guard content[place] == UInt8(ascii: "\\") else {
          bytes.append(content[place])
          place += 1
          continue
        }
        if content[place + 1] == UInt8(ascii: "u") {
          guard place + 6 <= content.endIndex,
            let code = UInt8(String(decoding: content[place + 2..<place + 6], as: UTF8.self), radix: 16)
          else { return nil }
          bytes.append(code)
          place += 6
        } else {
          bytes.append(content[place + 1])
          place += 2
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    /// Passes over a string with its quotes.
    private mutating func skipString() -> Bool {
      guard take("\"") else { return false }
      while position < text.count {
        switch text[position] {
        case UInt8(ascii: "\""):
          position += 1
          return true
        case UInt8(ascii: "\\"): position += 2
        default: position += 1
        }
      }
      return false
    }

    /// Passes over a spelling and what follows it, up to the bracket that ends the term.
    mutating func skipToEndOfTerm() -> Bool {
      guard skipString() else { return false }
      while position < text.count {
        switch text[position] {
        case UInt8(ascii: "]"):
          position += 1
          return true
        case UInt8(ascii: "\""):
          guard skipString() else { return false }
        default: position += 1
        }
      }
      return false
    }
  }
}
