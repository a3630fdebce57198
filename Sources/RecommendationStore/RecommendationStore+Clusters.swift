import GRDB

extension RecommendationStore {
  /// The clusters with their members, and the lineage of the newest generation.
  public func clustering() throws(StoreError) -> StoredClustering {
    let generation = try generation()
    let clustering = try access { database in
      StoredClustering(
        clusters: try clusters(database), memberships: try memberships(database),
        lineage: try lineage(generation: generation.id, database))
    }
    // An index of an earlier program has no check.
    if let check = try vector(named: Self.clusterCheckName), check != clustering.check {
      throw damage("the clustering")
    }
    return clustering
  }

  /// The best cluster of each item by the item's key, from plain tables alone, so that an index of an earlier program tells it too.
  public func clustersOfKeys() throws(StoreError) -> [String: Int] {
    try access { database in
      var statement = try SQLStatement(
        database,
        "SELECT i.key, m.cluster_id FROM item_clusters m JOIN items i ON i.id = m.item_id WHERE m.rank = 1 ORDER BY i.id"
      )
      var clusters: [String: Int] = [:]
      while try statement.step() { clusters[statement.text(0)] = statement.int(1) }
      return clusters
    }
  }

  /// The check of the clusters lies among the vectors under this name.
  static let clusterCheckName = "cluster_check"

  /// The names that people gave to clusters, by cluster id.
  public func clusterNames() throws(StoreError) -> [Int: String] {
    try access { database in
      var statement = try SQLStatement(database, "SELECT cluster_id, name FROM cluster_names")
      var names: [Int: String] = [:]
      while try statement.step() { names[statement.int(0)] = statement.text(1) }
      return names
    }
  }

  /// Gives a cluster a name that indexing keeps; nil takes it away.
  public func setName(_ name: String?, ofCluster id: Int) throws(StoreError) {
    try transaction { database in
      var statement = try SQLStatement(
        database,
        name == nil
          ? "DELETE FROM cluster_names WHERE cluster_id = ?1" : "INSERT OR REPLACE INTO cluster_names VALUES (?, ?)")
      statement.bind(id)
      if let name { statement.bind(name) }
      try statement.run()
    }
  }

  private func clusters(_ database: Database) throws -> [StoredCluster] {
    var terms: [Int: [StoredCluster.WeightedTerm]] = [:]
    var statement = try SQLStatement(
      database, "SELECT cluster_id, term, weight FROM cluster_terms ORDER BY cluster_id, rank")
    while try statement.step() {
      terms[statement.int(0), default: []].append(.init(term: statement.text(1), weight: statement.double(2)))
    }
    var topics: [Int: [StoredCluster.TopicMatch]] = [:]
    statement = try SQLStatement(
      database, "SELECT cluster_id, topic_id, precision, recall FROM cluster_topics ORDER BY cluster_id, topic_id")
    while try statement.step() {
      topics[statement.int(0), default: []].append(
        .init(topic: statement.int(1) - 1, precision: statement.double(2), recall: statement.double(3)))
    }
    statement = try SQLStatement(database, "SELECT id, label, size, cohesion FROM clusters ORDER BY id")
    var clusters: [StoredCluster] = []
    while try statement.step() {
      let id = statement.int(0)
      clusters.append(
        StoredCluster(
          id: id, label: statement.text(1), size: statement.int(2), cohesion: statement.double(3),
          terms: terms[id] ?? [], topics: topics[id] ?? []))
    }
    return clusters
  }

  private func memberships(_ database: Database) throws -> [StoredMembership] {
    let ids = try itemIDs(database)
    var statement = try SQLStatement(
      database, "SELECT item_id, cluster_id, rank, weight FROM item_clusters ORDER BY item_id, rank")
    var memberships: [StoredMembership] = []
    while try statement.step() {
      memberships.append(
        StoredMembership(
          row: try row(ofID: statement.int(0), ids), cluster: statement.int(1), rank: statement.int(2),
          weight: statement.double(3)))
    }
    return memberships
  }

  private func lineage(generation: Int, _ database: Database) throws -> [StoredLineage] {
    var statement = try SQLStatement(
      database, "SELECT event, old_id, new_id, overlap FROM cluster_lineage WHERE generation = ? ORDER BY id")
    statement.bind(generation)
    var lineage: [StoredLineage] = []
    while try statement.step() {
      guard let event = StoredLineage.Event(rawValue: statement.text(0)) else { throw damage("the lineage") }
      lineage.append(
        StoredLineage(
          event: event, oldID: statement.optionalInt(1), newID: statement.optionalInt(2), overlap: statement.double(3)))
    }
    return lineage
  }
}
