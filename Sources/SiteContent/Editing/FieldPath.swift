/// Where a front matter value stands: the keys from the outermost to the innermost, compared case-insensitively as in Hugo.
public struct FieldPath: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The keys, outermost first; never empty.
  public let components: [String]

  /// Creates a path from its keys, for keys that hold dots themselves, such as `msvalidate.01`.
  public init(components: [String]) {
    precondition(!components.isEmpty, "A field path needs at least one key.")
    self.components = components
  }

  /// Creates a path from keys joined by dots: `openProjectCustomFields.medigyTopics`.
  public init(_ dotted: String) {
    self.init(components: dotted.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
  }

  /// Creates a path from a literal, keys joined by dots.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// The keys joined by dots.
  public var description: String { components.joined(separator: ".") }

  /// Whether two keys name the same field: `Tags` and `tags` do.
  static func sameKey(_ lhs: String, _ rhs: String) -> Bool {
    lhs == rhs || lhs.lowercased() == rhs.lowercased()
  }

  /// Whether both lists of keys name the same field.
  static func samePath(_ lhs: [String], _ rhs: [String]) -> Bool {
    lhs.count == rhs.count && zip(lhs, rhs).allSatisfy { sameKey($0, $1) }
  }
}
