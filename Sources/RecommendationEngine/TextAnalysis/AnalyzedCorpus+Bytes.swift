/// A corpus as bytes: its words once, and for each item their numbers, so that what has not changed need not be analyzed again.
extension AnalyzedCorpus {
  /// The words and terms, without the items.
  package var wordBytes: [UInt8] {
    var writer = ByteWriter()
    writer.bytes.reserveCapacity(words.byteCount + terms.byteCount + 4 * words.count + terms.count)
    writer.add(terms.count)
    for term in 0..<terms.count { writer.add(terms.bytes(term)) }
    writer.add(words.count)
    for word in 0..<words.count {
      writer.add(words.bytes(word))
      writer.add(Int(termOfWord[word]) + 1)
    }
    return writer.bytes
  }

  /// A corpus without items, with the words and terms of another one; nil when the bytes are not its ``wordBytes``.
  package init?(wordBytes: [UInt8]) {
    self.init()
    var reader = ByteReader(wordBytes[...])
    guard let termCount = reader.count() else { return nil }
    for number in 0..<termCount {
      guard let term = reader.text(), terms.insert(ofBytes: term) == number else { return nil }
    }
    guard let wordCount = reader.count() else { return nil }
    termOfWord.reserveCapacity(wordCount)
    for number in 0..<wordCount {
      guard let word = reader.text(), words.insert(ofBytes: word) == number, let term = reader.number(),
        (0...termCount).contains(term)
      else { return nil }
      termOfWord.append(Int32(truncatingIfNeeded: term - 1))
    }
    guard reader.isAtEnd else { return nil }
  }

  /// The numbers of the words of an item: for each field how many there are, and these.
  package func tokenBytes(ofItem item: Int) -> [UInt8] {
    var writer = ByteWriter()
    for field in Field.allCases.indices {
      let range = range(ofItem: item, field: field)
      writer.add(range.count)
      for token in tokens[range] { writer.add(Int(token)) }
    }
    return writer.bytes
  }

  /// Makes room for items of so many bytes, of which each word takes one at least.
  package mutating func reserveCapacity(tokenBytes byteCount: Int) {
    tokens.reserveCapacity(tokens.count + byteCount)
  }

  /// Adds an item whose words this corpus knows; false, and nothing is added, when the bytes are not its ``tokenBytes(ofItem:)``.
  package mutating func append(tokenBytes: ArraySlice<UInt8>) -> Bool {
    let (tokenCount, offsetCount, wordCount) = (tokens.count, fieldOffsets.count, words.count)
    var reader = ByteReader(tokenBytes)
    func read() -> Bool {
      for _ in Field.allCases {
        guard let count = reader.count() else { return false }
        for _ in 0..<count {
          guard let token = reader.number(), token >= 0, token < wordCount else { return false }
          tokens.append(UInt32(truncatingIfNeeded: token))
        }
        fieldOffsets.append(tokens.count)
      }
      return reader.isAtEnd
    }
    if read() { return true }
    tokens.removeSubrange(tokenCount...)
    fieldOffsets.removeSubrange(offsetCount...)
    return false
  }

  /// How many of the words stand in some text.
  package var usedWordCount: Int {
    var isUsed = [Bool](repeating: false, count: words.count)
    for token in tokens { isUsed[Int(token)] = true }
    return isUsed.count { $0 }
  }
}
