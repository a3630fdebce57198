import ArgumentParser
import Glibc
import RecommendationEngine
import RecommendationStore

/// `recommend export vectors`: the TF-IDF matrix for other programs.
struct ExportVectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors", abstract: "Write the TF-IDF matrix as Matrix Market, with its terms and items.",
    discussion: """
      EXAMPLES:
        recommend export vectors --output vectors/
        recommend export vectors > matrix.mtx

      With --output the folder holds matrix.mtx, vocabulary.txt and items.txt: line i of items.txt is row i, line j of \
      vocabulary.txt is column j, and scipy.io.mmread("matrix.mtx") loads the matrix. Without it the matrix alone goes \
      to standard output.
      """)

  @Option(name: .long, help: "The folder to write; it is made when it is not there.", completion: .directory)
  var output: String?

  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let index = try StoredIndex(database.open())
    guard let output else { return try writeMatrix(index, to: .standardOutput) }
    guard mkdir(output, 0o777) == 0 || errno == EEXIST else {
      throw CommandFailure("The folder '\(output)' cannot be made: \(String(cString: strerror(errno))).")
    }
    try write(to: output + "/matrix.mtx") { try writeMatrix(index, to: $0) }
    let terms = try index.store.allTerms().map { Terminal.safe($0.term) + "\n" }.joined()
    try write(to: output + "/vocabulary.txt") { try $0.write(terms) }
    let items = try index.store.allHeadings().map { ExportRunCommand.encoded($0.key) + "\n" }.joined()
    try write(to: output + "/items.txt") { try $0.write(items) }
  }

  private func write(to path: String, _ body: (OutputWriter) throws -> Void) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandFailure("'\(path)' cannot be written: \(String(cString: strerror(errno))).")
    }
    defer { close(descriptor) }
    try body(OutputWriter(descriptor: descriptor))
  }

  private func writeMatrix(_ index: StoredIndex, to writer: OutputWriter) throws {
    let model = try index.model.get()
    let counts = try index.store.allCounts()
    var text =
      "%%MatrixMarket matrix coordinate real general\n"
      + "\(index.generation.itemCount) \(index.generation.termCount) \(counts.columns.count)\n"
    for row in 0..<index.generation.itemCount {
      let range = counts.range(ofRow: row)
      let weights = model.weights(columns: counts.columns[range], counts: counts.counts[range])
      for (column, weight) in zip(counts.columns[range], weights) {
        text += "\(row + 1) \(column + 1) \(weight)\n"
      }
      if text.utf8.count > 1 << 16 {
        try writer.write(text)
        text = ""
      }
    }
    try writer.write(text)
  }
}
