import Foundation
import RecommendationStore
import SiteContent
import Testing

/// What becomes of the files when a run is stopped, or its journal is damaged.
struct RetagRecoveryTests {
  private let folder: RetagFolder
  private let before: [String: Data]

  init() throws {
    folder = try RetagFolder()
    before = try folder.pages()
  }

  /// Writes a topic to pages.
  private func apply(to keys: String...) throws {
    for key in keys { try folder.recommend("retag", "accept", "--for", key, "--topic", "Medigy: Telehealth") }
    #expect(try folder.recommend("retag", "apply", "--yes").status == 0)
    #expect(try folder.pages() != before)
  }

  private func undoPutsAllBack() throws {
    #expect(try folder.recommend("retag", "undo").status == 0)
    #expect(try folder.pages() == before)
    #expect(try folder.recommend("retag", "status", "--format", "csv").output.contains(",accepted,"))
    #expect(try folder.recommend("retag", "undo").error == "No run is left to undo.\n")
  }

  @Test(.enabled(if: Strace.isUsable), arguments: [1, 2])
  func `an undo killed before a rename is settled by recover and then goes on`(rename: Int) throws {
    try apply(to: "3475", "3118")
    let killed = try folder.traced("renameat:signal=KILL:when=\(rename)", "recommend retag undo")
    #expect(killed.status != 0)
    #expect(try folder.recommend("retag", "status").error.contains("A run was cut off."))
    let settled = try folder.recommend("retag", "recover")
    #expect(settled.error == "note: A run was cut off: \(3 - rename) of its 2 files are new, \(rename - 1) old.\n")
    #expect(try folder.pages().keys.sorted() == before.keys.sorted())
    try undoPutsAllBack()
  }

  @Test(.enabled(if: Strace.isUsable))
  func `an undo killed between a rename and its note in the journal is known by the bytes of the file`() throws {
    try apply(to: "3475")
    // The first fsync is that of the temporary file, the second that of the folder.
    let killed = try folder.traced("fsync:signal=KILL:when=2", "recommend retag undo")
    #expect(killed.status != 0)
    #expect(try folder.pages() == before)
    let settled = try folder.recommend("retag", "recover")
    #expect(settled.error == "note: A run was cut off: 0 of its 1 files are new, 1 old.\n")
    #expect(try folder.recommend("retag", "status", "--format", "csv").output.contains(",accepted,"))
    #expect(try folder.recommend("retag", "undo").error == "No run is left to undo.\n")
  }

  @Test func `undo removes the temporary file that stands in its way by itself`() throws {
    try apply(to: "3475")
    let store = try RecommendationStore.openForReading(path: folder.database)
    let run = try #require(try store.retagRuns().first)
    let change = try #require(try store.retagChanges(ofRun: run.id).first)
    try store.close()
    try folder.write("cut o", to: "curated/.3475.md.recommend-\(change.oldSHA256.prefix(16))")
    try undoPutsAllBack()
  }

  /// What may be damaged in the journal.
  enum Damage: CaseIterable { case oldBytes, oldDigest, newDigest }

  @Test(arguments: Damage.allCases)
  func `damaged bytes in the journal are not written, the other files have their old bytes again`(
    damage: Damage
  ) throws {
    let old = Array("---\ntitle: Older\n---\n".utf8)
    let oldDigest = SHA256Digest(of: old).description
    var changes = try ["3475.md", "3118.md"].map { name in
      RetagChange(
        path: "curated/" + name, temporaryName: "", oldBytes: old, oldSHA256: oldDigest,
        newSHA256: SHA256Digest(of: Array(try #require(before[name]))).description, state: .written)
    }
    switch damage {
    case .oldBytes: changes[0].oldBytes[20] ^= 1
    case .oldDigest: changes[0].oldSHA256 = "damaged"
    case .newDigest: changes[0].newSHA256 = "damaged"
    }
    let store = try RecommendationStore.openForWriting(path: folder.database, create: false)
    try store.setState(.applied, ofRun: store.beginRetagRun(name: "retag", changes: changes))
    try store.close()
    let undone = try folder.recommend("retag", "undo")
    #expect(undone.status == 2)
    #expect(
      undone.error == """
        1 file has its old bytes again.
        curated/3475.md: The journal is damaged: its bytes are not those that it noted. Take the old file from a backup or from version control. [journal-damaged]
        error: 1 file stays as it is; see above.

        """)
    #expect(try folder.pages()["3118.md"] == Data(old))
    #expect(try folder.pages()["3475.md"] == before["3475.md"])
  }

  @Test(.enabled(if: Strace.isUsable))
  func `a file that is written but perhaps not on the disk is said to be changed, not to stay as it is`() throws {
    try folder.recommend("retag", "accept", "--for", "3475", "--topic", "Medigy: Telehealth")
    let applied = try folder.traced("fsync:error=EIO:when=2", "recommend retag apply --yes")
    #expect(applied.status == 2)
    #expect(applied.error.hasPrefix("1 file was changed."))
    #expect(applied.error.contains("Input/output error"))
    #expect(applied.error.hasSuffix("error: 1 file has changed, perhaps not for good; see above.\n"))
    let undone = try folder.traced("fsync:error=EIO:when=2", "recommend retag undo")
    #expect(undone.status == 2)
    #expect(undone.error.hasPrefix("1 file has its old bytes again."))
    #expect(undone.error.hasSuffix("error: 1 file has changed, perhaps not for good; see above.\n"))
    #expect(try folder.pages() == before)
    #expect(try folder.recommend("retag", "undo").error == "No run is left to undo.\n")
  }

  @Test func `an index that cannot be written in the middle of a run says how many files are written`() throws {
    try folder.recommend("retag", "plan", "-q", "--for", "3475", "3118", "3195", "4055", "--limit", "2")
    try folder.recommend("retag", "accept", "--all")
    // The limit of the size of files is raised until the log of SQLite ends in the middle of the run.
    var answer = ""
    for size in stride(from: 16, through: 800, by: 16) {
      answer = try Program.shell("trap '' XFSZ; ulimit -f \(size); recommend retag apply --yes", in: folder.path).error
      if answer.contains("written already") || !answer.contains("error: ") { break }
      // Another process empties the log when it closes the index, so that all attempts begin alike.
      try RecommendationStore.openForWriting(path: folder.database, create: false).close()
    }
    #expect(answer.contains("error: "))
    #expect(answer.hasSuffix(" written already; recommend retag undo puts the old bytes back.\n"))
    try undoPutsAllBack()
  }
}

/// The tracer of system calls, which lets them fail.
enum Strace {
  /// Whether it is there and the system lets it trace.
  static let isUsable = (try? Program.shell("strace -qq -o /dev/null true", in: "/").status) == 0
}

extension RetagFolder {
  /// The index.
  var database: String { path + "/.recommend/recommend.sqlite" }

  /// Runs a line of the shell whose system calls are tampered with.
  func traced(_ injection: String, _ line: String) throws -> Answer {
    let call = injection.prefix { $0 != ":" }
    return try Program.shell("strace -f -qq -o /dev/null -e trace=\(call) -e inject=\(injection) \(line)", in: path)
  }
}
