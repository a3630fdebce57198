/// The lists of a TOML front matter.
struct TOMLTopicList: TopicListSource {
  let text: [UInt8]
  let entries: TOMLEntries
  var format: FrontMatterFormat { .toml }

  private let fenceBreak: [UInt8]

  /// Finds the keys of a front matter; a text without a line takes the line end of its fence.
  init(_ text: [UInt8], fenceBreak: [UInt8]) throws(TopicEditRefusal) {
    guard let entries = TOMLEntries(text) else {
      throw TopicEditRefusal(
        .unsupportedLayout, "The TOML front matter has a layout that cannot be edited. Edit it by hand.")
    }
    self.text = text
    self.fenceBreak = fenceBreak
    self.entries = entries
  }

  func form(at path: FieldPath) throws(TopicEditRefusal) -> TopicListForm? {
    let matches = entries.entries.filter { FieldPath.samePath($0.path, path.components) }
    guard matches.count <= 1 else {
      throw TopicEditRefusal(.duplicateKey, "The key '\(path)' stands \(matches.count) times. Keep one of them.")
    }
    guard let value = matches.first?.value else { return nil }
    switch text[value.lowerBound] {
    case 0x5B:
      guard let list = BracketedList(at: value.lowerBound, in: text, format: .toml), list.close + 1 == value.upperBound
      else {
        throw TopicEditRefusal(.unsupportedLayout, "'\(path)' has a layout that cannot be edited. Edit it by hand.")
      }
      return .brackets(list)
    case 0x22, 0x27:
      return value.count == 2 ? .empty(value) : .scalar(value)
    default:
      throw TopicEditRefusal(.notATopicList, "The value of '\(path)' is neither a list nor a text.")
    }
  }

  func addingKey(_ path: FieldPath, with topics: [String]) throws(TopicEditRefusal) -> [TextSplice] {
    let table = Array(path.components.dropLast())
    let name = path.components[path.components.count - 1]
    let place: Int
    if table.isEmpty {
      place = endOfKeys(from: 0, to: entries.headers.first?.lineStart ?? text.count)
    } else {
      guard let index = entries.headers.firstIndex(where: { FieldPath.samePath($0.path, table) }) else {
        throw TopicEditRefusal(
          .unsupportedLayout, "The front matter has no table '[\(table.joined(separator: "."))]'. Add it first.")
      }
      let end = index + 1 < entries.headers.count ? entries.headers[index + 1].lineStart : text.count
      place = endOfKeys(from: entries.headers[index].nextLine, to: end)
    }
    guard place == 0 || text[place - 1] == 0x0A else {
      throw TopicEditRefusal(.unsupportedLayout, "The last line of the front matter has no end. Edit it by hand.")
    }
    let previous = entries.entries.last { $0.value.lowerBound < place }
    let equals = previous.map { Array(text[$0.keyEnd..<$0.value.lowerBound]) } ?? Array(" = ".utf8)
    let indent = previous.map { Array(text[$0.lineStart..<text.skippingBlanks(from: $0.lineStart)]) } ?? []
    let isBare = name.utf8.allSatisfy {
      ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D || $0 == 0x5F
    }
    let key = isBare && !name.isEmpty ? Array(name.utf8) : TopicQuoting.jsonString(name)
    let gap = equals.filter { $0 == 0x20 || $0 == 0x09 || $0 == 0x3D }
    return [
      TextSplice(
        at: place,
        indent + key + gap + list(of: topics.map { quoting.source(of: $0, in: .toml, isFlow: true) })
          + (text.isEmpty ? fenceBreak : text.lineBreak(at: max(place - 1, 0))))
    ]
  }

  func makingList(
    at path: FieldPath, of range: Range<Int>, keepsText: Bool, adding topics: [String]
  ) throws(TopicEditRefusal) -> [TextSplice] {
    let like: TopicQuoting = text[range.lowerBound] == 0x27 ? .quoted(.single) : .quoted(.double)
    let sources = topics.map { like.source(of: $0, in: .toml, isFlow: true) }
    return [TextSplice(range, list(of: keepsText ? [Array(text[range])] + sources : sources))]
  }

  /// The quotes of the file: those of its first list, else of its first text, else double ones, as TOML's own examples.
  private var quoting: TopicQuoting {
    let lists = entries.entries.filter { text[$0.value.lowerBound] == 0x5B }
    let first = lists.first.flatMap { entry in
      text[entry.value].first { $0 == 0x22 || $0 == 0x27 }
    }
    return .quoted(first == 0x27 ? .single : .double)
  }

  /// Where the line after the last key between two places begins.
  private func endOfKeys(from start: Int, to end: Int) -> Int {
    let last = entries.entries.last { $0.value.lowerBound >= start && $0.value.upperBound <= end }
    return last.map { text.nextLineStart(of: $0.value.upperBound) } ?? start
  }

  private func list(of sources: [[UInt8]]) -> [UInt8] {
    [0x5B] + Array(sources.joined(separator: [0x2C, 0x20])) + [0x5D]
  }
}
