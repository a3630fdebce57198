import Glibc

/// The file to replace, open and read.
struct TargetFile {
  let descriptor: FileDescriptor
  let status: stat
  let bytes: [UInt8]

  init(at place: ContentRoot.Place, path: String) throws(FileReplaceError) {
    // O_NONBLOCK: a pipe must not hold the program up before it is seen to be none of ours.
    let number = openat(place.folder.number, place.name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard number >= 0 else {
      switch errno {
      case ENOENT: throw .notFound(path: path)
      case ELOOP: throw .pathEscape(path: path)
      case ENXIO, ENODEV: throw .notRegularFile(path: path)
      default: throw .system(path: path, call: "openat", code: errno)
      }
    }
    descriptor = FileDescriptor(number)
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .system(path: path, call: "fstat", code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegularFile(path: path) }
    self.status = status
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= EditableFrontMatter.fileLimit {
      let count = chunk.withUnsafeMutableBytes { read(number, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system(path: path, call: "read", code: errno) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard bytes.count <= EditableFrontMatter.fileLimit else {
      throw .system(path: path, call: "read", code: EFBIG)
    }
    self.bytes = bytes
  }
}
