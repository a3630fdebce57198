import Glibc

/// Reads files whole or in pieces, regular ones only.
struct FileBytes: ~Copyable {
  /// Why a file was not read.
  struct Refusal: Error {
    var code: ProblemCode
    var message: String
    var hint: String
  }

  private let descriptor: CInt
  /// The size when the file was opened.
  let size: Int

  /// Opens a regular file; a pipe or a device is refused without waiting for it.
  init(_ systemPath: [CChar]) throws(Refusal) {
    let descriptor = open(systemPath, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Refusal(
        code: .fileUnreadable, message: "the file cannot be read: \(String(cString: strerror(errno)))",
        hint: "Check that it is still there and that you have the right to read it.")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Refusal(
        code: .fileSpecial, message: "this is a pipe, a socket, a device or a folder, not a file",
        hint: "Remove it from the content folder.")
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The whole file, at most `limit` bytes.
  consuming func all(limit: Int) throws(Refusal) -> [UInt8] {
    guard size <= limit else {
      throw Refusal(
        code: .fileTooLarge, message: "the file has \(size) bytes, the limit is \(limit)",
        hint: "Move it out of the content folder, or raise limits.file_bytes.")
    }
    var failure: CInt = 0
    let descriptor = descriptor
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      // SAFETY: read writes at most the bytes that are left in the buffer, and count is what it wrote.
      while count < buffer.count {
        let got = Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
      }
    }
    guard failure == 0 else {
      throw Refusal(
        code: .fileUnreadable, message: "reading stopped: \(String(cString: strerror(failure)))", hint: "Try again.")
    }
    return bytes
  }

  /// Appends up to `count` bytes to the buffer; false at the end of the file.
  func append(to buffer: inout [UInt8], count: Int) throws(Refusal) -> Bool {
    var got = 0
    var failure: CInt = 0
    let descriptor = descriptor
    let piece = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      // SAFETY: read writes at most target.count bytes, and filled is what it wrote.
      repeat { got = Glibc.read(descriptor, target.baseAddress!, target.count) } while got < 0 && errno == EINTR
      if got < 0 { failure = errno }
      filled = max(0, got)
    }
    guard failure == 0 else {
      throw Refusal(
        code: .fileUnreadable, message: "reading stopped: \(String(cString: strerror(failure)))", hint: "Try again.")
    }
    buffer += piece
    return got > 0
  }
}
