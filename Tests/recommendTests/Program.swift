import Foundation
import Testing

/// The built program, run on a folder of its own.
struct Program {
  /// What a run gave.
  struct Result {
    let status: Int32
    let output: String
    let messages: String
  }

  /// The folder that the program works in: a copy of the sample collection, gone when the test ends.
  let folder: SampleFolder

  /// Runs the program with some arguments.
  @discardableResult
  func callAsFunction(_ arguments: String..., input: String = "") throws -> Result {
    let process = Process()
    process.executableURL = Self.url
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ["PATH": "/usr/bin:/bin", "NO_COLOR": "1"]
    // Files, not pipes: a pipe that nobody empties would stop the program.
    let outputURL = folder.scratch.appendingPathComponent("output")
    let messagesURL = folder.scratch.appendingPathComponent("messages")
    let inputURL = folder.scratch.appendingPathComponent("input")
    try Data(input.utf8).write(to: inputURL)
    for url in [outputURL, messagesURL] { try Data().write(to: url) }
    process.standardInput = try FileHandle(forReadingFrom: inputURL)
    process.standardOutput = try FileHandle(forWritingTo: outputURL)
    process.standardError = try FileHandle(forWritingTo: messagesURL)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: outputURL), as: UTF8.self),
      messages: String(decoding: try Data(contentsOf: messagesURL), as: UTF8.self))
  }

  /// The program lies beside the bundle of the tests.
  private static var url: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("recommend")
  }
}

/// A copy of the sample collection in a temporary folder.
final class SampleFolder: Sendable {
  /// The content.
  let url: URL
  /// A folder beside it.
  let scratch: URL
  private let parent: URL

  /// Copies a folder; the sample collection when none is given.
  init(copying source: URL? = nil) throws {
    parent = FileManager.default.temporaryDirectory.appendingPathComponent("recommend-\(UUID().uuidString)")
    url = parent.appendingPathComponent("content")
    scratch = parent.appendingPathComponent("scratch")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/health-teasers/content")
    try FileManager.default.copyItem(at: source ?? fixtures, to: url)
  }

  /// A copy of the sample collection with its index, which moves with the folder and so is made once for all tests.
  static func indexed() throws -> SampleFolder {
    try SampleFolder(copying: template.get().url)
  }

  private static let template = Result {
    let folder = try SampleFolder()
    try #require(try Program(folder: folder)("index", "--no-clusters", "-q", ".").status == 0)
    return folder
  }

  deinit { try? FileManager.default.removeItem(at: parent) }

  /// The text of a page, such as `curated/3475.md`.
  func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(path)), as: UTF8.self)
  }

  /// Writes a page.
  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: url.appendingPathComponent(path))
  }

  /// The bytes of all pages by path.
  func pages() throws -> [String: Data] {
    let folder = url.appendingPathComponent("curated")
    var pages: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      pages[name] = try Data(contentsOf: folder.appendingPathComponent(name))
    }
    return pages
  }
}
