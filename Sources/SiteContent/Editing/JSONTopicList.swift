/// The lists of a JSON front matter.
struct JSONTopicList: TopicListSource {
  let text: [UInt8]
  let entries: JSONEntries
  var format: FrontMatterFormat { .json }

  /// Finds the keys of a front matter.
  init(_ text: [UInt8]) throws(TopicEditRefusal) {
    guard let entries = JSONEntries(text) else {
      throw TopicEditRefusal(
        .unsupportedLayout, "The JSON front matter has a layout that cannot be edited. Edit it by hand.")
    }
    self.text = text
    self.entries = entries
  }

  func form(at path: FieldPath) throws(TopicEditRefusal) -> TopicListForm? {
    guard let value = try entry(at: path.components)?.value else { return nil }
    switch text[value.lowerBound] {
    case 0x5B:
      guard let list = BracketedList(at: value.lowerBound, in: text, format: .json), list.close + 1 == value.upperBound
      else {
        throw TopicEditRefusal(.unsupportedLayout, "'\(path)' has a layout that cannot be edited. Edit it by hand.")
      }
      return .brackets(list)
    case 0x22:
      return value.count == 2 ? .empty(value) : .scalar(value)
    case 0x6E:
      return .empty(value)
    default:
      throw TopicEditRefusal(.notATopicList, "The value of '\(path)' is neither a list nor a text.")
    }
  }

  func addingKey(_ path: FieldPath, with topics: [String]) throws(TopicEditRefusal) -> [TextSplice] {
    let parent = path.components.dropLast()
    let siblings = entries.entries.filter { FieldPath.samePath(Array($0.path.dropLast()), Array(parent)) }
    let source = list(of: topics.map(TopicQuoting.jsonString))
    let key = TopicQuoting.jsonString(path.components[path.components.count - 1])
    guard let last = siblings.last else {
      let object: Range<Int>
      if parent.isEmpty {
        object = 0..<text.count
      } else if let entry = try entry(at: Array(parent)), text[entry.value.lowerBound] == 0x7B {
        object = entry.value
      } else {
        throw TopicEditRefusal(
          .unsupportedLayout, "The front matter has no object '\(parent.joined(separator: "."))'. Add it first.")
      }
      return [TextSplice(at: object.lowerBound + 1, key + Array(": ".utf8) + source)]
    }
    let lineStart = text.lineStart(of: last.key.lowerBound)
    let hasOwnLine = text[..<lineStart].contains(0x0A) && text.isBlank(lineStart..<last.key.lowerBound)
    let separator: [UInt8] =
      hasOwnLine
      ? text.lineBreak(at: lineStart - 1) + text[lineStart..<last.key.lowerBound] : text.contains(0x20) ? [0x20] : []
    let colon = Array(text[last.key.upperBound..<last.value.lowerBound].filter { $0 != 0x0A && $0 != 0x0D })
    return [TextSplice(at: last.value.upperBound, [0x2C] + separator + key + colon + source)]
  }

  func makingList(
    at path: FieldPath, of range: Range<Int>, keepsText: Bool, adding topics: [String]
  ) throws(TopicEditRefusal) -> [TextSplice] {
    let sources = topics.map(TopicQuoting.jsonString)
    return [TextSplice(range, list(of: keepsText ? [Array(text[range])] + sources : sources))]
  }

  private func entry(at path: [String]) throws(TopicEditRefusal) -> JSONEntries.Entry? {
    let matches = entries.entries.filter { FieldPath.samePath($0.path, path) }
    guard matches.count <= 1 else {
      throw TopicEditRefusal(
        .duplicateKey, "The key '\(path.joined(separator: "."))' stands \(matches.count) times. Keep one of them.")
    }
    return matches.first
  }

  private func list(of sources: [[UInt8]]) -> [UInt8] {
    [0x5B] + Array(sources.joined(separator: [0x2C, 0x20])) + [0x5D]
  }
}
