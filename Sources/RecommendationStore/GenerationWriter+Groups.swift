import GRDB

extension GenerationWriter {
  /// Makes room for the memberships of some rows, and takes away those of rows that are no more.
  ///
  /// - Parameters:
  ///   - rows: The rows, or nil for all.
  ///   - end: The number of rows that there are now.
  static func deleteMemberships(of rows: [Int]?, from end: Int, in database: Database) throws {
    guard let rows else { return try database.run("DELETE FROM item_clusters") }
    var deletion = try SQLStatement(database, "DELETE FROM item_clusters WHERE item_id = ?")
    for row in rows {
      deletion.bind(row + 1)
      try deletion.run()
    }
    var excess = try SQLStatement(database, "DELETE FROM item_clusters WHERE item_id > ?")
    excess.bind(end)
    try excess.run()
  }

  /// Writes clusters into tables that are empty, but for the memberships of rows that have not changed; the lineage is added to that of earlier generations, in the place of the one
  /// that this generation has already, if any: it tells what the last run did.
  static func write(_ clustering: StoredClustering, generation: Int, to database: Database) throws {
    var cluster = try SQLStatement(database, "INSERT INTO clusters VALUES (?, ?, ?, ?)")
    var term = try SQLStatement(database, "INSERT INTO cluster_terms VALUES (?, ?, ?, ?)")
    var topic = try SQLStatement(database, "INSERT INTO cluster_topics VALUES (?, ?, ?, ?)")
    for value in clustering.clusters {
      cluster.bind(value.id)
      cluster.bind(value.label)
      cluster.bind(value.size)
      cluster.bind(value.cohesion)
      try cluster.run()
      for (rank, weighted) in value.terms.enumerated() {
        term.bind(value.id)
        term.bind(rank + 1)
        term.bind(weighted.term)
        term.bind(weighted.weight)
        try term.run()
      }
      for match in value.topics {
        topic.bind(value.id)
        topic.bind(match.topic + 1)
        topic.bind(match.precision)
        topic.bind(match.recall)
        try topic.run()
      }
    }
    var membership = try SQLStatement(database, "INSERT INTO item_clusters VALUES (?, ?, ?, ?)")
    var changed = clustering.changedRows?[...]
    for value in clustering.memberships {
      if let next = changed {
        changed = next.drop { $0 < value.row }
        guard changed?.first == value.row else { continue }
      }
      membership.bind(value.row + 1)
      membership.bind(value.cluster)
      membership.bind(value.rank)
      membership.bind(value.weight)
      try membership.run()
    }
    var forget = try SQLStatement(database, "DELETE FROM cluster_lineage WHERE generation = ?")
    forget.bind(generation)
    try forget.run()
    var lineage = try SQLStatement(
      database, "INSERT INTO cluster_lineage (generation, event, old_id, new_id, overlap) VALUES (?, ?, ?, ?, ?)")
    for value in clustering.lineage {
      lineage.bind(generation)
      lineage.bind(value.event.rawValue)
      lineage.bind(value.oldID)
      lineage.bind(value.newID)
      lineage.bind(value.overlap)
      try lineage.run()
    }
  }

  /// Writes suggestions into a table that is empty.
  static func write(_ suggestions: [StoredSuggestion], to database: Database) throws {
    var statement = try SQLStatement(database, "INSERT INTO suggestions VALUES (?, ?, ?, ?, ?, ?)")
    for value in suggestions {
      statement.bind(value.row + 1)
      statement.bind(value.topic + 1)
      statement.bind(value.rank)
      statement.bind(value.score)
      statement.bind(value.band)
      statement.bind(value.evidence)
      try statement.run()
    }
  }
}
