import GRDB

extension RecommendationStore {
  /// All planned changes, the likeliest first within an item, items in the order of their paths.
  public func plannedChanges() throws(StoreError) -> [PlannedChange] {
    try access { database in
      var statement = try SQLStatement(
        database,
        """
        SELECT item_key, topic, action, new_topic, path, sha256, score IS NULL, score, band, reason, state, run_id
        FROM retag_plan ORDER BY path, item_key, score DESC, topic, action
        """)
      var changes: [PlannedChange] = []
      while try statement.step() {
        guard let action = PlannedChange.Action(rawValue: statement.text(2)),
          let state = PlannedChange.State(rawValue: statement.text(10))
        else { throw damage("the plan") }
        changes.append(
          PlannedChange(
            itemKey: statement.text(0), topic: statement.text(1), action: action, newTopic: statement.optionalText(3),
            path: statement.text(4), sha256: statement.text(5),
            score: statement.int(6) == 1 ? nil : statement.double(7), band: statement.optionalText(8),
            reason: statement.text(9), state: state, run: statement.optionalInt(11)))
      }
      return changes
    }
  }

  /// Puts other pending changes in the place of those that nobody has answered, and notes the files as they are now.
  ///
  /// A change that has been answered or written keeps its answer.
  ///
  /// - Parameter digests: The SHA-256 of files by path, for the accepted changes of these files.
  public func replacePendingChanges(
    with changes: [PlannedChange], digests: [String: String]
  ) throws(StoreError) {
    try transaction { database in
      try database.run("DELETE FROM retag_plan WHERE state = 'pending'")
      try insert(changes, orIgnore: true, database)
      var statement = try SQLStatement(
        database, "UPDATE retag_plan SET sha256 = ? WHERE path = ? AND state = 'accepted'")
      for (path, digest) in digests.sorted(by: { $0.key < $1.key }) {
        statement.bind(digest)
        statement.bind(path)
        try statement.run()
      }
    }
  }

  /// Keeps answers to planned changes, and with those about topics that come the decisions that indexing never forgets.
  ///
  /// A change that goes back to pending takes its decision back.
  public func answer(_ changes: [PlannedChange]) throws(StoreError) {
    try transaction { database in
      try insert(changes, orIgnore: false, database)
      var keep = try SQLStatement(database, "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?)")
      var withdraw = try SQLStatement(database, "DELETE FROM decisions WHERE item_key = ? AND topic = ?")
      for change in changes where change.action == .add {
        switch change.state {
        case .pending:
          withdraw.bind(change.itemKey)
          withdraw.bind(change.topic)
          try withdraw.run()
        case .accepted, .applied, .rejected:
          keep.bind(change.itemKey)
          keep.bind(change.topic)
          let answer: StoredDecision.Answer = change.state == .rejected ? .rejected : .accepted
          keep.bind(answer.rawValue)
          keep.bind(nil as String?)
          try keep.run()
        }
      }
    }
  }

  /// Notes that a run wrote a file, or that the file has its old bytes again.
  ///
  /// Other changes planned for the file go on from its new bytes.
  ///
  /// - Parameter isWritten: Whether the file has the new bytes now.
  public func settle(_ change: RetagChange, ofRun run: Int, isWritten: Bool) throws(StoreError) {
    try transaction { database in
      var note = try SQLStatement(database, "UPDATE retag_changes SET state = ? WHERE run_id = ? AND path = ?")
      note.bind(change.state.rawValue)
      note.bind(run)
      note.bind(change.path)
      try note.run()
      var plan = try SQLStatement(
        database, "UPDATE retag_plan SET state = ? WHERE run_id = ? AND path = ? AND state IN ('accepted', 'applied')")
      plan.bind(isWritten ? PlannedChange.State.applied.rawValue : PlannedChange.State.accepted.rawValue)
      plan.bind(run)
      plan.bind(change.path)
      try plan.run()
      if !isWritten {
        var release = try SQLStatement(database, "UPDATE retag_plan SET run_id = NULL WHERE run_id = ? AND path = ?")
        release.bind(run)
        release.bind(change.path)
        try release.run()
      }
      var digest = try SQLStatement(database, "UPDATE retag_plan SET sha256 = ? WHERE path = ? AND sha256 = ?")
      digest.bind(isWritten ? change.newSHA256 : change.oldSHA256)
      digest.bind(change.path)
      digest.bind(isWritten ? change.oldSHA256 : change.newSHA256)
      try digest.run()
    }
  }

  /// Begins a run with all its changes, and binds the accepted changes of its files to it; on the disk when this returns.
  ///
  /// - Returns: The run's id.
  public func beginRetagRun(
    name: String, changes: [RetagChange], writing planned: [PlannedChange]
  ) throws(StoreError) -> Int {
    let run = try beginRetagRun(name: name, changes: changes)
    try transaction { database in
      try insert(
        planned.map { change in
          var change = change
          change.run = run
          return change
        }, orIgnore: false, database)
    }
    return run
  }

  private func insert(_ changes: [PlannedChange], orIgnore: Bool, _ database: Database) throws {
    var statement = try SQLStatement(
      database,
      "INSERT OR \(orIgnore ? "IGNORE" : "REPLACE") INTO retag_plan VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for change in changes {
      statement.bind(change.itemKey)
      statement.bind(change.topic)
      statement.bind(change.action.rawValue)
      statement.bind(change.newTopic)
      statement.bind(change.path)
      statement.bind(change.sha256)
      statement.bind(change.score)
      statement.bind(change.band)
      statement.bind(change.reason)
      statement.bind(change.state.rawValue)
      statement.bind(change.run)
      try statement.run()
    }
  }
}
