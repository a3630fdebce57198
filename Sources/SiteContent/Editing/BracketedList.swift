/// A list between brackets, `[a, 'b']`, as YAML, TOML and JSON share it, with the place of each part.
struct BracketedList {
  /// One item as it stands in the source.
  struct Item {
    let range: Range<Int>
    /// The quotes around the item, or nil for a bare one.
    let quote: TopicQuoting.Quote?
  }

  /// The place of `[`.
  let open: Int
  /// The place of `]`.
  let close: Int
  /// The items in order.
  let items: [Item]
  /// The comma after each item, or nil after the last one without a trailing comma.
  let commas: [Int?]

  /// Finds the parts of the list whose `[` stands at a position; nil for lists within lists and other layouts.
  init?(at open: Int, in text: [UInt8], format: FrontMatterFormat) {
    guard open < text.count, text[open] == 0x5B else { return nil }
    var items: [Item] = []
    var commas: [Int?] = []
    var position = open + 1
    while position < text.count {
      let byte = text[position]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D:
        position += 1
      case 0x23 where format != .json && (format == .toml || text[position - 1] <= 0x20):
        position = text.nextLineStart(of: position)
      case 0x5D:
        self.open = open
        close = position
        self.items = items
        self.commas = commas
        return
      case 0x2C:
        guard let last = commas.indices.last, commas[last] == nil else { return nil }
        commas[last] = position
        position += 1
      default:
        if let last = commas.last, last == nil { return nil }
        guard let item = Self.item(at: position, in: text, format: format) else { return nil }
        items.append(item)
        commas.append(nil)
        position = item.range.upperBound
      }
    }
    return nil
  }

  private static func item(at start: Int, in text: [UInt8], format: FrontMatterFormat) -> Item? {
    switch text[start] {
    case 0x22,
      0x27 where format == .yaml:
      let end: Int?
      switch format {
      case .yaml: end = YAMLScalarText.quotedEnd(from: start, in: text)
      case .toml: end = TOMLEntries.stringEnd(from: start, in: text)
      case .json: end = JSONEntries.stringEnd(from: start, in: text)
      }
      return end.map { Item(range: start..<$0, quote: text[start] == 0x27 ? .single : .double) }
    case 0x27 where format == .toml:
      return TOMLEntries.stringEnd(from: start, in: text).map { Item(range: start..<$0, quote: .single) }
    case 0x5B, 0x7B, 0x26, 0x2A, 0x21, 0x7C, 0x3E, 0x3F, 0x25, 0x40, 0x60:
      return nil
    default:
      break
    }
    var position = start
    scan: while position < text.count {
      switch text[position] {
      case 0x2C, 0x5D: break scan
      case 0x5B, 0x7B, 0x7D: return nil
      case 0x0A, 0x0D: if format != .yaml { break scan }
      case 0x20, 0x09: if format != .yaml { break scan }
      case 0x23 where text[position - 1] <= 0x20 || format == .toml: break scan
      case 0x3A where format == .yaml && position + 1 < text.count && text[position + 1] <= 0x20: return nil
      default: break
      }
      position += 1
    }
    while position > start, text[position - 1] <= 0x20 { position -= 1 }
    return Item(range: start..<position, quote: nil)
  }

  /// The splices that write new items after the last one, in the layout of the list.
  ///
  /// - Parameter gap: What follows a comma when the list itself does not show it.
  func adding(_ sources: [[UInt8]], in text: [UInt8], gap: [UInt8]) -> [TextSplice] {
    guard !sources.isEmpty else { return [] }
    guard let last = items.last, let trailingComma = commas.last else {
      let joined = Array(sources.joined(separator: [0x2C] + gap))
      return text.isBlank((open + 1)..<close)
        ? [TextSplice((open + 1)..<close, joined)] : [TextSplice(at: open + 1, joined)]
    }
    let lineStart = text.lineStart(of: last.range.lowerBound)
    let hasOwnLine = lineStart > open && text.isBlank(lineStart..<last.range.lowerBound)
    guard hasOwnLine else {
      let gap = observedGap(in: text) ?? gap
      if let trailingComma {
        return [TextSplice(at: trailingComma + 1, sources.flatMap { gap + $0 + [0x2C] })]
      }
      return [TextSplice(at: last.range.upperBound, sources.flatMap { [0x2C] + gap + $0 })]
    }
    let indent = Array(text[lineStart..<last.range.lowerBound])
    let lineBreak = text.lineBreak(at: max(lineStart - 1, 0))
    let anchor = trailingComma.map { $0 + 1 } ?? last.range.upperBound
    let lineEnd = text.lineContentEnd(of: anchor)
    let place = close < lineEnd || hasOtherText(between: anchor, and: lineEnd, in: text) ? anchor : lineEnd
    if trailingComma != nil {
      return [TextSplice(at: place, sources.flatMap { lineBreak + indent + $0 + [0x2C] })]
    }
    let lines = Array(sources.map { lineBreak + indent + $0 }.joined(separator: [0x2C]))
    return [TextSplice(at: last.range.upperBound, [0x2C]), TextSplice(at: place, lines)]
  }

  /// The splices that take an item out, with its comma and, when it has a line of its own, its line.
  func removing(_ index: Int, in text: [UInt8]) -> [TextSplice] {
    let item = items[index].range
    let lineStart = text.lineStart(of: item.lowerBound)
    let hasOwnLine = lineStart > open && text.isBlank(lineStart..<item.lowerBound)
    let nextLine = text.nextLineStart(of: item.upperBound)
    if let comma = commas[index] {
      if index + 1 < items.count, items[index + 1].range.lowerBound < nextLine {
        return [TextSplice(item.lowerBound..<items[index + 1].range.lowerBound, [])]
      }
      if hasOwnLine, comma < nextLine, close >= nextLine { return [TextSplice(lineStart..<nextLine, [])] }
      return [TextSplice(item.lowerBound..<(comma + 1), [])]
    }
    guard index > 0, let comma = commas[index - 1] else {
      return text.isWhiteSpace((open + 1)..<item.lowerBound) && text.isWhiteSpace(item.upperBound..<close)
        ? [TextSplice((open + 1)..<close, [])] : [TextSplice(item, [])]
    }
    if hasOwnLine, close >= nextLine, comma < lineStart {
      return [TextSplice(comma..<(comma + 1), []), TextSplice(lineStart..<nextLine, [])]
    }
    if text.isWhiteSpace((comma + 1)..<item.lowerBound) { return [TextSplice(comma..<item.upperBound, [])] }
    return [TextSplice(comma..<(comma + 1), []), TextSplice(item, [])]
  }

  /// The blanks between the last comma between two items and the item after it, when both share a line.
  private func observedGap(in text: [UInt8]) -> [UInt8]? {
    guard items.count >= 2, let comma = commas[items.count - 2] else { return nil }
    let range = (comma + 1)..<items[items.count - 1].range.lowerBound
    return text.isBlank(range) ? Array(text[range]) : nil
  }

  /// Whether something other than blanks and a comment stands between two places of one line.
  private func hasOtherText(between start: Int, and end: Int, in text: [UInt8]) -> Bool {
    let position = text.skippingBlanks(from: start, upTo: end)
    return position < end && text[position] != 0x23
  }
}
