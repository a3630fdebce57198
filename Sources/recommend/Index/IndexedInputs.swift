import Glibc
import RecommendationEngine
import RecommendationStore
import SiteContent

/// What an index was made from: files as the file system describes them, and every choice that decides about the result.
///
/// When both are as at the last run, so would be the result, and nothing has to be read.
struct IndexedInputs {
  /// The files with size and time of change, taken before they were read.
  let sources: [StoredSource]
  /// The choices and what was found beside the files, as text.
  let choices: [UInt8]
  /// Those of the choices that decide what is read from a file and how it is compared, as text: the program's version and layout, the
  /// configuration, and the date where it decides.
  let readingChoices: [UInt8]

  /// A file changed less than this before it was looked at may change again within the same tick of the file system's
  /// clock; it is never taken for unchanged. As in Git ("racily clean").
  private static let tick = 2_000_000_000

  /// Describes the inputs of a run.
  ///
  /// - Parameters:
  ///   - today: The date, where it decides about expired items.
  ///   - options: Further choices of the command line.
  init(_ listing: ContentListing, configuration: ModelConfiguration, today: String, options: [String]) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let latest = now.tv_sec * 1_000_000_000 + now.tv_nsec - Self.tick
    sources = concurrentArray(count: listing.files.count, minimumChunk: 256) { place in
      let status = listing.files[place].status
      let time = status.map { $0.modifiedNanoseconds < latest ? $0.modifiedNanoseconds : -1 } ?? -1
      return StoredSource(
        path: listing.files[place].path, size: status?.size ?? -1, modifiedNanoseconds: time, digest: "")
    }
    let reading = [
      "\(Recommend.configuration.version), schema \(RecommendationStore.schemaVersion)",
      configuration.content.includesExpired ? "" : today,
      StoredConfiguration.encode(configuration),
    ]
    let lines =
      reading + [listing.root] + options + listing.problems.map(\.description)
      + listing.leftOut.map { "\($0.path): \($0.reason)" }
    readingChoices = Array(reading.joined(separator: "\n").utf8)
    choices = Array(lines.joined(separator: "\n").utf8)
  }

  /// Whether an index was made from the same inputs.
  func areThose(of store: RecommendationStore) throws -> Bool {
    guard try store.vector(named: StoredVectorName.inputs) == choices,
      sources.allSatisfy({ $0.modifiedNanoseconds >= 0 })
    else { return false }
    return try store.holds(sources)
  }
}
