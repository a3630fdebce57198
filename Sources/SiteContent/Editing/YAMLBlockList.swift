import Yams

/// A list of YAML with a dash before each item.
struct YAMLBlockList {
  /// One item: where its line begins, its dash, its text, and how it is quoted.
  struct Item {
    let lineStart: Int
    let dash: Int
    let range: Range<Int>
    let quoting: TopicQuoting
    let isText: Bool
  }

  /// The items in order; never empty.
  let items: [Item]
  /// Where the colon of the key stands.
  let colon: Int

  /// Finds the items of the list whose first dash stands at a position.
  init(_ sequence: Node.Sequence, firstDash: Int, colon: Int, in document: YAMLDocument) throws(TopicEditRefusal) {
    let text = document.text
    let firstLine = text.lineStart(of: firstDash)
    let column = firstDash - firstLine
    guard text[firstLine..<firstDash].allSatisfy({ $0 == 0x20 }) else { throw Self.refusal(at: firstDash, in: text) }
    var dashes: [Int] = []
    var lineStart = firstLine
    while lineStart < text.count {
      let content = text.skippingBlanks(from: lineStart)
      let isEmpty = content >= text.count || text[content] == 0x0A || text[content] == 0x0D
      if !isEmpty, text[content] != 0x23 {
        let isDash = text[content] == 0x2D && (content + 1 >= text.count || text[content + 1] <= 0x20)
        if content - lineStart == column, isDash {
          dashes.append(content)
        } else if content - lineStart <= column {
          break
        }
      }
      lineStart = text.nextLineStart(of: lineStart)
    }
    guard dashes.count == sequence.count else { throw Self.refusal(at: firstDash, in: text) }
    var items: [Item] = []
    for (index, (dash, node)) in zip(dashes, sequence).enumerated() {
      guard case .scalar(let scalar) = node else {
        throw TopicEditRefusal(.notATopicList, "Item \(index + 1) of the list is no text.", line: Self.line(dash, text))
      }
      let limit = index + 1 < dashes.count ? dashes[index + 1] : text.count
      let content = text.skippingBlanks(from: dash + 1)
      let isBare = content >= text.count || text[content] == 0x0A || text[content] == 0x0D || text[content] == 0x23
      if isBare, scalar.style == .plain, scalar.string.isEmpty {
        items.append(
          Item(
            lineStart: text.lineStart(of: dash), dash: dash, range: (dash + 1)..<(dash + 1),
            quoting: .plain(otherwise: .single), isText: false))
        continue
      }
      guard content < text.count, ![0x26, 0x2A, 0x21].contains(text[content]) else {
        throw TopicEditRefusal(
          .sharedValue, "Item \(index + 1) of the list has an anchor, an alias or a tag. Edit it by hand.",
          line: Self.line(dash, text))
      }
      guard !isBare, document.offset(of: scalar.mark) == content,
        let end = YAMLScalarText.end(of: scalar, from: content, in: text, isFlow: false), end <= limit
      else { throw Self.refusal(at: dash, in: text) }
      let quoting: TopicQuoting =
        switch scalar.style {
        case .singleQuoted: .quoted(.single)
        case .doubleQuoted: .quoted(.double)
        default: .plain(otherwise: .single)
        }
      let isText = scalar.style != .plain || TopicQuoting.isPlainSafe(scalar.string, isFlow: false)
      items.append(
        Item(
          lineStart: text.lineStart(of: dash), dash: dash, range: content..<end, quoting: quoting,
          isText: isText))
    }
    guard !items.isEmpty else { throw Self.refusal(at: firstDash, in: text) }
    self.items = items
    self.colon = colon
  }

  /// Quotes as the items have them: bare where one item is bare and the topic allows it.
  private var quoting: TopicQuoting {
    let quotes = items.compactMap { item -> TopicQuoting.Quote? in
      if case .quoted(let quote) = item.quoting { quote } else { nil }
    }
    let hasBareText = items.contains { $0.isText && $0.quoting == .plain(otherwise: .single) }
    let usual = quotes.last ?? .single
    return hasBareText ? .plain(otherwise: usual) : .quoted(usual)
  }

  /// The splice that writes a line for each topic after the last item.
  func adding(_ topics: [String], in text: [UInt8]) throws(TopicEditRefusal) -> [TextSplice] {
    guard let last = items.last else { return [] }
    let place = text.nextLineStart(of: last.range.upperBound)
    guard place > 0, text[place - 1] == 0x0A else { throw Self.refusal(at: last.dash, in: text) }
    let isOnDashLine = text.isBlank((last.dash + 1)..<last.range.lowerBound) && !last.range.isEmpty
    let gap = isOnDashLine ? Array(text[(last.dash + 1)..<last.range.lowerBound]) : [0x20]
    let style = YAMLListStyle.block(indent: Array(text[last.lineStart..<last.dash]), gap: gap)
    let lineBreak = text.lineBreak(at: last.range.upperBound)
    return [TextSplice(at: place, style.lines(for: topics, quoting: quoting, lineBreak: lineBreak))]
  }

  /// The splice that writes another topic in place of an item.
  func renaming(_ index: Int, to topic: String) -> TextSplice {
    let item = items[index]
    let source = item.quoting.source(of: topic, in: .yaml, isFlow: false)
    return TextSplice(item.range, item.range.isEmpty ? [0x20] + source : source)
  }

  /// The splices that take the lines of an item out; the last item leaves `[]` behind its key.
  func removing(_ index: Int, in text: [UInt8]) -> [TextSplice] {
    let item = items[index]
    let lines = TextSplice(item.lineStart..<text.nextLineStart(of: item.range.upperBound), [])
    return items.count > 1 ? [lines] : [TextSplice(at: colon + 1, Array(" []".utf8)), lines]
  }

  private static func line(_ position: Int, _ text: [UInt8]) -> Int { text[..<position].count { $0 == 0x0A } + 1 }

  private static func refusal(at position: Int, in text: [UInt8]) -> TopicEditRefusal {
    TopicEditRefusal(
      .unsupportedLayout, "The list has a layout that cannot be edited line by line. Edit it by hand.",
      line: line(position, text))
  }
}
