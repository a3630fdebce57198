import Foundation
import Testing

/// The built program, run in a copy of the sample collection.
struct SampleProgram {
  /// The folder that the program works in.
  let folder: SampleFolder

  /// Runs the program with some arguments.
  @discardableResult
  func callAsFunction(_ arguments: String..., input: String = "") throws -> Answer {
    try Program.run(arguments, in: folder.url.path, environment: ["NO_COLOR": "1"], input: input)
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
    try #require(try SampleProgram(folder: folder)("index", "--no-clusters", "-q", ".").status == 0)
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
