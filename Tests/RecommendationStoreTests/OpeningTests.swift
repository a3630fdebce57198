import Foundation
import RecommendationStore
import Testing

@Suite struct OpeningTests {
  /// Opens a file that must be refused, both ways, and checks that it is left as it was, with nothing beside it.
  private func refusal(of path: String) throws -> String {
    let before = try? Data(contentsOf: URL(fileURLWithPath: path))
    let folder = (path as NSString).deletingLastPathComponent
    let neighbors = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let text = errorText { _ = try RecommendationStore.openForReading(path: path) }
    #expect(errorText { _ = try RecommendationStore.openForWriting(path: path, create: true) } == text)
    #expect((try? Data(contentsOf: URL(fileURLWithPath: path))) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == neighbors)
    return text
  }

  @Test func `a text file is refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("notes.txt")
    try Data(
      "Not a database, though long enough to hold a header, which is one hundred bytes for every one of them.".utf8
    )
    .write(to: URL(fileURLWithPath: path))
    #expect(
      try refusal(of: path)
        == "'\(path)' is not an index of recommend: it is not an SQLite database. It was left as it is. Name another file with --db."
    )
  }

  @Test func `an empty file is refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("empty")
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(
      try refusal(of: path)
        == "'\(path)' is not an index of recommend: it is an empty file. It was left as it is. Name another file with --db."
    )
  }

  @Test func `a directory is refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("folder")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(
      try refusal(of: path)
        == "'\(path)' is not an index of recommend: it is a directory. It was left as it is. Name another file with --db."
    )
  }

  @Test func `another program's database is refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("other.sqlite")
    try runSQL("CREATE TABLE items (id INTEGER PRIMARY KEY)", on: path)
    #expect(
      try refusal(of: path)
        == "'\(path)' is not an index of recommend: it is an SQLite database of another program. It was left as it is. Name another file with --db."
    )
  }

  @Test func `an index without the numbers of its items is damaged, and a run writes them`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let store = try clinicStore(in: folder)
    try runSQL("DELETE FROM _vectors WHERE name = 'item_ids'", on: path)
    let reader = try RecommendationStore.openForReading(path: path)
    #expect(
      errorText { _ = try reader.item(row: 0) }
        == "'\(path)': index damaged, run recommend index --rebuild (the list of numbers of the items does not fit its check)."
    )
    try store.replaceGeneration(with: clinicContents)
    #expect(try store.doctor() == [])
  }

  @Test func `an older schema is told from damage, and is built anew`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    #expect(!RecommendationStore.isOfEarlierProgram(path: path))
    try runSQL(
      "DROP VIEW terms; DROP TABLE _term_blocks; PRAGMA user_version = 1; PRAGMA journal_mode = DELETE", on: path)
    #expect(try refusal(of: path) == "'\(path)' was written by an earlier program. Run recommend index again.")
    #expect(RecommendationStore.isOfEarlierProgram(path: path))
    #expect(try RecommendationStore.openForReading(path: path, allowsEarlier: true).clustersOfKeys() == ["3118": 7])
    try runSQL("DROP VIEW related", on: path)
    #expect(throws: StoreError.self) { try RecommendationStore.openForReading(path: path, allowsEarlier: true) }
  }

  @Test func `a newer schema is refused with both numbers`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    try runSQL("PRAGMA user_version = 999; PRAGMA journal_mode = DELETE", on: path)
    #expect(
      try refusal(of: path)
        == "'\(path)': This database has schema 999; this program reads up to 5. Use a newer program, or index again into a new file."
    )
  }

  @Test func `a file that is not there is named with what to do`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("none.sqlite")
    #expect(
      errorText { _ = try RecommendationStore.openForReading(path: path) }
        == "There is no index at '\(path)'. Run recommend index PATH first, or name the file with --db.")
    #expect(throws: StoreError.notFound(path: path)) {
      try RecommendationStore.openForWriting(path: path, create: false)
    }
  }

  @Test func `a database without a generation says so`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("new.sqlite")
    _ = try RecommendationStore.openForWriting(path: path, create: true)
    let store = try RecommendationStore.openForReading(path: path)
    #expect(errorText { _ = try store.generation() } == "'\(path)' holds no items yet. Run recommend index PATH first.")
    #expect(try store.doctor() == [])
  }

  @Test(arguments: [
    (
      "CREATE TRIGGER extra AFTER INSERT ON decisions BEGIN DELETE FROM decisions; END",
      "it holds the trigger 'extra', which is not ours"
    ),
    (
      """
      DROP TABLE keys; CREATE VIEW keys AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
      SELECT x AS value, 'id' AS kind, x AS item_id, x AS _check FROM n
      """,
      "'keys' is not as this program makes it"
    ),
    ("DROP VIEW related; DROP TABLE neighbors", "'neighbors' is not as this program makes it"),
    ("ALTER TABLE topics ADD COLUMN more TEXT", "'topics' is not as this program makes it"),
  ])
  func `a schema that somebody changed is refused before it is used`(sql: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    try runSQL(sql, on: path)
    let text = "'\(path)': index damaged, run recommend index --rebuild (\(reason))."
    #expect(errorText { _ = try RecommendationStore.openForReading(path: path) } == text)
    #expect(errorText { _ = try RecommendationStore.openForWriting(path: path, create: false) } == text)
  }

  @Test func `tables and views that somebody added are left alone`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    try runSQL("CREATE TABLE mine (x); CREATE VIEW my_items AS SELECT key FROM items", on: path)
    let store = try RecommendationStore.openForWriting(path: path, create: false)
    try store.replaceGeneration(with: clinicContents)
    #expect(try texts("SELECT key FROM my_items", in: path).count == 4)
  }

  @Test func `a cut file is damaged, not wrong`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    try clinicStore(in: folder).close()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.self) {
      let store = try RecommendationStore.openForReading(path: path)
      _ = try store.items()
    }
  }

  @Test func `a second run is told who holds the lock`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("clinic.sqlite")
    let first = try clinicStore(in: folder)
    #expect(
      errorText { _ = try RecommendationStore.openForWriting(path: path, create: true) }
        == "'\(path)' is being written by process \(getpid()). Wait until it ends, then try again.")
    let editor = try RecommendationStore.openForWriting(path: path, create: false, purpose: .editing)
    try editor.record([StoredDecision(itemKey: "3475", topic: "Patients", answer: .accepted)])
    #expect(try first.decisions().count == 1)
    try first.close()
    _ = try RecommendationStore.openForWriting(path: path, create: true)
  }

  @Test func `a database in a folder of its own is kept out of git and found from below`() throws {
    let folder = try TemporaryFolder()
    let path = StoreLocation.defaultPath(underRoot: folder.path)
    #expect(path == folder.file(".recommend/recommend.sqlite"))
    #expect(StoreLocation.nearestPath(from: folder.path) == nil)
    _ = try RecommendationStore.openForWriting(path: path, create: true)
    #expect(try String(contentsOfFile: folder.file(".recommend/.gitignore"), encoding: .utf8) == "*\n")
    let below = folder.file("content/post")
    try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
    #expect(StoreLocation.nearestPath(from: below) == path)
    #expect(StoreLocation.root(ofDatabase: path) == folder.path)
    #expect(StoreLocation.root(ofDatabase: folder.file("other.sqlite")) == nil)
  }

  @Test func `databases in the folders of a directory are listed by path`() throws {
    let folder = try TemporaryFolder()
    #expect(StoreLocation.paths(inFoldersOf: folder.path) == [])
    let paths = ["b", "a", "a/deep", ".hidden"].map { StoreLocation.defaultPath(underRoot: folder.file($0)) }
    for path in paths {
      let above = (((path as NSString).deletingLastPathComponent) as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true)
      _ = try RecommendationStore.openForWriting(path: path, create: true)
    }
    #expect(StoreLocation.paths(inFoldersOf: folder.path) == [paths[1], paths[0]])
  }
}
