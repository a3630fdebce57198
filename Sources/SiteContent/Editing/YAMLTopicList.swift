import Yams

/// The lists of a YAML front matter: marks of the parser say where a value begins, the source where it ends.
struct YAMLTopicList: TopicListSource {
  let document: YAMLDocument
  var text: [UInt8] { document.text }
  var format: FrontMatterFormat { .yaml }

  private let fenceBreak: [UInt8]

  /// Parses a front matter; a text without a line takes the line end of its fence.
  init(_ text: [UInt8], fenceBreak: [UInt8]) throws(TopicEditRefusal) {
    self.fenceBreak = fenceBreak
    document = try YAMLDocument(parsing: text)
  }

  /// A key with its value, and the places of both.
  private struct Field {
    let value: Node
    let key: Int
    let colon: Int
    let parent: Node.Mapping
  }

  func form(at path: FieldPath) throws(TopicEditRefusal) -> TopicListForm? {
    guard let field = try field(at: path.components) else { return nil }
    let inline = text.skippingBlanks(from: field.colon + 1)
    let isInline = inline < text.count && ![0x0A, 0x0D, 0x23].contains(text[inline])
    if isInline, [0x26, 0x2A, 0x21].contains(text[inline]) {
      throw TopicEditRefusal(
        .sharedValue, "The value of '\(path)' has an anchor, an alias or a tag. Edit it by hand.", line: line(inline))
    }
    if case .scalar(let scalar) = field.value, scalar.style == .plain, scalar.string.isEmpty, !isInline {
      return .empty((field.colon + 1)..<(field.colon + 1))
    }
    let mark: Mark?
    switch field.value {
    case .scalar(let scalar): mark = scalar.mark
    case .sequence(let sequence): mark = sequence.mark
    default:
      throw TopicEditRefusal(
        .notATopicList, "The value of '\(path)' is neither a list nor a text.", line: line(field.key))
    }
    guard let start = document.offset(of: mark), start < text.count,
      isInline ? start == inline : start > field.colon && isOnlyComments((field.colon + 1)..<start)
    else {
      throw TopicEditRefusal(
        .sharedValue, "The value of '\(path)' has an anchor, an alias or a tag. Edit it by hand.", line: line(field.key)
      )
    }
    switch field.value {
    case .sequence(let sequence):
      if text[start] == 0x2D {
        return .block(try YAMLBlockList(sequence, firstDash: start, colon: field.colon, in: document))
      }
      guard let list = BracketedList(at: start, in: text, format: .yaml), list.items.count == sequence.count,
        zip(list.items, sequence).allSatisfy({ document.offset(of: $1.scalar?.mark) == $0.range.lowerBound })
      else { throw unsupported(path, at: start) }
      return .brackets(list)
    case .scalar(let scalar):
      guard isInline, let end = YAMLScalarText.end(of: scalar, from: start, in: text, isFlow: false) else {
        throw unsupported(path, at: start)
      }
      let isNull = scalar.style == .plain && ["~", "null", "Null", "NULL"].contains(scalar.string)
      if isNull || scalar.string.isEmpty { return .empty(start..<end) }
      if scalar.string.utf8.first == 0x5B, let json = jsonText(scalar, start..<end) { return json }
      return .scalar(start..<end)
    default:
      throw unsupported(path, at: start)
    }
  }

  func addingKey(_ path: FieldPath, with topics: [String]) throws(TopicEditRefusal) -> [TextSplice] {
    let place: Int
    let indent: [UInt8]
    if path.components.count == 1 {
      guard let root = document.root else { return [TextSplice(at: text.count, newKey(path, topics, indent: []))] }
      guard case .mapping(let mapping) = root, mapping.style != .flow,
        let first = document.offset(of: mapping.keys.first?.mark)
      else { throw unsupported(path, at: 0) }
      guard !mapping.keys.contains(where: { $0.string == "<<" }) else {
        throw TopicEditRefusal(.sharedValue, "A merge key '<<' may already give '\(path)' a value. Edit it by hand.")
      }
      indent = Array(text[text.lineStart(of: first)..<first])
      place = text.count
    } else {
      guard let parent = try field(at: path.components.dropLast()) else {
        let name = path.components.dropLast().joined(separator: ".")
        throw TopicEditRefusal(.unsupportedLayout, "The front matter has no mapping '\(name)'. Add it first.")
      }
      guard case .mapping(let mapping) = parent.value,
        mapping.style != .flow, let lastKey = document.offset(of: mapping.keys.reversed().first?.mark),
        !mapping.keys.contains(where: { $0.string == "<<" })
      else { throw unsupported(path, at: 0) }
      indent = Array(text[text.lineStart(of: lastKey)..<lastKey])
      place = endOfField(at: lastKey, column: indent.count)
    }
    guard indent.allSatisfy({ $0 == 0x20 }), place == 0 || text[place - 1] == 0x0A else {
      throw unsupported(path, at: 0)
    }
    return [TextSplice(at: place, newKey(path, topics, indent: indent))]
  }

  func makingList(
    at path: FieldPath, of range: Range<Int>, keepsText: Bool, adding topics: [String]
  ) throws(TopicEditRefusal) -> [TextSplice] {
    guard let field = try field(at: path.components) else { return [] }
    let kept = keepsText ? Array(text[range]) : []
    let keptText = String(decoding: kept, as: UTF8.self)
    let isQuoted = kept.first == 0x27 || kept.first == 0x22
    let quoting: TopicQuoting =
      kept.isEmpty
      ? .quoted(.single)
      : isQuoted ? .quoted(kept[0] == 0x27 ? .single : .double) : .plain(otherwise: .single)
    let fitsFlow = kept.isEmpty || isQuoted || TopicQuoting.isPlainSafe(keptText, isFlow: true)
    let style = listStyle
    if case .flow = style, fitsFlow, !kept.contains(0x0A) {
      let sources = (kept.isEmpty ? [] : [kept]) + topics.map { quoting.source(of: $0, in: .yaml, isFlow: true) }
      let list = [0x5B] + Array(sources.joined(separator: [0x2C, 0x20])) + [0x5D]
      return [TextSplice(range, range.lowerBound == field.colon + 1 ? [0x20] + list : list)]
    }
    let keyLine = text.lineStart(of: field.key)
    guard text.isBlank(keyLine..<field.key), text[keyLine..<field.key].allSatisfy({ $0 == 0x20 }) else {
      throw unsupported(path, at: field.key)
    }
    let keyIndent = Array(text[keyLine..<field.key])
    var block = YAMLListStyle.block(indent: keyIndent + [0x20, 0x20], gap: [0x20])
    if case .block(let indent, let gap) = style { block = .block(indent: keyIndent + indent, gap: gap) }
    guard case .block(let indent, let gap) = block else { return [] }
    let lineBreak = text.lineBreak(at: range.upperBound)
    let place = text.nextLineStart(of: range.upperBound)
    guard place > 0, text[place - 1] == 0x0A else { throw unsupported(path, at: field.key) }
    var lines: [UInt8] = kept.isEmpty ? [] : indent + [0x2D] + gap + kept + lineBreak
    lines += block.lines(for: topics, quoting: quoting, lineBreak: lineBreak)
    return [TextSplice((field.colon + 1)..<range.upperBound, []), TextSplice(at: place, lines)]
  }

  // MARK: - Finding

  private func field(at path: some Collection<String>) throws(TopicEditRefusal) -> Field? {
    guard var node = document.root else { return nil }
    var found: Field?
    for component in path {
      guard case .mapping(let mapping) = node else {
        if node.scalar?.string.isEmpty == true { return nil }
        throw TopicEditRefusal(.notATopicList, "'\(component)' stands under a value that is no mapping.")
      }
      let pairs = mapping.filter { $0.key.string.map { FieldPath.sameKey($0, component) } ?? false }
      guard pairs.count <= 1 else {
        throw TopicEditRefusal(.duplicateKey, "The key '\(component)' stands \(pairs.count) times. Keep one of them.")
      }
      guard let pair = pairs.first else { return nil }
      guard case .scalar(let scalar) = pair.key, let key = document.offset(of: scalar.mark),
        let keyEnd = YAMLScalarText.end(of: scalar, from: key, in: text, isFlow: false)
      else {
        throw TopicEditRefusal(.unsupportedLayout, "The key '\(component)' is written in a way that cannot be edited.")
      }
      let colon = text.skippingBlanks(from: keyEnd)
      guard colon < text.count, text[colon] == 0x3A else {
        throw TopicEditRefusal(.unsupportedLayout, "The key '\(component)' is written in a way that cannot be edited.")
      }
      found = Field(value: pair.value, key: key, colon: colon, parent: mapping)
      node = pair.value
    }
    return found
  }

  private func jsonText(_ scalar: Node.Scalar, _ range: Range<Int>) -> TopicListForm? {
    guard scalar.style == .singleQuoted || scalar.style == .doubleQuoted,
      JSONTopicText.topics(in: scalar.string) != nil,
      let mapping = YAMLScalarText.Mapping(source: range, in: text), mapping.value.elementsEqual(scalar.string.utf8),
      let open = mapping.value.firstIndex(of: 0x5B),
      let list = BracketedList(at: open, in: mapping.value, format: .json)
    else { return nil }
    return .jsonText(mapping, list)
  }

  private func endOfField(at key: Int, column: Int) -> Int {
    var end = text.nextLineStart(of: key)
    var position = end
    while position < text.count {
      let content = text.skippingBlanks(from: position)
      let next = text.nextLineStart(of: position)
      if content < text.count, ![0x0A, 0x0D, 0x23].contains(text[content]) {
        let isDash = text[content] == 0x2D && content + 1 < text.count && text[content + 1] <= 0x20
        guard content - position > column || (content - position == column && isDash) else { return end }
        end = next
      }
      position = next
    }
    return end
  }

  /// Whether only blank lines and comments stand in a range.
  private func isOnlyComments(_ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      switch text[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case 0x23: position = text.nextLineStart(of: position)
      default: return false
      }
    }
    return true
  }

  // MARK: - Style

  /// How the lists at the top of this file are written; by default a line per item, indented by two spaces.
  private var listStyle: YAMLListStyle {
    guard case .mapping(let mapping) = document.root else { return .block(indent: [0x20, 0x20], gap: [0x20]) }
    var hasFlow = false
    for (key, value) in mapping {
      guard case .sequence(let sequence) = value, let first = sequence.first,
        let start = document.offset(of: sequence.mark), let keyStart = document.offset(of: key.mark), start < text.count
      else { continue }
      if text[start] == 0x5B { hasFlow = true }
      guard text[start] == 0x2D, let content = document.offset(of: first.mark), content > start else { continue }
      let keyColumn = keyStart - text.lineStart(of: keyStart)
      let indent = start - text.lineStart(of: start) - keyColumn
      let gap = Array(text[(start + 1)..<content])
      let isPlainGap = gap.allSatisfy { $0 == 0x20 } && !gap.isEmpty
      return .block(indent: Array(repeating: 0x20, count: max(indent, 0)), gap: isPlainGap ? gap : [0x20])
    }
    return hasFlow ? .flow : .block(indent: [0x20, 0x20], gap: [0x20])
  }

  private func newKey(_ path: FieldPath, _ topics: [String], indent: [UInt8]) -> [UInt8] {
    let name = path.components[path.components.count - 1]
    let key = TopicQuoting.plain(otherwise: .single).source(of: name, in: .yaml, isFlow: false)
    let lineBreak = text.isEmpty ? fenceBreak : text.lineBreak(at: text.count - 1)
    let quoting = TopicQuoting.quoted(.single)
    switch listStyle {
    case .flow:
      let sources = topics.map { quoting.source(of: $0, in: .yaml, isFlow: true) }
      return indent + key + Array(": [".utf8) + Array(sources.joined(separator: [0x2C, 0x20])) + [0x5D] + lineBreak
    case .block(let listIndent, let gap):
      let lines = YAMLListStyle.block(indent: indent + listIndent, gap: gap)
      return indent + key + [0x3A] + lineBreak + lines.lines(for: topics, quoting: quoting, lineBreak: lineBreak)
    }
  }

  private func line(_ position: Int) -> Int { text[..<position].count { $0 == 0x0A } + 1 }

  private func unsupported(_ path: FieldPath, at position: Int) -> TopicEditRefusal {
    TopicEditRefusal(
      .unsupportedLayout, "'\(path)' has a layout that cannot be edited line by line. Edit it by hand.",
      line: line(position))
  }
}
