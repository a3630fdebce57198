import ArgumentParser

/// `recommend schema`: the shape of our JSON.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Write the JSON Schema of what --format json writes.",
    discussion: """
      EXAMPLES:
        recommend schema > recommend.schema.json
      """)

  func run() throws {
    try OutputWriter.standardOutput.write(JSONSchema.text)
  }
}
