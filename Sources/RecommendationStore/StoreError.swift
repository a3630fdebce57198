import GRDB

/// What can go wrong with the database file, each with the value, the place and the remedy in its text.
public enum StoreError: Error, Equatable, Sendable {
  /// There is no file at this path.
  case notFound(path: String)
  /// The file is there but holds something else; `reason` says what.
  case notOurs(path: String, reason: String)
  /// A newer program wrote the file.
  case newerSchema(path: String, version: Int, supported: Int)
  /// An earlier program wrote the file and laid its tables out otherwise.
  case olderSchema(path: String)
  /// The file is ours but its content contradicts itself; `reason` says where.
  case damaged(path: String, reason: String)
  /// The file is ours and sound, but no run has ended yet.
  case empty(path: String)
  /// Another process writes; `holder` says which, where it is known.
  case locked(path: String, holder: String?)
  /// The disk or its permissions refused; `reason` quotes the system.
  case inputOutput(path: String, reason: String)
  /// SQLite refused a statement; `reason` quotes it.
  case refused(path: String, reason: String)
  /// A path in the index leads out of the content root.
  case pathEscape(path: String)
}

extension StoreError: CustomStringConvertible {
  /// One line for a person: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notFound(let path):
      "There is no index at '\(path)'. Run recommend index PATH first, or name the file with --db."
    case .notOurs(let path, let reason):
      "'\(path)' is not an index of recommend: \(reason). It was left as it is. Name another file with --db."
    case .newerSchema(let path, let version, let supported):
      """
      '\(path)': This database has schema \(version); this program reads up to \(supported). \
      Use a newer program, or index again into a new file.
      """
    case .olderSchema(let path):
      "'\(path)' was written by an earlier program. Run recommend index again."
    case .damaged(let path, let reason):
      "'\(path)': index damaged, run recommend index --rebuild (\(reason))."
    case .empty(let path):
      "'\(path)' holds no items yet. Run recommend index PATH first."
    case .locked(let path, let holder?):
      "'\(path)' is being written by \(holder). Wait until it ends, then try again."
    case .locked(let path, nil):
      "'\(path)' is being written by another process. Wait until it ends, then try again."
    case .inputOutput(let path, let reason):
      "'\(path)' cannot be read or written: \(reason). Check the disk and the permissions, then try again."
    case .refused(let path, let reason):
      "'\(path)': SQLite refused: \(reason). Run recommend doctor."
    case .pathEscape(let path):
      "The index names the path '\(path)', which leads out of the content root. Run recommend index --rebuild. [path-escape]"
    }
  }
}

extension StoreError {
  /// The typed form of what GRDB or this module threw.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error, path: path)
    default: self = .refused(path: path, reason: "\(error)")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let reason = error.message ?? "code \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_MISMATCH, .SQLITE_FORMAT:
      self = .damaged(path: path, reason: reason)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .locked(path: path, holder: nil)
    case .SQLITE_FULL:
      self = .inputOutput(path: path, reason: "no space left on the disk")
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_NOMEM, .SQLITE_NOLFS:
      self = .inputOutput(path: path, reason: reason)
    default:
      self = .refused(path: path, reason: reason)
    }
  }
}
