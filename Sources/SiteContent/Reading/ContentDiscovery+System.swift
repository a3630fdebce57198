import Glibc
import RecommendationEngine

/// Folders and paths as the system gives and takes them.
extension ContentDiscovery {
  enum Kind: Sendable { case folder, file, link, special, unknown }

  /// An entry of a folder.
  typealias Entry = (name: [UInt8], kind: Kind)

  static func entries(of folder: [UInt8]) -> [Entry]? {
    let path = folder.isEmpty ? [Byte.slash] : folder
    guard let stream = opendir(systemPath(path)) else { return nil }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while true {
      // The end and a failure both give nil; only the failure sets errno.
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { return nil }
        break
      }
      let kind: Kind =
        switch Int(entry.pointee.d_type) {
        case Int(DT_DIR): .folder
        case Int(DT_REG): .file
        case Int(DT_LNK): .link
        case Int(DT_UNKNOWN): .unknown
        default: .special
        }
      // SAFETY: readdir ends d_name with a NUL inside the record, which lives until the next call.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
          Array(
            UnsafeBufferPointer(
              start: bytes, count: strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))))
        }
      }
      if name.count <= 2, name.allSatisfy({ $0 == Byte.period }) { continue }
      entries.append((name, kind))
    }
    return entries.sorted { $0.name.hasBytes(before: $1.name) }
  }

  /// A path as the system takes it, with a 0 at the end.
  static func systemPath(_ path: [UInt8]) -> [CChar] {
    var system: [CChar] = []
    system.reserveCapacity(path.count + 1)
    for byte in path { system.append(CChar(bitPattern: byte)) }
    system.append(0)
    return system
  }

  static func realPath(_ path: [UInt8]) -> [UInt8]? {
    guard let resolved = realpath(systemPath(path), nil) else { return nil }
    defer { free(resolved) }
    let bytes = (0..<strlen(resolved)).map { UInt8(bitPattern: resolved[$0]) }
    return bytes == [Byte.slash] ? [] : bytes
  }

  static func status(_ path: [UInt8]) -> stat? {
    var status = stat()
    return stat(systemPath(path.isEmpty ? [Byte.slash] : path), &status) == 0 ? status : nil
  }

  static func lastError() -> String { String(cString: strerror(errno)) }
}

/// Paths as texts.
extension ContentDiscovery {
  /// Whether a byte is one that a terminal would obey.
  static func hasControl(_ path: [UInt8]) -> Bool { path.contains { $0 < 0x20 || $0 == 0x7F } }

  /// A path as a text: bytes that are not UTF-8, and control bytes, as `\xE9`.
  static func shown(_ path: [UInt8]) -> String {
    if !hasControl(path), let text = String(validating: path, as: UTF8.self) {
      return text
    }
    let isValid = String(validating: path, as: UTF8.self) != nil
    var text: [UInt8] = []
    for byte in path {
      if byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !isValid) {
        let digits = Array("0123456789ABCDEF".utf8)
        text += [Byte.backslash, 0x78, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
