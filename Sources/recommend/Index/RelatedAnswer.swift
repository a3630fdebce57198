import RecommendationEngine
import RecommendationStore

/// The related items of one query with their reasons, ready to be shown.
struct RelatedAnswer {
  struct Entry {
    let heading: ItemHeading
    let score: Double
    let terms: [(term: String, share: Double)]
    let lentTerms: [(term: String, share: Double)]
    let neighbors: [(key: String, title: String, share: Double)]
    /// What a table shows: the title, or the beginning of the text where there is none.
    let caption: String
  }

  let query: RelatedQuery
  let items: [Entry]
  private let threshold: Double

  init(_ query: RelatedQuery, threshold: Double, in index: StoredIndex) throws {
    self.query = query
    self.threshold = threshold
    let kept = query.neighbors.filter { $0.score >= threshold }
    let explanations = try index.explanations(
      query: query.vector, excludedRow: query.excludedRow, feedback: query.feedback, of: kept.map(\.row))
    let columns = Set(explanations.flatMap { ($0.terms + $0.lentTerms).map { Int($0.column) } }).sorted()
    let names = Dictionary(
      uniqueKeysWithValues: zip(columns, try index.store.terms(columns: columns).map { $0.surface ?? $0.term }))
    let rows = Set(kept.map { Int($0.row) } + explanations.flatMap { $0.neighbors.map { Int($0.row) } }).sorted()
    let headings = Dictionary(uniqueKeysWithValues: zip(rows, try index.store.headings(rows: rows)))
    items = try zip(kept, explanations).compactMap { neighbor, explanation in
      try headings[Int(neighbor.row)].map { heading in
        // Rounded together, so that what is shown adds up to the score to its last place.
        var shares = Apportionment.rounded(
          (explanation.terms + explanation.lentTerms).map(\.share) + explanation.neighbors.map(\.share),
          sum: neighbor.score)[...]
        func named(_ terms: [Explanation.TermShare]) -> [(term: String, share: Double)] {
          terms.map { (names[Int($0.column)] ?? "", shares.popFirst() ?? 0) }
        }
        let terms = named(explanation.terms)
        let lentTerms = named(explanation.lentTerms)
        return Entry(
          heading: heading, score: neighbor.score, terms: terms, lentTerms: lentTerms,
          neighbors: explanation.neighbors.map {
            (headings[Int($0.row)]?.key ?? "", headings[Int($0.row)]?.title ?? "", shares.popFirst() ?? 0)
          },
          caption: heading.title.isEmpty ? try Self.beginning(ofRow: Int(neighbor.row), index) : heading.title)
      }
    }
  }

  /// The first words of an item without a title.
  private static func beginning(ofRow row: Int, _ index: StoredIndex) throws -> String {
    let item = try index.store.item(row: row)
    return Terminal.fitted(String((item.summary.isEmpty ? item.text : item.summary).prefix(200)), width: 72)
  }

  /// Why there is nothing to show.
  var emptyReason: String {
    let name = query.name == "-" ? "the text" : "'\(Terminal.safe(query.name))'"
    if query.wordCount == 0 { return "Nothing is related to \(name): it has no words." }
    if query.vector.columns.isEmpty {
      return "Nothing is related to \(name): the index knows none of its \(query.wordCount) words."
    }
    if let best = query.neighbors.first {
      return
        "Nothing is related to \(name) at --threshold \(Value.formatted(threshold)); the best score is \(Value.formatted(best.score))."
    }
    return "Nothing is related to \(name): no other item shares one of its terms."
  }

  /// The answer for a person: a line for each item, its reasons below.
  func table(terminal: Terminal, width: Int?, explains: Bool) -> String {
    guard !items.isEmpty else { return "" }
    var result = ""
    let title = query.title.isEmpty ? "" : "  " + Terminal.safe(query.title)
    result += terminal.bold("Related to \(query.name == "-" ? "the text" : Terminal.safe(query.name))") + title + "\n"
    let keyWidth = items.map { Terminal.width(Terminal.safe($0.heading.key)) }.max() ?? 0
    for (number, item) in items.enumerated() {
      let rank = String(repeating: " ", count: number < 9 ? 1 : 0) + String(number + 1)
      let key = Terminal.safe(item.heading.key)
      let padding = String(repeating: " ", count: max(0, min(keyWidth, 40) - Terminal.width(key)))
      let score = explains ? Self.long(item.score) : Self.fixed(item.score)
      let head = "\(rank)  \(score)  \(key)\(padding)  "
      let shown = width.map {
        Terminal.fitted(Terminal.safe(item.caption), width: max(20, $0 - Terminal.width(head)))
      }
      result +=
        "\(terminal.dim(rank))  \(score)  \(terminal.accent(key))\(padding)  "
        + "\(shown ?? Terminal.safe(item.caption))\n"
      result += explains ? details(item, terminal, width) : reasons(item, terminal, width)
    }
    return result
  }

  /// The few reasons that weigh most, on one line; what else there is keeps its place when the line is short.
  private func reasons(_ item: Entry, _ terminal: Terminal, _ width: Int?) -> String {
    var rest: [String] = []
    let lent = item.lentTerms.reduce(0) { $0 + $1.share }
    if lent >= 0.0005 { rest.append("terms of similar items \(Self.fixed(lent))") }
    let near = item.neighbors.reduce(0) { $0 + $1.share }
    if near >= 0.0005 { rest.append("its neighbours \(Self.fixed(near))") }
    var terms = item.terms.prefix(5).map { "\(Terminal.safe($0.term)) \(Self.fixed($0.share))" }
    func line() -> String { "    " + (terms + rest).joined(separator: " · ") }
    if let width { while terms.count > 2, Terminal.width(line()) > width { terms.removeLast() } }
    return terminal.dim(width.map { Terminal.fitted(line(), width: $0) } ?? line()) + "\n"
  }

  /// The parts of a score, the ten heaviest of each kind one by one; all of them add up to the score.
  private func details(_ item: Entry, _ terminal: Terminal, _ width: Int?) -> String {
    func line(_ indent: Int, _ share: Double, _ text: String) -> String {
      let line = String(repeating: " ", count: indent) + Self.long(share) + "  " + Terminal.safe(text)
      return width.map { Terminal.fitted(line, width: $0) } ?? line
    }
    func lines(_ heading: String, _ parts: [(name: String, share: Double)]) -> String {
      guard !parts.isEmpty else { return "" }
      let shown = parts.count <= Self.explainedPartCount + 1 ? parts.count : Self.explainedPartCount
      var result = terminal.dim(line(4, parts.reduce(0) { $0 + $1.share }, heading)) + "\n"
      for part in parts[..<shown] { result += line(6, part.share, part.name) + "\n" }
      let rest = parts[shown...]
      if !rest.isEmpty {
        result += terminal.dim(line(6, rest.reduce(0) { $0 + $1.share }, "… and \(rest.count) more")) + "\n"
      }
      return result
    }
    return lines("shared terms", item.terms.map { ($0.term, $0.share) })
      + lines("terms lent by the items nearest to it", item.lentTerms.map { ($0.term, $0.share) })
      + lines(
        "neighbours of \(item.heading.key) that are near too",
        item.neighbors.map { ("\($0.key)  \($0.title)", $0.share) })
  }

  /// How many parts of a kind a table shows; JSON holds all.
  private static let explainedPartCount = 10

  private static func fixed(_ value: Double) -> String { padded(value, 3) }
  private static func long(_ value: Double) -> String { padded(value, 6) }

  private static func padded(_ value: Double, _ places: Int) -> String {
    let scale = places == 3 ? 1000.0 : 1_000_000
    let scaled = Int((value * scale).rounded())
    let digits = String(scaled % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: places - digits.utf8.count) + digits
  }

  /// The answers as records.
  static func report(_ answers: [RelatedAnswer], explains: Bool) -> Report {
    var report = Report(
      columns: ["for", "rank", "score", "id", "title", "path", "url", "reasons"], rows: [],
      structuredColumns: ["explanation"])
    if explains { report.columns.append("explanation") }
    for answer in answers {
      for (number, item) in answer.items.enumerated() {
        var row: [Value] = [
          .text(answer.query.name), .integer(number + 1), .number(item.score), .text(item.heading.key),
          .text(item.heading.title), Value(item.heading.path), Value(item.heading.url),
          .list(item.terms.prefix(5).map { .text($0.term) }),
        ]
        if explains { row.append(explanation(item)) }
        report.rows.append(row)
      }
    }
    report.details = [
      (
        "queries",
        .list(
          answers.map { answer in
            .object([
              ("for", .text(answer.query.name)), ("title", .text(answer.query.title)),
              ("words", .integer(answer.query.wordCount)), ("found", .integer(answer.items.count)),
              ("note", answer.items.isEmpty ? .text(answer.emptyReason) : .null),
            ])
          })
      )
    ]
    return report
  }

  private static func explanation(_ item: Entry) -> Value {
    func list(_ parts: [(term: String, share: Double)]) -> Value {
      .list(parts.map { .object([("term", .text($0.term)), ("share", .number($0.share))]) })
    }
    return .object([
      ("terms", list(item.terms)), ("lent_terms", list(item.lentTerms)),
      (
        "neighbors",
        .list(
          item.neighbors.map {
            .object([("id", .text($0.key)), ("title", .text($0.title)), ("share", .number($0.share))])
          })
      ),
    ])
  }
}
