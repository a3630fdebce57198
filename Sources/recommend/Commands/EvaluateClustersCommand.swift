import ArgumentParser

extension ClusterLabels: ExpressibleByArgument {}

/// `recommend evaluate clusters`.
struct EvaluateClustersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters",
    abstract: "Measure clusters against labels, and by what they are.",
    discussion: """
      EXAMPLES:
        recommend evaluate clusters --output report/
        recommend evaluate clusters --clusters 8
        recommend evaluate clusters --labels none

      The items are grouped anew, beside plain k-means, LSA without enrichment, chance and one single cluster. Topics
      serve as labels; they never take part in the grouping.
      """)

  @Option(
    name: .long,
    help:
      "What is taken as label: the only topic of items that hold one, the first topic, or none. Default: only, where it serves half of the items with a topic."
  )
  var labels: ClusterLabels?

  @Option(
    name: [.long, .customShort("k")], help: "The number of clusters. Default: that of the labels, else what is stable.")
  var clusters: Int?

  @OptionGroup var options: EvaluationOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let clusters, clusters < 1 { throw ValidationError("--clusters is a number above 0, not \(clusters).") }
  }

  func run() throws {
    let collection = try EvaluationCollection(database, model: model)
    let evaluation = try ClusterEvaluation(
      collection: collection, labels: labels, clusterCount: clusters.map { min($0, collection.items.count) },
      uncertainty: options.uncertainty, progress: Progress(isQuiet: options.quiet)
    ).evaluation(settings: options.settings(collection, model))
    try options.finish(evaluation, output)
  }
}
