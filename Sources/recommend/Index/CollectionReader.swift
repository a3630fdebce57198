import RecommendationEngine
import RecommendationStore
import SiteContent

/// Reads and analyzes a collection on all cores.
struct CollectionReader {
  /// What was read, in the ascending order of ids.
  struct Collection: Sendable {
    /// The items; those that are known lack summary and body.
    var items: [SourceItem] = []
    /// For each item whether it was read by the last run, from a file that has not changed.
    var isKnown: [Bool] = []
    var corpus = AnalyzedCorpus()
    var problems: [Problem] = []
    /// The files that a configuration leaves out on purpose.
    var leftOut: [ContentListing.LeftOut] = []
    /// What became of each file of the listing.
    var files: [FileReading] = []
  }

  /// What became of a file of the listing.
  enum FileReading: Sendable, Equatable {
    /// It has not changed since the last run, which kept what it read.
    case known
    /// It was read, and what was read can be kept: its item, or nothing.
    case read(item: Int?)
    /// It was read, and has to be read again the next time.
    case notKept
  }

  private let reader: ContentReader
  private let analysis: AnalysisConfiguration

  init(_ configuration: ModelConfiguration, today: String?) throws {
    reader = ContentReader(configuration: configuration, today: today)
    analysis = configuration.analysis
    do {
      _ = try TextAnalyzer(analysis)
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  /// Reads the files of a listing.
  ///
  /// - Parameters:
  ///   - sources: The files of the listing, as the store describes them.
  ///   - known: What need not be read again.
  ///   - progress: Told how many files were read.
  func read(
    _ listing: ContentListing, sources: [StoredSource], known: ReadFiles = ReadFiles(), progress: Progress
  ) throws -> Collection {
    progress.begin("reading", of: listing.files.count)
    let costs = sources.indices.map { known.cost(ofFile: $0, size: sources[$0].size) }
    let parts = try concurrentMap(chunksCosting: costs, minimumChunk: 16) { chunk in
      Result { try read(chunk, of: listing.files, sources, known, progress) }
    }.map { try $0.get() }
    progress.end()
    var joined = Collection(problems: listing.problems, leftOut: listing.leftOut)
    // First the words of the items that were known, which are the same in all parts, then those of the others.
    let corpora = parts.map(\.known) + parts.map(\.corpus)
    // For each item the corpus that its words are in, and its place there.
    var places: [(corpus: Int, place: Int)] = []
    for (number, part) in parts.enumerated() {
      var next = (known: 0, read: 0)
      for isKnown in part.isKnown {
        places.append(isKnown ? (number, next.known) : (parts.count + number, next.read))
        if isKnown { next.known += 1 } else { next.read += 1 }
      }
      joined.files += part.files.map { file in
        if case .read(let item?) = file { .read(item: item + joined.items.count) } else { file }
      }
      joined.items += part.items
      joined.problems += part.problems
      joined.leftOut += part.leftOut
    }
    var (ids, order) = Self.order(of: joined.items)
    var renamed: Set<Int> = []
    if zip(order, order.dropFirst()).contains(where: { ids[$0] == ids[$1] }) {
      var register = DuplicateIDs()
      for index in joined.items.indices {
        guard let problem = register.admit(&joined.items[index]) else { continue }
        joined.problems.append(problem)
        renamed.insert(index)
      }
      (ids, order) = Self.order(of: joined.items)
    }
    let starts = corpora.indices.map { part in corpora[..<part].reduce(0) { $0 + $1.itemCount } }
    joined.corpus = AnalyzedCorpus(
      joining: corpora, sharingCount: parts.count, order: order.map { starts[places[$0].corpus] + places[$0].place })
    if !order.elementsEqual(order.indices) { joined.items = order.map { joined.items[$0] } }
    joined.isKnown = order.map { places[$0].corpus < parts.count }
    var place = [Int](repeating: 0, count: order.count)
    for (row, index) in order.enumerated() { place[index] = row }
    joined.files = joined.files.map { file in
      guard case .read(let item?) = file else { return file }
      return renamed.contains(item) ? .notKept : .read(item: place[item])
    }
    joined.problems.sort()
    return joined
  }

  /// The ids of items, and their places in the ascending order of these.
  private static func order(of items: [SourceItem]) -> (ids: [ItemID], order: [Int]) {
    let ids = items.map(\.item.id)
    return (ids, ids.lazy.map(\.rawValue).placesByBytes())
  }

  /// What was read of some files, with the words of the items that were known and of those that were read now.
  private struct Part {
    var items: [SourceItem] = []
    var problems: [Problem] = []
    var leftOut: [ContentListing.LeftOut] = []
    var files: [FileReading] = []
    /// For each item whether it was known.
    var isKnown: [Bool] = []
    var known: AnalyzedCorpus
    var corpus = AnalyzedCorpus()
  }

  private func read(
    _ chunk: Range<Int>, of files: [ContentFile], _ sources: [StoredSource], _ known: ReadFiles, _ progress: Progress
  ) throws -> Part {
    var part = Part(known: known.words)
    part.known.reserveCapacity(tokenBytes: chunk.reduce(0) { $0 + known.byteCount(ofFile: $1) })
    var analyzer = try TextAnalyzer(analysis)
    for index in chunk {
      if let page = known.page(ofFile: index, path: sources[index].path),
        page.item == nil || part.known.append(tokenBytes: page.tokens)
      {
        if let item = page.item {
          part.items.append(item)
          part.isKnown.append(true)
        }
        part.files.append(.known)
      } else {
        let before = (part.items.count, part.problems.count, part.leftOut.count)
        reader.read(files[index]) { (contents: FileContents) throws(Never) in
          for source in contents.items { analyzer.append(source.item) }
          part.items += contents.items
          part.isKnown += contents.items.map { _ in false }
          part.problems += contents.problems
          part.leftOut += contents.leftOut
        }
        let isClean = before.1 == part.problems.count && before.2 == part.leftOut.count
        part.files.append(
          isClean && files[index].isPage ? .read(item: part.items.count > before.0 ? before.0 : nil) : .notKept)
      }
      progress.advance()
    }
    part.corpus = analyzer.finished()
    return part
  }
}

extension ContentFile {
  /// Whether the file holds one item at most.
  fileprivate var isPage: Bool {
    switch format {
    case .markdown, .html, .json: true
    case .jsonLines, .csv: false
    }
  }
}
