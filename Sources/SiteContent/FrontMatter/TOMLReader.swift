import TOMLKit

/// Reads TOML front matter through TOMLKit, after a look at its syntax.
enum TOMLReader {
  /// Reads a block whose first line is `firstLine` of its file.
  static func read(
    _ block: UnsafeBufferPointer<UInt8>, firstLine: Int, limits: FrontMatterLimits = FrontMatterLimits()
  ) throws(FrontMatterTrouble) -> Metadata {
    try check(block, firstLine: firstLine, limits: limits)
    let table: TOMLTable
    do {
      table = try TOMLTable(string: String(decoding: block, as: UTF8.self))
    } catch let error as TOMLParseError {
      throw FrontMatterTrouble(
        code: .frontMatterTOML, line: firstLine + max(0, error.source.begin.line - 1),
        column: max(1, error.source.begin.column), message: firstSentence(error.description),
        hint: "Check quotes, commas and brackets of this line and the one before.")
    } catch {
      throw FrontMatterTrouble(
        code: .frontMatterTOML, line: firstLine, column: 1, message: "the block is not TOML", hint: "")
    }
    let lines = KeyLines(block: block, firstLine: firstLine)
    var metadata = metadata(of: table)
    for index in metadata.entries.indices {
      let place = lines.place(of: metadata.entries[index].key)
      metadata.entries[index].line = place.line
      metadata.entries[index].column = place.column
    }
    return metadata
  }

  /// Refuses what the parser may not see: NUL bytes, what is no TOML, and what nests too deep.
  private static func check(
    _ block: UnsafeBufferPointer<UInt8>, firstLine: Int, limits: FrontMatterLimits
  ) throws(FrontMatterTrouble) {
    func place(of offset: Int) -> (line: Int, column: Int) {
      let before = block[..<min(offset, block.count)]
      let start = before.lastIndex(of: Byte.lineFeed).map { $0 + 1 } ?? 0
      return (firstLine + before.count { $0 == Byte.lineFeed }, before[start...].count { $0 & 0xC0 != 0x80 } + 1)
    }
    if let offset = block.firstIndex(of: 0) {
      throw FrontMatterTrouble(
        code: .frontMatterTOML, line: place(of: offset).line, column: 1,
        message: "a NUL byte stands in the front matter", hint: "Save the file as plain text.")
    }
    do throws(TOMLSyntax.Fault) {
      try TOMLSyntax.check(block, limits: limits)
    } catch {
      let (line, column) = place(of: error.offset)
      throw FrontMatterTrouble(
        code: error.isTooComplex ? .frontMatterTooComplex : .frontMatterTOML, line: line, column: column,
        message: error.message,
        hint: error.isTooComplex
          ? "Move the data to a data file." : "Check quotes, commas and brackets of this line and the one before.")
    }
  }

  private static func metadata(of table: TOMLTable) -> Metadata {
    Metadata(
      entries: table.keys.compactMap { key in
        guard let value = table[key] else { return nil }
        return Metadata.Entry(key: key, value: self.value(of: value), line: 0, column: 0)
      })
  }

  private static func value(of value: any TOMLValueConvertible) -> MetadataValue {
    if let text = value.string { return .text(text) }
    if let number = value.int { return .text(String(number)) }
    if let flag = value.bool { return .text(String(flag)) }
    if let number = value.double { return .text(String(number)) }
    if let list = value.array { return .list(list.map { self.value(of: $0) }) }
    if let table = value.table { return .map(metadata(of: table)) }
    if let moment = value.dateTime {
      return .text("\(padded(moment.date))T\(padded(moment.time))\(offset(moment.offset?.offset))")
    }
    if let date = value.date { return .text(padded(date)) }
    if let time = value.time { return .text(padded(time)) }
    return .null
  }

  private static func padded(_ date: TOMLDate) -> String {
    "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
  }

  private static func padded(_ time: TOMLTime) -> String {
    "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
  }

  private static func offset(_ minutes: Int?) -> String {
    guard let value = minutes else { return "" }
    if value == 0 { return "Z" }
    return "\(value < 0 ? "-" : "+")\(padded(abs(value) / 60, 2)):\(padded(abs(value) % 60, 2))"
  }

  private static func padded(_ number: some BinaryInteger, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  private static func firstSentence(_ text: String) -> String {
    let line = text.split(separator: "\n").first.map(String.init) ?? text
    return line.firstRange(of: "Error while parsing ").map { "cannot read " + line[$0.upperBound...] } ?? line
  }
}

/// The lines where keys of a TOML block stand; TOMLKit keeps no places.
private struct KeyLines {
  private var places: [String: (line: Int, column: Int)] = [:]
  private let firstLine: Int

  /// Looks at each line once.
  init(block: UnsafeBufferPointer<UInt8>, firstLine: Int) {
    self.firstLine = firstLine
    var line = firstLine
    var start = 0
    while start < block.count {
      let end = block.firstIndex(of: Byte.lineFeed, from: start) ?? block.count
      if let equals = block[start..<end].firstIndex(of: Byte.equals) {
        let key = block[start..<equals].trimming { Byte.isBlank($0) || $0 == Byte.quote }
        let value = block[(equals + 1)..<end].drop(while: Byte.isBlank).startIndex
        let text = String(decoding: key, as: UTF8.self)
        if places[text] == nil { places[text] = (line, value - start + 1) }
      }
      start = end + 1
      line += 1
    }
  }

  /// The place of the value of a key at the beginning of a line; the first line of the block if there is none.
  func place(of key: String) -> (line: Int, column: Int) { places[key] ?? (firstLine, 1) }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// The part without the bytes at both ends that are to go.
  fileprivate func trimming(_ goes: (UInt8) -> Bool) -> Self {
    guard let last = lastIndex(where: { !goes($0) }) else { return self[startIndex..<startIndex] }
    return self[startIndex...last].drop(while: goes)
  }
}
