/// The notations of front matter.
package enum FrontMatterFormat: String, CaseIterable, Sendable {
  /// Between lines of `---`.
  case yaml
  /// Between lines of `+++`.
  case toml
  /// One object, from `{` to its `}`.
  case json
}

/// Where the front matter of a file stands, and where the text after it begins.
package struct FrontMatterBlock: Sendable, Equatable {
  /// The notation.
  package var format: FrontMatterFormat
  /// The bytes between the fences, line ends included; with JSON the object with its braces.
  package var range: Range<Int>
  /// The number, from 1, of the line that holds the first byte of `range`.
  package var firstLine: Int
  /// The bytes after the closing fence and its line end.
  package var bodyRange: Range<Int>
  /// The number, from 1, of the line that holds the first byte of `bodyRange`.
  package var bodyFirstLine: Int
}

/// What a look at the fences of a file tells.
package enum FrontMatterSplit: Sendable, Equatable {
  /// No front matter: all of the file from this byte on is text.
  case bodyOnly(Range<Int>)
  /// Front matter and text.
  case block(FrontMatterBlock)
  /// Fences that leave it open what is front matter and what is text.
  case unclear(FenceTrouble)
}

/// Why the fences of a file cannot be trusted.
package struct FenceTrouble: Error, Sendable, Equatable {
  /// What is wrong.
  package enum Kind: Sendable, Equatable {
    /// The block opens and does not close.
    case notClosed
    /// The closing fence has more than three hyphens, or text behind it.
    case oddClosingFence(String)
    /// The opening fence is not `---` alone.
    case oddOpeningFence(String)
    /// Keys, and a closing fence, but no opening one.
    case notOpened
    /// Something stands before the opening fence.
    case textBeforeFence(String)
    /// An empty block stands before the one with the keys.
    case emptyBlock
    /// The whole block is inside an HTML comment.
    case commentedOut
  }
  /// What is wrong.
  package var kind: Kind
  /// The line, from 1.
  package var line: Int
  /// The line of the opening fence, or of what stands in its place.
  package var openingLine: Int
}
