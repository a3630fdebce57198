/// The topics that items may hold, with what is known about each.
///
/// A topic is named by its place in `entries` everywhere else in this folder.
public struct TopicVocabulary: Sendable, Equatable {
  /// The topics, in the order they were given.
  public let entries: [TopicEntry]
  private let places: [Topic: Int]

  /// Creates a vocabulary; of two entries for one topic the first is kept.
  public init(_ entries: some Sequence<TopicEntry>) {
    var kept: [TopicEntry] = []
    var places: [Topic: Int] = [:]
    for entry in entries where places[entry.topic] == nil {
      places[entry.topic] = kept.count
      kept.append(entry)
    }
    self.entries = kept
    self.places = places
  }

  /// Collects the topics that items hold, ascending by label.
  public init(heldBy items: some Sequence<Item>) {
    var topics = Set<Topic>()
    for item in items { topics.formUnion(item.topics) }
    self.init(topics.sorted().map { TopicEntry($0) })
  }

  /// The number of topics.
  public var count: Int { entries.count }

  /// The place of a topic, or nil when the vocabulary lacks it.
  public func index(of topic: Topic) -> Int? { places[topic] }

  /// The broader topics of a topic, the nearest first; a circle of parents ends where it closes.
  public func ancestors(of index: Int) -> [Int] {
    var result: [Int] = []
    var current = index
    while let parent = entries[current].parent.flatMap({ places[$0] }), parent != index, !result.contains(parent) {
      result.append(parent)
      current = parent
    }
    return result
  }

  /// The topics that an item lacks and may be offered: not held, not implied by a narrower topic that it holds, not
  /// rejected, and left to the program by their policy.
  public func missing(held: [Int], rejected: [Int] = []) -> [Int] {
    var excluded = Set(held).union(rejected)
    for topic in held { excluded.formUnion(ancestors(of: topic)) }
    return entries.indices.filter { entries[$0].policy == .auto && !excluded.contains($0) }
  }
}

/// One topic of a vocabulary.
public struct TopicEntry: Sendable, Equatable {
  /// The topic.
  public var topic: Topic
  /// Other names of it, such as abbreviations.
  public var aliases: [String]
  /// What it is about, in plain text, or an empty text; counts as text of the topic.
  public var description: String
  /// The next broader topic; an item with the narrower one needs not hold it.
  public var parent: Topic?
  /// Who may give it to items.
  public var policy: TopicPolicy

  /// Creates an entry.
  public init(
    _ topic: Topic, aliases: [String] = [], description: String = "", parent: Topic? = nil, policy: TopicPolicy = .auto
  ) {
    self.topic = topic
    self.aliases = aliases
    self.description = description
    self.parent = parent
    self.policy = policy
  }

  /// The texts by which the topic may be named in an item: its name without namespace, then the aliases.
  ///
  /// Hyphens and underscores are spaces here, as in `open-data`.
  public var names: [String] {
    ([topic.name] + aliases).map { String($0.map { $0 == "-" || $0 == "_" ? " " : $0 }) }
  }
}

/// Who may give a topic to items.
public enum TopicPolicy: String, CaseIterable, Sendable {
  /// The program suggests it.
  case auto
  /// Only people give it; it is never suggested.
  case manual
  /// It is no longer given to items.
  case retired
}
