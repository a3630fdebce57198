/// Chooses the built-in model that fits what is to be indexed.
public struct ModelDetection: Sendable, Equatable {
  /// The name of the built-in model.
  public var name: String
  /// Why it was chosen, to be printed.
  public var reason: String

  /// Looks at the endings of the files and at the first pages.
  ///
  /// Files of records alone make `jsonl`; pages of which one of the first fifty has the key `communityTopics` or the mirror
  /// `openProjectCustomFields` make `medigy`; everything else is `hugo`.
  public static func model(forRoots roots: [String]) throws(ContentRootError) -> ModelDetection {
    model(for: try listing(ofRoots: roots))
  }

  /// Lists the files with an ending of any built-in model.
  public static func listing(ofRoots roots: [String]) throws(ContentRootError) -> ContentListing {
    var content = ContentConfiguration()
    content.extensions += ["jsonl", "ndjson", "json", "csv"]
    return try ContentDiscovery.listing(of: roots, configuration: content, limits: ContentLimits())
  }

  /// Looks at the files of a listing that ``listing(ofRoots:)`` made.
  public static func model(for listing: ContentListing) -> ModelDetection {
    let pages = listing.files.filter { $0.format == .markdown || $0.format == .html }
    let records = listing.files.count - pages.count
    if pages.isEmpty, records > 0 {
      return .init(name: "jsonl", reason: records == 1 ? "a file of records" : "\(records) files of records, no pages")
    }
    let wanted = WantedKeys(["communityTopics", "openProjectCustomFields"].map(Metadata.KeyPath.init))
    // Evenly spread, so that one folder of another kind does not decide.
    let step = max(1, pages.count / 50)
    for index in stride(from: 0, to: pages.count, by: step) {
      guard let bytes = try? FileBytes(pages[index].systemPath).all(limit: 1_000_000) else { continue }
      let keys = keys(of: bytes, wanted: wanted)
      if let key = keys.first {
        return .init(name: "medigy", reason: "\(pages[index].path) has the key '\(key)'")
      }
    }
    let count = pages.count == 1 ? "1 page" : "\(pages.count) pages"
    return .init(name: "hugo", reason: "\(count) of Markdown or HTML")
  }

  private static func keys(of bytes: [UInt8], wanted: WantedKeys) -> [String] {
    bytes.withUnsafeBufferPointer { buffer in
      guard case .block(let block) = FrontMatterSplitter.split(buffer), block.format == .yaml,
        block.range.count < 262_144
      else { return [] }
      let slice = UnsafeBufferPointer(rebasing: buffer[block.range])
      return (try? YAMLReader.read(slice, firstLine: 1, wanted: wanted))?.metadata.entries.map(\.key) ?? []
    }
  }
}
