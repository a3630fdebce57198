import GRDB

/// One run that changed files.
public struct RetagRun: Sendable, Equatable {
  /// How far a run has come.
  public enum State: String, CaseIterable, Sendable {
    /// Begun, or begun to be undone; if no process is at it any more, it was cut off and must be recovered.
    case started
    /// All files are written.
    case applied
    /// All files are as they were before.
    case undone
  }

  /// Counts up from 1.
  public var id: Int
  /// A name for people, such as the plan's.
  public var name: String
  /// How far it has come.
  public var state: State
}

/// One file of a run, written down before the file is touched.
public struct RetagChange: Sendable, Equatable {
  /// How far a change has come.
  public enum State: String, CaseIterable, Sendable {
    case planned, written, undone, refused
  }

  /// The file, relative to the content root; go through `StoreLocation.checkedRelativePath` before following it.
  public var path: String
  /// The name of the temporary file beside it, so that recovery can remove it.
  public var temporaryName: String
  /// The whole file as it was.
  public var oldBytes: [UInt8]
  /// The SHA-256 of the file as it was, hexadecimal.
  public var oldSHA256: String
  /// The SHA-256 of the file as it is to be, hexadecimal.
  public var newSHA256: String
  /// How far it has come.
  public var state: State

  /// Creates a change.
  public init(
    path: String, temporaryName: String, oldBytes: [UInt8], oldSHA256: String, newSHA256: String,
    state: State = .planned
  ) {
    self.path = path
    self.temporaryName = temporaryName
    self.oldBytes = oldBytes
    self.oldSHA256 = oldSHA256
    self.newSHA256 = newSHA256
    self.state = state
  }
}

extension RecommendationStore {
  /// Begins a run with all its changes; on the disk when this returns.
  ///
  /// - Returns: The run's id.
  public func beginRetagRun(name: String, changes: [RetagChange]) throws(StoreError) -> Int {
    try transaction { database in
      let id = (try database.firstInt("SELECT max(id) FROM retag_runs") ?? 0) + 1
      var run = try SQLStatement(database, "INSERT INTO retag_runs VALUES (?, ?, ?)")
      run.bind(id)
      run.bind(name)
      run.bind(RetagRun.State.started.rawValue)
      try run.run()
      var statement = try SQLStatement(database, "INSERT INTO retag_changes VALUES (?, ?, ?, ?, ?, ?, ?)")
      for change in changes {
        statement.bind(id)
        statement.bind(change.path)
        statement.bind(change.temporaryName)
        statement.bind(change.oldBytes)
        statement.bind(change.oldSHA256)
        statement.bind(change.newSHA256)
        statement.bind(change.state.rawValue)
        try statement.run()
      }
      return id
    }
  }

  /// Notes how far a change has come; on the disk when this returns.
  public func setState(_ state: RetagChange.State, ofChangeTo path: String, inRun id: Int) throws(StoreError) {
    try transaction { database in
      var statement = try SQLStatement(database, "UPDATE retag_changes SET state = ? WHERE run_id = ? AND path = ?")
      statement.bind(state.rawValue)
      statement.bind(id)
      statement.bind(path)
      try statement.run()
    }
  }

  /// Notes how far a run has come; on the disk when this returns.
  public func setState(_ state: RetagRun.State, ofRun id: Int) throws(StoreError) {
    try transaction { database in
      var statement = try SQLStatement(database, "UPDATE retag_runs SET state = ? WHERE id = ?")
      statement.bind(state.rawValue)
      statement.bind(id)
      try statement.run()
    }
  }

  /// All runs, the newest first.
  public func retagRuns() throws(StoreError) -> [RetagRun] {
    try access { database in
      var statement = try SQLStatement(database, "SELECT id, name, state FROM retag_runs ORDER BY id DESC")
      var runs: [RetagRun] = []
      while try statement.step() {
        guard let state = RetagRun.State(rawValue: statement.text(2)) else { throw damage("the journal") }
        runs.append(RetagRun(id: statement.int(0), name: statement.text(1), state: state))
      }
      return runs
    }
  }

  /// The changes of a run, in the order in which they were planned.
  public func retagChanges(ofRun id: Int) throws(StoreError) -> [RetagChange] {
    try access { database in
      var statement = try SQLStatement(
        database,
        """
        SELECT path, temporary_name, old_bytes, old_sha256, new_sha256, state
        FROM retag_changes WHERE run_id = ? ORDER BY rowid
        """)
      statement.bind(id)
      var changes: [RetagChange] = []
      while try statement.step() {
        guard let state = RetagChange.State(rawValue: statement.text(5)) else { throw damage("the journal") }
        changes.append(
          RetagChange(
            path: statement.text(0), temporaryName: statement.text(1), oldBytes: statement.withBytes(2, Array.init),
            oldSHA256: statement.text(3), newSHA256: statement.text(4), state: state))
      }
      return changes
    }
  }
}
