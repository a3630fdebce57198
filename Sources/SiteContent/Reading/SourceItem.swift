public import RecommendationEngine

/// An item with what its source tells beside text and topics.
public struct SourceItem: Sendable {
  /// What the engine works on.
  public var item: Item
  /// The path of its file below the content root, with `/`.
  public var path: String
  /// The line of its record in the file, from 1.
  public var line: Int
  /// The names by which it is found.
  public var keys: [ItemKey]
  /// Its address in the web.
  public var url: String?
  /// What editors relate it to by hand: ids, paths or addresses as they wrote them.
  public var related: [String]
  /// The targets of links in its text that stay within the site, as they are written.
  public var links: [String]
  /// The key that holds the topics, the first of several; nil when no key does.
  public var topicsKey: String?
  /// Whether the source marks it as a draft.
  public var isDraft: Bool
  /// A number that changes when the bytes of its file or record do.
  public var contentDigest: UInt64

  /// Creates an item.
  public init(
    item: Item, path: String, line: Int = 1, keys: [ItemKey] = [], url: String? = nil, related: [String] = [],
    links: [String] = [], topicsKey: String? = nil, isDraft: Bool = false, contentDigest: UInt64 = 0
  ) {
    self.item = item
    self.path = path
    self.line = line
    self.keys = keys
    self.url = url
    self.related = related
    self.links = links
    self.topicsKey = topicsKey
    self.isDraft = isDraft
    self.contentDigest = contentDigest
  }
}

/// A name by which an item is found.
public struct ItemKey: Sendable, Hashable {
  /// The kinds of names, the surest first.
  public enum Kind: String, CaseIterable, Sendable {
    /// The id, or a further id.
    case id
    /// The path below the content root, or the bare name of the file.
    case path
    /// The slug.
    case slug
    /// A former address.
    case alias
    /// A UUID.
    case uuid
    /// An address in the web.
    case url
  }
  /// The kind.
  public var kind: Kind
  /// The name as the source spells it.
  public var value: String

  /// Creates a key.
  public init(kind: Kind, value: String) {
    self.kind = kind
    self.value = value
  }
}

/// What one file gave.
public struct FileContents: Sendable {
  /// The items in the order of the file.
  public var items: [SourceItem]
  /// What an editor should know, in the order of the file.
  public var problems: [Problem]
  /// Why items were left out on purpose (drafts, expired ones), one entry each.
  public var leftOut: [ContentListing.LeftOut]

  /// Creates contents.
  public init(items: [SourceItem] = [], problems: [Problem] = [], leftOut: [ContentListing.LeftOut] = []) {
    self.items = items
    self.problems = problems
    self.leftOut = leftOut
  }
}
