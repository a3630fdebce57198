/// The bytes of a content file, cut around its front matter without losing one.
///
/// `prefix + text + suffix` are the bytes of the file. The fences belong to prefix and suffix; the braces of JSON front
/// matter belong to the text. A byte order mark and blank lines may stand before the opening fence, as in real sites.
struct EditableFrontMatter {
  static let fileLimit = 10_000_000
  static let textLimit = 262_144

  let format: FrontMatterFormat
  let prefix: [UInt8]
  let text: [UInt8]
  let suffix: [UInt8]

  /// Cuts a file where reading cuts it; refuses what is too large, unfenced or unclear.
  init(cutting bytes: [UInt8]) throws(TopicEditRefusal) {
    guard bytes.count <= Self.fileLimit else {
      throw TopicEditRefusal(.tooComplex, "The file has \(bytes.count) bytes; the limit is \(Self.fileLimit).")
    }
    let block: FrontMatterBlock
    switch FrontMatterSplitter.split(bytes) {
    case .block(let found): block = found
    case .bodyOnly(let body): throw Self.refusal(bodyOnly: bytes[body])
    case .unclear(let trouble): throw Self.refusal(trouble, of: bytes)
    }
    guard block.range.count <= Self.textLimit else {
      throw TopicEditRefusal(
        .tooComplex, "The front matter has \(block.range.count) bytes; the limit is \(Self.textLimit).")
    }
    format = block.format
    prefix = Array(bytes[..<block.range.lowerBound])
    text = Array(bytes[block.range])
    suffix = Array(bytes[block.range.upperBound...])
  }

  /// The whole file with another text between the fences.
  func file(with text: [UInt8]) -> [UInt8] { prefix + text + suffix }

  /// The line end of the opening fence.
  var fenceBreak: [UInt8] {
    prefix.suffix(2) == [Byte.carriageReturn, Byte.lineFeed] ? [Byte.carriageReturn, Byte.lineFeed] : [Byte.lineFeed]
  }

  /// How many line feeds stand before the text: the line of its first byte is one more.
  var lineOffset: Int { prefix.count { $0 == Byte.lineFeed } }

  private static func refusal(bodyOnly body: ArraySlice<UInt8>) -> TopicEditRefusal {
    guard body.contains(where: { !Byte.isBlank($0) && $0 != Byte.carriageReturn && $0 != Byte.lineFeed }) else {
      return TopicEditRefusal(.noFrontMatter, "The file holds no text. Add front matter between two lines '---'.")
    }
    return TopicEditRefusal(
      .noFrontMatter, "The file does not begin with '---', '+++' or '{'. Add front matter between two lines '---'.",
      line: 1)
  }

  private static func refusal(_ trouble: FenceTrouble, of bytes: [UInt8]) -> TopicEditRefusal {
    guard trouble.kind == .notClosed else {
      let described = trouble.described
      return TopicEditRefusal(
        .noFrontMatter, "It is unclear what is front matter: \(described.message). \(described.hint)",
        line: trouble.line)
    }
    let opening = bytes.first { $0 == Byte.hyphen || $0 == Byte.plus || $0 == Byte.braceOpen }
    guard let opening, opening != Byte.braceOpen else {
      return TopicEditRefusal(
        .unclosedFrontMatter, "The '{' of the front matter is never closed. Add the missing '}'.")
    }
    let fence = String(repeating: Character(Unicode.Scalar(opening)), count: 3)
    return TopicEditRefusal(
      .unclosedFrontMatter, "No line '\(fence)' closes the front matter. Add one before the text.")
  }
}
