import RecommendationEngine

/// The evidence of suggestions in the words of the collection.
struct SuggestionEvidence {
  private let learning: TopicLearning
  private let termNames: [Int: String]

  /// Looks up what the evidence of all lists names.
  init(_ lists: [MissingTopics], in learning: TopicLearning) throws {
    self.learning = learning
    termNames = try learning.termNames(
      lists.lazy.flatMap(\.suggestions).flatMap(\.evidence.terms).map(\.column))
  }

  /// The evidence as JSON: where the name stands, the terms with their shares, the neighbours that hold the topic.
  func value(_ suggestion: TopicSuggestion, of missing: MissingTopics) -> Value {
    let evidence = suggestion.evidence
    return .object([
      (
        "labels",
        .list(
          learning.quotes(evidence, inText: missing.text).map {
            .object([
              ("field", .text($0.field)), ("words", .text($0.words)), ("before", .text($0.before)),
              ("after", .text($0.after)),
            ])
          })
      ),
      (
        "terms",
        .list(
          evidence.terms.map {
            .object([
              ("term", .text(termNames[$0.column] ?? "")), ("contribution", .number($0.contribution)),
              ("share", share($0, evidence).map(Value.number) ?? .null),
            ])
          })
      ),
      (
        "neighbors",
        .list(
          evidence.neighbors.map {
            let heading = learning.headings[$0.item]
            return .object([
              ("id", .text(heading.key)), ("title", .text(heading.title)), ("cosine", .number($0.cosine)),
              ("share", .number($0.share)),
            ])
          })
      ),
      ("neighbor_share", .number(evidence.neighborTotal)),
    ])
  }

  /// The evidence in one line for a person.
  func line(_ suggestion: TopicSuggestion, of missing: MissingTopics) -> String {
    let evidence = suggestion.evidence
    var parts: [String] = []
    if let quote = learning.quotes(evidence, inText: missing.text).first {
      let more = evidence.labelSpans.count > 1 ? " and \(evidence.labelSpans.count - 1) more" : ""
      parts.append("named in the \(quote.field) (“\(quote.words)”\(more))")
    }
    let terms = evidence.terms.filter { $0.contribution > 0 }.prefix(4).map { term -> String in
      let name = termNames[term.column] ?? ""
      guard let share = share(term, evidence), share <= 1 else { return name }
      return "\(name) \(Int((share * 100).rounded())) %"
    }
    if !terms.isEmpty { parts.append(terms.joined(separator: ", ")) }
    if !evidence.neighbors.isEmpty {
      let keys = evidence.neighbors.prefix(3).map { learning.headings[$0.item].key }
      parts.append("held by \(keys.joined(separator: ", "))")
    }
    return parts.isEmpty ? "how often items hold it" : parts.joined(separator: " · ")
  }

  /// The part of what all terms together say for the topic; nil when they speak against it.
  private func share(_ term: TermContribution, _ evidence: TopicEvidence) -> Double? {
    evidence.termTotal > 0 ? term.contribution / evidence.termTotal : nil
  }
}
