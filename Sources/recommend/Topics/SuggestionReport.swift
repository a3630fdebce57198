import RecommendationEngine

/// Missing topics, ready to be shown.
struct SuggestionReport {
  let lists: [MissingTopics]
  let evidence: SuggestionEvidence
  let learning: TopicLearning

  /// The number of suggestions.
  var count: Int { lists.reduce(0) { $0 + $1.suggestions.count } }

  /// For each item its topics with the reasons below them.
  func table(_ terminal: Terminal) -> String {
    var result = ""
    for (number, list) in lists.enumerated() {
      if number > 0 { result += "\n" }
      result += terminal.accent(Terminal.safe(list.key)) + "  " + terminal.bold(Terminal.safe(list.title)) + "\n"
      let held = list.held.isEmpty ? "no topic" : Terminal.safe(list.held.joined(separator: " · "))
      result += terminal.dim("has    ") + held + "\n"
      if list.suggestions.isEmpty { result += terminal.dim("misses ") + "nothing that is likely enough\n" }
      for (place, suggestion) in list.suggestions.enumerated() {
        let score = Self.hundredths(suggestion.probability)
        result += place == 0 ? terminal.dim("misses ") : "       "
        result +=
          "\(score)  \(terminal.dim(suggestion.band.rawValue.padded(to: 6)))  \(terminal.bold(Terminal.safe(label(suggestion))))\n"
        result += "                     " + terminal.dim(Terminal.safe(evidence.line(suggestion, of: list))) + "\n"
      }
    }
    return result
  }

  /// A line for each suggestion.
  var flat: Report {
    Report(
      columns: ["id", "rank", "score", "band", "label", "title", "path", "reason"],
      rows: lists.flatMap { list in
        list.suggestions.enumerated().map { place, suggestion in
          [
            .text(list.key), .integer(place + 1), .number(suggestion.probability), .text(suggestion.band.rawValue),
            .text(label(suggestion)), .text(list.title), Value(list.path), .text(evidence.line(suggestion, of: list)),
          ]
        }
      })
  }

  /// A line for each item of one topic, the likeliest first.
  var itemsOfOneTopic: Report {
    var report = flat
    report.rows.sort { left, right in
      guard case .number(let first) = left[2], case .number(let second) = right[2], first != second else {
        return left[0].plain.utf8.lexicographicallyPrecedes(right[0].plain.utf8)
      }
      return first > second
    }
    for row in report.rows.indices { report.rows[row][1] = .integer(row + 1) }
    return report
  }

  /// An object for each item: the id and the suggestions, and more where there is room.
  func objects(isDetailed: Bool) -> Report {
    Report(
      columns: isDetailed ? ["id", "title", "path", "topics", "suggestions"] : ["id", "suggestions"],
      rows: lists.map { list in
        let suggestions = Value.list(
          list.suggestions.map {
            .object([
              ("label", .text(label($0))), ("score", .number($0.probability)), ("band", .text($0.band.rawValue)),
              ("evidence", evidence.value($0, of: list)),
            ])
          })
        guard isDetailed else { return [.text(list.key), suggestions] }
        return [.text(list.key), .text(list.title), Value(list.path), .list(list.held.map(Value.text)), suggestions]
      }, details: [("calibrated", .bool(learning.model.mode != .uncalibrated))], structuredColumns: ["suggestions"])
  }

  /// The label of a suggestion.
  func label(_ suggestion: TopicSuggestion) -> String { learning.vocabulary.entries[suggestion.topic].topic.label }

  /// A probability with two places: `0.80`.
  static func hundredths(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
