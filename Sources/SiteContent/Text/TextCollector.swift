/// Text found in a document, with links in the order of their places.
package struct ExtractedText: Sendable, Equatable {
  /// The plain text; blocks are on lines of their own.
  package var text: String
  /// The targets of links as they are written, not resolved; images are no links.
  package var links: [String]

  /// Makes a value from its parts.
  package init(text: String = "", links: [String] = []) {
    self.text = text
    self.links = links
  }
}

/// Gathers the text of one document as bytes, and makes one `String` of it at the end.
struct TextCollector {
  /// The most text kept of a document, in bytes.
  static let limit = 2_000_000

  /// The longest target of a link that is noted, in bytes.
  static let longestLink = 2_000

  private(set) var bytes: [UInt8] = []
  private(set) var links: [String] = []
  private var needsBreak = false
  /// How many bytes of targets may come: a target defined once and used often could make far more of them than the page has.
  private var linkBytesLeft: Int

  /// Whether no more text is taken.
  var isFull: Bool { bytes.count >= Self.limit }

  /// Begins with room for the text of a document.
  ///
  /// - Parameter capacity: The size of the document in bytes; its links take up no more than twice that.
  init(capacity: Int) {
    linkBytesLeft = 2 * capacity
    bytes.reserveCapacity(min(capacity, Self.limit) + 16)
  }

  /// Puts what comes next on a new line.
  mutating func breakLine() {
    needsBreak = true
  }

  /// Adds text as it is. White space alone is not worth a line of its own.
  mutating func append(_ run: UnsafeBufferPointer<UInt8>) {
    guard !run.isEmpty, !isFull else { return }
    if needsBreak {
      if run[0].isWhiteSpace, run.allSatisfy(\.isWhiteSpace) { return }
      startLine()
    }
    bytes.append(contentsOf: run)
  }

  /// Adds a code point.
  mutating func append(scalar: UInt32) {
    guard !isFull else { return }
    if needsBreak { startLine() }
    UTF8Sequence.append(scalar, to: &bytes)
  }

  /// Adds text whose character references are to be decoded.
  mutating func appendDecoding(_ run: UnsafeBufferPointer<UInt8>) {
    var position = 0
    while position < run.count {
      guard let ampersand = run.firstIndex(of: 0x26, from: position) else { break }
      append(run.part(position..<ampersand))
      if let reference = CharacterReference.parse(run, at: ampersand) {
        append(scalar: reference.scalar)
        position = ampersand + reference.length
      } else {
        append(run.part(ampersand..<ampersand + 1))
        position = ampersand + 1
      }
    }
    append(run.part(position..<run.count))
  }

  /// Notes the target of a link, its character references decoded.
  mutating func appendLink(_ target: UnsafeBufferPointer<UInt8>) {
    guard !target.isEmpty, target.count <= min(Self.longestLink, linkBytesLeft) else { return }
    if target.has("data:", at: 0, ignoringCase: true) { return }
    linkBytesLeft -= target.count
    if target.firstIndex(of: 0x26, from: 0) == nil {
      links.append(String(decoding: target, as: UTF8.self))
    } else {
      var decoded = TextCollector(capacity: target.count)
      decoded.appendDecoding(target)
      links.append(String(decoding: decoded.bytes, as: UTF8.self))
    }
  }

  private mutating func startLine() {
    needsBreak = false
    if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
  }

  /// The text and links, cleaned: see `TextCleaning`.
  consuming func finished() -> ExtractedText {
    if bytes.count > Self.limit {
      var end = Self.limit
      while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
      bytes.removeSubrange(end...)
    }
    return ExtractedText(text: String(utf8: TextCleaning.cleaned(bytes)), links: links)
  }
}
