import GRDB

extension GenerationWriter {
  /// Brings the table of files up to date: what was kept of a file that has not changed stays where it is.
  static func write(
    _ sources: [StoredSource], content: (Int) -> SourceContent, to database: Database
  ) throws {
    var gone = try keptSources(database)
    var insertion = try SQLStatement(database, "INSERT OR REPLACE INTO _sources VALUES (?, ?, ?, ?, ?)")
    for (place, source) in sources.enumerated() {
      let bytes: [UInt8]?
      switch content(place) {
      case .none: bytes = nil
      case .bytes(let given): bytes = Packing.sealed(given, place: RecommendationStore.vectorPlace)
      case .asBefore:
        if let kept = gone[source.path], kept == [source.size, source.modifiedNanoseconds] {
          gone[source.path] = nil
          continue
        }
        bytes = nil
      }
      gone[source.path] = nil
      insertion.bind(source.path)
      insertion.bind(source.size)
      insertion.bind(source.modifiedNanoseconds)
      insertion.bind(source.digest)
      insertion.bind(bytes)
      try insertion.run()
    }
    var deletion = try SQLStatement(database, "DELETE FROM _sources WHERE path = ?")
    for path in gone.keys.sorted() {
      deletion.bind(path)
      try deletion.run()
    }
  }

  /// The files that the database knows, with size and time.
  private static func keptSources(_ database: Database) throws -> [String: [Int]] {
    var statement = try SQLStatement(database, "SELECT path, size, modified_ns FROM _sources")
    var sources: [String: [Int]] = [:]
    while try statement.step() { sources[statement.text(0)] = [statement.int(1), statement.int(2)] }
    return sources
  }
}
