import GRDB

/// Writes what is known last: clusters, suggestions, and the line that stands for the generation.
struct ClosingWriter {
  let database: Database
  let contents: IndexContents
  let prints: GenerationPrints
  let itemIDs: RowIDs

  /// Writes what differs and returns the line that stands for the generation.
  func write() throws -> Generation {
    let generation = try writeGeneration()
    for table in ["cluster_terms", "cluster_topics", "clusters", "suggestions"] {
      try database.run("DELETE FROM \(table)")
    }
    if let clustering = contents.clustering {
      try Self.write(clustering, generation: generation.id, itemIDs, to: database)
    } else {
      try database.run("DELETE FROM item_clusters")
    }
    try Self.write(contents.suggestions, itemIDs, to: database)
    try writeSettings()
    return generation
  }

  private func writeSettings() throws {
    var removal = try SQLStatement(database, "DELETE FROM settings WHERE name = ?")
    var insertion = try SQLStatement(database, "INSERT OR REPLACE INTO settings VALUES (?, ?)")
    for (name, value) in contents.settings.sorted(by: { $0.key < $1.key }) {
      guard let value else {
        removal.bind(name)
        try removal.run()
        continue
      }
      insertion.bind(name)
      insertion.bind(value)
      try insertion.run()
    }
  }

  private func writeGeneration() throws -> Generation {
    var generation = Generation(
      id: 0, digest: prints.digest, model: contents.model, configuration: contents.configuration,
      itemCount: contents.items.count, copyCount: contents.items.count { $0.heading.copyOf != nil },
      keyCount: contents.items.reduce(0) { $0 + $1.keys.count }, topicCount: contents.topics.count,
      termCount: contents.terms.count,
      problemCount: contents.problems.count)
    var last = try SQLStatement(database, "SELECT id, digest FROM generations ORDER BY id DESC LIMIT 1")
    if try last.step() {
      let isSame = last.text(1) == generation.digest
      generation.id = isSame ? last.int(0) : last.int(0) + 1
      last.finish()
      if isSame { return generation }
    } else {
      generation.id = 1
    }
    var statement = try SQLStatement(database, "INSERT INTO generations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    statement.bind(generation.id)
    statement.bind(generation.digest)
    statement.bind(generation.model)
    statement.bind(generation.configuration)
    statement.bind(generation.itemCount)
    statement.bind(generation.copyCount)
    statement.bind(generation.keyCount)
    statement.bind(generation.topicCount)
    statement.bind(generation.termCount)
    statement.bind(generation.problemCount)
    statement.bind(ContentFingerprints.generation(generation).check)
    try statement.run()
    return generation
  }
}
