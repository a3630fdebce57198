/// Something in a model configuration that cannot be used: where it is, what it is, what to do.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, or the name of a built-in configuration.
  public var path: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int
  /// What was found, what was wanted, and the nearest name.
  public var message: String
  /// The line of the file, so that a caret can be shown below it; nil when there is none.
  public var source: String?

  /// Creates an error.
  public init(path: String, line: Int, column: Int, message: String, source: String? = nil) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.source = source
  }

  /// `path:line:column: error: message`, then the line and a caret below the column.
  public var description: String {
    let head = "\(path):\(line):\(column): error: \(message)"
    guard let source, !source.isEmpty else { return head }
    let number = String(line)
    let margin = String(repeating: " ", count: number.utf8.count)
    let caret = String(repeating: " ", count: max(0, column - 1)) + "^"
    return "\(head)\n \(margin) |\n \(number) | \(source)\n \(margin) | \(caret)"
  }
}
