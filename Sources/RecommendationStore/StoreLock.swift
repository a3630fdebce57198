import Foundation

/// Held by the one process that may index into a database; the system lets go of it when the process ends, however it ends.
///
/// It is an advisory lock (`flock`) on the file `PATH.lock`, which holds the number of the process for the one who is refused.
/// The file stays: removing it would let two processes hold locks on two files of one name.
final class StoreLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or says who has it.
  ///
  /// - Parameter waits: Whether to wait for the holder to end instead.
  init(databasePath: String, waits: Bool) throws(StoreError) {
    let path = databasePath + ".lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .inputOutput(path: path, reason: String(cString: strerror(errno))) }
    while flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      let holder = code == EWOULDBLOCK ? Self.holder(descriptor) : nil
      close(descriptor)
      if code == EWOULDBLOCK { throw .locked(path: databasePath, holder: holder) }
      throw .inputOutput(path: path, reason: String(cString: strerror(code)))
    }
    let text = Array("\(getpid())\n".utf8)
    // The number is a courtesy: a disk too full to take it is found out by the database itself.
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
    self.descriptor = descriptor
  }

  /// Lets go of the lock.
  func release() {
    _ = ftruncate(descriptor, 0)
    flock(descriptor, LOCK_UN)
  }

  deinit {
    close(descriptor)
  }

  /// Who holds the lock, or nil when that does not show within a fifth of a second.
  ///
  /// A holder writes its number right after it took the lock; until then the number of an earlier one may stand there.
  private static func holder(_ descriptor: Int32) -> String? {
    for _ in 0..<40 {
      var bytes = [UInt8](repeating: 0, count: 32)
      let count = pread(descriptor, &bytes, bytes.count, 0)
      if count > 0, let number = pid_t(String(decoding: bytes[..<(count - 1)], as: UTF8.self)),
        kill(number, 0) == 0 || errno == EPERM
      {
        return "process \(number)"
      }
      usleep(5000)
    }
    return nil
  }
}
