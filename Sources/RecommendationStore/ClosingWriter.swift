import GRDB

/// Writes what is known last: vectors, clusters, suggestions, and the line that stands for the generation.
struct ClosingWriter {
  let database: Database
  let contents: IndexContents
  let prints: GenerationPrints
  let beginning: BeginningPrints
  let counted: CountPrints
  let itemIDs: RowIDs
  let termIDs: RowIDs

  /// Writes what differs and returns the line that stands for the generation.
  func write() throws -> Generation {
    try writeOpaque()
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
    return generation
  }

  private func writeOpaque() throws {
    let place = RecommendationStore.vectorPlace
    var vectors = [
      RecommendationStore.documentFrequenciesName: Packing.packedNumbers(counted.documentFrequencies, place: place),
      RowIDs.itemsName: Packing.packedNumbers(itemIDs.differences, place: place),
      RowIDs.termsName: Packing.packedNumbers(termIDs.differences, place: place),
      StoredPrints.keysName: Packing.sealed(Packing.bytes(of: beginning.keys), place: place),
      StoredPrints.sectionsName: Packing.sealed(StoredPrints.bytes(of: prints.sections), place: place),
    ]
    for value in contents.vectors { vectors[value.name] = Packing.sealed(value.bytes, place: place) }
    // What is there already stays: some of it is large and rarely changes.
    var known = try SQLStatement(database, "SELECT name, content FROM _vectors")
    var gone: [String] = []
    while try known.step() {
      let name = known.text(0)
      guard let bytes = vectors[name] else {
        gone.append(name)
        continue
      }
      if known.holds(bytes, in: 1) { vectors[name] = nil }
    }
    var deletion = try SQLStatement(database, "DELETE FROM _vectors WHERE name = ?")
    for name in gone {
      deletion.bind(name)
      try deletion.run()
    }
    var insertion = try SQLStatement(database, "INSERT OR REPLACE INTO _vectors VALUES (?, ?)")
    for (name, bytes) in vectors.sorted(by: { $0.key < $1.key }) {
      insertion.bind(name)
      insertion.bind(bytes)
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
