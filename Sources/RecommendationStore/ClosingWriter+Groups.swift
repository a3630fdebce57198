import GRDB

extension ClosingWriter {
  /// Writes clusters into tables that are empty, but for the memberships, of which those stay that are there already. The lineage
  /// is added to that of earlier generations, in the place of the one that this generation has already, if any: it tells what the
  /// last run did.
  static func write(
    _ clustering: StoredClustering, generation: Int, _ itemIDs: RowIDs, to database: Database
  ) throws {
    try database.insert(clustering.clusters, into: "clusters", columnCount: 4) { statement, cluster in
      statement.bind(cluster.id)
      statement.bind(cluster.label)
      statement.bind(cluster.size)
      statement.bind(cluster.cohesion)
    }
    for cluster in clustering.clusters {
      try database.insert(cluster.terms.indices, into: "cluster_terms", columnCount: 4) { statement, place in
        statement.bind(cluster.id)
        statement.bind(place + 1)
        statement.bind(cluster.terms[place].term)
        statement.bind(cluster.terms[place].weight)
      }
      try database.insert(cluster.topics, into: "cluster_topics", columnCount: 4) { statement, match in
        statement.bind(cluster.id)
        statement.bind(match.topic + 1)
        statement.bind(match.precision)
        statement.bind(match.recall)
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
    let written = memberships.filter { membership in
      guard let later = rest else { return true }
      let id = itemIDs[membership.row]
      rest = later.drop { $0 < id }
      return rest?.first == id
    }
    try database.insert(written, into: "item_clusters", columnCount: 4) { statement, membership in
      statement.bind(itemIDs[membership.row])
      statement.bind(membership.cluster)
      statement.bind(membership.rank)
      statement.bind(membership.weight)
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
    try database.insert(suggestions, into: "suggestions", columnCount: 6) { statement, suggestion in
      statement.bind(itemIDs[suggestion.row])
      statement.bind(suggestion.topic + 1)
      statement.bind(suggestion.rank)
      statement.bind(suggestion.score)
      statement.bind(suggestion.band)
      statement.bind(suggestion.evidence)
    }
  }
}
