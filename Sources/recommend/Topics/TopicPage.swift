import RecommendationEngine
import SiteContent

/// A page of the content folder whose topics can be changed.
struct TopicPage {
  let path: String
  let format: ContentFile.Format
  let bytes: [UInt8]
  let reader: ContentReader
  /// The key under which most pages of the collection list their topics; nil where none is known.
  let usualTopicsKey: String?

  /// The digest by which the page is known to be as it was.
  var digest: SHA256Digest { SHA256Digest(of: bytes) }

  /// The bytes of the page after a change; the same bytes when there is nothing to do.
  ///
  /// A topic is added to the list that the page uses, else under the key that most pages use, and to its mirrors. A topic is renamed or removed wherever the model
  /// reads topics. Afterwards the page is read as for the index: its topics must be as planned and all else as before.
  func applying(_ change: TopicListChange) throws(PageRefusal) -> [UInt8] {
    let content = reader.configuration.content
    guard let before = read(bytes) else {
      throw PageRefusal(path, code: .doesNotRead, message: "The page has no item. See recommend doctor.")
    }
    guard let list = before.topicsKey ?? usualTopicsKey ?? content.topics.first else {
      throw PageRefusal(path, code: .noTopicsKey, message: "The model names no key for topics (content.topics).")
    }
    let mirrors = content.topicMirrors.map { FieldPath($0) }
    var edited = bytes
    do throws(TopicEditRefusal) {
      edited = try TopicListEditor(list: FieldPath(list), mirrors: mirrors).applying(change, to: edited)
      if content.mergesTopics, !(change.renames.isEmpty && change.removals.isEmpty) {
        let rest = TopicListChange(removing: change.removals, renaming: change.renames)
        for key in content.topics where !key.isEqualIgnoringCase(list) {
          // An absent list stays absent, for nothing is added.
          edited = try TopicListEditor(list: FieldPath(key)).applying(rest, to: edited)
        }
      }
    } catch {
      throw PageRefusal(path, line: error.line, code: error.reason, message: error.detail)
    }
    guard edited != bytes else { return bytes }
    try judge(before, read(edited), change)
    return edited
  }

  /// The lines that an edit touches, from the first to the last, and what stands there afterwards.
  func replacement(_ edited: [UInt8]) -> Replacement? {
    let changes = UnifiedDiff(path: path, old: bytes, new: edited).changes
    guard let first = changes.first, let last = changes.last else { return nil }
    return replacement(
      first.oldLines.lowerBound..<last.oldLines.upperBound,
      with: first.newLines.lowerBound..<last.newLines.upperBound, of: edited)
  }

  /// The runs of lines that an edit touches, each by itself.
  func replacements(_ edited: [UInt8]) -> [Replacement] {
    UnifiedDiff(path: path, old: bytes, new: edited).changes.map {
      replacement($0.oldLines, with: $0.newLines, of: edited)
    }
  }

  private func replacement(_ old: Range<Int>, with new: Range<Int>, of edited: [UInt8]) -> Replacement {
    let oldLines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let newLines = edited.split(separator: 0x0A, omittingEmptySubsequences: false)
    // The last line may lack its line end: then the range ends behind its last byte.
    let endsInside = old.upperBound == oldLines.count
    let text = newLines[new].joined(separator: [0x0A]) + (new.upperBound < newLines.count && !new.isEmpty ? [0x0A] : [])
    return Replacement(
      startLine: old.lowerBound + 1, endLine: endsInside ? old.upperBound : old.upperBound + 1,
      endColumn: endsInside ? (oldLines.last?.count ?? 0) + 1 : 1, text: String(decoding: text, as: UTF8.self))
  }

  /// Lines to put in the place of others; lines and columns count from 1, columns in bytes.
  struct Replacement {
    let startLine: Int
    let endLine: Int
    let endColumn: Int
    let text: String
  }

  private func read(_ bytes: [UInt8]) -> SourceItem? {
    let items = reader.read(bytes: bytes, of: ContentFile(path: path, format: format)).items
    return items.count == 1 ? items.first : nil
  }

  private func judge(_ before: SourceItem, _ after: SourceItem?, _ change: TopicListChange) throws(PageRefusal) {
    let doubt = PageRefusal(
      path, code: .doubtAfterEdit, message: "The edited page would not read back as planned. Edit it by hand.")
    guard let after else { throw doubt }
    var expected = Set<String>()
    for topic in before.item.topics.map(\.label) {
      if change.removals.contains(topic) { continue }
      expected.insert((change.renames.first { $0.old == topic }?.new ?? topic).lowercased())
    }
    expected.formUnion(change.additions.map { $0.lowercased() })
    guard Set(after.item.topics.map { $0.label.lowercased() }) == expected,
      after.item.id == before.item.id, after.item.title == before.item.title,
      after.item.summary == before.item.summary, after.item.body == before.item.body,
      after.item.date == before.item.date, after.keys == before.keys
    else { throw doubt }
  }
}
