/// What is shown of an item in a list.
public struct ItemHeading: Sendable, Equatable {
  /// The item's own id.
  public var key: String
  /// The title in plain text.
  public var title: String
  /// The file, relative to the content root, where there is one.
  public var path: String?
  /// The line of the file that the item starts on, where a file holds many.
  public var line: Int?
  /// The address on the site, where it is known.
  public var url: String?
  /// The date in ISO 8601, where it is known.
  public var date: String?
  /// The row of the item that this one repeats, or nil when it stands for itself.
  public var copyOf: Int?
  /// The number of words after analysis.
  public var wordCount: Int

  /// Creates a heading.
  public init(
    key: String, title: String, path: String? = nil, line: Int? = nil, url: String? = nil, date: String? = nil,
    copyOf: Int? = nil, wordCount: Int = 0
  ) {
    self.key = key
    self.title = title
    self.path = path
    self.line = line
    self.url = url
    self.date = date
    self.copyOf = copyOf
    self.wordCount = wordCount
  }
}

/// An item with its texts, its topics and the names it is found by.
public struct StoredItem: Sendable, Equatable {
  /// What is shown in a list.
  public var heading: ItemHeading
  /// The teaser or summary in plain text.
  public var summary: String
  /// The body in plain text.
  public var text: String
  /// The topics that it holds, by their place, in the order of the source.
  public var topics: [Int]
  /// The names that it is found by, beside its own key; each once.
  public var keys: [StoredKey]

  /// Creates an item.
  public init(heading: ItemHeading, summary: String = "", text: String = "", topics: [Int] = [], keys: [StoredKey] = [])
  {
    self.heading = heading
    self.summary = summary
    self.text = text
    self.topics = topics
    self.keys = keys
  }
}

/// A name that items are found by; several items may share one.
public struct StoredKey: Sendable, Hashable {
  /// What the name is, in the order in which a look-up prefers them.
  public enum Kind: String, CaseIterable, Sendable, Comparable {
    /// The id of the front matter or of the record.
    case id
    /// The short name in the address.
    case slug
    /// The file, relative to the content root.
    case path
    /// The file's name without its folder.
    case fileName = "file name"
    /// A former address or name.
    case alias
    /// A universally unique id.
    case uuid
    /// The address on the site.
    case url

    /// Whether the left kind is preferred.
    public static func < (lhs: Kind, rhs: Kind) -> Bool {
      lhs.rank < rhs.rank
    }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
  }

  /// What the name is.
  public var kind: Kind
  /// The name.
  public var value: String

  /// Creates a name.
  public init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value
  }
}

/// An item found by one of its names.
public struct KeyMatch: Sendable, Equatable {
  /// The row of the item.
  public var row: Int
  /// What the name is to the item.
  public var kind: StoredKey.Kind

  /// Creates a match.
  public init(row: Int, kind: StoredKey.Kind) {
    self.row = row
    self.kind = kind
  }
}

/// A link between two items that an editor made.
public struct StoredLink: Sendable, Equatable {
  /// Where the link comes from.
  public enum Kind: String, CaseIterable, Sendable {
    /// A list of related items in the front matter.
    case related
    /// A link in the text.
    case link
  }

  /// The row of the item that holds the link.
  public var row: Int
  /// The row of the item that it leads to.
  public var target: Int
  /// Where it comes from.
  public var kind: Kind

  /// Creates a link.
  public init(row: Int, target: Int, kind: Kind) {
    self.row = row
    self.target = target
    self.kind = kind
  }
}
