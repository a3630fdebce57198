import Glibc

/// Waits for changes of files below folders (Linux inotify).
///
/// Folders whose names start with a dot are passed over, as the reader does; so are files of other endings, the index
/// itself among them.
final class FolderWatch {
  private let descriptor: CInt
  private let endings: [String]
  private var folders: [CInt: String] = [:]

  /// Starts to watch folders, with what is below them, and single files.
  ///
  /// - Parameters:
  ///   - paths: Folders and files.
  ///   - extensions: The endings of the files that matter.
  init(_ paths: [String], extensions: [String]) throws {
    endings = extensions.map { "." + $0.lowercased() }
    descriptor = inotify_init1(CInt(IN_CLOEXEC))
    guard descriptor >= 0 else { throw CommandFailure("Files cannot be watched: \(String(cString: strerror(errno))).") }
    for path in paths { try watch(path) }
    guard !folders.isEmpty else {
      throw CommandFailure("Nothing can be watched in \(paths.map { "'\($0)'" }.joined(separator: ", ")).")
    }
  }

  deinit { close(descriptor) }

  /// Returns when files have changed, and then none for a while, so that one save is one change.
  ///
  /// - Parameter quiet: For how many milliseconds nothing must happen.
  func waitForChange(quiet: CInt = 200) throws {
    var changed = false
    while true {
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = Glibc.poll(&poll, 1, changed ? quiet : -1)
      if ready < 0, errno != EINTR { throw CommandFailure("Watching stopped: \(String(cString: strerror(errno))).") }
      if ready == 0 { return }
      if ready > 0, try readEvents() { changed = true }
    }
  }

  /// Reads what has happened; true when a file that matters is among it.
  private func readEvents() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return false }
    var matters = false
    try buffer.withUnsafeBytes { bytes in
      var offset = 0
      // SAFETY: the kernel writes whole events, each with the length of the name behind it.
      while offset + MemoryLayout<inotify_event>.size <= count {
        let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
        let start = offset + MemoryLayout<inotify_event>.size
        let name = String(decoding: bytes[start..<start + Int(event.len)].prefix { $0 != 0 }, as: UTF8.self)
        if event.mask & UInt32(IN_ISDIR) != 0 {
          if let folder = folders[event.wd], event.mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0, !name.hasPrefix(".") {
            try watch(folder + "/" + name)
          }
          matters = matters || !name.hasPrefix(".")
        } else if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
          matters = true
        } else if isContent(name) {
          matters = true
        }
        offset = start + Int(event.len)
      }
    }
    return matters
  }

  private func isContent(_ name: String) -> Bool {
    let name = name.lowercased()
    return !name.hasPrefix(".") && endings.contains { name.hasSuffix($0) }
  }

  /// Watches a folder and those below it, or the folder of a single file.
  private func watch(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      try add(path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
      return
    }
    try add(path)
    guard let folder = opendir(path) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let kind = Int(entry.pointee.d_type)
      guard kind == Int(DT_DIR) || kind == Int(DT_UNKNOWN) || kind == Int(DT_LNK) else { continue }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard !name.hasPrefix(".") else { continue }
      let full = path + "/" + name
      var below = stat()
      // A link to a folder above would never end.
      guard stat(full, &below) == 0, below.st_mode & S_IFMT == S_IFDIR, kind != Int(DT_LNK) else { continue }
      try watch(full)
    }
  }

  private func add(_ folder: String) throws {
    let mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE
    let watch = inotify_add_watch(descriptor, folder, UInt32(mask))
    guard watch >= 0 else {
      guard errno == ENOSPC else { return }
      throw CommandFailure(
        "The system watches no more folders than \(folders.count).",
        hint: "Raise fs.inotify.max_user_watches, for example: sysctl fs.inotify.max_user_watches=65536")
    }
    folders[watch] = folder
  }
}
