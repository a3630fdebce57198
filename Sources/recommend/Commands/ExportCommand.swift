import ArgumentParser
import RecommendationEngine
import RecommendationStore

/// `recommend export`: what other programs read.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write related items, clusters, a TREC run, or the vectors for other programs.",
    subcommands: [
      ExportRelatedCommand.self, ExportRunCommand.self, ExportVectorsCommand.self, ExportClustersCommand.self,
    ])
}

/// The related items of all items, as they are stored or, for more, computed again.
enum AllRelated {
  static func lists(_ index: StoredIndex, limit: Int) throws -> [[Neighbor]] {
    if limit <= index.configuration.similarity.limit {
      let stored = try index.store.allNeighbors()
      return (0..<index.generation.itemCount).map { row in
        stored.range(ofRow: row).prefix(limit).map { Neighbor(row: stored.rows[$0], score: stored.scores[$0]) }
      }
    }
    return try index.recommender().relatedToAll(limit: limit)
  }
}

/// `recommend export related`.
struct ExportRelatedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "related", abstract: "Write the related items of every item.",
    discussion: """
      EXAMPLES:
        recommend export related --format json > related.json
        recommend export related --limit 3 --format csv
      """)

  @Option(name: [.long, .customShort("n")], help: "At most so many related items for each.")
  var limit = 10

  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    guard limit > 0 else { throw ValidationError("--limit is a number of items above 0, not \(limit).") }
    let index = try StoredIndex(database.open())
    let headings = try index.store.allHeadings()
    let lists = try AllRelated.lists(index, limit: limit)
    switch output.chosenFormat {
    case .json, .jsonl:
      let rows: [[Value]] = zip(headings, lists).map { heading, list in
        [
          .text(heading.key), .text(heading.title), Value(heading.path),
          .list(
            list.map { neighbor in
              let other = headings[Int(neighbor.row)]
              return .object([
                ("id", .text(other.key)), ("title", .text(other.title)), ("path", Value(other.path)),
                ("score", .number(neighbor.score)),
              ])
            }),
        ]
      }
      try output.write(Report(columns: ["id", "title", "path", "related"], rows: rows))
    case .table, .csv, .tsv, .markdown:
      let rows: [[Value]] = zip(headings, lists).flatMap { heading, list in
        list.enumerated().map { rank, neighbor in
          let other = headings[Int(neighbor.row)]
          return [
            .text(heading.key), .integer(rank + 1), .number(neighbor.score), .text(other.key), .text(other.title),
          ]
        }
      }
      try output.write(Report(columns: ["id", "rank", "score", "related_id", "related_title"], rows: rows))
    }
  }
}

/// `recommend export run`.
struct ExportRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Write a TREC run: query Q0 item rank score tag.",
    discussion: """
      EXAMPLES:
        recommend export run --limit 100 > related.run

      White space and % in ids are percent-encoded. Ranks count from 1.
      """)

  @Option(name: [.long, .customShort("n")], help: "At most so many related items for each, up to 1000.")
  var limit = 10

  @Option(name: .long, help: "The last column.")
  var tag = "recommend"

  @OptionGroup var database: DatabaseOptions

  func run() throws {
    guard (1...1000).contains(limit) else { throw ValidationError("--limit lies in 1…1000, not \(limit).") }
    let index = try StoredIndex(database.open())
    let names = try index.store.allHeadings().map { Self.encoded($0.key) }
    let lists = try AllRelated.lists(index, limit: limit)
    let tag = Self.encoded(tag)
    var text = ""
    for (name, list) in zip(names, lists) {
      for (rank, neighbor) in list.enumerated() {
        text += "\(name) Q0 \(names[Int(neighbor.row)]) \(rank + 1) \(Value.formatted(neighbor.score)) \(tag)\n"
      }
      if text.utf8.count > 1 << 16 {
        try OutputWriter.standardOutput.write(text)
        text = ""
      }
    }
    try OutputWriter.standardOutput.write(text)
  }

  /// The text with white space, control characters and `%` as `%20` and the like.
  static func encoded(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: needsEncoding) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      guard needsEncoding(scalar) else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for byte in String(scalar).utf8 {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }

  private static func needsEncoding(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "%" || scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F
  }
}
