import ArgumentParser
import Glibc
import RecommendationStore

/// Where the index is.
struct DatabaseOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The index. Default: $RECOMMEND_DB, else .recommend/recommend.sqlite here, in a folder above, or in the one folder here that has it.",
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
    if let path = Self.foundPath { return path }
    let below = StoreLocation.paths(inFoldersOf: Self.currentDirectory)
    guard below.isEmpty else {
      let roots = below.compactMap(StoreLocation.root(ofDatabase:)).compactMap { $0.split(separator: "/").last }
      throw CommandFailure(
        "There is no index here or in a folder above, and more than one below: "
          + roots.map { "'\(Terminal.safe(String($0)))'" }.joined(separator: ", ") + ".",
        hint: "Go into the folder that you mean, or name an index with --db FILE.")
    }
    throw CommandFailure(
      "There is no index here or in a folder above.",
      hint: "Run recommend index PATH first, or name an index with --db FILE.")
  }

  /// The index that is found here or in a folder above, else that of the one folder here that has one; nil where none is.
  static var foundPath: String? {
    if let path = StoreLocation.nearestPath(from: currentDirectory) { return path }
    let below = StoreLocation.paths(inFoldersOf: currentDirectory)
    return below.count == 1 ? below[0] : nil
  }

  /// Opens the index for reading.
  func open() throws -> RecommendationStore {
    try RecommendationStore.openForReading(path: existingPath())
  }

  private static var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }
}
