import CLinux
import Glibc

/// A descriptor that is closed when nobody holds it.
final class FileDescriptor: Sendable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { _ = Glibc.close(number) }
}

/// The content folder, through whose descriptor all files are reached: no path leads out of it.
///
/// Each path is opened by `openat2` with `RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS`. Where the kernel has no `openat2` (before
/// 5.6, or forbidden by a filter) the path is walked folder by folder with `O_NOFOLLOW`, links being followed by hand.
public struct ContentRoot: Sendable {
  /// A folder and a name in it that is no link.
  struct Place {
    let folder: FileDescriptor
    let name: String
  }

  private static let linkLimit = 40
  private let root: FileDescriptor
  private let walksByHand: Bool

  /// Opens the content folder.
  public init(_ path: String) throws(FileReplaceError) {
    try self.init(path, walksByHand: false)
  }

  init(_ path: String, walksByHand: Bool) throws(FileReplaceError) {
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw .system(path: path, call: "open", code: errno) }
    root = FileDescriptor(number)
    self.walksByHand = walksByHand
  }

  /// The folder and the name of the file that a path leads to; a link as the last part is followed while it stays within.
  func place(of path: String) throws(FileReplaceError) -> Place {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !path.utf8.starts(with: [0x2F]), !path.isEmpty, !path.utf8.contains(0), parts.allSatisfy({ $0 != ".." })
    else {
      throw .pathEscape(path: path)
    }
    var current = path
    for _ in 0..<Self.linkLimit {
      let cut = current.utf8.lastIndex(of: 0x2F)
      let folderPath = cut.map { String(current[..<$0]) } ?? "."
      let name = cut.map { String(current[current.utf8.index(after: $0)...]) } ?? current
      guard !name.isEmpty, name != ".", name != ".." else { throw .notRegularFile(path: path) }
      let folder = try openFolder(folderPath.isEmpty ? "." : folderPath, for: path)
      var status = stat()
      guard fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
        throw errno == ENOENT ? .notFound(path: path) : .system(path: path, call: "fstatat", code: errno)
      }
      guard status.st_mode & S_IFMT == S_IFLNK else { return Place(folder: folder, name: name) }
      let target = try Self.linkTarget(name, in: folder, for: path)
      current = folderPath + "/" + target
    }
    throw .system(path: path, call: "readlinkat", code: ELOOP)
  }

  private func openFolder(_ folder: String, for path: String) throws(FileReplaceError) -> FileDescriptor {
    if !walksByHand {
      let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
      var number = recommend_openat2_beneath(root.number, folder, flags)
      var attempts = 0
      while number < 0, errno == EAGAIN || errno == EINTR, attempts < 100 {  // a rename raced with the walk
        number = recommend_openat2_beneath(root.number, folder, flags)
        attempts += 1
      }
      if number >= 0 { return FileDescriptor(number) }
      switch errno {
      case ENOSYS, EPERM: break
      case EXDEV, ELOOP: throw .pathEscape(path: path)
      case ENOENT, ENOTDIR: throw .notFound(path: path)
      default: throw .system(path: path, call: "openat2", code: errno)
      }
    }
    return try walk(to: folder, for: path)
  }

  /// Opens a folder part by part; a stack of descriptors answers `..`, so that no rename can lead out.
  private func walk(to folder: String, for path: String) throws(FileReplaceError) -> FileDescriptor {
    var stack = [root]
    var parts = folder.split(separator: "/").map(String.init)
    var links = 0
    while !parts.isEmpty {
      let part = parts.removeFirst()
      if part == "." { continue }
      if part == ".." {
        guard stack.count > 1 else { throw .pathEscape(path: path) }
        stack.removeLast()
        continue
      }
      let parent = stack[stack.count - 1]
      let number = openat(parent.number, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if number >= 0 {
        stack.append(FileDescriptor(number))
        continue
      }
      let code = errno
      guard code == ELOOP || code == ENOTDIR else {
        throw code == ENOENT ? .notFound(path: path) : .system(path: path, call: "openat", code: code)
      }
      links += 1
      guard links <= Self.linkLimit else { throw .system(path: path, call: "readlinkat", code: ELOOP) }
      let target = try Self.linkTarget(part, in: parent, for: path)
      parts = target.split(separator: "/").map(String.init) + parts
    }
    return stack[stack.count - 1]
  }

  private static func linkTarget(
    _ name: String, in folder: FileDescriptor, for path: String
  ) throws(FileReplaceError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlinkat(folder.number, name, &buffer, buffer.count)
    guard length > 0 else {
      throw errno == EINVAL ? .notFound(path: path) : .system(path: path, call: "readlinkat", code: errno)
    }
    guard buffer[0] != 0x2F, length < buffer.count else { throw .pathEscape(path: path) }
    return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
