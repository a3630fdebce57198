/// The words of items and of topic names, as numbers of terms (stems), for finding names in texts.
public struct LabelText: Sendable {
  /// The terms of each item's title, in order.
  public var titles: [[Int32]]
  /// The terms of each item's summary and of the beginning of its body (about 3,000 characters), each in order.
  public var passages: [[[Int32]]]
  /// For each topic the term sequences of its name without namespace, and of its aliases.
  public var names: [[[Int32]]]

  /// Creates the words; all empty when names are not to be looked for.
  public init(titles: [[Int32]] = [], passages: [[[Int32]]] = [], names: [[[Int32]]] = []) {
    self.titles = titles
    self.passages = passages
    self.names = names
  }
}

/// Where a topic's name stands in an item.
public struct LabelSpan: Sendable, Equatable {
  /// The place of the text: 0 for the title, then the passages from 1.
  public let passage: Int
  /// The positions of its terms.
  public let terms: Range<Int>
}

/// Finds the names of topics in texts: whole terms, in order, one behind the other.
///
/// The sequences are compared by the numbers of their terms, so the edges of a name are those of words, and a name
/// matches in all forms that the stemmer joins. Where an abbreviation must keep its case, its term has a number of its
/// own that only the capitals carry.
public struct LabelMatcher: Sendable {
  /// The number of topics.
  public let topicCount: Int
  /// For the first term of a name the names that begin with it.
  private let namesByFirstTerm: [Int32: [(topic: Int32, terms: [Int32])]]

  /// Creates a matcher for the names of topics.
  public init(names: [[[Int32]]], topicCount: Int) {
    self.topicCount = topicCount
    var table: [Int32: [(topic: Int32, terms: [Int32])]] = [:]
    for (topic, variants) in names.prefix(topicCount).enumerated() {
      for terms in variants {
        guard let first = terms.first else { continue }
        table[first, default: []].append((Int32(topic), terms))
      }
    }
    namesByFirstTerm = table
  }

  /// Calls `body` for each place where a name stands in a sequence of terms.
  ///
  /// - Complexity: O(terms) plus the comparisons with names that begin alike.
  func forEachMatch(in text: [Int32], _ body: (_ topic: Int, _ position: Int, _ length: Int) -> Void) {
    guard !namesByFirstTerm.isEmpty else { return }
    for (position, term) in text.enumerated() {
      guard let candidates = namesByFirstTerm[term] else { continue }
      for (topic, terms) in candidates
      where position + terms.count <= text.count && text[position..<position + terms.count] == terms[...] {
        body(Int(topic), position, terms.count)
      }
    }
  }

  /// For each topic 1 if a name of it stands in the title, else 0.
  public func titleMatches(_ item: ItemText) -> [Float] {
    var result = [Float](repeating: 0, count: topicCount)
    forEachMatch(in: item.title) { topic, _, _ in result[topic] = 1 }
    return result
  }

  /// For each topic how often its names stand in the passages.
  public func passageMatchCounts(_ item: ItemText) -> [Float] {
    var result = [Float](repeating: 0, count: topicCount)
    for passage in item.passages { forEachMatch(in: passage) { topic, _, _ in result[topic] += 1 } }
    return result
  }

  /// The places where the names of one topic stand, in reading order.
  public func spans(ofTopic topic: Int, in item: ItemText) -> [LabelSpan] {
    var result: [LabelSpan] = []
    for (passage, text) in ([item.title] + item.passages).enumerated() {
      forEachMatch(in: text) { found, position, length in
        if found == topic { result.append(LabelSpan(passage: passage, terms: position..<position + length)) }
      }
    }
    return result
  }
}
