import ArgumentParser
import SiteContent

/// `recommend explain CODE`: what a problem or a refusal means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a problem or a refusal by its code: cause, example, repair.",
    discussion: """
      EXAMPLES:
        recommend explain fm-tab
        recommend explain            (lists all codes)
      """)

  @Argument(help: "The code in square brackets at the end of a problem, or of the reason why a file stays as it is.")
  var code: String?

  func run() throws {
    guard let code else {
      return try OutputWriter.standardOutput.write(Self.codes.joined(separator: "\n") + "\n")
    }
    guard let explanation = Self.explanation(of: code) else {
      let nearest = NearestName.nearest(to: code, among: Self.codes)
      throw CommandFailure(
        "No problem has the code '\(Terminal.safe(code))'.\(nearest.map { " Did you mean '\($0)'?" } ?? "")",
        hint: "recommend explain lists all codes.")
    }
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

  /// The codes of problems, those of refusals that no problem has, and that of suggestions.
  private static let codes =
    ProblemCode.allCases.map(\.rawValue)
    + RefusalCode.allCases.map(\.rawValue).filter { ProblemCode(rawValue: $0) == nil } + [FindingReport.rule]

  private static func explanation(of code: String) -> ProblemExplanation? {
    if code == FindingReport.rule { return FindingReport.explanation }
    return ProblemCode(rawValue: code)?.explanation ?? RefusalCode(rawValue: code)?.explanation
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
  }
}
