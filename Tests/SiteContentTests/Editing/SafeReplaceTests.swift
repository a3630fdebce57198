import CLinux
import Foundation
import Glibc
import Testing

@testable import SiteContent

/// A journal in memory that can fail or act at the moment before the replacement.
private final class MemoryJournal: ChangeJournal {
  var lines: [String] = []
  var beforeReplacing: () throws -> Void = {}

  func willReplace(path: String, oldBytes: [UInt8], newDigest: SHA256Digest) throws {
    lines.append("will \(path) \(oldBytes.count)")
    try beforeReplacing()
  }

  func didReplace(path: String) throws { lines.append("did \(path)") }
}

/// A folder that goes away with the test.
private final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/site-content-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path + "/root/sub", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var root: String { path + "/root" }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
  }

  func text(_ name: String) -> String { (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? "" }

  func names(_ folder: String = "root") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
  }
}

private let old = SHA256Digest(of: Array("old".utf8))
private let new = SHA256Digest(of: Array("new".utf8))

@Suite(.serialized) struct SafeReplaceTests {
  private func replace(
    _ path: String, in scratch: Scratch, journal: MemoryJournal = MemoryJournal(), walksByHand: Bool = false
  ) throws {
    let replacer = SafeReplace(root: try ContentRoot(scratch.root, walksByHand: walksByHand))
    try replacer.replace(path, with: Array("new".utf8), reviewed: old, journal: journal)
  }

  @Test(arguments: [false, true]) func `a file is replaced after the journal knows, and keeps mode and attributes`(
    walksByHand: Bool
  ) throws {
    let scratch = try Scratch()
    try scratch.write("root/sub/a.md", "old")
    let file = scratch.root + "/sub/a.md"
    chmod(file, 0o640)
    let hasAttributes = setxattr(file, "user.mark", "x", 1, 0) == 0
    let isSuperuser = geteuid() == 0 && chown(file, 1000, 1000) == 0
    let journal = MemoryJournal()
    journal.beforeReplacing = { #expect(scratch.text("root/sub/a.md") == "old") }
    try replace("sub/a.md", in: scratch, journal: journal, walksByHand: walksByHand)
    var status = stat()
    #expect(stat(file, &status) == 0)
    #expect(scratch.text("root/sub/a.md") == "new")
    #expect(status.st_mode & 0o7777 == 0o640)
    if isSuperuser { #expect(status.st_uid == 1000 && status.st_gid == 1000) }
    if hasAttributes { #expect(getxattr(file, "user.mark", nil, 0) == 1) }
    #expect(journal.lines == ["will sub/a.md 3", "did sub/a.md"])
    #expect(scratch.names("root/sub") == ["a.md"])
  }

  @Test(arguments: [false, true]) func `a link within the root stays, its target is replaced`(walksByHand: Bool) throws
  {
    let scratch = try Scratch()
    try scratch.write("root/sub/a.md", "old")
    symlink("sub/a.md", scratch.root + "/link.md")
    symlink("../sub", scratch.root + "/sub/again")
    symlink("sub/again/../sub/a.md", scratch.root + "/deep.md")
    try replace("link.md", in: scratch, walksByHand: walksByHand)
    #expect(scratch.text("root/sub/a.md") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.root + "/link.md") == "sub/a.md")
    try scratch.write("root/sub/a.md", "old")
    try replace("deep.md", in: scratch, walksByHand: walksByHand)
    #expect(scratch.text("root/sub/a.md") == "new")
  }

  @Test(arguments: [false, true]) func `nothing out of the root is reached`(walksByHand: Bool) throws {
    let scratch = try Scratch()
    try scratch.write("out.md", "old")
    symlink("../out.md", scratch.root + "/link.md")
    symlink(scratch.path + "/out.md", scratch.root + "/absolute.md")
    symlink("..", scratch.root + "/up")
    for path in ["link.md", "absolute.md", "up/out.md", "../out.md", scratch.path + "/out.md", "sub/../../out.md"] {
      #expect(throws: FileReplaceError.pathEscape(path: path)) {
        try replace(path, in: scratch, walksByHand: walksByHand)
      }
    }
    #expect(scratch.text("out.md") == "old")
    #expect(scratch.names(".") == ["out.md", "root"])
  }

  @Test(arguments: [false, true]) func `a folder that became a link since the review is refused`(walksByHand: Bool)
    throws
  {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(atPath: scratch.path + "/elsewhere", withIntermediateDirectories: true)
    try scratch.write("elsewhere/a.md", "old")
    rmdir(scratch.root + "/sub")
    symlink("../elsewhere", scratch.root + "/sub")
    #expect(throws: FileReplaceError.pathEscape(path: "sub/a.md")) {
      try replace("sub/a.md", in: scratch, walksByHand: walksByHand)
    }
    #expect(scratch.names("elsewhere") == ["a.md"])
    #expect(scratch.text("elsewhere/a.md") == "old")
  }

  @Test func `a hard link, a folder, a pipe, a missing file and a link loop are refused`() throws {
    let scratch = try Scratch()
    try scratch.write("root/a.md", "old")
    link(scratch.root + "/a.md", scratch.root + "/b.md")
    mkfifo(scratch.root + "/pipe", 0o600)
    symlink("loop", scratch.root + "/loop")
    #expect(throws: FileReplaceError.hardLink(path: "a.md", linkCount: 2)) { try replace("a.md", in: scratch) }
    #expect(throws: FileReplaceError.notRegularFile(path: "sub")) { try replace("sub", in: scratch) }
    #expect(throws: FileReplaceError.notRegularFile(path: "pipe")) { try replace("pipe", in: scratch) }
    #expect(throws: FileReplaceError.notFound(path: "none")) { try replace("none", in: scratch) }
    #expect(throws: FileReplaceError.system(path: "loop", call: "readlinkat", code: ELOOP)) {
      try replace("loop", in: scratch)
    }
    #expect(scratch.text("root/a.md") == "old")
  }

  @Test func `a file that changed since the review, or while it is replaced, is left as it is`() throws {
    let scratch = try Scratch()
    try scratch.write("root/a.md", "older")
    #expect(throws: FileReplaceError.changedSinceReview(path: "a.md")) { try replace("a.md", in: scratch) }
    try scratch.write("root/a.md", "old")
    let journal = MemoryJournal()
    journal.beforeReplacing = { try scratch.write("root/a.md", "edited") }
    #expect(throws: FileReplaceError.changedSinceReview(path: "a.md")) {
      try replace("a.md", in: scratch, journal: journal)
    }
    #expect(scratch.text("root/a.md") == "edited")
    #expect(scratch.names() == ["a.md", "sub"])
    #expect(journal.lines == ["will a.md 3"])
  }

  @Test func `a journal that cannot write stops the replacement`() throws {
    struct Full: Error {}
    let scratch = try Scratch()
    try scratch.write("root/a.md", "old")
    let journal = MemoryJournal()
    journal.beforeReplacing = { throw Full() }
    #expect(throws: Full.self) { try replace("a.md", in: scratch, journal: journal) }
    #expect(scratch.text("root/a.md") == "old")
    #expect(scratch.names() == ["a.md", "sub"])
  }

  @Test func `undo restores the bytes once and refuses what was edited since`() throws {
    let scratch = try Scratch()
    try scratch.write("root/a.md", "old")
    try replace("a.md", in: scratch)
    let replacer = SafeReplace(root: try ContentRoot(scratch.root))
    let bytes = Array("old".utf8)
    #expect(try replacer.undo("a.md", oldBytes: bytes, oldDigest: old, newDigest: new) == .new)
    #expect(scratch.text("root/a.md") == "old")
    #expect(try replacer.undo("a.md", oldBytes: bytes, oldDigest: old, newDigest: new) == .old)
    try scratch.write("root/a.md", "edited")
    #expect(throws: FileReplaceError.changedSinceReview(path: "a.md")) {
      try replacer.undo("a.md", oldBytes: bytes, oldDigest: old, newDigest: new)
    }
  }

  @Test func `undo never writes bytes that do not have the digest of the old ones`() throws {
    let scratch = try Scratch()
    try scratch.write("root/a.md", "old")
    try replace("a.md", in: scratch)
    let replacer = SafeReplace(root: try ContentRoot(scratch.root))
    #expect(throws: FileReplaceError.journalDamaged(path: "a.md")) {
      try replacer.undo("a.md", oldBytes: Array("odd".utf8), oldDigest: old, newDigest: new)
    }
    #expect(scratch.text("root/a.md") == "new")
    #expect(scratch.names() == ["a.md", "sub"])
  }

  @Test func `recovery removes the temporary file of a stopped run and tells the state of the file`() throws {
    let scratch = try Scratch()
    try scratch.write("root/a.md", "old")
    try scratch.write("root/" + SafeReplace.temporaryName(for: "a.md", digest: new), "ne")
    #expect(throws: FileReplaceError.self) { try replace("a.md", in: scratch) }
    let replacer = SafeReplace(root: try ContentRoot(scratch.root))
    #expect(try replacer.recover("a.md", oldDigest: old, newDigest: new) == .old)
    #expect(scratch.names() == ["a.md", "sub"])
    try replace("a.md", in: scratch)
    #expect(try replacer.recover("a.md", oldDigest: old, newDigest: new) == .new)
    try scratch.write("root/a.md", "edited")
    #expect(try replacer.recover("a.md", oldDigest: old, newDigest: new) == .other)
  }

  @Test func `a temporary name fits into 255 bytes`() {
    let name = String(repeating: "n", count: 252) + ".md"
    #expect(SafeReplace.temporaryName(for: name, digest: new).utf8.count <= 255)
    #expect(SafeReplace.temporaryName(for: "a.md", digest: new) == ".a.md.recommend-11507a0e2f5e69d5")
  }
}
