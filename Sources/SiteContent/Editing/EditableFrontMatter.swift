/// The bytes of a content file, cut around its front matter without losing one.
///
/// `prefix + text + suffix` are the bytes of the file. The fences belong to prefix and suffix; the braces of JSON front
/// matter belong to the text. A byte order mark and blank lines may stand before the opening fence, as in real sites.
struct EditableFrontMatter {
  /// The languages of front matter, told by the opening fence.
  enum Format: Sendable {
    case yaml, toml, json
  }

  static let fileLimit = 10_000_000
  static let textLimit = 262_144

  let format: Format
  let prefix: [UInt8]
  let text: [UInt8]
  let suffix: [UInt8]

  /// Cuts a file; refuses what is too large, unfenced or unclosed.
  init(cutting bytes: [UInt8]) throws(TopicEditRefusal) {
    guard bytes.count <= Self.fileLimit else {
      throw TopicEditRefusal(.tooComplex, "The file has \(bytes.count) bytes; the limit is \(Self.fileLimit).")
    }
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while let line = Line(at: start, in: bytes), line.isBlank(in: bytes) { start = line.next }
    guard let opening = Line(at: start, in: bytes) else {
      throw TopicEditRefusal(.noFrontMatter, "The file holds no text. Add front matter between two lines '---'.")
    }
    let range: Range<Int>
    if opening.isFence([0x2D, 0x2D, 0x2D], in: bytes) {
      format = .yaml
      range = try Self.fenced(from: opening.next, by: [0x2D, 0x2D, 0x2D], in: bytes)
    } else if opening.isFence([0x2B, 0x2B, 0x2B], in: bytes) {
      format = .toml
      range = try Self.fenced(from: opening.next, by: [0x2B, 0x2B, 0x2B], in: bytes)
    } else if let brace = bytes[start..<opening.next].firstIndex(where: { $0 != 0x20 && $0 != 0x09 }),
      bytes[brace] == 0x7B
    {
      format = .json
      range = brace..<(try Self.objectEnd(from: brace, in: bytes))
    } else {
      throw TopicEditRefusal(
        .noFrontMatter, "The file does not begin with '---', '+++' or '{'. Add front matter between two lines '---'.",
        line: 1)
    }
    guard range.count <= Self.textLimit else {
      throw TopicEditRefusal(.tooComplex, "The front matter has \(range.count) bytes; the limit is \(Self.textLimit).")
    }
    prefix = Array(bytes[..<range.lowerBound])
    text = Array(bytes[range])
    suffix = Array(bytes[range.upperBound...])
  }

  /// The whole file with another text between the fences.
  func file(with text: [UInt8]) -> [UInt8] { prefix + text + suffix }

  /// The line end of the opening fence.
  var fenceBreak: [UInt8] { prefix.suffix(2) == [0x0D, 0x0A] ? [0x0D, 0x0A] : [0x0A] }

  /// How many line feeds stand before the text: the line of its first byte is one more.
  var lineOffset: Int { prefix.count { $0 == 0x0A } }

  private static func fenced(from start: Int, by fence: [UInt8], in bytes: [UInt8]) throws(TopicEditRefusal) -> Range<
    Int
  > {
    var position = start
    while let line = Line(at: position, in: bytes) {
      if line.isFence(fence, in: bytes) { return start..<line.start }
      position = line.next
    }
    let name = String(decoding: fence, as: UTF8.self)
    throw TopicEditRefusal(.unclosedFrontMatter, "No line '\(name)' closes the front matter. Add one before the text.")
  }

  private static func objectEnd(from brace: Int, in bytes: [UInt8]) throws(TopicEditRefusal) -> Int {
    var depth = 0
    var isInString = false
    var position = brace
    while position < bytes.count {
      let byte = bytes[position]
      if isInString {
        if byte == 0x5C { position += 1 } else if byte == 0x22 { isInString = false }
      } else if byte == 0x22 {
        isInString = true
      } else if byte == 0x7B || byte == 0x5B {
        depth += 1
      } else if byte == 0x7D || byte == 0x5D {
        depth -= 1
        if depth == 0 { return position + 1 }
      }
      position += 1
    }
    throw TopicEditRefusal(.unclosedFrontMatter, "The '{' of the front matter is never closed. Add the missing '}'.")
  }

  /// One line of the file, ended by a line feed or by the end of the file.
  private struct Line {
    let start: Int
    let end: Int
    let next: Int

    init?(at start: Int, in bytes: [UInt8]) {
      guard start < bytes.count else { return nil }
      self.start = start
      end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      next = min(end + 1, bytes.count)
    }

    func isBlank(in bytes: [UInt8]) -> Bool {
      bytes[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    func isFence(_ fence: [UInt8], in bytes: [UInt8]) -> Bool {
      bytes[start..<end].starts(with: fence)
        && bytes[(start + fence.count)..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
  }
}
