import RecommendationEngine
import RecommendationStore
import SiteContent

/// Reads and analyzes a collection on all cores.
struct CollectionReader {
  /// What was read, in the ascending order of ids.
  struct Collection: Sendable {
    var items: [SourceItem] = []
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
    let parts = concurrentMap(chunksOf: listing.files.count, minimumChunk: 16) { chunk in
      Result { try read(chunk, of: listing.files, sources, known, progress) }
    }
    progress.end()
    var joined = Collection(problems: listing.problems, leftOut: listing.leftOut)
    var corpora: [AnalyzedCorpus] = []
    for part in parts {
      let part = try part.get()
      joined.files += part.files.map { file in
        if case .read(let item?) = file { .read(item: item + joined.items.count) } else { file }
      }
      joined.items += part.items
      joined.problems += part.problems
      joined.leftOut += part.leftOut
      corpora.append(part.corpus)
    }
    var ids = DuplicateIDs()
    var renamed: Set<Int> = []
    for index in joined.items.indices {
      guard let problem = ids.admit(&joined.items[index]) else { continue }
      joined.problems.append(problem)
      renamed.insert(index)
    }
    let items = joined.items
    let order = items.indices.sorted { items[$0].item.id < items[$1].item.id }
    joined.corpus = AnalyzedCorpus(joining: corpora, order: order)
    joined.items = order.map { joined.items[$0] }
    var place = [Int](repeating: 0, count: order.count)
    for (row, index) in order.enumerated() { place[index] = row }
    joined.files = joined.files.map { file in
      guard case .read(let item?) = file else { return file }
      return renamed.contains(item) ? .notKept : .read(item: place[item])
    }
    joined.problems.sort()
    return joined
  }

  private func read(
    _ chunk: Range<Int>, of files: [ContentFile], _ sources: [StoredSource], _ known: ReadFiles, _ progress: Progress
  ) throws -> Collection {
    var part = Collection()
    var analyzer = try TextAnalyzer(analysis)
    for index in chunk {
      if let items = known.items(of: sources[index]) {
        for source in items { analyzer.append(source.item) }
        part.items += items
        part.files.append(.known)
      } else {
        let before = (part.items.count, part.problems.count, part.leftOut.count)
        reader.read(files[index]) { (contents: FileContents) throws(Never) in
          for source in contents.items { analyzer.append(source.item) }
          part.items += contents.items
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
