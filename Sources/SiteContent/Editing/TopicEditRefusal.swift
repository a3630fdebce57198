/// Why a content file is left as it is: a doubt is a refusal, never a guess.
public struct TopicEditRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of doubt.
  public let reason: RefusalCode
  /// What was found, what was wanted, what to do, in one sentence or two.
  public let detail: String
  /// The line of the file, from 1, when one line is to blame.
  public let line: Int?

  /// Creates a refusal.
  public init(_ reason: RefusalCode, _ detail: String, line: Int? = nil) {
    self.reason = reason
    self.detail = detail
    self.line = line
  }

  /// The detail and the code, as a report shows them.
  public var description: String {
    (line.map { "line \($0): " } ?? "") + "\(detail) [\(reason.rawValue)]"
  }
}
