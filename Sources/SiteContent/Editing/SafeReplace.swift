import Glibc

/// Replaces files of the content folder so that each is old or new, whole, whenever the machine stops.
///
/// The order is: the journal, a temporary file in the same folder, its bytes, owner, mode and extended attributes, `fsync`,
/// the digest of the file once more, `renameat`, `fsync` of the folder. The owner comes before the mode, for a change
/// of owner clears the setuid bits.
public struct SafeReplace: Sendable {
  /// The content folder.
  public let root: ContentRoot

  /// Creates a replacer of the files in a folder.
  public init(root: ContentRoot) {
    self.root = root
  }

  /// The bytes of a file, as a review sees them.
  public func bytes(of path: String) throws(FileReplaceError) -> [UInt8] {
    try TargetFile(at: root.place(of: path), path: path).bytes
  }

  /// Replaces a file whose bytes are still those that were reviewed.
  ///
  /// - Parameters:
  ///   - path: The file, relative to the root; a link within the root stays a link, its target is replaced.
  ///   - reviewed: The digest of the bytes that were reviewed.
  ///   - journal: Called before anything is written and after all is done. When the last step, `fsync` of the folder, fails,
  ///     `FileReplaceError.notOnDisk` is thrown although the file has the new bytes: the journal then lacks `didReplace`.
  public func replace(
    _ path: String, with newBytes: [UInt8], reviewed: SHA256Digest, journal: some ChangeJournal
  ) throws {
    let place = try root.place(of: path)
    let target = try TargetFile(at: place, path: path)
    guard target.status.st_nlink == 1 else {
      throw FileReplaceError.hardLink(path: path, linkCount: Int(target.status.st_nlink))
    }
    guard SHA256Digest(of: target.bytes) == reviewed else { throw FileReplaceError.changedSinceReview(path: path) }
    let newDigest = SHA256Digest(of: newBytes)
    try journal.willReplace(path: path, oldBytes: target.bytes, newDigest: newDigest)
    try write(newBytes, digest: newDigest, over: target, at: place, path: path, reviewed: reviewed)
    try journal.didReplace(path: path)
  }

  /// Puts the old bytes back if the file still has the new ones.
  ///
  /// - Parameters:
  ///   - path: The file, relative to the root.
  ///   - oldBytes: The bytes to put back.
  ///   - oldDigest: Their digest, as it was noted before the file was replaced.
  ///   - newDigest: The digest of the bytes that the file was given.
  /// - Returns: `.new` when the file was restored, `.old` when it had the old bytes already.
  /// - Throws: `FileReplaceError.changedSinceReview` when somebody has written other bytes since,
  ///   `FileReplaceError.journalDamaged` when the old bytes do not have their digest.
  @discardableResult
  public func undo(
    _ path: String, oldBytes: [UInt8], oldDigest: SHA256Digest, newDigest: SHA256Digest
  ) throws(FileReplaceError) -> ReplacementState {
    let place = try root.place(of: path)
    let target = try TargetFile(at: place, path: path)
    let digest = SHA256Digest(of: target.bytes)
    if digest == oldDigest { return .old }
    guard digest == newDigest else { throw .changedSinceReview(path: path) }
    guard SHA256Digest(of: oldBytes) == oldDigest else { throw .journalDamaged(path: path) }
    guard target.status.st_nlink == 1 else { throw .hardLink(path: path, linkCount: Int(target.status.st_nlink)) }
    try write(oldBytes, digest: oldDigest, over: target, at: place, path: path, reviewed: newDigest)
    return .new
  }

  /// Removes the temporary file that a stopped run left, and tells in which state the file is.
  public func recover(
    _ path: String, oldDigest: SHA256Digest, newDigest: SHA256Digest
  ) throws(FileReplaceError) -> ReplacementState {
    let place = try root.place(of: path)
    for digest in [newDigest, oldDigest] {
      let name = Self.temporaryName(for: place.name, digest: digest)
      var status = stat()
      if fstatat(place.folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG {
        guard unlinkat(place.folder.number, name, 0) == 0 else {
          throw .system(path: path, call: "unlinkat", code: errno)
        }
      }
    }
    let digest = SHA256Digest(of: try TargetFile(at: place, path: path).bytes)
    return digest == newDigest ? .new : digest == oldDigest ? .old : .other
  }

  /// The name of the temporary file: it follows from what the journal holds, so recovery finds it without a search.
  package static func temporaryName(for name: String, digest: SHA256Digest) -> String {
    let ending = ".recommend-" + digest.description.prefix(16)
    // 255 bytes is the longest name; a longer one is stood for by its digest.
    let middle = name.utf8.count + ending.utf8.count + 1 <= 255 ? name : SHA256Digest(of: Array(name.utf8)).description
    return "." + middle + ending
  }

  private func write(
    _ bytes: [UInt8], digest: SHA256Digest, over target: TargetFile, at place: ContentRoot.Place, path: String,
    reviewed: SHA256Digest
  ) throws(FileReplaceError) {
    let folder = place.folder.number
    let name = Self.temporaryName(for: place.name, digest: digest)
    let number = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard number >= 0 else {
      throw errno == EEXIST
        ? .leftOver(path: path, temporaryName: name) : .system(path: path, call: "openat", code: errno)
    }
    do throws(FileReplaceError) {
      do throws(FileReplaceError) {
        try TemporaryFile(number: number, path: path).fill(with: bytes, like: target)
      } catch {
        _ = Glibc.close(number)
        throw error
      }
      guard Glibc.close(number) == 0 else { throw .system(path: path, call: "close", code: errno) }
      let now = try TargetFile(at: place, path: path)
      guard now.status.st_ino == target.status.st_ino, now.status.st_nlink == 1,
        SHA256Digest(of: now.bytes) == reviewed
      else { throw .changedSinceReview(path: path) }
      guard renameat(folder, name, folder, place.name) == 0 else {
        throw .system(path: path, call: "renameat", code: errno)
      }
    } catch {
      _ = unlinkat(folder, name, 0)
      throw error
    }
    guard fsync(folder) == 0 else { throw .notOnDisk(path: path, code: errno) }
  }
}
