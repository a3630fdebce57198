import Glibc

/// Why a file was not replaced; the file is as it was, but for ``notOnDisk(path:code:)``.
public enum FileReplaceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path is absolute, has a `..`, or leads out of the root through a link.
  case pathEscape(path: String)
  /// Nothing stands at the path.
  case notFound(path: String)
  /// A folder, a device, a pipe or a socket stands at the path.
  case notRegularFile(path: String)
  /// Other names share the file: they would keep the old content.
  case hardLink(path: String, linkCount: Int)
  /// The file has another digest than the one that was reviewed.
  case changedSinceReview(path: String)
  /// The old bytes in the journal do not have the digest that stands beside them.
  case journalDamaged(path: String)
  /// A temporary file of an earlier run is in the way.
  case leftOver(path: String, temporaryName: String)
  /// The file is replaced, but `fsync` of its folder failed, so that it may be the old one after a stop of the machine.
  case notOnDisk(path: String, code: Int32)
  /// A call of the system failed.
  case system(path: String, call: String, code: Int32)

  /// The stable code that reports show.
  public var code: RefusalCode {
    switch self {
    case .pathEscape: .pathEscape
    case .notFound: .notFound
    case .notRegularFile: .notRegularFile
    case .hardLink: .hardLink
    case .changedSinceReview: .changedSinceReview
    case .journalDamaged: .journalDamaged
    case .leftOver: .leftOver
    case .notOnDisk: .notOnDisk
    case .system: .system
    }
  }

  /// What was found, and what to do.
  public var description: String {
    switch self {
    case .pathEscape(let path): "'\(path)' leads out of the content folder. Use a path within it."
    case .notFound(let path): "'\(path)' is not there. Index again."
    case .notRegularFile(let path): "'\(path)' is no regular file. Only regular files are edited."
    case .hardLink(let path, let count):
      "'\(path)' has \(count) names (hard links), and a replacement would part them. Copy the file to itself first."
    case .changedSinceReview(let path): "'\(path)' has changed since the review. Plan and review it again."
    case .journalDamaged(let path):
      "'\(path)': The journal is damaged: its bytes are not those that it noted. Take the old file from a backup or from version control."
    case .leftOver(let path, let name): "'\(name)' of an earlier run stands beside '\(path)'. Recover first."
    case .notOnDisk(let path, let code):
      "'\(path)': It is replaced, but perhaps not for good: fsync of its folder: \(String(cString: strerror(code))). Check the disk."
    case .system(let path, let call, let code): "'\(path)': \(call): \(String(cString: strerror(code)))."
    }
  }
}
