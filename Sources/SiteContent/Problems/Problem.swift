/// Something in the content that an editor should know: where it is, what it is, what to do.
public struct Problem: Error, Sendable, Equatable {
  /// How much harm was done.
  public enum Severity: String, CaseIterable, Sendable {
    /// The file, or one record of it, was left out.
    case error
    /// The item is in, with a part of it doubtful.
    case warning
  }

  /// The path as the listing gives it, bytes that are not UTF-8 escaped as `\xE9`.
  public var path: String
  /// The line in the file, from 1; 0 when the whole file is meant.
  public var line: Int
  /// The column in the line, from 1, in characters; 0 when the whole line is meant.
  public var column: Int
  /// How much harm was done.
  public var severity: Severity
  /// The kind, for `recommend explain`.
  public var code: ProblemCode
  /// What was found, and what was wanted.
  public var message: String
  /// What to do about it, or an empty text.
  public var hint: String

  /// Creates a problem.
  public init(
    path: String, line: Int = 0, column: Int = 0, severity: Severity, code: ProblemCode, message: String,
    hint: String = ""
  ) {
    self.path = path
    self.line = line
    self.column = column
    self.severity = severity
    self.code = code
    self.message = message
    self.hint = hint
  }
}

extension Problem: CustomStringConvertible {
  /// `path:line:column: severity: message [code]`, and a line `  hint: …` when there is one.
  public var description: String {
    var text = path
    if line > 0 { text += ":\(line)" }
    if line > 0, column > 0 { text += ":\(column)" }
    text += ": \(severity.rawValue): \(message) [\(code.rawValue)]"
    if !hint.isEmpty { text += "\n  hint: \(hint)" }
    return text
  }
}

extension Problem: Comparable {
  /// By path, line, column, code and message, each by its bytes.
  public static func < (lhs: Problem, rhs: Problem) -> Bool {
    if lhs.path != rhs.path { return lhs.path.utf8.lexicographicallyPrecedes(rhs.path.utf8) }
    if (lhs.line, lhs.column) != (rhs.line, rhs.column) { return (lhs.line, lhs.column) < (rhs.line, rhs.column) }
    if lhs.code != rhs.code { return lhs.code.rawValue < rhs.code.rawValue }
    return lhs.message.utf8.lexicographicallyPrecedes(rhs.message.utf8)
  }
}
