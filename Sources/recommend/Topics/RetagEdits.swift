import RecommendationStore
import SiteContent

/// What the accepted changes make of the content files, nothing written yet.
struct RetagEdits {
  /// A file with what it is to be.
  struct Edit {
    let page: TopicPage
    let newBytes: [UInt8]
    let changes: [PlannedChange]

    var diff: UnifiedDiff { UnifiedDiff(path: page.path, old: page.bytes, new: newBytes) }
  }

  /// The files that change, by path.
  private(set) var edits: [Edit] = []
  /// The files that stay as they are, with the reason.
  private(set) var refusals: [PageRefusal] = []
  /// Accepted changes that the files show already.
  private(set) var finished: [PlannedChange] = []

  /// Makes the edits of all accepted changes.
  init(_ planned: [PlannedChange], in folder: ContentFolder) {
    let accepted = Dictionary(grouping: planned.filter { $0.state == .accepted }, by: \.path)
    for (path, changes) in accepted.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      do throws(PageRefusal) {
        let edit = try Self.edit(path, changes, in: folder)
        if edit.newBytes == edit.page.bytes { finished += changes } else { edits.append(edit) }
      } catch {
        refusals.append(error)
      }
    }
  }

  private static func edit(
    _ path: String, _ changes: [PlannedChange], in folder: ContentFolder
  ) throws(PageRefusal) -> Edit {
    do throws(StoreError) {
      _ = try StoreLocation.checkedRelativePath(path)
    } catch {
      throw PageRefusal(
        path, code: .pathEscape, message: "The path leads out of the content folder; the file was not touched.")
    }
    let page = try folder.page(path)
    let digest = page.digest.description
    guard changes.allSatisfy({ $0.sha256 == digest }) else {
      throw PageRefusal(
        path, code: .changedSinceReview,
        message: "The file has changed since it was planned. Run recommend retag plan again, then apply.")
    }
    return Edit(page: page, newBytes: try page.applying(change(changes)), changes: changes)
  }

  /// The planned changes of one file as one change of its list.
  static func change(_ changes: [PlannedChange]) -> TopicListChange {
    TopicListChange(
      adding: changes.filter { $0.action == .add }.map(\.topic),
      removing: changes.filter { $0.action == .remove }.map(\.topic),
      renaming: changes.compactMap { change in
        guard change.action == .rename, let new = change.newTopic else { return nil }
        return .init(change.topic, to: new)
      })
  }
}
