import RecommendationEngine
import RecommendationStore
import SiteContent

/// What the last run read from files that have not changed since, so that they need be neither read nor analyzed again.
///
/// Only pages are kept (a file of records is read as a whole or not at all), and only those that were read without a problem
/// and not left out: of others the reasons are wanted again. Their texts are in the index anyway (``ItemTexts``); what else was
/// read, and the numbers of their words, is kept beside.
struct ReadFiles: Sendable {
  /// What was read from a page.
  struct Page {
    /// Its item without summary and body, or nil when it holds none.
    var item: SourceItem?
    /// The numbers of the item's words in ``ReadFiles/words``.
    var tokens: ArraySlice<UInt8>
  }

  /// The words that the last run found, without items.
  private(set) var words = AnalyzedCorpus()
  private var pages: [String: StoredSource] = [:]

  /// Nothing is known.
  init() {}

  /// Takes what an index holds, if what was read from a file would be the same now; what cannot be read is not known.
  ///
  /// - Parameters:
  ///   - store: The index.
  ///   - inputs: The files as they are, and the choices that decide what is read from them.
  init(_ store: RecommendationStore, _ inputs: IndexedInputs) {
    guard let choices = try? store.vector(named: StoredVectorName.readingChoices), choices == inputs.readingChoices,
      let bytes = try? store.vector(named: StoredVectorName.words), let words = AnalyzedCorpus(wordBytes: bytes),
      let sources = try? store.sources(withContent: true)
    else { return }
    self.words = words
    pages.reserveCapacity(sources.count)
    for source in sources where source.content != nil { pages[source.path] = source }
  }

  /// The number of bytes that are kept of a file.
  func byteCount(of source: StoredSource) -> Int { pages[source.path]?.content?.count ?? 0 }

  /// What it costs to have a file, about: a byte that was kept is one, reading a page takes some ten times as long.
  func cost(of source: StoredSource) -> Int {
    content(of: source).map { $0.count + 100 } ?? 10 * (source.size + 1000)
  }

  /// The bytes that are kept of a file that has not changed.
  private func content(of source: StoredSource) -> [UInt8]? {
    guard let known = pages[source.path], source.modifiedNanoseconds >= 0, known.size == source.size,
      known.modifiedNanoseconds == source.modifiedNanoseconds
    else { return nil }
    return known.content
  }

  /// What was read from a file, or nil when it has to be read.
  ///
  /// - Parameter source: The file as it is now.
  func page(of source: StoredSource) -> Page? {
    guard let content = content(of: source) else { return nil }
    var reader = ByteReader(content[...])
    guard let tokens = reader.text(), let items = PackedItems.items(of: reader.rest), items.count <= 1 else {
      return nil
    }
    guard let item = items.first else { return Page(item: nil, tokens: []) }
    guard item.path == source.path else { return nil }
    return Page(item: item, tokens: tokens)
  }

  /// What is kept of a page.
  ///
  /// - Parameters:
  ///   - item: Its item, or nil when it holds none.
  ///   - row: The item's row in the corpus.
  static func content(of item: SourceItem?, row: Int, _ corpus: AnalyzedCorpus) -> [UInt8] {
    var writer = ByteWriter()
    writer.add(item == nil ? [] : corpus.tokenBytes(ofItem: row)[...])
    return writer.bytes + PackedItems.packed(item.map { [$0] } ?? [])
  }

  /// The words to be kept; nil when most of them stand in no text any more, so that the next run begins with those that do.
  static func words(of corpus: AnalyzedCorpus) -> [UInt8]? {
    corpus.words.count > 2 * corpus.usedWordCount + 1000 ? nil : corpus.wordBytes
  }
}
