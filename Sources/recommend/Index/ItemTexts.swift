import RecommendationEngine
import RecommendationStore
import SiteContent
import Synchronization

/// The texts of the items of a run: those that were read now, and those that the index keeps of files that have not changed, which
/// are read when the first of them is wanted. After an edit nobody may want them.
final class ItemTexts: Sendable {
  private let items: [SourceItem]
  private let isKnown: [Bool]
  private let files: [ContentFile]
  private let reader: ContentReader
  private let indexPath: String?
  private let kept = Mutex<Kept?>(nil)

  private struct Kept {
    /// The texts in the index, by file.
    var texts: [String: SearchedText]
    /// The files to be read again, by path, where there are none.
    var files: [String: ContentFile]
  }

  /// - Parameters:
  ///   - items: The items; those that are known lack summary and body.
  ///   - isKnown: For each item whether the index keeps its texts.
  ///   - files: The files that the items come from.
  ///   - reader: Reads a file again whose texts are not in the index after all, as when that is damaged.
  ///   - indexPath: The index, as it was before the run.
  init(items: [SourceItem], isKnown: [Bool], files: [ContentFile], reader: ContentReader, indexPath: String?) {
    self.items = items
    self.isKnown = isKnown
    self.files = files
    self.reader = reader
    self.indexPath = indexPath
  }

  /// An item with its texts.
  func item(ofRow row: Int) -> Item {
    var item = items[row].item
    guard isKnown[row] else { return item }
    let (kept, path) = (allKept(), items[row].path)
    if let text = kept.texts[path] {
      (item.summary, item.body) = (text.summary, text.text)
    } else if let file = kept.files[path], let read = reader.read(file).items.first {
      (item.summary, item.body) = (read.item.summary, read.item.body)
    }
    return item
  }

  private func allKept() -> Kept {
    kept.withLock { kept in
      if let kept { return kept }
      let texts = indexPath.flatMap { try? RecommendationStore.openForReading(path: $0).textsByPath() }
      let files = texts == nil ? Dictionary(files.lazy.map { ($0.path, $0) }) { first, _ in first } : [:]
      let all = Kept(texts: texts ?? [:], files: files)
      kept = all
      return all
    }
  }
}
