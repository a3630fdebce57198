/// One piece of content, as the engine sees it: plain text and topics.
///
/// Markup, encodings and files are the business of whoever makes the item.
public struct Item: Sendable, Equatable {
  /// The id; unique within a corpus.
  public var id: ItemID
  /// The title in plain text, or an empty text.
  public var title: String
  /// The teaser or summary in plain text, or an empty text.
  public var summary: String
  /// The body in plain text, or an empty text.
  public var body: String
  /// The topics that the item holds: each once, in the order of the source.
  public var topics: [Topic]
  /// The date in ISO 8601 (`2020-09-28` or `2020-09-28T07:51:43Z`), so that text order is time order; nil when unknown.
  public var date: String?

  /// Creates an item; a topic given twice is kept once.
  public init(
    id: ItemID, title: String = "", summary: String = "", body: String = "", topics: [Topic] = [], date: String? = nil
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.body = body
    var seen = Set<Topic>()
    self.topics = topics.filter { seen.insert($0).inserted }
    self.date = date
  }
}

/// The parts of an item whose words count.
///
/// Each has a weight in the configuration. Phrases (n-grams) never reach across fields.
public enum Field: String, CaseIterable, Sendable {
  case title, summary, body
}

extension Item {
  /// The text of one field.
  public func text(of field: Field) -> String {
    switch field {
    case .title: title
    case .summary: summary
    case .body: body
    }
  }
}
