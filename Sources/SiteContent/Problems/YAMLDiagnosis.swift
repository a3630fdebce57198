/// Says in an editor's words what libyaml says in a parser's.
enum YAMLDiagnosis {
  /// The trouble with the code, place and hint that the line in question suggests.
  ///
  /// - Parameters:
  ///   - trouble: What the parser reported; its line is one of the file, its hint names the line where the construct began.
  ///   - contextLine: The line of the file where the construct began, or 0.
  ///   - block: The front matter.
  ///   - firstLine: The line of the file that the block begins with.
  static func refined(
    _ trouble: FrontMatterTrouble, block: UnsafeBufferPointer<UInt8>, firstLine: Int
  ) -> FrontMatterTrouble {
    guard trouble.code == .frontMatterSyntax || trouble.code == .frontMatterNotMapping else { return trouble }
    let lines = Lines(block: block, firstLine: firstLine)
    if let conflict = lines.conflict { return conflict }
    guard trouble.code == .frontMatterSyntax else { return trouble }
    if trouble.message.contains("nesting") || trouble.message.contains("depth") {
      return .init(
        code: .frontMatterTooComplex, line: trouble.line, column: trouble.column,
        message: "the front matter nests too deeply", hint: "Move the data to a data file.")
    }
    let context = trouble.contextLine
    for line in [trouble.line, trouble.line - 1] {
      if let column = lines.tabColumn(line), line == trouble.line || trouble.mentionsIndentation {
        return .init(
          code: .frontMatterTab, line: line, column: column, message: "a tab stands in the indentation",
          hint: "Indent with blanks: YAML takes no tabs.")
      }
    }
    let place = context > 0 && trouble.isAboutQuoteOrKey ? context : trouble.line
    let text = lines.text(place)
    if text.contains("{{") && !text.contains("'{{") && !text.contains("\"{{") {
      return .init(
        code: .frontMatterShortcode, line: place, column: max(1, lines.column(of: "{{", place)),
        message: "a shortcode stands without quotes in '\(text.shown)'", hint: "Put quotes around the value.")
    }
    return byMessage(trouble, context: context, lines: lines)
  }

  private static func byMessage(_ trouble: FrontMatterTrouble, context: Int, lines: Lines) -> FrontMatterTrouble {
    let message = trouble.message
    let text = lines.text(trouble.line)
    func result(
      _ code: ProblemCode, _ line: Int, _ column: Int, _ message: String, _ hint: String
    ) -> FrontMatterTrouble {
      .init(code: code, line: line, column: column, message: message, hint: hint)
    }
    if message.contains("mapping values are not allowed") {
      return result(
        .frontMatterColon, trouble.line, trouble.column, "a second ': ' stands in '\(text.shown)'",
        "Put quotes around the value: key: 'a text: with a colon'.")
    }
    if message.contains("unknown escape character") {
      return result(
        .frontMatterEscape, trouble.line, trouble.column, "a backslash stands between double quotes in '\(text.shown)'",
        "Use single quotes, or write the backslash twice.")
    }
    if message.contains("cannot start any token") || message.contains("alphabetic or numeric character")
      || trouble.hint.contains("directive") || trouble.hint.contains("a tag")
    {
      return result(
        .frontMatterIndicator, trouble.line, trouble.column,
        "the value begins with a character that YAML gives a meaning to: '\(text.shown)'",
        "Put quotes around the value.")
    }
    if trouble.hint.contains("quoted scalar") {
      return result(
        .frontMatterQuote, context, 1, "a quote is not closed in '\(lines.text(context).shown)'",
        "Close the quote at the end of the value.")
    }
    if message.contains("could not find expected ':'") || message.contains("<document start>") {
      return notAKey(at: message.contains("':'") ? context : trouble.line, lines: lines)
    }
    if message.contains("expected key") || message.contains("'-' indicator") || message.contains("block sequence")
      || message.contains("',' or") || message.contains("flow node content") || message.contains("',' or ']'")
    {
      if let column = lines.valueQuoteColumn(trouble.line), column < trouble.column {
        // Text right behind the first quote of a line: that quote closes one that opened further up.
        if column + 1 == trouble.column, let opening = lines.unclosedQuote(before: trouble.line) {
          return result(
            .frontMatterQuote, opening, 1, "a quote is not closed in '\(lines.text(opening).shown)'",
            "Close the quote at the end of the value.")
        }
        return result(
          .frontMatterQuote, trouble.line, trouble.column, "text follows the closing quote in '\(text.shown)'",
          "Inside single quotes write an apostrophe twice, or use the other kind of quotes.")
      }
      return result(
        .frontMatterIndent, trouble.line, trouble.column,
        "'\(text.shown)' does not stand below the keys or list items before it",
        "Give keys of one map, and items of one list, the same indentation.")
    }
    return result(.frontMatterSyntax, trouble.line, trouble.column, message, trouble.hint)
  }

  /// A line that is no key: a key without a blank, the text of the page, or a stray line.
  private static func notAKey(at line: Int, lines: Lines) -> FrontMatterTrouble {
    let text = lines.text(line)
    let bare = text.utf8.drop { Byte.isBlank($0) }
    if let colon = bare.firstIndex(of: Byte.colon), colon != bare.startIndex,
      bare[..<colon].allSatisfy({ Byte.isLetter($0) || $0 == Byte.underscore || $0 == Byte.hyphen }),
      !bare[colon...].starts(with: "://".utf8)
    {
      return .init(
        code: .frontMatterKeySpace, line: line, column: 1, message: "no blank follows the colon in '\(text.shown)'",
        hint: "Write 'key: value'.")
    }
    if bare.first == Byte.hyphen {
      return .init(
        code: .frontMatterKeySpace, line: line, column: 1, message: "no blank follows the hyphen in '\(text.shown)'",
        hint: "Write '- item'.")
    }
    let first = bare.first ?? 0
    let marks: [UInt8] = [Byte.less, Byte.exclamation, Byte.bracketOpen, Byte.star, Byte.greater]
    if lines.text(line - 1).utf8.allSatisfy(Byte.isWhiteSpace) || marks.contains(first) {
      return .init(
        code: .frontMatterNotClosed, line: line, column: 1,
        message: "the text seems to begin at '\(text.shown)', inside the front matter",
        hint: "Close the front matter with a line of '---' before it.")
    }
    return .init(
      code: .frontMatterSyntax, line: line, column: 1,
      message: "'\(text.shown)' is neither 'key: value' nor indented as part of the value before it",
      hint: "Indent the line, or remove it.")
  }
}

extension FrontMatterTrouble {
  /// The line that the hint of the YAML reader ends with.
  fileprivate var contextLine: Int {
    Int(hint.utf8.reversed().prefix { Byte.isDigit($0) }.reversed().reduce("") { $0 + String(UnicodeScalar($1)) }) ?? 0
  }

  fileprivate var isAboutQuoteOrKey: Bool { hint.contains("quoted scalar") || message.contains("expected ':'") }

  fileprivate var mentionsIndentation: Bool { message.contains("tab character") }
}

extension String {
  /// At most 60 characters of the text without the blanks around it.
  fileprivate var shown: String {
    let trimmed = drop { $0 == " " || $0 == "\t" }
    return trimmed.count > 60 ? trimmed.prefix(57) + "…" : String(trimmed)
  }
}

/// The lines of a block, by their number in the file.
private struct Lines {
  private let texts: [String]
  private let firstLine: Int

  init(block: UnsafeBufferPointer<UInt8>, firstLine: Int) {
    self.firstLine = firstLine
    texts = block.split(separator: Byte.lineFeed, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == Byte.carriageReturn ? line.dropLast() : line, as: UTF8.self)
    }
  }

  func text(_ line: Int) -> String {
    texts.indices.contains(line - firstLine) ? texts[line - firstLine] : ""
  }

  func column(of mark: String, _ line: Int) -> Int {
    let text = text(line)
    return text.firstRange(of: mark).map { text.distance(from: text.startIndex, to: $0.lowerBound) + 1 } ?? 0
  }

  /// The column of a tab in the blanks that a line begins with.
  func tabColumn(_ line: Int) -> Int? {
    let indentation = text(line).utf8.prefix { Byte.isBlank($0) }
    return Array(indentation).firstIndex(of: Byte.tab).map { $0 + 1 }
  }

  /// The column of the quote that a value of the line begins with.
  func valueQuoteColumn(_ line: Int) -> Int? {
    let bytes = Array(text(line).utf8)
    var index = 0
    while index < bytes.count, Byte.isBlank(bytes[index]) || bytes[index] == Byte.hyphen { index += 1 }
    if index < bytes.count, bytes[index] != Byte.quote, bytes[index] != Byte.apostrophe {
      while index < bytes.count, bytes[index] != Byte.colon { index += 1 }
      index += 1
      while index < bytes.count, Byte.isBlank(bytes[index]) { index += 1 }
    }
    guard index < bytes.count, bytes[index] == Byte.quote || bytes[index] == Byte.apostrophe else { return nil }
    return index + 1
  }

  /// The last line above whose value begins with a quote and does not end with it.
  func unclosedQuote(before line: Int) -> Int? {
    stride(from: line - 1, through: firstLine, by: -1).first { number in
      guard let column = valueQuoteColumn(number) else { return false }
      let bytes = Array(text(number).utf8)
      let quote = bytes[column - 1]
      let last = bytes.lastIndex { !Byte.isBlank($0) } ?? 0
      return last == column - 1 || bytes[last] != quote
    }
  }

  /// The first mark of an unfinished merge.
  var conflict: FrontMatterTrouble? {
    guard let index = texts.firstIndex(where: { $0.hasPrefix("<<<<<<<") || $0.hasPrefix(">>>>>>>") }) else {
      return nil
    }
    return FrontMatterTrouble(
      code: .frontMatterConflict, line: firstLine + index, column: 1,
      message: "a mark of an unfinished merge stands here: '\(texts[index].shown)'",
      hint: "Keep one of the two versions and remove the marks.")
  }
}
