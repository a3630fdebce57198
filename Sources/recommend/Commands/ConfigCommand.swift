import ArgumentParser
import RecommendationStore
import SiteContent

/// `recommend config show`: every value with its origin.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the configuration, and where each value comes from.",
    subcommands: [ConfigShowCommand.self], defaultSubcommand: ConfigShowCommand.self)
}

/// `recommend config show`.
struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show every value and its origin: default, file and line, environment, option.",
    discussion: """
      EXAMPLES:
        recommend config show
        recommend config show content/ --model medigy --json
        recommend config show --set similarity.limit=20
      """)

  @Argument(
    help: "The collection that the model is chosen for. Default: that of the index here or above.",
    completion: .file())
  var paths: [String] = []

  @OptionGroup var model: ModelOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let resolved = try model.resolved(roots: paths.isEmpty ? indexedFolder() : paths)
    let file = resolved.configuration.path
    let isBuiltIn = ModelConfiguration.builtInNames.contains { file == $0 || file == "models/\($0).yaml" }
    let rows: [[Value]] = resolved.configuration.allSettings.map { setting in
      let origin =
        resolved.origins[setting.path] ?? (isBuiltIn ? "default" : setting.line.map { "\(file):\($0)" } ?? "default")
      return [.text(setting.path), .text(setting.value), .text(origin)]
    }
    var report = Report(columns: ["key", "value", "origin"], rows: rows)
    report.details = [("model", .text(resolved.choice))]
    try output.write(report)
  }

  /// The folder of the nearest index, when there is one.
  private func indexedFolder() -> [String] {
    DatabaseOptions.foundPath.flatMap(StoreLocation.root(ofDatabase:)).map { [$0] } ?? []
  }
}
