import ArgumentParser
import SiteContent

/// `recommend explain CODE`: what a problem means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a problem by its code: cause, example, repair.",
    discussion: """
      EXAMPLES:
        recommend explain fm-tab
        recommend explain            (lists all codes)
      """)

  @Argument(help: "The code in square brackets at the end of a problem.")
  var code: String?

  func run() throws {
    guard let code else {
      let names = ProblemCode.allCases.map(\.rawValue)
      return try OutputWriter.standardOutput.write(names.joined(separator: "\n") + "\n")
    }
    guard let known = ProblemCode(rawValue: code) else {
      let names = ProblemCode.allCases.map(\.rawValue)
      let nearest = NearestName.nearest(to: code, among: names)
      throw CommandFailure(
        "No problem has the code '\(Terminal.safe(code))'.\(nearest.map { " Did you mean '\($0)'?" } ?? "")",
        hint: "recommend explain lists all codes.")
    }
    let explanation = known.explanation
    try OutputWriter.standardOutput.write(
      """
      \(code)

      Cause
      \(indented(explanation.cause))

      Example
      \(indented(explanation.example))

      Repair
      \(indented(explanation.repair))

      """)
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
  }
}
