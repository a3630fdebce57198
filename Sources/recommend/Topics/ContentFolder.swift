import ArgumentParser
import Glibc
import RecommendationStore
import SiteContent

/// Where the content files are.
struct ContentOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The content folder that the paths of the index lie below. Default: where it was at indexing.",
      valueName: "folder"))
  var root: String?

  /// The content folder of an index.
  func folder(_ database: DatabaseOptions) throws -> ContentFolder {
    try folder(database.open())
  }

  /// The content folder of an index.
  func folder(_ store: RecommendationStore) throws -> ContentFolder {
    let generation = try store.generation()
    return try ContentFolder(
      path: ContentFolder.path(given: root, store),
      configuration: StoredConfiguration.decode(generation.configuration, path: store.path),
      usualTopicsKey: store.setting(ContentFolder.topicsKeySetting))
  }
}

/// The content folder of an index: its files, and how their topics are read.
struct ContentFolder {
  /// The setting that keeps the folder where the index lies elsewhere.
  static let setting = "content_root"

  /// The setting that keeps the key under which most pages list their topics.
  static let topicsKeySetting = "topics_key"

  /// The absolute path without links.
  let path: String
  let configuration: ModelConfiguration
  /// The key under which most pages list their topics; nil where none does.
  let usualTopicsKey: String?
  let replacer: SafeReplace
  private let reader: ContentReader
  /// The folder as seen from the working directory, ending in `/`; empty when it is that, nil when it lies elsewhere.
  private let prefix: String?

  init(path: String, configuration: ModelConfiguration, usualTopicsKey: String? = nil) throws {
    guard let real = realpath(path, nil) else {
      throw CommandFailure(
        "The content folder '\(Terminal.safe(path))' is not there.", hint: "Name it with --root FOLDER.")
    }
    defer { free(real) }
    self.path = String(cString: real)
    self.configuration = configuration
    self.usualTopicsKey = usualTopicsKey
    reader = ContentReader(configuration: configuration)
    do {
      replacer = SafeReplace(root: try ContentRoot(self.path))
    } catch {
      throw CommandFailure(error.description, hint: "Name the content folder with --root FOLDER.")
    }
    prefix = Self.prefix(of: self.path)
  }

  /// The folder to use: the one given, the one kept, or the one that holds the index.
  static func path(given: String?, _ store: RecommendationStore) throws -> String {
    if let given { return given }
    if let kept = try store.setting(setting) { return kept }
    if let root = StoreLocation.root(ofDatabase: store.path) { return root }
    throw CommandFailure(
      "The index '\(Terminal.safe(store.path))' does not say where its content is.",
      hint: "Name the content folder with --root FOLDER.")
  }

  /// The key under which most of some items list their topics; of keys that are as frequent the first of the model.
  static func usualTopicsKey(of items: [SourceItem], _ content: ContentConfiguration) -> String? {
    var counts = [Int](repeating: 0, count: content.topics.count)
    for item in items where !item.item.topics.isEmpty {
      guard let key = item.topicsKey, let place = content.topics.firstIndex(of: key) else { continue }
      counts[place] += 1
    }
    guard let most = counts.max(), most > 0 else { return nil }
    return counts.firstIndex(of: most).map { content.topics[$0] }
  }

  /// Whether the folder is the working directory or lies below it.
  var isBelowWorkingDirectory: Bool { prefix != nil }

  /// The path of a file as somebody in the working directory writes it; from the content folder where that lies elsewhere.
  func shown(_ file: String) -> String { (prefix ?? "") + file }

  /// A page as it is now.
  func page(_ file: String) throws(PageRefusal) -> TopicPage {
    let ending = file.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(file[file.utf8.index(after: $0)...]) } ?? ""
    guard let format = ContentFile.Format(extension: ending.lowercased()), format != .jsonLines, format != .csv else {
      throw PageRefusal(
        file, code: .recordFile,
        message: "'\(file)' holds records, not a page. Take the changes from recommend retag export.")
    }
    let bytes: [UInt8]
    do {
      bytes = try replacer.bytes(of: file)
    } catch {
      throw PageRefusal(file, error)
    }
    return TopicPage(
      path: file, format: format, bytes: bytes, reader: reader, usualTopicsKey: usualTopicsKey)
  }

  private static func prefix(of path: String) -> String? {
    guard let directory = getcwd(nil, 0) else { return nil }
    defer { free(directory) }
    let here = String(cString: directory)
    if path == here { return "" }
    let base = here.hasSuffix("/") ? here : here + "/"
    return path.hasPrefix(base) ? String(path.dropFirst(base.count)) + "/" : nil
  }
}

/// Why a file stays as it is.
struct PageRefusal: Error, CustomStringConvertible {
  let path: String
  let line: Int?
  /// The stable code that reports show.
  let code: RefusalCode
  let message: String

  init(_ path: String, line: Int? = nil, code: RefusalCode, message: String) {
    self.path = path
    self.line = line
    self.code = code
    self.message = message
  }

  /// What a replacement said, without the path that stands before it here.
  init(_ path: String, _ error: FileReplaceError) {
    let text = error.description
    let start = "'\(path)': "
    self.init(path, code: error.code, message: text.hasPrefix(start) ? String(text.dropFirst(start.count)) : text)
  }

  var description: String {
    path + (line.map { ":\($0)" } ?? "") + ": \(message) [\(code.rawValue)]"
  }
}
