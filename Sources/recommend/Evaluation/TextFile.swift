import Glibc

/// Reads and writes files of an evaluation.
enum TextFile {
  /// The text of a file.
  static func text(_ path: String) throws -> String {
    guard let file = fopen(path, "rb") else {
      throw CommandFailure("\(Terminal.safe(path)) cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&part, 1, part.count, file)
      bytes += part[..<count]
      if count < part.count { break }
    }
    guard ferror(file) == 0 else {
      throw CommandFailure("\(Terminal.safe(path)) cannot be read: \(String(cString: strerror(errno))).")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The lines of a file, without their ends and without a byte order mark.
  static func lines(_ path: String) throws -> [String] {
    var text = try text(path)
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }

  /// Writes a file, which is made or replaced.
  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure("\(Terminal.safe(path)) cannot be written: \(String(cString: strerror(errno))).")
    }
    do {
      try OutputWriter(descriptor: descriptor).write(text)
    } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else {
      throw CommandFailure("\(Terminal.safe(path)) cannot be written: \(String(cString: strerror(errno))).")
    }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      prefix += (prefix.isEmpty || prefix.hasSuffix("/") ? "" : "/") + part
      guard mkdir(prefix, 0o755) == 0 || errno == EEXIST else {
        throw CommandFailure("The folder \(Terminal.safe(prefix)) cannot be made: \(String(cString: strerror(errno))).")
      }
    }
  }
}
