extension ContentListing {
  /// What a listing is made with.
  struct Choices: Sendable {
    /// The endings of the files that are listed.
    var extensions: [String]
    var excludedNames: [String]
    var excludedFolders: [String]
    var folderDepth: Int
    /// Whether a file was given itself, which is listed whatever its ending.
    var hasGivenFile = false

    init(_ configuration: ContentConfiguration, _ limits: ContentLimits) {
      extensions = configuration.extensions.map { $0.lowercased() }
      excludedNames = configuration.excludedNames
      excludedFolders = configuration.excludedFolders
      folderDepth = limits.folderDepth
    }
  }

  /// The listing that a configuration makes of the same places; nil where they must be walked again to know.
  func narrowed(to configuration: ContentConfiguration, _ limits: ContentLimits) -> ContentListing? {
    let wanted = Choices(configuration, limits)
    guard !choices.hasGivenFile, problems.isEmpty, wanted.excludedNames == choices.excludedNames,
      wanted.excludedFolders == choices.excludedFolders, wanted.folderDepth == choices.folderDepth,
      Set(wanted.extensions).isSubset(of: choices.extensions)
    else { return nil }
    let endings = wanted.extensions.map { Array(".\($0)".utf8) }
    func isWanted(_ path: String) -> Bool {
      let tail = path.utf8.suffix(from: path.utf8.lastIndex(of: Byte.period) ?? path.utf8.endIndex)
      return endings.contains { tail.lazy.map(Byte.lowercased).elementsEqual($0) }
    }
    var listing = self
    listing.choices = wanted
    listing.files.removeAll { !isWanted($0.path) }
    listing.leftOut.removeAll { !isWanted($0.path) && ContentDiscovery.reasonNotToRead($0.path.fileNameBytes) == nil }
    return listing
  }
}

extension String {
  /// What stands behind the last slash.
  fileprivate var fileNameBytes: ArraySlice<UInt8> {
    let bytes = Array(utf8)
    return bytes[(bytes.lastIndex(of: Byte.slash).map { $0 + 1 } ?? 0)...]
  }
}
