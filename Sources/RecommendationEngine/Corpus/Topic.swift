/// A label that people give to items, such as `Medigy: Patient Acquisition`.
///
/// Two topics are the same when their labels are; spelling variants are kept apart here and reported by the audit.
public struct Topic: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The whole label, trimmed, HTML entities decoded.
  public let label: String

  /// Creates a topic from its label, taken as it is.
  public init(_ label: String) {
    self.label = label
  }

  /// Creates a topic from a literal.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// What stands before the first `": "`, or nil: `Medigy` in `Medigy: Patient Acquisition`.
  public var namespace: String? {
    label.firstRange(of: ": ").map { String(label[..<$0.lowerBound]) }
  }

  /// The label without its namespace: `Patient Acquisition` in `Medigy: Patient Acquisition`.
  public var name: String {
    label.firstRange(of: ": ").map { String(label[$0.upperBound...]) } ?? label
  }

  /// The label itself.
  public var description: String { label }
}

extension Topic: Comparable {
  /// Whether the bytes of the left label come before those of the right one.
  public static func < (lhs: Topic, rhs: Topic) -> Bool {
    lhs.label.utf8.lexicographicallyPrecedes(rhs.label.utf8)
  }
}
