import ArgumentParser
import Glibc
import RecommendationStore
import SiteContent

/// `recommend retag apply`: writes the accepted changes.
struct RetagApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Write the accepted changes to the content files.",
    discussion: """
      EXAMPLES:
        recommend retag apply --dry-run > retag.diff && git apply --check retag.diff
        recommend retag apply --yes

      Without --dry-run and --yes it asks, on a terminal. A file that has changed since it was planned, or that cannot be
      edited without doubt, stays as it is; the others are written, and the exit status is 2.
      The diff is for the folder in which it was made: the content folder, or one above it.
      """)

  @Flag(name: .long, help: "Write nothing; print the changes as git apply takes them.")
  var dryRun = false

  @Flag(name: .long, help: "Do not ask.")
  var yes = false

  @OptionGroup var content: ContentOptions
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    if dryRun, yes { throw ValidationError("--dry-run writes nothing, so --yes has no meaning beside it.") }
  }

  func run() throws {
    if dryRun {
      let store = try database.open()
      let folder = try content.folder(store)
      let edits = RetagEdits(try store.plannedChanges(), in: folder)
      try Self.write(edits, in: folder)
      if !edits.edits.isEmpty, !folder.isBelowWorkingDirectory {
        // Git reaches no file out of the current folder.
        try OutputWriter.standardError.write(
          "note: The paths begin at the content folder. Give the diff to git apply there: cd \(Terminal.safe(folder.path))\n"
        )
      }
      return try Self.end(edits.refusals, in: folder)
    }
    guard yes || (isatty(STDIN_FILENO) == 1 && OutputWriter.standardError.isTerminal) else {
      throw CommandFailure(
        "Nobody is there to ask.", hint: "Look with --dry-run first, then write with --yes.")
    }
    let store = try RecommendationStore.openForWriting(path: database.existingPath(), create: false)
    let folder = try content.folder(store)
    let runner = RetagRunner(store: store, folder: folder)
    try RetagRecoverCommand.settle(runner)
    let edits = RetagEdits(try store.plannedChanges(), in: folder)
    if !edits.edits.isEmpty, !yes {
      try Self.write(edits, in: folder)
      try OutputWriter.standardError.write(
        "Change \(RetagPlan.count(edits.edits.count, "file", "files")) below \(Terminal.safe(folder.path))? [y/N] ")
      guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
        return try OutputWriter.standardError.write("Nothing was written.\n")
      }
    }
    try store.answer(
      edits.finished.map { change in
        var change = change
        change.state = .applied
        return change
      })
    let outcome = try runner.apply(edits, name: "retag")
    let written = RetagPlan.count(outcome.changed.count, "file was", "files were")
    var text = "\(written) changed."
    if !edits.finished.isEmpty {
      text += " \(RetagPlan.count(edits.finished.count, "change was", "changes were")) there already."
    }
    if !outcome.changed.isEmpty {
      text += " Bring the index up to date: recommend index \(Terminal.safe(folder.path))"
      text += "\nTake it back: recommend retag undo"
    }
    try OutputWriter.standardError.write(text + "\n")
    try Self.end(outcome.refusals, doubts: outcome.doubts, in: folder)
  }

  /// Writes the diff of all edits to standard output.
  private static func write(_ edits: RetagEdits, in folder: ContentFolder) throws {
    for edit in edits.edits {
      let diff = UnifiedDiff(path: folder.shown(edit.page.path), old: edit.page.bytes, new: edit.newBytes)
      try OutputWriter.standardOutput.write(bytes: diff.bytes())
    }
  }

  /// Says which files stay as they are, and which have changed perhaps not for good; then the run ends with exit status 2.
  static func end(_ refusals: [PageRefusal], doubts: [PageRefusal] = [], in folder: ContentFolder) throws {
    guard !refusals.isEmpty || !doubts.isEmpty else { return }
    for refusal in doubts + refusals {
      let shown = PageRefusal(
        folder.shown(refusal.path), line: refusal.line, code: refusal.code, message: refusal.message)
      try OutputWriter.standardError.write("\(Terminal.safe("\(shown)"))\n")
    }
    var parts: [String] = []
    if !doubts.isEmpty {
      parts.append("\(RetagPlan.count(doubts.count, "file has", "files have")) changed, perhaps not for good")
    }
    if !refusals.isEmpty {
      parts.append(RetagPlan.count(refusals.count, "file stays as it is", "files stay as they are"))
    }
    throw CommandFailure("\(parts.joined(separator: ", ")); see above.")
  }
}

/// `recommend retag undo`: takes the newest run back.
struct RetagUndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Put back the files of the last apply, byte for byte.",
    discussion: """
      EXAMPLES:
        recommend retag undo

      A file that somebody has changed since stays as it is. The changes wait again, accepted.
      """)

  @OptionGroup var content: ContentOptions
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let store = try RecommendationStore.openForWriting(path: database.existingPath(), create: false)
    let folder = try content.folder(store)
    let runner = RetagRunner(store: store, folder: folder)
    try RetagRecoverCommand.settle(runner)
    guard let (_, outcome) = try runner.undo() else {
      return try OutputWriter.standardError.write("No run is left to undo.\n")
    }
    try OutputWriter.standardError.write(
      "\(RetagPlan.count(outcome.changed.count, "file has its", "files have their")) old bytes again.\n")
    try RetagApplyCommand.end(outcome.refusals, doubts: outcome.doubts, in: folder)
  }
}

/// `recommend retag recover`: settles a run that was cut off.
struct RetagRecoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover", abstract: "Settle a run that was cut off; apply and undo do so by themselves.",
    discussion: """
      EXAMPLES:
        recommend retag recover

      Removes temporary files, and notes which files have their new bytes. No content is changed.
      """)

  @OptionGroup var content: ContentOptions
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let store = try RecommendationStore.openForWriting(path: database.existingPath(), create: false)
    let runner = RetagRunner(store: store, folder: try content.folder(store))
    if try !Self.settle(runner) { try OutputWriter.standardError.write("No run was cut off.\n") }
  }

  /// Settles what is open and says so; whether something was.
  @discardableResult
  static func settle(_ runner: RetagRunner) throws -> Bool {
    let files = try runner.recover()
    guard !files.isEmpty else { return false }
    func number(_ state: ReplacementState) -> Int { files.count { $0.state == state } }
    try OutputWriter.standardError.write(
      "note: A run was cut off: \(number(.new)) of its \(files.count) files are new, \(number(.old)) old.\n")
    for file in files where file.state == .other {
      try OutputWriter.standardError.write(
        "\(Terminal.safe(runner.folder.shown(file.path))): Somebody else has changed the file since. [\(RefusalCode.changedSinceReview.rawValue)]\n"
      )
    }
    return true
  }
}
