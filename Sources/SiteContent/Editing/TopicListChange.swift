/// What is to change in the topic list of one item: renames first, then removals, then additions.
public struct TopicListChange: Hashable, Sendable {
  /// Topics to write after the last one; those that the list holds already, in whatever spelling, are left out.
  public var additions: [String]
  /// Topics to take out; those that the list does not hold are left out.
  public var removals: [String]
  /// Topics to write in another way, by vocabulary mapping; a rename to a topic that is there already takes the old one out.
  public var renames: [Rename]

  /// One topic's old and new label.
  public struct Rename: Hashable, Sendable {
    public let old: String
    public let new: String

    /// Creates a rename.
    public init(_ old: String, to new: String) {
      self.old = old
      self.new = new
    }
  }

  /// Creates a change.
  public init(adding additions: [String] = [], removing removals: [String] = [], renaming renames: [Rename] = []) {
    self.additions = additions
    self.removals = removals
    self.renames = renames
  }
}

/// When two spellings in a file name one topic.
enum TopicSpelling {
  /// Blanks at the ends dropped and the usual HTML entities decoded: what names a topic.
  static func label(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let ampersand = rest.firstIndex(of: "&") {
      result += rest[..<ampersand]
      rest = rest[ampersand...]
      if let semicolon = rest.prefix(10).firstIndex(of: ";"),
        let scalar = entity(rest[rest.index(after: ampersand)..<semicolon])
      {
        result.unicodeScalars.append(scalar)
        rest = rest[rest.index(after: semicolon)...]
      } else {
        result += "&"
        rest = rest.dropFirst()
      }
    }
    result += rest
    var scalars = result.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  /// The label in lower case: two topics of one site that differ in case only share a page in Hugo.
  static func folded(_ text: String) -> String { label(text).lowercased() }

  private static func entity(_ name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return "\u{A0}"
    default:
      guard name.first == "#" else { return nil }
      let digits = name.dropFirst()
      let isHexadecimal = digits.first == "x" || digits.first == "X"
      return UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10).flatMap(
        Unicode.Scalar.init)
    }
  }
}

/// What a change means for a list as it stands: which items get another text, which go, what comes.
struct TopicListPlan {
  private(set) var renames: [(index: Int, topic: String)] = []
  private(set) var removals: Set<Int> = []
  private(set) var additions: [String] = []

  /// Whether the list stays as it is.
  var isEmpty: Bool { renames.isEmpty && removals.isEmpty && additions.isEmpty }

  /// Plans a change of a list of texts.
  init(_ change: TopicListChange, of items: [String]) {
    var texts = items
    let labels = items.map(TopicSpelling.label)
    for rename in change.renames {
      for index in items.indices where labels[index] == TopicSpelling.label(rename.old) && !removals.contains(index) {
        let isElsewhere = texts.indices.contains { other in
          other != index && !removals.contains(other)
            && TopicSpelling.folded(texts[other]) == TopicSpelling.folded(rename.new)
        }
        if isElsewhere {
          removals.insert(index)
          renames.removeAll { $0.index == index }
        } else if !texts[index].utf8.elementsEqual(rename.new.utf8) {
          texts[index] = rename.new
          renames.removeAll { $0.index == index }
          renames.append((index, rename.new))
        }
      }
    }
    for removal in change.removals {
      for index in items.indices where TopicSpelling.label(texts[index]) == TopicSpelling.label(removal) {
        removals.insert(index)
        renames.removeAll { $0.index == index }
      }
    }
    var held = Set(texts.indices.filter { !removals.contains($0) }.map { TopicSpelling.folded(texts[$0]) })
    for addition in change.additions where held.insert(TopicSpelling.folded(addition)).inserted {
      additions.append(addition)
    }
  }
}
