/// Reads a collection of files into items and problems.
///
/// Discovery and reading are apart, so that chunks of files can be read by several threads: `read` changes nothing.
///
///     let reader = ContentReader(configuration: model)
///     let listing = try reader.discover(roots: ["content"])
///     for file in listing.files { let contents = reader.read(file) … }
public struct ContentReader: Sendable {
  /// The model that says what is read.
  public let configuration: ModelConfiguration
  private let plan: ReadingPlan
  private let today: String?

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - configuration: Which files and keys are read, within which limits.
  ///   - today: ISO 8601; decides which items have expired where the model leaves such out. The reader asks no clock.
  public init(configuration: ModelConfiguration, today: String? = nil) {
    self.configuration = configuration
    self.today = today
    plan = ReadingPlan(configuration)
  }

  /// Finds the files below the given files and folders.
  ///
  /// Paths are relative to the folder, or to the deepest folder that holds all of several places.
  ///
  /// - Parameter known: What was listed of the same places already, to be narrowed down instead, where that tells everything.
  public func discover(roots: [String], known: ContentListing? = nil) throws(ContentRootError) -> ContentListing {
    if let listing = known?.narrowed(to: configuration.content, configuration.limits) { return listing }
    return try ContentDiscovery.listing(of: roots, configuration: configuration.content, limits: configuration.limits)
  }

  /// Reads a whole file.
  ///
  /// Ids that repeat are not seen here: `DuplicateIDs` looks at them in the order of the listing.
  public func read(_ file: ContentFile) -> FileContents {
    var contents = FileContents()
    read(file) { piece in
      contents.items += piece.items
      contents.problems += piece.problems
      contents.leftOut += piece.leftOut
    }
    return contents
  }

  /// Reads a file piece by piece: a page at once, a file of records in pieces of about a megabyte.
  public func read<Failure: Error>(
    _ file: ContentFile, _ body: (FileContents) throws(Failure) -> Void
  ) throws(Failure) {
    switch file.format {
    case .markdown, .html, .json: try body(page(file))
    case .jsonLines, .csv:
      var records = RecordReader(plan: plan, file: file, today: today)
      while let contents = records.next() { try body(contents) }
    }
  }

  // MARK: Pages

  private func page(_ file: ContentFile) -> FileContents {
    var contents = FileContents()
    let bytes: [UInt8]
    do {
      bytes = try FileBytes(file.systemPath).all(limit: plan.limits.fileBytes)
    } catch {
      contents.problems.append(
        Problem(path: file.path, severity: .error, code: error.code, message: error.message, hint: error.hint))
      return contents
    }
    return read(bytes: bytes, of: file)
  }

  /// Reads a page from bytes.
  package func read(bytes: [UInt8], of file: ContentFile) -> FileContents {
    var contents = FileContents()
    guard let text = PageText.decoded(bytes, path: file.path, problems: &contents.problems) else { return contents }
    let digest = bytes.withUnsafeBytes(ContentDigest.of)
    do throws(FrontMatterTrouble) {
      var (source, bodyRange) = try text.withUnsafeBufferPointer {
        (buffer) throws(FrontMatterTrouble) -> (ItemBuilder.Source, Range<Int>?) in
        try self.source(buffer, of: file, digest: digest)
      }
      if let bodyRange { source.body = text[bodyRange] }
      ItemBuilder(plan: plan, file: file, today: today).add(source, to: &contents)
    } catch {
      contents.problems.append(
        Problem(
          path: file.path, line: error.line, column: error.column, severity: .error, code: error.code,
          message: error.message, hint: error.hint))
    }
    return contents
  }

  private func source(
    _ bytes: UnsafeBufferPointer<UInt8>, of file: ContentFile, digest: UInt64
  ) throws(FrontMatterTrouble) -> (ItemBuilder.Source, Range<Int>?) {
    if file.format == .json {
      let start = FrontMatterSplitter.hasByteOrderMark(bytes) ? 3 : 0
      let (metadata, duplicates) = try JSONReader.read(
        UnsafeBufferPointer(rebasing: bytes[start...]), firstLine: 1, wanted: plan.wanted,
        limits: plan.frontMatterLimits)
      return (.init(metadata: metadata, duplicates: duplicates, isRecord: true, digest: digest), nil)
    }
    let block: FrontMatterBlock
    switch FrontMatterSplitter.split(bytes) {
    case .bodyOnly(let range): return (.init(metadata: Metadata(), digest: digest), range)
    case .unclear(let trouble): throw trouble.described
    case .block(let found): block = found
    }
    guard block.range.count <= plan.limits.frontMatterBytes else {
      throw FrontMatterTrouble(
        code: .frontMatterTooLarge, line: block.firstLine, column: 1,
        message: "the front matter has \(block.range.count) bytes, the limit is \(plan.limits.frontMatterBytes)",
        hint: "Move long values into the text, or raise limits.front_matter_bytes.")
    }
    let slice = UnsafeBufferPointer(rebasing: bytes[block.range])
    let metadata: Metadata
    var duplicates: [DuplicateKey] = []
    switch block.format {
    case .yaml:
      if let simple = SimpleYAMLReader.read(slice, firstLine: block.firstLine, wanted: plan.wanted) {
        (metadata, duplicates) = simple
      } else {
        (metadata, duplicates) = try YAMLReader.read(
          slice, firstLine: block.firstLine, wanted: plan.wanted, limits: plan.frontMatterLimits)
      }
    case .toml:
      metadata = try TOMLReader.read(slice, firstLine: block.firstLine, limits: plan.frontMatterLimits)
    case .json:
      (metadata, duplicates) = try JSONReader.read(
        slice, firstLine: block.firstLine, wanted: plan.wanted, limits: plan.frontMatterLimits)
    }
    return (.init(metadata: metadata, duplicates: duplicates, digest: digest), block.bodyRange)
  }
}
