import ArgumentParser
import Glibc
import RecommendationStore

/// The program: parses the command line, runs a command, and turns errors into messages and exit statuses.
@main
struct Recommend: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommend",
    abstract:
      "Tells editors what is related to an item, which topics it misses, and how a collection falls into clusters.",
    discussion: """
      EXAMPLES:
        recommend index content/          Read a folder of pages and compare them
        recommend --for 3475              Show what is related to an item, and why
        recommend --for 3475 --explain    Take each score apart
        recommend --text "remote care"    Show what is related to a text
        recommend export related --format jsonl

      Results go to standard output, everything else to standard error.
      Exit status: 0 done, 1 a check found something, 2 trouble at run time, 64 wrong usage.
      """,
    version: "0.1.0",
    subcommands: [
      IndexCommand.self, RelatedCommand.self, ClustersCommand.self, ListCommand.self, ShowCommand.self,
      StatsCommand.self,
      TopicsCommand.self, RetagCommand.self, ExportCommand.self, DoctorCommand.self, ConfigCommand.self, ExplainCommand.self,
    ],
    defaultSubcommand: RelatedCommand.self)

  static func main() {
    // A closed pipe is an error of `write`, not the end by a signal.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.isEmpty { finish { try OutputWriter.standardOutput.write(introduction) } }
    if let message = unknownSubcommandMessage(arguments) {
      try? OutputWriter.standardError.write(message)
      Glibc.exit(ExitCode.validationFailure.rawValue)
    }
    finish {
      var command = try parseAsRoot(arguments)
      try command.run()
    }
  }

  /// Runs a body and ends the program with the exit status that its outcome has.
  private static func finish(_ body: () throws -> Void) -> Never {
    do {
      try body()
      Glibc.exit(0)
    } catch is QuietStop {
      Glibc.exit(0)
    } catch let failure as CommandFailure {
      fail("\(failure)")
    } catch let error as StoreError {
      fail("\(error)")
    } catch {
      exit(withError: error)
    }
  }

  private static func fail(_ message: String) -> Never {
    try? OutputWriter.standardError.write("error: \(message)\n")
    Glibc.exit(2)
  }

  private static let introduction = """
    recommend: related content, missing topics and clusters of a collection of pages

      recommend index content/     Read a folder of Markdown pages, or a JSON Lines file
      recommend --for 3475         Show what is related to an item, by id, slug, path or URL

    Further commands: \(subcommandNames.joined(separator: ", ")).
    See recommend --help, and recommend help COMMAND.

    """

  static let subcommandNames = configuration.subcommands.map { $0._commandName }.sorted()

  /// What to say when the first word looks like a subcommand and is none; nil when all is well.
  private static func unknownSubcommandMessage(_ arguments: [String]) -> String? {
    guard let first = arguments.first, !first.hasPrefix("-"), first != "help", !subcommandNames.contains(first) else {
      return nil
    }
    let nearest = NearestName.nearest(to: first, among: subcommandNames)
    let suggestion =
      nearest.map { "Did you mean '\($0)'?" } ?? "The commands are: \(subcommandNames.joined(separator: ", "))."
    return """
      error: Unknown command '\(Terminal.safe(first))'. \(suggestion)
      See recommend --help; to look an item up, write: recommend --for \(Terminal.safe(first))

      """
  }
}
