import Foundation
import SiteContent
import Testing

@Suite struct HelpTests {
  @Test func `without arguments two examples are shown and the help is named`() throws {
    let answer = try Sample.ask()
    #expect(answer.status == 0)
    #expect(answer.error == "")
    #expect(answer.lines.count <= 25)
    #expect(answer.lines.count { $0.hasPrefix("  recommend ") } == 2)
    #expect(answer.output.contains("recommend --help"))
  }

  @Test func `-h and --help say the same, with examples before options and every exit status`() throws {
    let answer = try Sample.ask("--help")
    #expect(answer.status == 0)
    #expect(try Sample.ask("-h").output == answer.output)
    let examples = try #require(answer.output.range(of: "EXAMPLES:"))
    let options = try #require(answer.output.range(of: "OPTIONS:"))
    #expect(examples.lowerBound < options.lowerBound)
    for status in ["0 ", "1 ", "2 ", "64 ", "130 "] { #expect(answer.output.contains("\n  \(status)")) }
  }

  @Test(arguments: [["help", "related"], ["export", "--help"], ["index", "-h"]])
  func `each command has examples`(arguments: [String]) throws {
    let answer = try Program.run(arguments, in: "/")
    #expect(answer.status == 0)
    #expect(answer.output.contains(arguments.contains("export") ? "SUBCOMMANDS:" : "EXAMPLES:"))
  }

  @Test func `an unknown command names the nearest`() throws {
    let answer = try Sample.ask("relatd")
    #expect(answer.status == 64)
    #expect(answer.output == "")
    #expect(
      answer.error == """
        error: Unknown command 'relatd'. Did you mean 'related'?
        See recommend --help; to look an item up, write: recommend --for relatd

        """)
  }

  @Test(arguments: [
    (["topics", "sugest"], "error: Unknown command 'sugest'. Did you mean 'suggest'?\nSee recommend topics --help\n"),
    (["retag", "aply", "--yes"], "error: Unknown command 'aply'. Did you mean 'apply'?\nSee recommend retag --help\n"),
    (["help", "relatd"], "error: Unknown command 'relatd'. Did you mean 'related'?\nSee recommend --help\n"),
    (
      ["help", "topics", "adit"], "error: Unknown command 'adit'. Did you mean 'audit'?\nSee recommend topics --help\n"
    ),
    (
      ["config", "frobnicate"],
      "error: Unknown command 'frobnicate'. The commands are: show.\nSee recommend config --help\n"
    ),
  ])
  func `an unknown command of a command names the nearest as well`(arguments: [String], message: String) throws {
    let answer = try Program.run(arguments, in: "/")
    #expect(answer.status == 64)
    #expect(answer.output == "")
    #expect(answer.error == message)
  }

  @Test(arguments: [["related", "--formt", "json"], ["--for", "3475", "--formt", "json"], ["--formt", "json"]])
  func `an unknown option names the nearest`(arguments: [String]) throws {
    let answer = try Program.run(arguments, in: "/")
    #expect(answer.status == 64)
    #expect(
      answer.error.hasPrefix("error: Unknown option '--formt'. Did you mean '--format'?\nUsage: recommend related "))
  }

  @Test(arguments: [
    (["related"], "error: Say what to look for: --for KEY, or --text \"…\".\nUsage: recommend related "),
    (["--for", "1", "--limit", "0"], "error: --limit is a number of items above 0, not 0.\nUsage: recommend related "),
    (["--for", "1", "--threshold", "2"], "error: --threshold lies in 0…1, not 2.0.\nUsage: recommend related "),
    (["--for", "1", "--limit", "x"], "error: The value 'x' is invalid for '--limit <limit>'\n"),
    (["index"], "error: Say what to read: recommend index PATH. There is no index here or in a folder above.\n"),
    (["export", "run", "-n", "1001"], "error: --limit lies in 1…1000, not 1001.\n"),
  ])
  func `wrong usage is told with the usage of the command`(arguments: [String], start: String) throws {
    let answer = try Program.run(arguments, in: "/")
    #expect(answer.status == 64)
    #expect(answer.error.hasPrefix(start), "\(answer.error)")
  }

  @Test func `a problem is explained by its code, and a wrong code names the nearest`() throws {
    let tab = try Sample.ask("explain", "fm-tab")
    #expect(tab.status == 0)
    for heading in ["Cause", "Example", "Repair"] { #expect(tab.output.contains("\n\(heading)\n  ")) }
    let wrong = try Sample.ask("explain", "fm-tba")
    #expect(wrong.status == 2)
    #expect(
      wrong.error
        == "error: No problem has the code 'fm-tba'. Did you mean 'fm-tab'?\nhint: recommend explain lists all codes.\n"
    )
  }

  @Test func `every code that a problem or a refusal can have is listed once and explained`() throws {
    let codes = try Sample.ask("explain").lines.map(String.init)
    let known = ProblemCode.allCases.map(\.rawValue) + RefusalCode.allCases.map(\.rawValue) + ["missing-topic"]
    #expect(Set(codes) == Set(known))
    #expect(Set(codes).count == codes.count)
    let unexplained = try Program.shell(
      "for code in $(recommend explain); do recommend explain $code | grep -q '^Repair' || echo $code; done", in: "/")
    #expect(unexplained.output == "")
  }

  @Test func `completions offer the ids, also without the name of the command`() throws {
    let line = """
      source <(recommend --generate-completion-script bash)
      for words in 'recommend --for 34' 'recommend related --for 34' 'recommend show 34'; do
        COMP_LINE=$words; COMP_POINT=${#words}; COMP_WORDS=($words); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
        _recommend recommend 34 "${COMP_WORDS[COMP_CWORD - 1]}"
        echo "${COMPREPLY[@]}"
      done
      """
    let answer = try Program.shell(line, in: Sample.folder() + "/content")
    #expect(answer.output == "3465 3475\n3465 3475\n3465 3475\n")
    for shell in ["zsh", "fish"] {
      let script = try Sample.ask("--generate-completion-script", shell)
      #expect(script.status == 0)
      #expect(script.output.contains("# Options without a command are those of the default command."))
    }
  }
}
