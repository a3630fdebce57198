import GRDB

extension ClosingWriter {
  /// Writes clusters into tables that are empty, but for the memberships, of which those stay that are there already. The lineage
  /// is added to that of earlier generations, in the place of the one that this generation has already, if any: it tells what the
  /// last run did.
  static func write(
    _ clustering: StoredClustering, generation: Int, _ itemIDs: RowIDs, to database: Database
  ) throws {
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
    try update(clustering.memberships, itemIDs, in: database)
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

  /// Brings the memberships up to date: those of items where they are the same stay. After an edit that is next to all of them.
  private static func update(_ memberships: [StoredMembership], _ itemIDs: RowIDs, in database: Database) throws {
    let memberships = memberships.sorted { ($0.row, $0.rank) < ($1.row, $1.rank) }
    let changed = try idsThatDiffer(memberships, itemIDs, in: database)
    if changed.count * 8 > memberships.count {
      try database.run("DELETE FROM item_clusters")
    } else {
      var deletion = try SQLStatement(database, "DELETE FROM item_clusters WHERE item_id = ?")
      for id in changed {
        deletion.bind(id)
        try deletion.run()
      }
    }
    var rest = changed.count * 8 > memberships.count ? nil : changed[...]
    var insertion = try SQLStatement(database, "INSERT INTO item_clusters VALUES (?, ?, ?, ?)")
    for value in memberships {
      let id = itemIDs[value.row]
      if let later = rest {
        rest = later.drop { $0 < id }
        guard rest?.first == id else { continue }
      }
      insertion.bind(id)
      insertion.bind(value.cluster)
      insertion.bind(value.rank)
      insertion.bind(value.weight)
      try insertion.run()
    }
  }

  /// The ids of items whose memberships in the database are others, or more, or fewer, ascending.
  private static func idsThatDiffer(
    _ memberships: [StoredMembership], _ itemIDs: RowIDs, in database: Database
  ) throws -> [Int] {
    var ids: [Int] = []
    func add(_ id: Int) { if ids.last != id { ids.append(id) } }
    var rest = memberships[...]
    var known = try SQLStatement(
      database, "SELECT item_id, cluster_id, rank, weight FROM item_clusters ORDER BY item_id, rank")
    while try known.step() {
      let (id, rank) = (known.int(0), known.int(2))
      while let new = rest.first, (itemIDs[new.row], new.rank) < (id, rank) {
        add(itemIDs[new.row])
        rest.removeFirst()
      }
      if let new = rest.first, (itemIDs[new.row], new.rank) == (id, rank) {
        if (new.cluster, new.weight) != (known.int(1), known.double(3)) { add(id) }
        rest.removeFirst()
      } else {
        add(id)
      }
    }
    for new in rest { add(itemIDs[new.row]) }
    return ids
  }

  /// Writes suggestions into a table that is empty.
  static func write(_ suggestions: [StoredSuggestion], _ itemIDs: RowIDs, to database: Database) throws {
    var statement = try SQLStatement(database, "INSERT INTO suggestions VALUES (?, ?, ?, ?, ?, ?)")
    for value in suggestions {
      statement.bind(itemIDs[value.row])
      statement.bind(value.topic + 1)
      statement.bind(value.rank)
      statement.bind(value.score)
      statement.bind(value.band)
      statement.bind(value.evidence)
      try statement.run()
    }
  }
}
