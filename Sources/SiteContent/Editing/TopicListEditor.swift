import Yams

/// Changes the topic list of a content file and its mirrors, and no other byte.
///
/// The edit is made on the source, line by line, and judged by the parser of the format: before and after are parsed, the
/// lists must be as planned and everything else equal. In doubt the file is refused, never guessed at.
public struct TopicListEditor: Sendable {
  /// Where the topic list stands; the key is added when it is absent.
  public let list: FieldPath
  /// Where the same topics stand again; an absent or empty mirror stays so.
  public let mirrors: [FieldPath]
  /// Whether a file with bytes that are not UTF-8 is edited, those bytes staying as they are.
  public let allowsInvalidUTF8: Bool

  /// Creates an editor.
  public init(list: FieldPath, mirrors: [FieldPath] = [], allowsInvalidUTF8: Bool = false) {
    self.list = list
    self.mirrors = mirrors
    self.allowsInvalidUTF8 = allowsInvalidUTF8
  }

  /// The bytes of a file after a change; the same bytes when the change finds nothing to do.
  public func applying(_ change: TopicListChange, to bytes: [UInt8]) throws(TopicEditRefusal) -> [UInt8] {
    for topic in change.additions + change.renames.map(\.new) where TopicSpelling.label(topic).isEmpty {
      throw TopicEditRefusal(.blankTopic, "A topic to write is blank. Give it a name.")
    }
    let frontMatter = try EditableFrontMatter(cutting: bytes)
    let offset = frontMatter.lineOffset
    do throws(TopicEditRefusal) {
      return try edited(frontMatter, by: change, file: bytes)
    } catch {
      throw TopicEditRefusal(error.reason, error.detail, line: error.line.map { $0 + offset })
    }
  }

  /// The topics of a file's list as they are spelled there, for a plan; empty when there is no list.
  public func topics(in bytes: [UInt8]) throws(TopicEditRefusal) -> [String] {
    let frontMatter = try EditableFrontMatter(cutting: bytes)
    let tree = try FrontMatterTree(parsing: Self.legible(frontMatter.text), format: frontMatter.format)
    return try Items(tree[list], at: list).texts
  }

  private func edited(
    _ frontMatter: EditableFrontMatter, by change: TopicListChange, file: [UInt8]
  ) throws(TopicEditRefusal) -> [UInt8] {
    if !allowsInvalidUTF8, let position = Self.firstInvalidByte(in: file) {
      let line = file[..<position].count { $0 == 0x0A } + 1 - frontMatter.lineOffset
      throw TopicEditRefusal(.invalidUTF8, "Byte \(position) is not UTF-8. Save the file as UTF-8.", line: line)
    }
    // Bytes that are no UTF-8 are read as question marks: the legible text has the same length and the same structure.
    var legible = Self.legible(frontMatter.text)
    var text = frontMatter.text
    let before = try FrontMatterTree(parsing: legible, format: frontMatter.format)
    var expected: [(path: FieldPath, items: [FrontMatterTree], additions: [String], renamed: Set<Int>)] = []
    for path in [list] + mirrors {
      let value = before[path]
      let isMirror = path != list
      let items = try Items(value, at: path)
      if isMirror, items.isAbsentOrEmpty { continue }
      if isMirror, items.looksLikeList {
        throw TopicEditRefusal(
          .notATopicList, "The text of '\(path)' looks like a JSON list and is none. Edit it by hand.")
      }
      let plan = TopicListPlan(change, of: items.texts)
      if plan.isEmpty { continue }
      var steps: [TopicListStep] = []
      if !plan.renames.isEmpty { steps.append(.rename(plan.renames)) }
      if !plan.additions.isEmpty { steps.append(.add(plan.additions)) }
      steps += plan.removals.sorted(by: >).map(TopicListStep.remove)
      for step in steps {
        let splices = try Self.source(of: legible, in: frontMatter).splices(for: step, at: path)
        text = TextSplice.applying(splices, to: text)
        legible = TextSplice.applying(splices, to: legible)
      }
      var after = items.values
      for (index, topic) in plan.renames { after[index] = .scalar(kind: .text, text: topic) }
      let kept = after.indices.filter { !plan.removals.contains($0) }
      let renamed = Set(kept.indices.filter { place in plan.renames.contains { $0.index == kept[place] } })
      expected.append((path, kept.map { after[$0] }, plan.additions, renamed))
    }
    if expected.isEmpty { return file }
    try judge(legible, format: frontMatter.format, before: before, expected: expected)
    return frontMatter.file(with: text)
  }

  /// Parses the edited text and refuses it unless the lists are as planned and all else is equal.
  private func judge(
    _ text: [UInt8], format: FrontMatterFormat, before: FrontMatterTree,
    expected: [(path: FieldPath, items: [FrontMatterTree], additions: [String], renamed: Set<Int>)]
  ) throws(TopicEditRefusal) {
    let doubt = TopicEditRefusal(
      .doubtAfterEdit, "The edited front matter would not read back as planned. Edit it by hand.")
    let after: FrontMatterTree
    do throws(TopicEditRefusal) {
      after = try FrontMatterTree(parsing: text, format: format)
    } catch {
      throw doubt
    }
    var (restBefore, restAfter) = (before, after)
    for (path, items, additions, renamed) in expected {
      let found = try Items(after[path], at: path).values
      guard found.count == items.count + additions.count else { throw doubt }
      for (index, item) in found.enumerated() {
        if index < items.count, !renamed.contains(index) {
          guard item == items[index] else { throw doubt }
        } else {
          let wanted = index < items.count ? items[index].text : additions[index - items.count]
          guard item.isText, item.text.utf8.elementsEqual(wanted.utf8) else { throw doubt }
        }
      }
      restBefore = restBefore.removing(path.components[...])
      restAfter = restAfter.removing(path.components[...])
    }
    guard restBefore == restAfter else { throw doubt }
  }

  private static func source(
    of text: [UInt8], in frontMatter: EditableFrontMatter
  ) throws(TopicEditRefusal) -> any TopicListSource {
    switch frontMatter.format {
    case .yaml: try YAMLTopicList(text, fenceBreak: frontMatter.fenceBreak)
    case .toml: try TOMLTopicList(text, fenceBreak: frontMatter.fenceBreak)
    case .json: try JSONTopicList(text)
    }
  }

  /// The place of the first byte that is not UTF-8.
  private static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
    var decoder = UTF8Positions(bytes)
    return decoder.nextInvalid()
  }

  /// A text of the same length in which each byte that is not UTF-8 is a question mark.
  private static func legible(_ bytes: [UInt8]) -> [UInt8] {
    var text = bytes
    var decoder = UTF8Positions(bytes)
    while let position = decoder.nextInvalid() { text[position] = 0x3F }
    return text
  }
}

/// The items of a list as the parser reads it, whatever its layout.
private struct Items {
  let values: [FrontMatterTree]
  let isAbsentOrEmpty: Bool
  let looksLikeList: Bool

  var texts: [String] { values.map(\.text) }

  init(_ value: FrontMatterTree?, at path: FieldPath) throws(TopicEditRefusal) {
    var looksLikeList = false
    switch value {
    case nil, .scalar(kind: .null, _):
      values = []
      isAbsentOrEmpty = true
    case .scalar(_, let text) where text.isEmpty:
      values = []
      isAbsentOrEmpty = true
    case .scalar(let kind, let text):
      isAbsentOrEmpty = false
      if kind == .text, text.utf8.first == 0x5B {
        let topics = JSONTopicText.topics(in: text)
        looksLikeList = topics == nil
        values = topics?.map { .scalar(kind: .text, text: $0) } ?? [.scalar(kind: kind, text: text)]
      } else {
        values = [.scalar(kind: kind, text: text)]
      }
    case .list(let items):
      isAbsentOrEmpty = false
      for item in items {
        guard case .scalar = item else {
          throw TopicEditRefusal(.notATopicList, "An item of '\(path)' is no text. Edit it by hand.")
        }
      }
      values = items
    case .map:
      throw TopicEditRefusal(.notATopicList, "The value of '\(path)' is neither a list nor a text. Edit it by hand.")
    }
    self.looksLikeList = looksLikeList
  }
}

extension FrontMatterTree {
  /// The text of a scalar; empty for lists and maps.
  fileprivate var text: String {
    if case .scalar(_, let text) = self { text } else { "" }
  }

  /// Whether every reader takes this for a text: quoted, or bare and safe so.
  fileprivate var isText: Bool {
    switch self {
    case .scalar(kind: .text, _): true
    case .scalar(kind: .plain, let text): TopicQuoting.isPlainSafe(text, isFlow: false) && Self.resolvesAsText(text)
    default: false
    }
  }

  private static func resolvesAsText(_ text: String) -> Bool {
    Resolver.default.resolveTag(of: Node(text, .implicit, .plain)) == .str
  }
}
