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
  /// For each file of the run what is kept of it, if it has not changed; empty where nothing is known.
  private var contents: [[UInt8]?] = []

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
      let known = try? store.sources(withContent: true)
    else { return }
    self.words = words
    contents = Self.aligned(known, with: inputs.sources)
  }

  /// What is known of each file that has not changed, by walking along both lists, of which the first ascends by path.
  private static func aligned(_ known: [StoredSource], with files: [StoredSource]) -> [[UInt8]?] {
    var contents = [[UInt8]?](repeating: nil, count: files.count)
    var next = 0
    for place in StoredSource.order(of: files) {
      while next < known.count, known[next].path.hasBytes(before: files[place].path) { next += 1 }
      guard next < known.count, known[next].path.hasSameBytes(as: files[place].path) else { continue }
      if files[place].modifiedNanoseconds >= 0, known[next].size == files[place].size,
        known[next].modifiedNanoseconds == files[place].modifiedNanoseconds
      {
        contents[place] = known[next].content
      }
    }
    return contents
  }

  /// The bytes that are kept of a file of the run that has not changed.
  private func content(ofFile place: Int) -> [UInt8]? { contents.isEmpty ? nil : contents[place] }

  /// The number of bytes that are kept of a file.
  func byteCount(ofFile place: Int) -> Int { content(ofFile: place)?.count ?? 0 }

  /// What it costs to have a file, about: a byte that was kept is one, reading a page takes some ten times as long.
  func cost(ofFile place: Int, size: Int) -> Int {
    content(ofFile: place).map { $0.count + 100 } ?? 10 * (max(0, size) + 1000)
  }

  /// What was read from a file, or nil when it has to be read.
  ///
  /// - Parameters:
  ///   - place: The file by its place in the run.
  ///   - path: Its path.
  func page(ofFile place: Int, path: String) -> Page? {
    guard let content = content(ofFile: place) else { return nil }
    var reader = ByteReader(content[...])
    guard let tokens = reader.text(), let items = PackedItems.items(of: reader.rest), items.count <= 1 else {
      return nil
    }
    guard let item = items.first else { return Page(item: nil, tokens: []) }
    guard item.path == path else { return nil }
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
