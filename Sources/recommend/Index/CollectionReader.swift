import RecommendationEngine
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
  /// - Parameter progress: Told how many files were read.
  func read(_ listing: ContentListing, progress: Progress) throws -> Collection {
    progress.begin("reading", of: listing.files.count)
    let parts = concurrentMap(chunksOf: listing.files.count, minimumChunk: 16) { chunk in
      Result { try read(Array(listing.files[chunk]), progress) }
    }
    progress.end()
    var joined = Collection(problems: listing.problems, leftOut: listing.leftOut)
    var corpora: [AnalyzedCorpus] = []
    for part in parts {
      let part = try part.get()
      joined.items += part.items
      joined.problems += part.problems
      joined.leftOut += part.leftOut
      corpora.append(part.corpus)
    }
    var ids = DuplicateIDs()
    for index in joined.items.indices {
      if let problem = ids.admit(&joined.items[index]) { joined.problems.append(problem) }
    }
    let items = joined.items
    let order = items.indices.sorted { items[$0].item.id < items[$1].item.id }
    joined.corpus = AnalyzedCorpus(joining: corpora, order: order)
    joined.items = order.map { joined.items[$0] }
    joined.problems.sort()
    return joined
  }

  private func read(_ files: [ContentFile], _ progress: Progress) throws -> Collection {
    var part = Collection()
    var analyzer = try TextAnalyzer(analysis)
    for file in files {
      reader.read(file) { (contents: FileContents) throws(Never) in
        for source in contents.items { analyzer.append(source.item) }
        part.items += contents.items
        part.problems += contents.problems
        part.leftOut += contents.leftOut
      }
      progress.advance()
    }
    part.corpus = analyzer.finished()
    return part
  }
}
