import RecommendationStore
import SiteContent

/// Writes accepted changes to the content files, and takes runs back.
///
/// Every file of a run is in the journal, with its old bytes, before the first one is touched. A run that was cut off is
/// settled before anything else is done: each of its files is old or new, whole.
struct RetagRunner {
  let store: RecommendationStore
  let folder: ContentFolder

  /// What became of the files of a run.
  struct Outcome {
    /// The files that have other bytes than before.
    var changed: [String] = []
    /// Those among them that may have their former bytes again after a stop of the machine.
    var doubts: [PageRefusal] = []
    /// The files that stay as they are.
    var refusals: [PageRefusal] = []

    /// Takes down what a file that should have been replaced has met with.
    mutating func add(_ error: FileReplaceError, of path: String, isChanged: Bool) {
      if isChanged {
        changed.append(path)
        doubts.append(PageRefusal(path, error))
      } else {
        refusals.append(PageRefusal(path, error))
      }
    }
  }

  /// Writes the edits.
  func apply(_ planned: RetagEdits, name: String) throws -> Outcome {
    var outcome = Outcome(refusals: planned.refusals)
    guard !planned.edits.isEmpty else { return outcome }
    let changes = planned.edits.map { edit in
      let new = SHA256Digest(of: edit.newBytes)
      let file = edit.page.path.split(separator: "/").last.map(String.init) ?? edit.page.path
      return RetagChange(
        path: edit.page.path, temporaryName: SafeReplace.temporaryName(for: file, digest: new),
        oldBytes: edit.page.bytes, oldSHA256: edit.page.digest.description, newSHA256: new.description)
    }
    let run = try store.beginRetagRun(name: name, changes: changes, writing: planned.edits.flatMap(\.changes))
    do {
      for (edit, change) in zip(planned.edits, changes) {
        do {
          try folder.replacer.replace(
            change.path, with: edit.newBytes, reviewed: edit.page.digest,
            journal: StoreJournal(store: store, run: run, change: change))
          outcome.changed.append(change.path)
        } catch let error as FileReplaceError {
          // The last step may have failed behind the rename: the file itself tells.
          outcome.add(error, of: change.path, isChanged: try settle(change, ofRun: run) == .new)
        }
      }
      try store.setState(outcome.changed.isEmpty ? .undone : .applied, ofRun: run)
    } catch let error as StoreError {
      let count = changes.count { state(of: $0) == .new }
      let written = RetagPlan.count(count, "file is", "files are")
      throw CommandFailure(
        "\(error)", hint: "\(written) written already; recommend retag undo puts the old bytes back.")
    }
    return outcome
  }

  /// Puts the old bytes of the newest run back.
  ///
  /// The run counts as begun until all is done, so that `recover` settles it when this is cut off.
  ///
  /// - Returns: What became of its files, and the run; nil when no run is left to undo.
  func undo() throws -> (run: RetagRun, outcome: Outcome)? {
    guard let run = try store.retagRuns().first(where: { $0.state == .applied }) else { return nil }
    let changes = try store.retagChanges(ofRun: run.id).filter { $0.state == .written }
    try store.setState(.started, ofRun: run.id)
    var outcome = Outcome()
    do {
      for change in changes.reversed() {
        do throws(FileReplaceError) {
          try restore(change)
          outcome.changed.append(change.path)
        } catch {
          let isRestored = state(of: change) == .old
          outcome.add(error, of: change.path, isChanged: isRestored)
          if !isRestored { continue }
        }
        try note(change, .undone, ofRun: run.id, isWritten: false)
      }
      try store.setState(outcome.refusals.isEmpty ? .undone : .applied, ofRun: run.id)
    } catch let error as StoreError {
      let count = changes.count { state(of: $0) == .old }
      let restored = RetagPlan.count(count, "file has its", "files have their")
      throw CommandFailure("\(error)", hint: "\(restored) old bytes again; recommend retag undo goes on.")
    }
    return (run, outcome)
  }

  private func restore(_ change: RetagChange) throws(FileReplaceError) {
    _ = state(of: change)  // removes the temporary files of an undo that was cut off
    guard let (old, new) = digests(of: change) else { throw .journalDamaged(path: change.path) }
    try folder.replacer.undo(change.path, oldBytes: change.oldBytes, oldDigest: old, newDigest: new)
  }

  /// Settles runs that were cut off, while they were written or undone: removes their temporary files and notes which
  /// files are new.
  ///
  /// - Returns: The files of such runs, each with its state.
  func recover() throws -> [(path: String, state: ReplacementState)] {
    var result: [(path: String, state: ReplacementState)] = []
    for run in try store.retagRuns() where run.state == .started {
      var isWritten = false
      for change in try store.retagChanges(ofRun: run.id) where change.state != .refused {
        let state = try settle(change, ofRun: run.id)
        if state == .new || (state == .other && change.state == .written) { isWritten = true }
        result.append((change.path, state))
      }
      try store.setState(isWritten ? .applied : .undone, ofRun: run.id)
    }
    return result
  }

  /// Notes the state that a file is in.
  private func settle(_ change: RetagChange, ofRun run: Int) throws -> ReplacementState {
    let state = state(of: change) ?? .other
    switch (state, change.state) {
    case (.new, _): try note(change, .written, ofRun: run, isWritten: true)
    case (_, .planned): try note(change, .refused, ofRun: run, isWritten: false)
    case (.old, _): try note(change, .undone, ofRun: run, isWritten: false)
    case (.other, _): break  // Somebody has changed the file since: what was noted about the run holds.
    }
    return state
  }

  /// The state of a file, its temporary files removed; nil when it cannot be read.
  private func state(of change: RetagChange) -> ReplacementState? {
    guard let (old, new) = digests(of: change) else { return nil }
    return try? folder.replacer.recover(change.path, oldDigest: old, newDigest: new)
  }

  /// The digests that the journal holds; nil when one of them is none.
  private func digests(of change: RetagChange) -> (old: SHA256Digest, new: SHA256Digest)? {
    guard let old = SHA256Digest(hexadecimal: change.oldSHA256), let new = SHA256Digest(hexadecimal: change.newSHA256)
    else { return nil }
    return (old, new)
  }

  private func note(_ change: RetagChange, _ state: RetagChange.State, ofRun run: Int, isWritten: Bool) throws {
    var settled = change
    settled.state = state
    try store.settle(settled, ofRun: run, isWritten: isWritten)
  }
}

/// The journal of one file in the store, which holds the old bytes already when the run begins.
private struct StoreJournal: ChangeJournal {
  let store: RecommendationStore
  let run: Int
  let change: RetagChange

  func willReplace(path: String, oldBytes: [UInt8], newDigest: SHA256Digest) throws {
    guard oldBytes == change.oldBytes, newDigest.description == change.newSHA256 else {
      throw FileReplaceError.changedSinceReview(path: path)
    }
  }

  func didReplace(path: String) throws {
    var written = change
    written.state = .written
    try store.settle(written, ofRun: run, isWritten: true)
  }
}
