import ArgumentParser
import RecommendationEngine
import RecommendationStore

/// `recommend topics suggest`: the topics that items miss, with a probability and the evidence.
struct TopicsSuggestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest", abstract: "Suggest the topics that items or a text miss, and say why.",
    discussion: """
      EXAMPLES:
        recommend topics suggest --for 3475
        recommend topics suggest --all --precision 0.8 --format jsonl
        recommend topics suggest --topic 'Medigy: Telehealth'
        recommend topics suggest --text "Sensors at home for heart patients"
        recommend topics suggest --all --check

      A score is the probability that the topic fits: of suggestions at 0.8 about 8 in 10 are right. The item itself is not
      learned from for its own scores. Missing means: not held, not implied by a narrower topic that is held, not rejected.
      Nothing is written to the content; recommend retag plan goes on from here.
      """)

  @OptionGroup var selection: TopicSelection

  @Option(name: .long, help: "A text that is not indexed; --for - reads one from standard input.")
  var text: String?

  @Flag(name: .long, help: "End with exit status 1 when something is suggested.")
  var check = false

  @OptionGroup var content: ContentOptions
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: FindingOptions

  func validate() throws {
    guard !selection.keys.isEmpty || selection.all || selection.topic != nil || text != nil else {
      throw ValidationError("Say what to look at: --for KEY, --all, --topic LABEL or --text \"…\".")
    }
    if text != nil || selection.keys.contains("-"), output.chosenFormat.common == nil {
      throw ValidationError("--format \(output.chosenFormat.rawValue) names places in files, and a text has none.")
    }
  }

  func run() throws {
    let index = try StoredIndex(database.open())
    var queries: [Item] = []
    var rows: [Int] = []
    for key in selection.keys {
      if key == "-" {
        queries.append(try StandardInputPage.read(index.configuration).item)
      } else {
        rows.append(try ItemLookup.row(of: key, in: index.store))
      }
    }
    if let text { queries.append(Item(id: "-", body: text)) }
    let learning = try TopicLearning(index, vocabulary: selection.vocabularyEntries(), queries: queries)
    let candidates = try selection.candidates(learning)
    // A check without a cut of its own goes by the cut that a plan goes by.
    let hasCut = selection.threshold != nil || selection.precision != nil
    let cut = TopicLearning.Cut(
      threshold: selection.threshold ?? (check && !hasCut ? nil : 0), precision: selection.precision)
    let asksForAll = selection.all || (selection.keys.isEmpty && text == nil)
    let lists =
      try
      (asksForAll || !rows.isEmpty
      ? learning.missing(
        rows: asksForAll ? nil : rows, candidates: candidates, limit: selection.limit, cut: cut) : [])
      + learning.missing(queries: queries, candidates: candidates, limit: selection.limit, cut: cut)
    let report = SuggestionReport(
      lists: lists, evidence: try SuggestionEvidence(lists, in: learning), learning: learning)
    try write(report)
    if let note = learning.note { try OutputWriter.standardError.write("note: \(note)\n") }
    if check, report.count > 0 { throw ExitCode(1) }
  }

  private func write(_ report: SuggestionReport) throws {
    switch output.chosenFormat {
    case .table where selection.topic != nil && selection.keys.isEmpty && text == nil:
      var shown = report.itemsOfOneTopic
      shown.columns = shown.columns.filter { $0 != "label" && $0 != "path" }
      shown.rows = shown.rows.map { [$0[0], $0[1], $0[2], $0[3], $0[5], $0[7]] }
      try output.write(shown)
    case .table: try OutputWriter.standardOutput.write(report.table(output.terminal))
    case .json: try output.write(report.objects(isDetailed: true))
    case .jsonl: try output.write(report.objects(isDetailed: false))
    case .csv, .tsv, .markdown: try output.write(selection.topic == nil ? report.flat : report.itemsOfOneTopic)
    case .rdjson, .sarif, .github:
      let folder = try content.folder(database)
      try OutputWriter.standardOutput.write(
        FindingReport(report, in: folder).rendered(as: output.chosenFormat))
    }
  }
}

extension TopicLearning {
  /// What a reader of the scores must know; nil when they are probabilities.
  var note: String? {
    let tagged = model.collection.taggedItems.count
    switch model.mode {
    case .complete, .cheap: return nil
    case .uncalibrated:
      return
        "Uncalibrated: only \(tagged) items hold topics, \(model.configuration.calibrationItemMinimum) are needed. The scores put topics in order; they are no probabilities."
    }
  }
}
