/// Turns the bytes of a file into UTF-8, and says what had to be done for it.
enum PageText {
  /// The text as UTF-8; nil when there is none, with the reason among the problems.
  static func decoded(_ bytes: [UInt8], path: String, problems: inout [Problem]) -> [UInt8]? {
    if bytes.first(where: { !Byte.isWhiteSpace($0) }) == nil {
      problems.append(
        Problem(
          path: path, severity: .error, code: .fileEmpty,
          message: bytes.isEmpty ? "the file is empty" : "the file holds blank lines only",
          hint: "Write the page, or delete the file."))
      return nil
    }
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    if !isUTF16, isBinary(bytes) {
      problems.append(
        Problem(
          path: path, severity: .error, code: .fileBinary, message: "the file is no text: \(kind(of: bytes))",
          hint: "Save the page as plain text, or give the file its own ending."))
      return nil
    }
    let decoded = TextDecoder.decode(bytes)
    switch decoded.encoding {
    case .utf8: break
    case .utf16LittleEndian, .utf16BigEndian:
      problems.append(
        Problem(
          path: path, line: 1, column: 1, severity: .warning, code: .encodingUTF16, message: "the file is UTF-16",
          hint: "Save it as UTF-8."))
      if decoded.utf8.contains(0) { return nil }
    case .windows1252:
      let offset = decoded.firstInvalidOffset ?? 0
      let place = place(of: offset, in: bytes)
      let digits = String(bytes[offset], radix: 16, uppercase: true)
      problems.append(
        Problem(
          path: path, line: place.line, column: place.column, severity: .warning, code: .encodingInvalid,
          message:
            "byte 0x\(digits.utf8.count < 2 ? "0" : "")\(digits) at offset \(offset) is not UTF-8; the file is read as windows-1252",
          hint: "Save the file as UTF-8."))
    }
    return decoded.utf8
  }

  /// Whether a byte occurs that no text has; the first 8,000 are looked at.
  private static func isBinary(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: "%PDF-".utf8)
      || bytes.withUnsafeBufferPointer { $0.part(0..<min($0.count, 8000)).firstIndex(of: 0, from: 0) != nil }
  }

  private static func kind(of bytes: [UInt8]) -> String {
    if bytes.starts(with: [0x50, 0x4B]) {
      return bytes.prefix(200).firstRange(of: Array("opendocument.text".utf8)) == nil
        ? "a ZIP archive or an office document" : "an OpenDocument text"
    }
    if bytes.starts(with: "%PDF".utf8) { return "a PDF document" }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "a PNG image" }
    return "it holds NUL bytes"
  }

  /// Line and column, both from 1, of a byte; the column counts bytes.
  private static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    var line = 1
    var start = 0
    for index in 0..<offset where bytes[index] == Byte.lineFeed {
      line += 1
      start = index + 1
    }
    return (line, offset - start + 1)
  }
}

extension FenceTrouble {
  /// The trouble with code, message and hint.
  var described: FrontMatterTrouble {
    switch kind {
    case .notClosed:
      .init(
        code: .frontMatterNotClosed, line: line, column: 1, message: "the front matter opens here and never closes",
        hint: "Close it with the line that opens it.")
    case .oddClosingFence(let text):
      .init(
        code: .frontMatterClosingFence, line: line, column: 1,
        message: "the front matter should close here, but the line is '\(text)'",
        hint: "Write '---' alone in this line, and what follows it in the next.")
    case .oddOpeningFence(let text):
      .init(
        code: .frontMatterOpeningFence, line: line, column: 1, message: "the front matter opens with '\(text)'",
        hint: "Write '---' alone in this line.")
    case .notOpened:
      .init(
        code: .frontMatterNotOpened, line: line, column: 1,
        message: "keys begin here, but no line of '---' stands before them", hint: "Write '---' above this line.")
    case .textBeforeFence(let text):
      .init(
        code: .frontMatterTextBefore, line: line, column: 1,
        message: "'\(text)' stands before the opening fence in line \(openingLine)",
        hint: "Move it below the fence, or remove it.")
    case .emptyBlock:
      .init(
        code: .frontMatterEmptyBlock, line: line, column: 1,
        message: "an empty block of front matter stands before the one with the keys",
        hint: "Remove this line and the fence that follows it.")
    case .commentedOut:
      .init(
        code: .frontMatterCommentedOut, line: line, column: 1,
        message: "the front matter stands inside an HTML comment",
        hint: "Remove '<!-- ' and ' -->' around the fences.")
    }
  }
}
