import RecommendationEngine

/// Reads lists of topics as people write them.
package enum TopicList {
  /// How a text that is not a list is taken.
  package enum Scalar: Sendable {
    /// As one topic, unless it is a JSON array.
    case topic
    /// As topics between commas, or between blanks if it has no comma.
    case keywords
    /// As topics between semicolons or bars: a cell of a table.
    case cell
  }

  /// The topics of a value: trimmed, a comma at the end dropped, HTML entities decoded, blanks dropped, each once.
  ///
  /// - Returns: The topics, and whether something that is no text was passed over.
  package static func topics(in value: MetadataValue, scalar: Scalar) -> (topics: [Topic], hasOthers: Bool) {
    switch value {
    case .null: return ([], false)
    case .text(let text): return (unique(texts(in: text, scalar: scalar)), false)
    case .list(let values):
      var labels: [String] = []
      var hasOthers = false
      for value in values {
        switch value {
        case .text(let text): labels.append(text)
        case .null: break
        case .list, .map: hasOthers = true
        }
      }
      return (unique(labels), hasOthers)
    case .map: return ([], true)
    }
  }

  /// A topic as it is compared: nil when nothing is left of it.
  package static func label(of text: String) -> String? {
    var label = text
    if label.utf8.contains(Byte.ampersand) { label = PlainText.inline(label) }
    while let trimmed = label.trimmed {
      guard trimmed.utf8.last == Byte.comma else { return trimmed }
      label = String(trimmed.dropLast())
    }
    return nil
  }

  private static func unique(_ texts: [String]) -> [Topic] {
    var topics: [Topic] = []
    // A few topics are compared one by one; a set spares a cell of a megabyte the square of their number.
    var seen = Set<Topic>()
    for text in texts {
      guard let label = label(of: text) else { continue }
      let topic = Topic(label)
      if topics.count == 16 { seen.formUnion(topics) }
      let isNew = topics.count < 16 ? !topics.contains(topic) : seen.insert(topic).inserted
      if isNew { topics.append(topic) }
    }
    return topics
  }

  private static func texts(in text: String, scalar: Scalar) -> [String] {
    if text.utf8.first(where: { !Byte.isWhiteSpace($0) }) == Byte.bracketOpen,
      let texts = JSONReader.texts(inArray: text)
    {
      return texts
    }
    let separators: [UInt8]
    switch scalar {
    case .topic: return [text]
    case .cell: separators = [0x3B, Byte.pipe]
    case .keywords:
      separators =
        text.utf8.contains(Byte.comma) ? [Byte.comma] : [Byte.space, Byte.tab, Byte.lineFeed, Byte.carriageReturn]
    }
    return text.utf8.split { separators.contains($0) }.map { String(Substring($0)) }
  }
}
