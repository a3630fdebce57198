import ArgumentParser
import Glibc
import RecommendationStore

/// Where the index is.
struct DatabaseOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The index. Default: $RECOMMEND_DB, else .recommend/recommend.sqlite here or in a folder above.",
      valueName: "file"),
    completion: .file())
  var db: String?

  /// The path that was asked for, by option or environment; nil when none was.
  var givenPath: String? {
    db ?? getenv("RECOMMEND_DB").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The path of an index that exists already.
  func existingPath() throws -> String {
    if let givenPath { return givenPath }
    guard let path = StoreLocation.nearestPath(from: currentDirectory) else {
      throw CommandFailure(
        "There is no index here or in a folder above.",
        hint: "Run recommend index PATH first, or name an index with --db FILE.")
    }
    return path
  }

  /// Opens the index for reading.
  func open() throws -> RecommendationStore {
    try RecommendationStore.openForReading(path: existingPath())
  }

  private var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }
}
