/// Why a content file is left as it is: a doubt is a refusal, never a guess.
public struct TopicEditRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of doubt; the raw value is the stable code that reports show.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The file does not begin with a front matter fence or a JSON object.
    case noFrontMatter = "no-front-matter"
    /// The front matter is opened and never closed.
    case unclosedFrontMatter = "unclosed-front-matter"
    /// A byte sequence is not UTF-8 and the caller has not allowed that.
    case invalidUTF8 = "utf8-invalid"
    /// The front matter is larger, deeper or richer in aliases than the limits allow.
    case tooComplex = "fm-too-complex"
    /// The parser of the format rejects the front matter.
    case doesNotParse = "fm-does-not-parse"
    /// The key stands twice, perhaps in two spellings of its case.
    case duplicateKey = "duplicate-key"
    /// The value is neither a list, a text nor empty, or an item of the list is not a text.
    case notATopicList = "not-a-topic-list"
    /// An anchor, an alias, a tag or a merge key takes part in the list.
    case sharedValue = "shared-value"
    /// The layout of the list is legal but not one that can be edited line by line.
    case unsupportedLayout = "unsupported-layout"
    /// A topic to write has no visible character.
    case blankTopic = "blank-topic"
    /// The edited text did not read back as it should.
    case doubtAfterEdit = "doubt-after-edit"
  }

  /// The kind of doubt.
  public let reason: Reason
  /// What was found, what was wanted, what to do, in one sentence or two.
  public let detail: String
  /// The line of the file, from 1, when one line is to blame.
  public let line: Int?

  /// Creates a refusal.
  public init(_ reason: Reason, _ detail: String, line: Int? = nil) {
    self.reason = reason
    self.detail = detail
    self.line = line
  }

  /// The detail and the code, as a report shows them.
  public var description: String {
    (line.map { "line \($0): " } ?? "") + "\(detail) [\(reason.rawValue)]"
  }
}
