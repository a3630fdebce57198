import Foundation

/// The first 100 bytes of an SQLite file, read without SQLite.
///
/// SQLite itself would make `-wal` and `-shm` files beside a stranger's database, or roll back its journal. So what is not
/// ours is told from these bytes, and left as it was.
/// The layout: <https://www.sqlite.org/fileformat2.html#the_database_header>
struct DatabaseHeader {
  /// Ours: the bytes `rcmd`.
  static let ourApplicationID: UInt32 = 0x7263_6D64

  /// Whether the file starts as every SQLite database does.
  let isSQLite: Bool
  /// The number by which a program marks its files.
  let applicationID: UInt32
  /// The number of the schema.
  let userVersion: UInt32

  /// Checks that the file at a path is a database of ours that this program can read, and gives the number of its schema.
  ///
  /// - Parameter allowsEarlier: Whether a schema of an earlier program will do.
  @discardableResult
  static func check(path: String, allowsEarlier: Bool = false) throws(StoreError) -> Int {
    guard let status = FileStatus(path: path) else { throw .notFound(path: path) }
    if status.isDirectory { throw .notOurs(path: path, reason: "it is a directory") }
    guard status.isRegular else { throw .notOurs(path: path, reason: "it is not a regular file") }
    if status.size == 0 { throw .notOurs(path: path, reason: "it is an empty file") }
    let header = try DatabaseHeader(path: path)
    guard header.isSQLite else {
      if header.applicationID == ourApplicationID {
        throw .damaged(path: path, reason: "the first bytes are overwritten")
      }
      throw .notOurs(path: path, reason: "it is not an SQLite database")
    }
    guard header.applicationID == ourApplicationID else {
      throw .notOurs(path: path, reason: "it is an SQLite database of another program")
    }
    let version = Int(header.userVersion)
    if version > Schema.version { throw .newerSchema(path: path, version: version, supported: Schema.version) }
    if version < 1 { throw .damaged(path: path, reason: "schema \(version) was never used") }
    if version < Schema.version, !allowsEarlier { throw .olderSchema(path: path) }
    return version
  }

  /// Whether a file that cannot be used any more was ours, so that it may be replaced.
  static func isOurs(path: String) -> Bool {
    guard let status = FileStatus(path: path), status.isRegular, let header = try? DatabaseHeader(path: path) else {
      return false
    }
    return header.applicationID == ourApplicationID && header.userVersion <= UInt32(Schema.version)
  }

  private init(path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .inputOutput(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { throw .inputOutput(path: path, reason: String(cString: strerror(errno))) }
    isSQLite = count == 100 && bytes.starts(with: Array("SQLite format 3".utf8) + [0])
    func number(at offset: Int) -> UInt32 { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
    applicationID = number(at: 68)
    userVersion = number(at: 60)
  }
}
