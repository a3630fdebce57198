/// Names an item for as long as the item lives.
///
/// Ids are texts everywhere, also where a file writes a number: `3475` and `007` keep their spelling.
/// They are ordered by their UTF-8 bytes, so the order is the same on every machine and in every locale.
public struct ItemID: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The id as the source spells it.
  public let rawValue: String

  /// Creates an id from its spelling.
  public init(_ rawValue: String) {
    self.rawValue = rawValue
  }

  /// Creates an id from a literal.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// The spelling itself.
  public var description: String { rawValue }
}

extension ItemID: Comparable {
  /// Whether the bytes of the left id come before those of the right one.
  public static func < (lhs: ItemID, rhs: ItemID) -> Bool {
    lhs.rawValue.hasBytes(before: rhs.rawValue)
  }
}
