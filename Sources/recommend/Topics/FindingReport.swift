import RecommendationEngine
import SiteContent

/// Missing topics at their places in the content files, as programs that show findings take them.
struct FindingReport {
  /// One missing topic of one page.
  struct Finding {
    let path: String
    let message: String
    let isStrong: Bool
    /// What would be written; nil where the page cannot be edited.
    let replacement: TopicPage.Replacement?
    /// The same, each run of lines by itself.
    let replacements: [TopicPage.Replacement]
  }

  private let findings: [Finding]

  /// Looks up the places; each suggestion is taken by itself.
  init(_ report: SuggestionReport, in folder: ContentFolder) {
    var findings: [Finding] = []
    for list in report.lists where !list.suggestions.isEmpty {
      guard let path = list.path else { continue }
      let page = try? folder.page(path)
      for suggestion in list.suggestions {
        let label = report.label(suggestion)
        let edited = try? page?.applying(TopicListChange(adding: [label]))
        findings.append(
          Finding(
            path: folder.shown(path),
            message:
              "\(list.title) (\(list.key)) may miss the topic '\(label)', score \(SuggestionReport.hundredths(suggestion.probability)): \(report.evidence.line(suggestion, of: list))",
            isStrong: suggestion.band == .strong, replacement: edited.flatMap { page?.replacement($0) },
            replacements: edited.flatMap { page?.replacements($0) } ?? []))
      }
    }
    self.findings = findings
  }

  /// The findings in a format that names places.
  func rendered(as format: FindingFormat) -> String {
    switch format {
    case .sarif: sarif.json + "\n"
    case .github: findings.map(Self.annotation).joined()
    default: diagnostics.json + "\n"
    }
  }

  /// The code that all findings have.
  static let rule = "missing-topic"

  /// What `recommend explain` tells about it.
  static let explanation = ProblemExplanation(
    cause:
      "Similar pages hold a topic that this page lacks, or the page names it. This is a suggestion, not a mistake.",
    example: "recommend topics suggest --all --format rdjson",
    repair: "Add the topic where it fits, or answer the suggestion: recommend retag plan, then recommend retag review")

  // MARK: Reviewdog

  private var diagnostics: Value {
    .object([
      ("source", .object([("name", .text("recommend"))])),
      ("severity", .text("INFO")),
      (
        "diagnostics",
        .list(
          findings.map { finding in
            var members: [(key: String, value: Value)] = [
              ("message", .text(Terminal.safe(finding.message))),
              ("severity", .text(finding.isStrong ? "WARNING" : "INFO")),
              ("code", .object([("value", .text(Self.rule))])),
            ]
            var location: [(key: String, value: Value)] = [("path", .text(finding.path))]
            if let replacement = finding.replacement {
              let range = Self.range(replacement)
              location.append(("range", range))
              members.append(
                ("suggestions", .list([.object([("range", range), ("text", .text(replacement.text))])])))
            }
            members.append(("location", .object(location)))
            return .object(members)
          })
      ),
    ])
  }

  private static func range(_ replacement: TopicPage.Replacement) -> Value {
    .object([
      ("start", .object([("line", .integer(replacement.startLine)), ("column", .integer(1))])),
      (
        "end",
        .object([("line", .integer(replacement.endLine)), ("column", .integer(replacement.endColumn))])
      ),
    ])
  }

  // MARK: SARIF

  private var sarif: Value {
    let rule = Value.object([
      ("id", .text(Self.rule)),
      ("shortDescription", .object([("text", .text("A topic that the page may miss"))])),
    ])
    let driver = Value.object([
      ("name", .text("recommend")), ("version", .text(Recommend.configuration.version)), ("rules", .list([rule])),
    ])
    return .object([
      ("$schema", .text("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .text("2.1.0")),
      (
        "runs",
        .list([
          .object([
            ("tool", .object([("driver", driver)])), ("columnKind", .text("utf16CodeUnits")),
            ("results", .list(findings.map(Self.result))),
          ])
        ])
      ),
    ])
  }

  private static func result(_ finding: Finding) -> Value {
    let artifact = Value.object([("uri", .text(percentEncoded(finding.path)))])
    var place: [(key: String, value: Value)] = [("artifactLocation", artifact)]
    var members: [(key: String, value: Value)] = [
      ("ruleId", .text(rule)), ("level", .text(finding.isStrong ? "warning" : "note")),
      ("message", .object([("text", .text(Terminal.safe(finding.message)))])),
    ]
    if let replacement = finding.replacement {
      place.append(("region", .object([("startLine", .integer(replacement.startLine))])))
      let change = Value.object([
        ("artifactLocation", artifact),
        (
          "replacements",
          .list(
            finding.replacements.map {
              .object([
                ("deletedRegion", region($0)), ("insertedContent", .object([("text", .text($0.text))])),
              ])
            })
        ),
      ])
      members.append(("fixes", .list([.object([("artifactChanges", .list([change]))])])))
    }
    members.append(("locations", .list([.object([("physicalLocation", .object(place))])])))
    return .object(members)
  }

  private static func region(_ replacement: TopicPage.Replacement) -> Value {
    .object([
      ("startLine", .integer(replacement.startLine)), ("startColumn", .integer(1)),
      ("endLine", .integer(replacement.endLine)), ("endColumn", .integer(replacement.endColumn)),
    ])
  }

  /// A path as the reference of a URI.
  private static func percentEncoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return path.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2D, 0x2E, 0x2F, 0x5F, 0x7E].contains(byte)
      return isPlain
        ? String(UnicodeScalar(byte)) : "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
    }.joined()
  }

  // MARK: GitHub

  /// `::warning file=…,line=…::…`, escaped as the workflow commands ask for, so that no content forges another one.
  private static func annotation(_ finding: Finding) -> String {
    let line = finding.replacement.map { ",line=\($0.startLine)" } ?? ""
    let message = escaped(finding.message, [])
    return "::warning file=\(escaped(finding.path, [":", ","]))\(line),"
      + "title=Missing topic::\(message)\n"
  }

  private static func escaped(_ text: String, _ others: [Character]) -> String {
    String(
      text.unicodeScalars.flatMap { scalar -> [Character] in
        switch scalar {
        case "%": return Array("%25")
        case "\r": return Array("%0D")
        case "\n": return Array("%0A")
        case _ where others.contains(Character(scalar)): return Array(scalar == ":" ? "%3A" : "%2C")
        default: return Array(Terminal.safe(String(scalar)))
        }
      })
  }
}
