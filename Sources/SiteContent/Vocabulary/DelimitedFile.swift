/// Reads tables that people keep: separated as the first row is, by commas, semicolons or tabs; by tabs where the name ends in `.tsv`.
public enum DelimitedFile {
  /// The rows that are not blank, each with its line.
  public static func rows(at path: String) throws(VocabularyError) -> [(line: Int, fields: [String])] {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes(Array(path.utf8CString)).all(limit: VocabularyFile.byteLimit)
    } catch {
      throw VocabularyError(path: path, line: nil, message: error.message)
    }
    let text = TextDecoder.decode(bytes).utf8
    let separator = path.hasSuffix(".tsv") ? Byte.tab : CSVRow.separator(ofHeader: text[...])
    return try rows(in: text, separator: separator, path: path)
  }

  /// The rows of a text that are not blank, each with its line.
  static func rows(
    in bytes: [UInt8], separator: UInt8, path: String
  ) throws(VocabularyError) -> [(line: Int, fields: [String])] {
    var rows: [(line: Int, fields: [String])] = []
    var start = 0
    var line = 1
    while start < bytes.count, let row = CSVRow(bytes, from: start, isLastPiece: true, separator: separator) {
      guard row.isWellFormed else {
        throw VocabularyError(
          path: path, line: line,
          message: "a quote is not closed, or text follows a closing quote. Write quotes inside quotes twice.")
      }
      if !row.isBlank { rows.append((line, row.fields)) }
      line += row.lineCount
      start = row.end
    }
    return rows
  }
}
