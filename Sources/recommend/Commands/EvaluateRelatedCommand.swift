import ArgumentParser
import RecommendationEngine
import SiteContent

/// `recommend evaluate related`.
struct EvaluateRelatedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "related",
    abstract: "Measure related items against links, related lists, topics or a file of judgements.",
    discussion: """
      EXAMPLES:
        recommend evaluate related
        recommend evaluate related --against links --output report/
        recommend evaluate related --against qrels.tsv --queries queries.tsv
        recommend evaluate related --set similarity.smoothing=0

      The collection's texts are taken from the index and analyzed again with its configuration, so --model and --set try
      another one without indexing. Files of judgements hold TREC qrels, or columns of query, item and grade.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What is right: related (lists that editors keep), links (these and links in texts), topics, or a file. Default: the first of these that the collection has.",
      valueName: "gold"))
  var against: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Texts to ask instead of items: lines of id, tab and text. Needs --against FILE.", valueName: "file"))
  var queries: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Judged similarities of pairs (item, item, value): Pearson's correlation instead.", valueName: "file"))
  var similarities: String?

  @Option(name: .long, help: "Look at so many places of each list.")
  var depth = 100

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The front matter key under which Hugo sees the topics. Default: the first of content.topics.", valueName: "key"))
  var hugoTopicsKey: String?

  @OptionGroup var options: EvaluationOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (RelatedEvaluation.plottedRanks...1000).contains(depth) else {
      throw ValidationError("--depth lies in \(RelatedEvaluation.plottedRanks)…1000, not \(depth).")
    }
    if queries != nil, against == nil { throw ValidationError("--queries needs --against FILE with their judgements.") }
  }

  func run() throws {
    let collection = try EvaluationCollection(database, model: model)
    let progress = Progress(isQuiet: options.quiet)
    if let similarities { return try compareSimilarities(similarities, collection, progress) }
    let task = try RelatedTask.chosen(against: against, queries: queries, of: collection)
    guard task.judgedCount > 0 else {
      throw CommandFailure(
        "There is nothing to measure against: no query has a judged item (\(task.source)).",
        hint: "Give a file of judgements with --against FILE.")
    }
    let systems = RelatedSystems(
      collection: collection, task: task, depth: depth, seed: options.seed,
      hugoTopicsKey: hugoTopicsKey ?? collection.configuration.content.topics.first ?? "topics", progress: progress)
    let (runs, nearDuplicates) = try systems.runs()
    let evaluation = RelatedEvaluation(
      collection: collection, task: task, depth: depth, uncertainty: options.uncertainty
    ).evaluation(of: runs, nearDuplicates: nearDuplicates, settings: settings(collection), progress: progress)
    try options.finish(evaluation, output)
  }

  private func compareSimilarities(_ path: String, _ collection: EvaluationCollection, _ progress: Progress) throws {
    let task = RelatedTask(asking: collection)
    let systems = RelatedSystems(
      collection: collection, task: task, depth: collection.items.count, seed: options.seed, hugoTopicsKey: "",
      progress: progress)
    let evaluation = try SimilarityEvaluation(
      path: path, collection: collection, uncertainty: options.uncertainty
    ).evaluation(of: try systems.scoredRuns(), settings: settings(collection))
    try options.finish(evaluation, output)
  }

  private func settings(_ collection: EvaluationCollection) -> [(key: String, value: Value)] {
    let similarity = collection.configuration.similarity
    return options.settings(collection, model) + [
      ("smoothing", .number(similarity.smoothing)), ("feedback", .text(similarity.feedback.rawValue)),
    ]
  }
}
