/// Reads a file of records in pieces, so that its size does not matter for memory.
struct RecordReader: ~Copyable {
  private static let pieceBytes = 1 << 20

  private let plan: ReadingPlan
  private let file: ContentFile
  private let builder: ItemBuilder
  private var source: FileBytes?
  private var buffer: [UInt8] = []
  private var line = 1
  private var header: [String]?
  private var separator = Byte.comma
  private var hasToldMarkup = false
  private var isAtEnd = false
  private var hasRecords = false
  private var refusal: FileBytes.Refusal?

  init(plan: ReadingPlan, file: ContentFile, today: String?) {
    self.plan = plan
    self.file = file
    builder = ItemBuilder(plan: plan, file: file, today: today)
    do throws(FileBytes.Refusal) {
      source = try FileBytes(file.systemPath)
    } catch {
      source = nil
      refusal = error
    }
  }

  /// The items of the next piece; nil at the end.
  mutating func next() -> FileContents? {
    guard !isAtEnd else { return nil }
    var contents = FileContents()
    do throws(FileBytes.Refusal) {
      if let refusal { throw refusal }
      isAtEnd = try source?.append(to: &buffer, count: Self.pieceBytes) != true
    } catch {
      isAtEnd = true
      contents.problems.append(
        Problem(path: file.path, severity: .error, code: error.code, message: error.message, hint: error.hint))
      return contents
    }
    if line == 1 {
      if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.removeFirst(3) }
      if buffer.starts(with: [0xFF, 0xFE]) || buffer.prefix(4000).contains(0) {
        isAtEnd = true
        contents.problems.append(
          Problem(
            path: file.path, severity: .error, code: .fileBinary, message: "the file of records is no UTF-8 text",
            hint: "Save it as UTF-8."))
        return contents
      }
    }
    let pending = buffer
    let consumed =
      file.format == .csv ? rows(of: pending, into: &contents) : lines(of: pending, into: &contents)
    buffer.removeFirst(consumed)
    if isAtEnd, !hasRecords {
      contents.problems.append(
        Problem(
          path: file.path, severity: .error, code: .fileEmpty, message: "the file holds no records",
          hint: "Write records, or delete the file."))
    }
    if buffer.count > plan.limits.fileBytes {
      isAtEnd = true
      contents.problems.append(
        Problem(
          path: file.path, line: line, severity: .error, code: .fileTooLarge,
          message: "the record has more than \(plan.limits.fileBytes) bytes; it and what follows is left out",
          hint: "Close the quote or end the line, or raise limits.file_bytes."))
    }
    return contents
  }

  // MARK: JSON Lines

  /// Reads the whole lines; gives the number of bytes they have.
  private mutating func lines(of bytes: [UInt8], into contents: inout FileContents) -> Int {
    var start = 0
    while start < bytes.count {
      guard let end = bytes[start...].firstIndex(of: Byte.lineFeed) ?? (isAtEnd ? bytes.count : nil) else { break }
      if !bytes[start..<end].allSatisfy(Byte.isWhiteSpace) {
        hasRecords = true
        record(bytes[start..<end], into: &contents)
      }
      line += 1
      start = min(end + 1, bytes.count)
    }
    return start
  }

  private mutating func record(_ raw: ArraySlice<UInt8>, into contents: inout FileContents) {
    let digest = raw.withUnsafeBytes(ContentDigest.of)
    let plan = plan
    let line = line
    let bytes = valid(raw, into: &contents)
    do throws(FrontMatterTrouble) {
      let (metadata, duplicates) = try bytes.withUnsafeBufferPointer {
        (buffer) throws(FrontMatterTrouble) -> (Metadata, [DuplicateKey]) in
        try JSONReader.read(buffer, firstLine: line, wanted: plan.wanted, limits: plan.frontMatterLimits)
      }
      builder.add(
        .init(metadata: metadata, duplicates: duplicates, line: line, isRecord: true, digest: digest), to: &contents)
      tellMarkup(of: contents.items.last, to: &contents)
    } catch {
      contents.problems.append(
        Problem(
          path: file.path, line: line, column: error.column, severity: .error,
          code: error.code == .frontMatterJSON ? .recordInvalid : error.code, message: error.message, hint: error.hint))
    }
  }

  /// The bytes as UTF-8, read as windows-1252 with a warning if they are not.
  private func valid(_ raw: ArraySlice<UInt8>, into contents: inout FileContents) -> ArraySlice<UInt8> {
    guard raw.contains(where: { $0 >= 0x80 }) else { return raw }
    let decoded = TextDecoder.decode(Array(raw))
    if let offset = decoded.firstInvalidOffset {
      contents.problems.append(
        Problem(
          path: file.path, line: line, column: offset + 1, severity: .warning, code: .encodingInvalid,
          message: "a byte is not UTF-8; the record is read as windows-1252", hint: "Save the file as UTF-8."))
    }
    return decoded.utf8[...]
  }

  // MARK: CSV

  /// Reads the whole rows; gives the number of bytes they have.
  private mutating func rows(of bytes: [UInt8], into contents: inout FileContents) -> Int {
    var start = 0
    while start < bytes.count {
      if header == nil { separator = CSVRow.separator(ofHeader: bytes[start...]) }
      guard var row = CSVRow(bytes, from: start, isLastPiece: isAtEnd, separator: separator) else { break }
      let end = row.end
      let text = valid(bytes[start..<end], into: &contents)
      if !text.elementsEqual(bytes[start..<end]),
        let decoded = CSVRow(Array(text), from: 0, isLastPiece: true, separator: separator)
      {
        row = decoded
      }
      if !row.isBlank {
        if let header {
          hasRecords = true
          add(row, header: header, raw: bytes[start..<end], into: &contents)
        } else {
          header = row.fields
        }
      }
      line += row.lineCount
      start = end
    }
    return start
  }

  private mutating func add(
    _ row: CSVRow, header: [String], raw: ArraySlice<UInt8>, into contents: inout FileContents
  ) {
    guard row.fields.count == header.count, row.isWellFormed else {
      contents.problems.append(
        Problem(
          path: file.path, line: line, severity: .error, code: .recordColumns,
          message: row.isWellFormed
            ? "the row has \(row.fields.count) fields, the header has \(header.count)"
            : "a quote is not closed, or text follows a closing quote",
          hint:
            "Put double quotes around fields with \(separatorNames) or line ends, and write quotes inside them twice."))
      return
    }
    var metadata = Metadata()
    for (key, field) in zip(header, row.fields) where !key.isEmpty {
      metadata.entries.append(.init(key: key, value: field.isEmpty ? .null : .text(field), line: line, column: 1))
    }
    builder.add(
      .init(metadata: metadata, line: line, isRecord: true, digest: raw.withUnsafeBytes(ContentDigest.of)),
      to: &contents)
    tellMarkup(of: contents.items.last, to: &contents)
  }

  /// Says once for a file that its texts are HTML, which the model takes for plain text.
  private mutating func tellMarkup(of item: SourceItem?, to contents: inout FileContents) {
    guard !hasToldMarkup, plan.content.textFormat == .plain, let item, item.line == line else { return }
    let text = item.item.body.utf8
    guard text.first == UInt8(ascii: "<"), let second = text.dropFirst().first, Byte.isLetter(second),
      item.item.body.contains("</")
    else { return }
    hasToldMarkup = true
    contents.problems.append(
      Problem(
        path: file.path, line: line, severity: .warning, code: .recordMarkup,
        message: "the text is HTML, and is read as plain text", hint: "Set content.text_format to html."))
  }
}

extension RecordReader {
  /// What stands between the fields of this table, in words.
  private var separatorNames: String {
    separator == Byte.comma ? "commas" : separator == Byte.tab ? "tabs" : "semicolons"
  }
}

/// One row of comma-separated values (RFC 4180): fields between commas, quoted ones with commas, line ends and doubled quotes.
struct CSVRow {
  /// The fields, quotes resolved.
  private(set) var fields: [String] = []
  /// The index behind the line end of the row.
  private(set) var end: Int
  /// The line ends inside and after the row.
  private(set) var lineCount = 0
  /// Whether every quote closes, and nothing but a comma or a line end follows it.
  private(set) var isWellFormed = true

  /// Whether the row is an empty line.
  var isBlank: Bool { fields.count == 1 && fields[0].isEmpty }

  /// What separates the fields of a table: the semicolon or the tab where its first row has more of them than commas.
  ///
  /// Spreadsheets write semicolons in languages whose decimal sign is the comma. What stands in quotes does not count.
  static func separator(ofHeader bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates = [Byte.comma, Byte.semicolon, Byte.tab]
    var counts = [0, 0, 0]
    var isQuoted = false
    for byte in bytes {
      if byte == Byte.quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == Byte.lineFeed { break }
      if let place = candidates.firstIndex(of: byte) { counts[place] += 1 }
    }
    // Of equal counts the first one: the comma before all.
    let most = counts.max() ?? 0
    return counts.firstIndex(of: most).map { candidates[$0] } ?? Byte.comma
  }

  /// Reads the row at an index; nil when the row does not end within the bytes and more may come.
  init?(_ bytes: [UInt8], from start: Int, isLastPiece: Bool, separator: UInt8 = Byte.comma) {
    end = start
    var field: [UInt8] = []
    var index = start
    var isQuoted = false
    var wasQuoted = false
    while true {
      guard index < bytes.count else {
        guard isLastPiece else { return nil }
        if isQuoted { isWellFormed = false }
        break
      }
      let byte = bytes[index]
      index += 1
      if byte == Byte.lineFeed { lineCount += 1 }
      if isQuoted {
        if byte != Byte.quote {
          field.append(byte)
        } else if index < bytes.count, bytes[index] == Byte.quote {
          field.append(byte)
          index += 1
        } else if index == bytes.count, !isLastPiece {
          return nil
        } else {
          isQuoted = false
        }
        continue
      }
      switch byte {
      case Byte.quote where field.isEmpty && !wasQuoted:
        isQuoted = true
        wasQuoted = true
      case separator:
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        wasQuoted = false
      case Byte.lineFeed:
        finish(field, at: index)
        return
      case Byte.carriageReturn where index < bytes.count && bytes[index] == Byte.lineFeed:
        break
      default:
        if wasQuoted { isWellFormed = false }
        field.append(byte)
      }
    }
    if lineCount == 0 { lineCount = 1 }
    finish(field, at: index)
  }

  private mutating func finish(_ field: [UInt8], at index: Int) {
    fields.append(String(decoding: field, as: UTF8.self))
    end = index
  }
}
