import SiteContent
import Testing

@Suite struct ProblemTests {
  @Test(arguments: ProblemCode.allCases)
  func `every code has a cause, an example and a repair`(code: ProblemCode) {
    expectText(in: code.explanation)
  }

  @Test(arguments: RefusalCode.allCases)
  func `every refusal has a cause, an example and a repair`(code: RefusalCode) {
    expectText(in: code.explanation)
  }

  @Test func `no two refusals share an explanation`() {
    #expect(Set(RefusalCode.allCases.map(\.explanation.cause)).count == RefusalCode.allCases.count)
  }

  private func expectText(in explanation: ProblemExplanation) {
    #expect(explanation.cause.hasSuffix(".") && explanation.cause.count > 20)
    #expect(!explanation.example.isEmpty)
    #expect(!explanation.repair.isEmpty)
  }

  @Test func `a problem reads path, place, severity, message, code and hint`() {
    let problem = Problem(
      path: "a.md", line: 3, column: 1, severity: .error, code: .frontMatterTab, message: "a tab", hint: "Use blanks.")
    #expect(problem.description == "a.md:3:1: error: a tab [fm-tab]\n  hint: Use blanks.")
    let whole = Problem(path: "a.md", severity: .error, code: .fileEmpty, message: "the file is empty")
    #expect(whole.description == "a.md: error: the file is empty [file-empty]")
  }

  @Test func `problems are ordered by path, line and column`() {
    func problem(_ path: String, _ line: Int, _ column: Int) -> Problem {
      Problem(path: path, line: line, column: column, severity: .error, code: .frontMatterTab, message: "")
    }
    let sorted = [problem("a", 1, 2), problem("a", 1, 10), problem("a", 2, 1), problem("b", 1, 1)]
    #expect(sorted.reversed().sorted() == sorted)
  }
}
