import ArgumentParser

/// `recommend evaluate topics`.
struct EvaluateTopicsCommand: ParsableCommand {
  /// What decides who is learned from.
  enum SplitBy: String, CaseIterable, ExpressibleByArgument {
    case random, date
  }

  static let configuration = CommandConfiguration(
    commandName: "topics",
    abstract: "Measure suggested topics on items that nothing was learned from.",
    discussion: """
      EXAMPLES:
        recommend evaluate topics --output report/
        recommend evaluate topics --split-by date --least-items 5
        recommend evaluate topics --hide-one
        recommend evaluate topics --folds 5
        recommend evaluate topics --split-file split.json

      Vocabulary, idf, classifiers, thresholds and calibration are fitted to the training items alone, and near-duplicates
      never lie on both sides. A split file is a JSON object whose lists train and test hold ids.
      """)

  @Option(name: .long, help: "Which items are judged on: some at random, or the latest.")
  var splitBy: SplitBy = .random

  @Option(name: .long, help: "The share of items that are judged on.")
  var testShare = 0.2

  @Option(name: .long, help: "Judge on every item once, in so many parts.")
  var folds: Int?

  @Option(name: .long, help: ArgumentHelp("Take the split from a file.", valueName: "file"))
  var splitFile: String?

  @Flag(name: .long, help: "Hide one topic of each test item and ask for it: the job of an editor.")
  var hideOne = false

  @Option(name: .long, help: "Leave out topics that fewer training items hold.")
  var leastItems = 1

  @OptionGroup var options: EvaluationOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard testShare > 0, testShare < 1 else {
      throw ValidationError("--test-share lies between 0 and 1, not at \(testShare).")
    }
    if let folds, !(2...100).contains(folds) { throw ValidationError("--folds lies in 2…100, not \(folds).") }
    if leastItems < 1 { throw ValidationError("--least-items is a number above 0, not \(leastItems).") }
    if folds != nil, splitFile != nil || splitBy == .date {
      throw ValidationError("--folds is a split of its own; leave out --split-by and --split-file.")
    }
  }

  func run() throws {
    let collection = try EvaluationCollection(database, model: model)
    guard collection.items.contains(where: { !$0.topics.isEmpty }) else {
      throw CommandFailure(
        "No item has a topic.", hint: "content.topics in the model names the front matter keys of topics.")
    }
    let method: TopicProtocol =
      if let splitFile {
        .file(splitFile)
      } else if let folds {
        .folds(folds)
      } else {
        splitBy == .date ? .date(testShare: testShare) : .random(testShare: testShare)
      }
    let evaluation = try TopicEvaluation(
      collection: collection, method: method, hidesOne: hideOne, leastItems: leastItems,
      uncertainty: options.uncertainty, progress: Progress(isQuiet: options.quiet)
    ).evaluation(settings: options.settings(collection, model))
    try options.finish(evaluation, output)
  }
}
