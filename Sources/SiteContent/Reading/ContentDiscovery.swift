import Glibc
import RecommendationEngine

/// Walks the content folders: only regular files, links inside the root only, no folder twice in one line of folders.
struct ContentDiscovery: Sendable {
  private let configuration: ContentConfiguration
  private let limits: ContentLimits
  private var choices: ContentListing.Choices
  /// The endings that are wanted, in lower case, and what they stand for.
  private let endings: [(bytes: [UInt8], format: ContentFile.Format?)]
  private let excludedNames: [(pattern: String, bytes: ArraySlice<UInt8>)]
  private var root: [UInt8] = []
  private var files: [(key: [UInt8], file: ContentFile)] = []
  private var leftOut: [ContentListing.LeftOut] = []
  private var problems: [Problem] = []

  init(configuration: ContentConfiguration, limits: ContentLimits) {
    self.configuration = configuration
    self.limits = limits
    choices = ContentListing.Choices(configuration, limits)
    endings = configuration.extensions.map { $0.lowercased() }.map {
      (Array($0.utf8), ContentFile.Format(extension: $0))
    }
    excludedNames = configuration.excludedNames.map { ($0, Array($0.utf8)[...]) }
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
        discovery.choices.hasGivenFile = true
        discovery.add(start.path, name: Array(start.path[(discovery.lastSlash(start.path) + 1)...]), isGiven: true)
      }
    }
    return discovery.result()
  }

  private func result() -> ContentListing {
    // A file that was given beside its folder is there twice, each time the same.
    let sorted = files.sorted { $0.key.hasBytes(before: $1.key) }
    let distinct = sorted.indices.filter { $0 == 0 || sorted[$0].key != sorted[$0 - 1].key }
    return ContentListing(
      root: Self.shown(root), files: distinct.map { sorted[$0].file }, problems: problems.sorted(),
      leftOut: leftOut.sorted { $0.path.hasBytes(before: $1.path) }, choices: choices)
  }

  // MARK: Folders

  /// A folder by what cannot be renamed away.
  private struct FolderID: Hashable, Sendable {
    var device: UInt
    var node: UInt
  }

  private mutating func walk(_ folder: [UInt8], depth: Int, ancestors: [FolderID]) {
    let path = relative(folder)
    guard let status = Self.status(folder) else {
      problems.append(unreadable(path))
      return
    }
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
      problems.append(unreadable(path))
      return
    }
    let ancestors = ancestors + [id]
    // Below the given folders each worker lists some of the entries; what they find is put into order at the end.
    if depth == 1, entries.count > 1 {
      let empty = empty
      let parts = concurrentMap(chunksOf: entries.count) { chunk in
        var part = empty
        for entry in entries[chunk] { part.visit(entry, in: folder, depth: depth, ancestors: ancestors) }
        return part
      }
      for part in parts {
        files += part.files
        leftOut += part.leftOut
        problems += part.problems
      }
    } else {
      for entry in entries { visit(entry, in: folder, depth: depth, ancestors: ancestors) }
    }
  }

  /// Says that a folder cannot be listed; what lies in it is left out.
  private func unreadable(_ path: String) -> Problem {
    Problem(
      path: path, severity: .error, code: .fileUnreadable, message: "the folder cannot be read: \(Self.lastError())",
      hint: "Give the right to read it.")
  }

  /// The same choices, nothing found.
  private var empty: ContentDiscovery {
    var empty = self
    (empty.files, empty.leftOut, empty.problems) = ([], [], [])
    return empty
  }

  private mutating func visit(_ entry: Entry, in folder: [UInt8], depth: Int, ancestors: [FolderID]) {
    var full = folder
    full.reserveCapacity(folder.count + 1 + entry.name.count)
    full.append(Byte.slash)
    full.append(contentsOf: entry.name)
    switch entry.kind {
    case .folder:
      if !isExcludedFolder(entry.name) { walk(full, depth: depth + 1, ancestors: ancestors) }
    case .file:
      add(full, name: entry.name)
    case .link, .unknown:
      follow(full, name: entry.name, depth: depth, ancestors: ancestors)
    case .special:
      addSpecial(full, name: entry.name)
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
    let wanted = isGiven ? ContentFile.Format(extension: Self.fileExtension(name)) : wantedFormat(name)
    let otherReason = wanted == nil && !isGiven ? Self.reasonNotToRead(name) : nil
    guard wanted != nil || otherReason != nil else { return }
    let relative = relativeBytes(full)
    let text = String(validating: relative, as: UTF8.self)
    let path = text.flatMap { Self.hasControl(relative) ? nil : $0 } ?? Self.shown(relative)
    guard let format = wanted else {
      if let otherReason { leftOut.append(.init(path: path, reason: otherReason)) }
      return
    }
    if !isGiven, let excluded = excludedNames.first(where: { Self.matches(name[...], $0.bytes) }) {
      leftOut.append(
        .init(path: path, reason: "its name matches '\(excluded.pattern)' of content.excluded_names"))
      return
    }
    if text == nil {
      problems.append(
        Problem(
          path: path, severity: .warning, code: .fileName, message: "the name of the file is not UTF-8",
          hint: "Rename the file."))
    }
    files.append((relative, ContentFile(path: path, format: format, systemPath: Self.systemPath(target ?? full))))
  }

  private mutating func addSpecial(_ full: [UInt8], name: [UInt8]) {
    guard hasWantedExtension(name) else { return }
    problems.append(
      Problem(
        path: relative(full), severity: .warning, code: .fileSpecial,
        message: "this is a pipe, a socket or a device, not a file", hint: "Remove it from the content folder."))
  }

  /// Why a file is no item whose ending tells that it is a page all the same; nil for files of other kinds.
  static func reasonNotToRead(_ name: some Collection<UInt8>) -> String? {
    guard name.first != Byte.period else { return nil }
    let ending = fileExtension(Array(name))
    if ["mdx", "markdown", "mdown", "mkd", "rmd", "qmd"].contains(ending) {
      return "its ending is not in content.extensions: .\(ending)"
    }
    return ["adoc", "asciidoc", "rst", "org"].contains(ending) ? "its notation is not read: .\(ending)" : nil
  }

  private func hasWantedExtension(_ name: [UInt8]) -> Bool { wantedEnding(name) != nil }

  private func wantedFormat(_ name: [UInt8]) -> ContentFile.Format? { wantedEnding(name)?.format }

  /// The wanted ending that a name has, whatever the case of its letters; a hidden file has none.
  private func wantedEnding(_ name: [UInt8]) -> (bytes: [UInt8], format: ContentFile.Format?)? {
    guard name.first != Byte.period, let dot = name.lastIndex(of: Byte.period) else { return nil }
    return endings.first { ending in
      guard name.count - dot - 1 == ending.bytes.count else { return false }
      return ending.bytes.indices.allSatisfy { Byte.lowercased(name[dot + 1 + $0]) == ending.bytes[$0] }
    }
  }

  private func isExcludedFolder(_ name: [UInt8]) -> Bool {
    name.first == Byte.period || configuration.excludedFolders.contains { name.elementsEqual($0.utf8) }
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
    guard full.count > root.count, full[root.count] == Byte.slash, full.starts(with: root) else { return full }
    return Array(full[(root.count + 1)...])
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
}
