import Glibc
import RecommendationEngine
import SiteContent

/// A page or a plain text on standard input.
struct StandardInputPage {
  /// Its title, summary and body.
  let item: Item
  /// The names by which the same page may be indexed.
  let keys: [String]

  /// The most that is read; a page above the limit of the model would not be indexed either.
  private static let byteLimit = 10_000_000

  /// Reads standard input to its end.
  static func read(_ configuration: ModelConfiguration) throws -> StandardInputPage {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw CommandFailure("Standard input cannot be read: \(String(cString: strerror(errno))).")
      }
      guard count > 0 else { break }
      bytes += buffer[..<count]
      guard bytes.count <= byteLimit else {
        throw CommandFailure("Standard input holds more than \(byteLimit / 1_000_000) MB.", hint: "Give one page.")
      }
    }
    let file = ContentFile(path: "-", format: .markdown)
    let contents = ContentReader(configuration: configuration).read(bytes: bytes, of: file)
    for problem in contents.problems {
      try OutputWriter.standardError.write(Terminal.safeLines(problem.description) + "\n")
    }
    guard let source = contents.items.first else {
      return StandardInputPage(item: Item(id: "-", body: String(decoding: bytes, as: UTF8.self)), keys: [])
    }
    let keys = source.keys.filter { $0.kind != .path }.map(\.value)
    var item = source.item
    // A plain text has the name of its file for a title: none.
    if item.title == file.path { item.title = "" }
    return StandardInputPage(item: item, keys: keys)
  }
}
