import CLinux
import Glibc

/// The file that takes the place of another, while it is written.
struct TemporaryFile {
  let number: Int32
  let path: String

  func fill(with bytes: [UInt8], like target: TargetFile) throws(FileReplaceError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { write(number, $0.baseAddress?.advanced(by: written), $0.count - written) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system(path: path, call: "write", code: count < 0 ? errno : ENOSPC) }
      written += count
    }
    guard fchown(number, target.status.st_uid, target.status.st_gid) == 0 else {
      throw .system(path: path, call: "fchown", code: errno)
    }
    guard fchmod(number, target.status.st_mode & 0o7777) == 0 else {
      throw .system(path: path, call: "fchmod", code: errno)
    }
    try copyAttributes(of: target)
    guard fsync(number) == 0 else { throw .system(path: path, call: "fsync", code: errno) }
  }

  private func copyAttributes(of target: TargetFile) throws(FileReplaceError) {
    let source = target.descriptor.number
    let size = flistxattr(source, nil, 0)
    if size < 0, errno == ENOTSUP { return }
    guard size >= 0 else { throw .system(path: path, call: "flistxattr", code: errno) }
    var names = [UInt8](repeating: 0, count: size)
    let length = names.withUnsafeMutableBytes { flistxattr(source, $0.baseAddress, $0.count) }
    guard length >= 0 else { throw .system(path: path, call: "flistxattr", code: errno) }
    for slice in names[..<length].split(separator: 0) {
      let name = String(decoding: slice, as: UTF8.self)
      var value = [UInt8](repeating: 0, count: 65_536)
      let count = value.withUnsafeMutableBytes { fgetxattr(source, name, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw .system(path: path, call: "fgetxattr", code: errno) }
      var present = [UInt8](repeating: 0, count: 65_536)
      let presentCount = present.withUnsafeMutableBytes { fgetxattr(number, name, $0.baseAddress, $0.count) }
      // A label of the security system is set by the kernel already, and often by nobody else.
      if presentCount == count, present[..<count] == value[..<count] { continue }
      let result = value.withUnsafeBytes { fsetxattr(number, name, $0.baseAddress, count, 0) }
      guard result == 0 else { throw .system(path: path, call: "fsetxattr", code: errno) }
    }
  }
}
