import ArgumentParser
import RecommendationStore

/// `recommend doctor`: whether the index is whole.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check that the index is whole: file, schema, references, digest.",
    discussion: """
      EXAMPLES:
        recommend doctor
        recommend doctor --db site.sqlite
      """)

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.open()
    let findings = try store.doctor()
    if output.chosenFormat != .table {
      try output.write(
        Report(
          columns: ["kind", "message"], rows: findings.map { [.text($0.kind.rawValue), .text($0.message)] }))
    } else if findings.isEmpty {
      let generation = try store.generation()
      try OutputWriter.standardOutput.write(
        "The index is whole: \(generation.itemCount) items, \(generation.termCount) terms, digest \(generation.digest).\n"
      )
    } else {
      for finding in findings { try OutputWriter.standardOutput.write("\(finding)\n") }
    }
    if !findings.isEmpty { throw CommandFailure("The index is damaged.", hint: "Run recommend index --rebuild.") }
  }
}
