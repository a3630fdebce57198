/// The layouts in which a topic list stands in a file, with the places needed to edit it.
enum TopicListForm {
  /// `[a, 'b']`, on one line or several.
  case brackets(BracketedList)
  /// `- a`, a line or more per item.
  case block(YAMLBlockList)
  /// One text in place of a list.
  case scalar(Range<Int>)
  /// Nothing, `null`, or an empty text; the range is empty when nothing stands there.
  case empty(Range<Int>)
  /// A JSON array within a quoted text of YAML.
  case jsonText(YAMLScalarText.Mapping, BracketedList)
}

/// One change of one list, made in one pass over the text.
enum TopicListStep {
  /// Writes topics after the last one.
  case add([String])
  /// Writes other topics in place of items.
  case rename([(index: Int, topic: String)])
  /// Takes an item out.
  case remove(Int)
}

/// What the three languages know about their lists.
protocol TopicListSource {
  /// The front matter.
  var text: [UInt8] { get }
  /// The language.
  var format: FrontMatterFormat { get }

  /// The layout of the value at a path, or nil when there is none.
  func form(at path: FieldPath) throws(TopicEditRefusal) -> TopicListForm?
  /// The splices that write a key with a list where there is none.
  func addingKey(_ path: FieldPath, with topics: [String]) throws(TopicEditRefusal) -> [TextSplice]
  /// The splices that make a list of nothing (a range of null or of an empty text) or of one text.
  func makingList(
    at path: FieldPath, of range: Range<Int>, keepsText: Bool, adding topics: [String]
  ) throws(TopicEditRefusal) -> [TextSplice]
}

extension TopicListSource {
  /// The splices of one step on the list at a path.
  func splices(for step: TopicListStep, at path: FieldPath) throws(TopicEditRefusal) -> [TextSplice] {
    guard let form = try form(at: path) else {
      guard case .add(let topics) = step else { return [] }
      return try addingKey(path, with: topics)
    }
    switch (form, step) {
    case (.brackets(let list), .add(let topics)):
      let quoting = quoting(like: list.items)
      return list.adding(
        topics.map { quoting.source(of: $0, in: format, isFlow: true) }, in: text,
        gap: format == .json ? jsonGap : [0x20])
    case (.brackets(let list), .rename(let changes)):
      return changes.map { change in
        let item = list.items[change.index]
        let quoting = item.quote.map(TopicQuoting.quoted) ?? .plain(otherwise: .single)
        return TextSplice(item.range, quoting.source(of: change.topic, in: format, isFlow: true))
      }
    case (.brackets(let list), .remove(let index)):
      return list.removing(index, in: text)
    case (.block(let list), .add(let topics)):
      return try list.adding(topics, in: text)
    case (.block(let list), .rename(let changes)):
      return changes.map { list.renaming($0.index, to: $0.topic) }
    case (.block(let list), .remove(let index)):
      return list.removing(index, in: text)
    case (.scalar(let range), .add(let topics)):
      return try makingList(at: path, of: range, keepsText: true, adding: topics)
    case (.empty(let range), .add(let topics)):
      return try makingList(at: path, of: range, keepsText: false, adding: topics)
    case (.scalar(let range), .rename(let changes)):
      return changes.map { change in
        let quoting: TopicQuoting =
          text[range.lowerBound] == 0x27
          ? .quoted(.single) : text[range.lowerBound] == 0x22 ? .quoted(.double) : .plain(otherwise: .single)
        return TextSplice(range, quoting.source(of: change.topic, in: format, isFlow: false))
      }
    case (.scalar(let range), .remove):
      return [TextSplice(range, [0x5B, 0x5D])]
    case (.empty, .rename), (.empty, .remove):
      return []
    case (.jsonText(let mapping, let list), _):
      return try jsonTextSplices(for: step, mapping: mapping, list: list)
    }
  }

  private func jsonTextSplices(
    for step: TopicListStep, mapping: YAMLScalarText.Mapping, list: BracketedList
  ) throws(TopicEditRefusal) -> [TextSplice] {
    let splices: [TextSplice]
    switch step {
    case .add(let topics): splices = list.adding(topics.map(TopicQuoting.jsonString), in: mapping.value, gap: [])
    case .rename(let changes):
      splices = changes.map { TextSplice(list.items[$0.index].range, TopicQuoting.jsonString($0.topic)) }
    case .remove(let index): splices = list.removing(index, in: mapping.value)
    }
    guard let source = mapping.sourceSplices(for: splices) else {
      throw TopicEditRefusal(
        .unsupportedLayout, "The JSON list within a text has a layout that cannot be edited. Edit it by hand.")
    }
    return source
  }

  /// Quotes as the items have them: bare ones stay bare where that is safe; by default the language's own.
  func quoting(like items: [BracketedList.Item]) -> TopicQuoting {
    let quotes = items.compactMap(\.quote)
    let usual: TopicQuoting.Quote = quotes.last ?? (format == .yaml ? .single : .double)
    guard format == .yaml else { return .quoted(usual) }
    let bareTexts = items.filter { item in
      item.quote == nil && TopicQuoting.isPlainSafe(String(decoding: text[item.range], as: UTF8.self), isFlow: true)
    }
    return bareTexts.isEmpty ? .quoted(usual) : .plain(otherwise: usual)
  }

  /// What follows a comma between items of JSON arrays elsewhere in the file; a space by default.
  private var jsonGap: [UInt8] { text.contains(0x0A) || text.contains(0x20) ? [0x20] : [] }
}
