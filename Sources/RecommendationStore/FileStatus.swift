import Foundation

/// What the file system says about a path, links followed.
struct FileStatus {
  /// Whether it is a regular file.
  let isRegular: Bool
  /// Whether it is a directory.
  let isDirectory: Bool
  /// Its length in bytes.
  let size: Int

  /// Nil when nothing is there, or it cannot be asked.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isDirectory = status.st_mode & S_IFMT == S_IFDIR
    size = Int(status.st_size)
  }
}
