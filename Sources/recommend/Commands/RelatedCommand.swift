import ArgumentParser
import RecommendationEngine
import RecommendationStore

/// `recommend --for KEY…`: what is related to items or to a text, and why.
struct RelatedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "related",
    abstract: "Show what is related to an item or a text, and why.",
    discussion: """
      EXAMPLES:
        recommend --for 3475
        recommend --for content/post/care.md --limit 10 --explain
        recommend --for 3475 --format csv
        cat draft.md | recommend --for -

      An item goes by its id, slug, path, file name, alias, UUID or URL. The score lies between 0 and 1: the cosine of \
      the two texts, smoothed over the related item's own neighbours. Ties are ordered by id.
      """)

  @Option(
    name: [.customLong("for")], parsing: .upToNextOption,
    help: ArgumentHelp("The items; - reads a text or a page from standard input.", valueName: "key"),
    completion: .custom { arguments, _, prefix in ItemCompletion.keys(arguments, prefix) })
  var keys: [String] = []

  @Option(name: .long, help: "A text that is not indexed.")
  var text: String?

  @Option(name: [.long, .customShort("n")], help: "At most so many related items for each.")
  var limit = 5

  @Option(name: .long, help: "Leave out scores below this, 0…1.")
  var threshold = 0.0

  @Flag(name: .long, help: "Take each score apart: every term and its share.")
  var explain = false

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  /// Refuses wrong values; after parsing, so that an unknown option is named before what it left missing.
  private func checkValues() throws {
    guard !keys.isEmpty || text != nil else {
      throw ValidationError("Say what to look for: --for KEY, or --text \"…\".")
    }
    guard limit > 0 else { throw ValidationError("--limit is a number of items above 0, not \(limit).") }
    guard (0...1).contains(threshold) else { throw ValidationError("--threshold lies in 0…1, not \(threshold).") }
  }

  func run() throws {
    try checkValues()
    let index = try StoredIndex(database.open())
    var queries: [RelatedQuery] = []
    for key in keys {
      queries.append(key == "-" ? try .standardInput(index, limit: limit) : try .item(key, index, limit: limit))
    }
    if let text { queries.append(try .text(Item(id: "", body: text), excluding: nil, index, limit: limit)) }
    var answers: [RelatedAnswer] = []
    for query in queries {
      let answer = try RelatedAnswer(query, threshold: threshold, in: index)
      if answer.items.isEmpty { try OutputWriter.standardError.write("note: \(answer.emptyReason)\n") }
      answers.append(answer)
    }
    if output.chosenFormat == .table {
      let terminal = output.terminal
      let width = OutputWriter.standardOutput.width
      for (number, answer) in answers.enumerated() {
        if number > 0, !answer.items.isEmpty { try OutputWriter.standardOutput.write("\n") }
        try OutputWriter.standardOutput.write(answer.table(terminal: terminal, width: width, explains: explain))
      }
    } else {
      try output.write(RelatedAnswer.report(answers, explains: explain))
    }
  }
}
