import RecommendationEngine

/// Reads a vocabulary from a table with a header row.
///
/// Aliases stand in one cell, parted by `;` or `|`.
enum VocabularyTable {
  static func entries(in bytes: [UInt8], separator: UInt8, path: String) throws(VocabularyError) -> [TopicEntry] {
    var columns: [VocabularyRecord.Role: Int]?
    var records: [VocabularyRecord] = []
    for (line, fields) in try DelimitedFile.rows(in: bytes, separator: separator, path: path) {
      guard let columns else {
        columns = Self.columns(fields)
        guard columns?[.label] != nil else {
          throw VocabularyError(
            path: path, line: line,
            message: "the header names no column 'label'. Give the first line as: label,description,parent,aliases")
        }
        continue
      }
      func cell(_ role: VocabularyRecord.Role) -> String {
        columns[role].flatMap { $0 < fields.count ? fields[$0].trimmed : nil } ?? ""
      }
      var record = VocabularyRecord()
      record.label = TopicList.label(of: cell(.label)) ?? ""
      record.identifier = cell(.identifier).isEmpty ? nil : cell(.identifier)
      record.parent = cell(.parent).isEmpty ? nil : cell(.parent)
      record.description = cell(.description)
      record.aliases = cell(.aliases).split { $0 == ";" || $0 == "|" }.map(String.init)
      guard let policy = VocabularyRecord.policy(cell(.policy)) else {
        throw VocabularyError(
          path: path, line: line, message: "policy '\(cell(.policy))' is none of auto, manual, retired.")
      }
      record.policy = policy
      records.append(record)
    }
    return try VocabularyRecord.entries(records, path: path)
  }

  private static func columns(_ header: [String]) -> [VocabularyRecord.Role: Int] {
    var columns: [VocabularyRecord.Role: Int] = [:]
    for role in VocabularyRecord.Role.allCases {
      let ranked = header.indices.compactMap { column in role.rank(of: header[column]).map { (column, $0) } }
      columns[role] = ranked.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }
    return columns
  }
}

/// Reads a table of old and new labels: which topic was renamed to which.
public enum TopicRenameFile {
  /// The pairs of a CSV or TSV file with the columns `old` and `new`; an empty new label means that the topic goes.
  public static func renames(at path: String) throws(VocabularyError) -> [(old: String, new: String)] {
    let rows = try DelimitedFile.rows(at: path)
    guard let header = rows.first,
      let old = header.fields.firstIndex(where: { $0.isEqualIgnoringCase("old") }),
      let new = header.fields.firstIndex(where: { $0.isEqualIgnoringCase("new") })
    else {
      throw VocabularyError(
        path: path, line: 1, message: "the header names no columns 'old' and 'new'. Begin with: old,new")
    }
    var renames: [(old: String, new: String)] = []
    for (line, fields) in rows.dropFirst() {
      guard old < fields.count, new < fields.count, let label = TopicList.label(of: fields[old]) else {
        throw VocabularyError(path: path, line: line, message: "the row has no old label, or too few fields.")
      }
      renames.append((label, TopicList.label(of: fields[new]) ?? ""))
    }
    return renames
  }
}
