public import RecommendationEngine

/// Reads the topics of a site from a file: names, aliases, description, parent, policy.
///
/// The ending tells the notation: `.csv` and `.tsv` have a header row, `.json` a list of objects, `.ttl` is SKOS
/// in Turtle, `.rdf` SKOS in RDF/XML.
public enum VocabularyFile {
  /// Larger files are refused.
  static let byteLimit = 64_000_000

  /// The entries of a file, in its order.
  public static func entries(at path: String) throws(VocabularyError) -> [TopicEntry] {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes(Array(path.utf8CString)).all(limit: byteLimit)
    } catch {
      throw VocabularyError(path: path, line: nil, message: error.message)
    }
    return try entries(in: bytes, path: path)
  }

  /// The entries of a text, whose notation the path tells.
  public static func entries(in bytes: [UInt8], path: String) throws(VocabularyError) -> [TopicEntry] {
    let ending = path.utf8.lastIndex(of: Byte.period).map { String(path[path.utf8.index(after: $0)...]) } ?? ""
    let text = TextDecoder.decode(bytes).utf8
    switch ending.lowercased() {
    case "csv":
      return try VocabularyTable.entries(in: text, separator: CSVRow.separator(ofHeader: text[...]), path: path)
    case "tsv", "tab": return try VocabularyTable.entries(in: text, separator: Byte.tab, path: path)
    case "json": return try VocabularyJSON.entries(in: text, path: path)
    case "ttl": return try VocabularySKOS.entries(TurtleReader.statements(in: text, path: path), path: path)
    case "rdf", "xml", "owl":
      return try VocabularySKOS.entries(RDFXMLReader.statements(in: bytes, path: path), path: path)
    default:
      throw VocabularyError(
        path: path, line: nil,
        message: "the ending '\(ending)' is none of csv, tsv, json, ttl, rdf. Rename or convert the file.")
    }
  }
}

/// What is wrong with a vocabulary file.
public struct VocabularyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The line, from 1, where one is to blame.
  public let line: Int?
  /// What was found, and what to do.
  public let message: String

  /// Path, line and message.
  public var description: String { path + (line.map { ":\($0)" } ?? "") + ": " + message }
}
