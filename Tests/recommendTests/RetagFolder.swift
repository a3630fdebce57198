import Foundation

/// A copy of the indexed sample that a test may change; the index moves with its folder.
final class RetagFolder: Sendable {
  private let parent: TemporaryFolder
  /// The content folder.
  let path: String

  init() throws {
    parent = try TemporaryFolder()
    path = parent.file("content")
    try FileManager.default.copyItem(atPath: Sample.folder() + "/content", toPath: path)
  }

  /// Runs the program in the content folder.
  @discardableResult
  func recommend(_ arguments: String...) throws -> Answer { try Program.run(arguments, in: path) }

  /// A file beside the content.
  func scratch(_ name: String) -> String { parent.file(name) }

  /// The text of a page, such as `curated/3475.md`.
  func text(_ page: String) throws -> String { try parent.read("content/" + page) }

  /// Writes a page.
  func write(_ text: String, to page: String) throws { try parent.write("content/" + page, text) }

  /// Writes a file beside the content.
  func writeScratch(_ text: String, to name: String) throws -> String {
    try parent.write(name, text)
    return parent.file(name)
  }

  /// The bytes of all pages by name.
  func pages() throws -> [String: Data] {
    var pages: [String: Data] = [:]
    for name in try parent.names("content/curated") {
      pages[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/curated/" + name))
    }
    return pages
  }
}
