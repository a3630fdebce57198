import Foundation
import GRDB
import RecommendationStore
import Testing

@Suite struct RebuildingTests {
  @Test func `a damaged index is built anew with what people decided`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let decision = StoredDecision(itemKey: "3475", topic: "Medigy: Booking", answer: .rejected, note: "no")
    let old = try clinicStore(in: folder)
    try old.record([decision])
    try old.close()
    try runSQL("DROP VIEW related; DROP TABLE neighbors", on: path)
    let damaged = try Data(contentsOf: URL(fileURLWithPath: path))
    let new = try RecommendationStore.openForRebuilding(path: path)
    #expect(throws: StoreError.empty(path: path)) { try new.generation() }
    #expect(try new.decisions() == [decision])
    try new.replaceGeneration(with: clinicContents)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: path)) == damaged, "the old index answers until the new one is full")
    #expect(try new.takePlace() == nil)
    let store = try RecommendationStore.openForReading(path: path)
    #expect(try store.decisions() == [decision])
    #expect(try store.doctor() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("new") } == [])
    _ = try RecommendationStore.openForWriting(path: path, create: false)
  }

  @Test func `what people decide while an index is built anew is carried over too`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    let new = try RecommendationStore.openForRebuilding(path: path)
    let decision = StoredDecision(itemKey: "3475", topic: "Patients", answer: .accepted)
    let editor = try RecommendationStore.openForWriting(path: path, create: false, purpose: .editing)
    try editor.record([decision])
    try editor.close()
    try new.replaceGeneration(with: clinicContents)
    #expect(try new.takePlace() == nil)
    #expect(try RecommendationStore.openForReading(path: path).decisions() == [decision])
  }

  @Test func `a new file that takes no place leaves the old one as it was`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let new = try RecommendationStore.openForRebuilding(path: path)
    try new.replaceGeneration(with: clinicContents)
    new.giveUpPlace()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    _ = try RecommendationStore.openForWriting(path: path, create: false)
  }

  @Test func `decisions that cannot be read are told, and the old file stays under a name of its own each time`() throws
  {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    for name in ["clinic.sqlite.damaged", "clinic.sqlite.damaged-2"] {
      try? FileManager.default.removeItem(atPath: path)
      let old = try clinicStore(in: folder)
      try old.record([StoredDecision(itemKey: "3475", topic: "Patients", answer: .accepted)])
      try old.close()
      try overwriteRootPage(of: "decisions", in: path)
      let new = try RecommendationStore.openForRebuilding(path: path)
      try new.replaceGeneration(with: clinicContents)
      let left = try #require(try new.takePlace())
      #expect(left.tables == ["decisions"])
      #expect(left.path.hasSuffix("/" + name))
      #expect(FileManager.default.fileExists(atPath: folder.file(name)))
      #expect(try RecommendationStore.openForReading(path: path).doctor() == [])
    }
  }

  @Test func `a link to an index stays a link`() throws {
    let folder = try TemporaryFolder()
    try clinicStore(in: folder).close()
    let link = folder.file("link.sqlite")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "clinic.sqlite")
    let new = try RecommendationStore.openForRebuilding(path: link)
    try new.replaceGeneration(with: clinicContents)
    #expect(try new.takePlace() == nil)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "clinic.sqlite")
    #expect(try RecommendationStore.openForReading(path: folder.file("clinic.sqlite")).doctor() == [])
  }

  /// Fills the page that a table begins with.
  private func overwriteRootPage(of table: String, in path: String) throws {
    let queue = try DatabaseQueue(path: path)
    let (page, size) = try queue.read { database in
      (
        try Int.fetchOne(database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table]) ?? 0,
        try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
      )
    }
    try queue.close()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes.replaceSubrange((page - 1) * size..<page * size, with: Data(repeating: 0xFF, count: size))
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  @Test func `a stranger's file is not rebuilt`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("other.sqlite")
    try runSQL("CREATE TABLE items (id INTEGER PRIMARY KEY)", on: path)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: StoreError.self) { try RecommendationStore.openForRebuilding(path: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }
}
