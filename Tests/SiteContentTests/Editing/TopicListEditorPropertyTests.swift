import Foundation
import Testing

@testable import SiteContent

struct TopicListEditorPropertyTests {
  /// 2,000 files by default; `TOPIC_EDIT_COUNT=10000` makes the run as long as one likes, `TOPIC_EDIT_SEED` another one.
  @Test func `parse(before) plus the topic equals parse(after), and all other bytes are equal`() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["TOPIC_EDIT_COUNT"].flatMap(Int.init) ?? 2_000
    var generator = RandomFrontMatterGenerator(seed: environment["TOPIC_EDIT_SEED"].flatMap(UInt64.init) ?? 1)
    var exact = 0
    var failures: [String] = []
    let start = ContinuousClock.now
    for _ in 0..<count {
      let file = generator.file()
      let topic = generator.topic()
      if let failure = failure(adding: topic, to: file) {
        failures.append(failure)
      } else {
        exact += 1
      }
    }
    if environment["TOPIC_EDIT_COUNT"] != nil {
      print("\(exact) of \(count) edits exact, \(ContinuousClock.now - start)")
    }
    #expect(failures.prefix(5).joined(separator: "\n") == "")
    #expect(exact == count)
  }

  @Test func `renames and removals change the items meant, and all other bytes are equal`() throws {
    var generator = RandomFrontMatterGenerator(seed: 3)
    var failures: [String] = []
    for _ in 0..<1_000 {
      let file = generator.file()
      var expected = file.items
      var change = TopicListChange()
      let new = "Quite new \(generator.below(10)): it's"
      if !expected.isEmpty, generator.chance(60) {
        let index = generator.below(expected.count)
        change.renames = [.init(expected[index], to: new)]
        expected[index] = new
      }
      while !expected.isEmpty, generator.chance(40) {
        let removed = expected.remove(at: generator.below(expected.count))
        change.removals.append(removed)
      }
      let label = "\(change) in \(String(decoding: file.bytes, as: UTF8.self).debugDescription)"
      do {
        let after = try TopicListEditor(list: file.path, mirrors: file.mirrors).applying(change, to: file.bytes)
        let tree = try Self.tree(of: after)
        let isExact = ([file.path] + file.mirrors).allSatisfy { path in
          Self.topics(at: path, in: tree).map(Self.bytes) == expected.map(Self.bytes)
        }
        if !isExact || Self.lists(of: file, in: after) == nil {
          failures.append("\(label) gave \(String(decoding: after, as: UTF8.self).debugDescription)")
        }
      } catch {
        failures.append("\(error): \(label)")
      }
    }
    #expect(failures.prefix(5).joined(separator: "\n") == "")
    #expect(failures.count == 0)
  }

  private func failure(adding topic: String, to file: RandomFrontMatter) -> String? {
    let before = file.bytes
    let label = "topic \(topic.debugDescription) in \(String(decoding: before, as: UTF8.self).debugDescription)"
    let after: [UInt8]
    do {
      after = try TopicListEditor(list: file.path, mirrors: file.mirrors)
        .applying(TopicListChange(adding: [topic]), to: before)
    } catch {
      return "\(error): \(label)"
    }
    let outcome = "\(label) gave \(String(decoding: after, as: UTF8.self).debugDescription)"
    let isHeld = file.items.contains { TopicSpelling.folded($0) == TopicSpelling.folded(topic) }
    if isHeld { return after == before ? nil : "held: \(outcome)" }
    guard let lists = Self.lists(of: file, in: after) else { return "other bytes: \(outcome)" }
    if file.onlyInserts, !zip(file.lists, lists).allSatisfy({ Self.isSubsequence($0, of: $1) }) {
      return "replaced bytes: \(outcome)"
    }
    do {
      let oldTree = try Self.tree(of: before)
      let newTree = try Self.tree(of: after)
      var (oldRest, newRest) = (oldTree, newTree)
      for path in [file.path] + file.mirrors {
        let old = Self.topics(at: path, in: oldTree)
        let new = Self.topics(at: path, in: newTree)
        let isMirrorLeft = path != file.path && old.isEmpty
        guard old.map(Self.bytes) == file.items.map(Self.bytes) else { return "not as generated: \(label)" }
        guard isMirrorLeft || new.map(Self.bytes) == (file.items + [topic]).map(Self.bytes) else {
          return "list: \(outcome)"
        }
        oldRest = oldRest.removing(path.components[...])
        newRest = newRest.removing(path.components[...])
      }
      return oldRest == newRest ? nil : "rest: \(outcome)"
    } catch {
      return "\(error): \(outcome)"
    }
  }

  /// The bytes in the places of the lists, or nil when the bytes around them are not those of the file.
  private static func lists(of file: RandomFrontMatter, in bytes: [UInt8]) -> [[UInt8]]? {
    guard bytes.starts(with: file.fixed[0]), let end = file.fixed.last, bytes.reversed().starts(with: end.reversed())
    else {
      return nil
    }
    let middle = bytes[file.fixed[0].count..<(bytes.count - end.count)]
    guard file.fixed.count == 3 else { return [Array(middle)] }
    guard let place = middle.firstRange(of: file.fixed[1]) else { return nil }
    return [Array(middle[..<place.lowerBound]), Array(middle[place.upperBound...])]
  }

  private static func isSubsequence(_ part: [UInt8], of whole: [UInt8]) -> Bool {
    var position = 0
    for byte in whole where position < part.count && part[position] == byte { position += 1 }
    return position == part.count
  }

  private static func tree(of bytes: [UInt8]) throws -> FrontMatterTree {
    let frontMatter = try EditableFrontMatter(cutting: bytes)
    return try FrontMatterTree(parsing: frontMatter.text, format: frontMatter.format)
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func topics(at path: FieldPath, in tree: FrontMatterTree) -> [String] {
    switch tree[path] {
    case .list(let items): items.map { if case .scalar(_, let text) = $0 { text } else { "" } }
    case .scalar(kind: .null, _), nil: []
    case .scalar(_, let text):
      text.isEmpty ? [] : path == "custom.topics" ? JSONTopicText.topics(in: text) ?? [text] : [text]
    case .map: []
    }
  }
}
