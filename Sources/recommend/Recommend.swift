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

      EXIT STATUS:
        0    done
        1    a check found something
        2    trouble at run time, or an item that is not there
        64   wrong usage
        130  interrupted by Ctrl-C
      """,
    version: "0.1.0",
    subcommands: [
      IndexCommand.self,
      RelatedCommand.self,
      TopicsCommand.self,
      RetagCommand.self,
      ClustersCommand.self,
      ListCommand.self,
      ShowCommand.self,
      StatsCommand.self,
      ExportCommand.self,
      EvaluateCommand.self,
      TuneCommand.self,
      DoctorCommand.self,
      ConfigCommand.self,
      ExplainCommand.self,
      SchemaCommand.self,
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
      do {
        try command.run()
      } catch let error as ValidationError {
        fail(error, in: type(of: command))
      }
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
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      finish(withParserError: error)
    }
  }

  /// Writes what ArgumentParser has to say: help and completions as results, wrong usage as an error.
  private static func finish(withParserError error: any Error) -> Never {
    let text = fullMessage(for: error)
    switch exitCode(for: error) {
    case .success:
      let result = CompletionScript.withDefaultCommand(text, named: RelatedCommand._commandName)
      finish { try OutputWriter.standardOutput.write(result.isEmpty ? "" : result + "\n") }
    case .validationFailure:
      let message = text.hasPrefix("Error: ") ? "error: " + text.dropFirst(7) : text
      try? OutputWriter.standardError.write(Terminal.safeLines(message) + "\n")
      Glibc.exit(ExitCode.validationFailure.rawValue)
    default:
      fail("\(error)")
    }
  }

  /// Says what is wrong with the values that a command was given.
  private static func fail(_ error: ValidationError, in command: any ParsableCommand.Type) -> Never {
    try? OutputWriter.standardError.write(
      """
      error: \(Terminal.safe(error.message))
      Usage: \(usageString(for: command))
        See 'recommend \(command._commandName) --help' for more information.

      """)
    Glibc.exit(ExitCode.validationFailure.rawValue)
  }

  /// Says what went wrong at run time. A message that names a place in a file begins with that place, as compilers do.
  private static func fail(_ message: String) -> Never {
    let prefix = message.prefix { $0 != "\n" }.contains(": error: ") ? "" : "error: "
    try? OutputWriter.standardError.write("\(prefix)\(message)\n")
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

  /// What to say when a word stands where a subcommand is expected and is none; nil when all is well.
  private static func unknownSubcommandMessage(_ arguments: [String]) -> String? {
    var command: any ParsableCommand.Type = Self.self
    var words = arguments[...]
    // `help related` names a command as `related` does.
    if words.first == "help" { words.removeFirst() }
    while let word = words.popFirst(), !word.hasPrefix("-"), !command.configuration.subcommands.isEmpty {
      if let next = command.configuration.subcommands.first(where: { $0._commandName == word }) {
        command = next
      } else if word != "help" {
        return unknownSubcommandMessage(word, of: command, isLookUp: arguments.first == word)
      }
    }
    return nil
  }

  private static func unknownSubcommandMessage(
    _ word: String, of command: any ParsableCommand.Type, isLookUp: Bool
  ) -> String {
    let names = command.configuration.subcommands.map { $0._commandName }.sorted()
    let suggestion =
      NearestName.nearest(to: word, among: names).map { "Did you mean '\($0)'?" }
      ?? "The commands are: \(names.joined(separator: ", "))."
    let path = command == Self.self ? "recommend" : "recommend \(command._commandName)"
    let lookUp = isLookUp ? "; to look an item up, write: recommend --for \(Terminal.safe(word))" : ""
    return """
      error: Unknown command '\(Terminal.safe(word))'. \(suggestion)
      See \(path) --help\(lookUp)

      """
  }
}
