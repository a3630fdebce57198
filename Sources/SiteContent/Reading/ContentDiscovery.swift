import Glibc

/// Walks the content folders: only regular files, links inside the root only, no folder twice in one line of folders.
struct ContentDiscovery {
  private let configuration: ContentConfiguration
  private let limits: ContentLimits
  private let extensions: Set<String>
  private var root: [UInt8] = []
  private var files: [(key: [UInt8], file: ContentFile)] = []
  private var leftOut: [ContentListing.LeftOut] = []
  private var problems: [Problem] = []

  init(configuration: ContentConfiguration, limits: ContentLimits) {
    self.configuration = configuration
    self.limits = limits
    extensions = Set(configuration.extensions.map { $0.lowercased() })
  }

  /// Lists what is below the given files and folders.
  static func listing(
    of places: [String], configuration: ContentConfiguration, limits: ContentLimits
  ) throws(ContentRootError) -> ContentListing {
    var discovery = ContentDiscovery(configuration: configuration, limits: limits)
    var starts: [(path: [UInt8], isFolder: Bool)] = []
    for place in places {
      guard let real = realPath(Array(place.utf8)) else {
        throw ContentRootError(path: place, message: "there is no such file or folder. Check the path.")
      }
      let kind = status(real).map { $0.st_mode & S_IFMT }
      guard kind == S_IFDIR || kind == S_IFREG else {
        throw ContentRootError(path: place, message: "this is neither a file nor a folder. Give a content folder.")
      }
      starts.append((real, kind == S_IFDIR))
    }
    discovery.root = commonFolder(starts.map { $0.isFolder ? $0.path : parent(of: $0.path) })
    var done = Set<[UInt8]>()
    for start in starts where done.insert(start.path).inserted {
      if start.isFolder {
        discovery.walk(start.path, depth: 1, ancestors: [])
      } else {
        discovery.add(start.path, name: Array(start.path[(discovery.lastSlash(start.path) + 1)...]), isGiven: true)
      }
    }
    return discovery.result()
  }

  private func result() -> ContentListing {
    var seen = Set<[UInt8]>()
    let sorted = files.filter { seen.insert($0.key).inserted }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return ContentListing(
      root: Self.shown(root), files: sorted.map(\.file), problems: problems.sorted(),
      leftOut: leftOut.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) })
  }

  // MARK: Folders

  /// A folder by what cannot be renamed away.
  private struct FolderID: Hashable {
    var device: UInt
    var node: UInt
  }

  private mutating func walk(_ folder: [UInt8], depth: Int, ancestors: [FolderID]) {
    let path = relative(folder)
    guard let status = Self.status(folder) else { return }
    let id = FolderID(device: UInt(status.st_dev), node: UInt(status.st_ino))
    guard !ancestors.contains(id) else {
      problems.append(
        Problem(
          path: path, severity: .warning, code: .fileLinkLoop, message: "the link leads to a folder that contains it",
          hint: "Remove the link."))
      return
    }
    guard depth <= limits.folderDepth else {
      problems.append(
        Problem(
          path: path, severity: .warning, code: .folderTooDeep,
          message: "more than \(limits.folderDepth) folders lie one inside the other; what is below is left out",
          hint: "Remove folders, or raise limits.folder_depth."))
      return
    }
    guard let entries = Self.entries(of: folder) else {
      problems.append(
        Problem(
          path: path, severity: .error, code: .fileUnreadable,
          message: "the folder cannot be read: \(Self.lastError())", hint: "Give the right to read it."))
      return
    }
    for entry in entries {
      let full = folder + [Byte.slash] + entry.name
      switch entry.kind {
      case .folder:
        if !isExcludedFolder(entry.name) { walk(full, depth: depth + 1, ancestors: ancestors + [id]) }
      case .file:
        add(full, name: entry.name)
      case .link, .unknown:
        follow(full, name: entry.name, depth: depth, ancestors: ancestors + [id])
      case .special:
        addSpecial(full, name: entry.name)
      }
    }
  }

  private mutating func follow(_ full: [UInt8], name: [UInt8], depth: Int, ancestors: [FolderID]) {
    let isWanted = hasWantedExtension(name)
    guard let real = Self.realPath(full) else {
      guard isWanted || errno == ELOOP else { return }
      problems.append(
        Problem(
          path: relative(full), severity: .warning, code: errno == ELOOP ? .fileLinkLoop : .fileUnreadable,
          message: errno == ELOOP ? "the link leads back to itself" : "the link leads to nothing",
          hint: "Remove the link."))
      return
    }
    let kind = Self.status(real).map { $0.st_mode & S_IFMT }
    let isInside = real == root || real.starts(with: root + [Byte.slash])
    if kind == S_IFDIR {
      guard !isExcludedFolder(name) else { return }
      if isInside { return walk(full, depth: depth + 1, ancestors: ancestors) }
    } else if !isWanted {
      return
    } else if kind != S_IFREG {
      return addSpecial(full, name: name)
    } else if isInside {
      return add(full, name: name, target: real)
    }
    problems.append(
      Problem(
        path: relative(full), severity: .warning, code: .fileLinkOutside,
        message: "the link leads out of the content folder, to '\(Self.shown(real))'",
        hint: "Copy what it leads to into the content folder."))
  }

  // MARK: Files

  private mutating func add(_ full: [UInt8], name: [UInt8], target: [UInt8]? = nil, isGiven: Bool = false) {
    guard isGiven || hasWantedExtension(name) else { return }
    guard let format = ContentFile.Format(extension: Self.fileExtension(name)) else { return }
    let relative = relativeBytes(full)
    let path = Self.shown(relative)
    if !isGiven, let pattern = exclusion(of: name) {
      leftOut.append(.init(path: path, reason: "its name matches '\(pattern)' of content.excluded_names"))
      return
    }
    if String(validating: relative, as: UTF8.self) == nil {
      problems.append(
        Problem(
          path: path, severity: .warning, code: .fileName, message: "the name of the file is not UTF-8",
          hint: "Rename the file."))
    }
    let system = (target ?? full).map { CChar(bitPattern: $0) } + [0]
    files.append((relative, ContentFile(path: path, format: format, systemPath: system)))
  }

  private mutating func addSpecial(_ full: [UInt8], name: [UInt8]) {
    guard hasWantedExtension(name) else { return }
    problems.append(
      Problem(
        path: relative(full), severity: .warning, code: .fileSpecial,
        message: "this is a pipe, a socket or a device, not a file", hint: "Remove it from the content folder."))
  }

  private func hasWantedExtension(_ name: [UInt8]) -> Bool {
    name.first != Byte.period && extensions.contains(Self.fileExtension(name))
  }

  private func isExcludedFolder(_ name: [UInt8]) -> Bool {
    name.first == Byte.period || configuration.excludedFolders.contains { name.elementsEqual($0.utf8) }
  }

  private func exclusion(of name: [UInt8]) -> String? {
    configuration.excludedNames.first { Self.matches(name[...], Array($0.utf8)[...]) }
  }

  /// Whether a name matches a pattern in which `*` stands for any bytes.
  static func matches(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    guard let star = pattern.firstIndex(of: Byte.star) else { return name.elementsEqual(pattern) }
    guard name.starts(with: pattern[..<star]) else { return false }
    let rest = pattern[(star + 1)...]
    var remaining = name.dropFirst(star - pattern.startIndex)
    if rest.isEmpty { return true }
    while true {
      if matches(remaining, rest) { return true }
      if remaining.isEmpty { return false }
      remaining = remaining.dropFirst()
    }
  }

  /// What stands behind the last dot, in lower case.
  private static func fileExtension(_ name: [UInt8]) -> String {
    guard let dot = name.lastIndex(of: Byte.period), dot > 0, name.count - dot <= 12 else { return "" }
    return String(decoding: name[(dot + 1)...].map(Byte.lowercased), as: UTF8.self)
  }

  // MARK: Paths

  private func relativeBytes(_ full: [UInt8]) -> [UInt8] {
    if full == root { return [Byte.period] }
    return full.starts(with: root + [Byte.slash]) ? Array(full[(root.count + 1)...]) : full
  }

  private func relative(_ full: [UInt8]) -> String { Self.shown(relativeBytes(full)) }

  private func lastSlash(_ path: [UInt8]) -> Int { path.lastIndex(of: Byte.slash) ?? -1 }

  private static func parent(of path: [UInt8]) -> [UInt8] {
    guard let slash = path.lastIndex(of: Byte.slash), slash > 0 else { return [] }
    return Array(path[..<slash])
  }

  private static func commonFolder(_ folders: [[UInt8]]) -> [UInt8] {
    guard var common = folders.first?.split(separator: Byte.slash) else { return [] }
    for folder in folders.dropFirst() {
      let parts = folder.split(separator: Byte.slash)
      var count = 0
      while count < min(common.count, parts.count), common[count].elementsEqual(parts[count]) { count += 1 }
      common = Array(common.prefix(count))
    }
    return common.flatMap { [Byte.slash] + Array($0) }
  }

  /// A path as a text: bytes that are not UTF-8, and control bytes, as `\xE9`.
  static func shown(_ path: [UInt8]) -> String {
    if !path.contains(where: { $0 < 0x20 || $0 == 0x7F }), let text = String(validating: path, as: UTF8.self) {
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

  // MARK: The system

  private enum Kind { case folder, file, link, special, unknown }

  private static func entries(of folder: [UInt8]) -> [(name: [UInt8], kind: Kind)]? {
    let path = folder.isEmpty ? [Byte.slash] : folder
    guard let stream = opendir(path.map { CChar(bitPattern: $0) } + [0]) else { return nil }
    defer { closedir(stream) }
    var entries: [(name: [UInt8], kind: Kind)] = []
    while let entry = readdir(stream) {
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
      if name == [Byte.period] || name == [Byte.period, Byte.period] { continue }
      entries.append((name, kind))
    }
    return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  private static func realPath(_ path: [UInt8]) -> [UInt8]? {
    guard let resolved = realpath(path.map { CChar(bitPattern: $0) } + [0], nil) else { return nil }
    defer { free(resolved) }
    let bytes = (0..<strlen(resolved)).map { UInt8(bitPattern: resolved[$0]) }
    return bytes == [Byte.slash] ? [] : bytes
  }

  private static func status(_ path: [UInt8]) -> stat? {
    var status = stat()
    let system = (path.isEmpty ? [Byte.slash] : path).map { CChar(bitPattern: $0) } + [0]
    return stat(system, &status) == 0 ? status : nil
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
