import GRDB
import RecommendationEngine

extension RecommendationStore {
  /// Puts a new generation in the place of the old one, in one transaction.
  ///
  /// A process that is killed, or a disk that is full, leaves the old generation whole; readers keep it until they open again.
  /// Decisions, names and journals of people stay. Rows that are there already, by their fingerprints, are left alone, so that
  /// a run after few changes writes little.
  ///
  /// - Returns: The generation as it is kept.
  /// - Precondition: The items ascend by key, each row of counts and neighbours belongs to one of them.
  @discardableResult
  public func replaceGeneration(with contents: IndexContents) throws(StoreError) -> Generation {
    try replaceGeneration(beginning: { contents }, next: { _ in })
  }

  /// Writes what needs no counting, then has what follows added in three steps, and writes each: terms and counts, what the comparison
  /// found, clusters and the rest. Vectors may come with the first and the last.
  func replaceGeneration(
    beginning: () -> IndexContents, next: (inout IndexContents) throws(StoreError) -> Void
  ) throws(StoreError) -> Generation {
    let generation: Generation = try transaction { database in
      var contents = beginning()
      contents.checkOrder()
      let before = try StoredPrints(database)
      let items = try ItemChange(from: before.itemIDs, to: contents.items, in: database)
      let beginning = BeginningPrints(contents, items, before: before)
      try BeginningWriter(
        database: database, contents: contents, prints: beginning, before: before, items: items
      ).write()
      try next(&contents)
      let counted = CountPrints(contents, beginning)
      let termIDs = try CountWriter(
        database: database, contents: contents, prints: counted, before: before, items: items
      ).write()
      var vectors = VectorWriter(database)
      try vectors.write(contents.vectors)
      try vectors.write(counted.documentFrequencies, named: Self.documentFrequenciesName)
      try vectors.write(items.ids.numbers, named: RowIDs.itemsName)
      try vectors.write(termIDs.numbers, named: RowIDs.termsName)
      try vectors.write([NamedBytes(name: StoredPrints.keysName, bytes: Packing.bytes(of: beginning.keys))])
      try next(&contents)
      contents.checkShapes()
      let prints = GenerationPrints(contents, beginning, counted)
      try GenerationWriter(
        database: database, contents: contents, prints: prints, before: before, items: items
      ).write()
      try next(&contents)
      try vectors.write(contents.vectors)
      try vectors.write(Self.checks(of: contents.clustering))
      try vectors.write([NamedBytes(name: StoredPrints.sectionsName, bytes: StoredPrints.bytes(of: prints.sections))])
      try vectors.removeOthers()
      return try ClosingWriter(
        database: database, contents: contents, prints: prints, itemIDs: items.ids
      ).write()
    }
    checkpoint()
    return generation
  }

  /// Puts other clusters in the place of those of the present generation.
  public func replaceClustering(with clustering: StoredClustering) throws(StoreError) {
    let generation = try generation()
    try transaction { database in
      for table in ["cluster_terms", "cluster_topics", "clusters"] {
        try database.run("DELETE FROM \(table)")
      }
      try ClosingWriter.write(clustering, generation: generation.id, itemIDs(database), to: database)
      var vectors = VectorWriter(database)
      try vectors.write(Self.checks(of: clustering))
    }
  }

  /// The check of clusters, under its name.
  private static func checks(of clustering: StoredClustering?) -> [NamedBytes] {
    clustering.map { [NamedBytes(name: clusterCheckName, bytes: $0.check)] } ?? []
  }

  /// Puts other suggestions in the place of those of the present generation.
  public func replaceSuggestions(with suggestions: [StoredSuggestion]) throws(StoreError) {
    try transaction { database in
      try database.run("DELETE FROM suggestions")
      try ClosingWriter.write(suggestions, itemIDs(database), to: database)
    }
  }

  /// Copies the log back into the file as far as no reader needs it. The generation is on the disk already, so where that fails the
  /// next run does it.
  private func checkpoint() {
    try? access { database in
      var statement = try SQLStatement(database, "PRAGMA wal_checkpoint(PASSIVE)")
      while try statement.step() {}
    }
  }
}

extension IndexContents {
  /// Stops on contents that cannot be one collection.
  fileprivate func checkShapes() {
    for (name, count) in [
      ("counts", counts.rowOffsets.count - 1), ("neighbors", neighbors.rowOffsets.count - 1),
      ("nearest", nearest.rowOffsets.count - 1),
    ] {
      precondition(count == items.count, "\(name) has \(count) rows but there are \(items.count) items")
    }
  }

  /// Stops on items in another order than that of their keys.
  fileprivate func checkOrder() {
    for row in items.indices.dropFirst() {
      precondition(
        items[row - 1].heading.key.hasBytes(before: items[row].heading.key),
        "items must ascend by key, but '\(items[row].heading.key)' follows '\(items[row - 1].heading.key)'")
    }
  }
}
