import SiteContent

/// What people judged, as files have it: TREC qrels, or tab-separated columns of query, item and grade.
///
/// A line of four fields is `query iteration item grade`; ids there are percent-encoded, as `recommend export run` writes
/// them. Other files have a header (`from to`, `source target`, `query doc relevance`, `a b similarity`) or the columns
/// query, item and, where there is one, grade. Lines that begin with `#` are passed over.
struct JudgementFile {
  struct Judgement {
    let query: String
    let item: String
    let grade: Double
  }

  let judgements: [Judgement]

  private static let queryNames: Set = ["query", "from", "source", "query_id", "query-id", "id", "a", "for"]
  private static let itemNames: Set = [
    "item", "to", "target", "doc", "document", "related", "related_id", "corpus-id", "doc_id", "b",
  ]
  private static let gradeNames: Set = ["grade", "relevance", "score", "rel", "similarity", "value"]

  init(path: String) throws {
    let lines = try TextFile.lines(path)
    var columns: (query: Int, item: Int, grade: Int?)?
    var judgements: [Judgement] = []
    for (number, line) in lines.enumerated() where !line.isEmpty && line.first != "#" {
      let fields = Self.fields(of: line)
      let place = "\(path):\(number + 1)"
      if columns == nil {
        let names = fields.map { $0.lowercased() }
        if let query = names.firstIndex(where: Self.queryNames.contains),
          let item = names.firstIndex(where: Self.itemNames.contains)
        {
          columns = (query, item, names.firstIndex(where: Self.gradeNames.contains))
          continue
        }
        switch fields.count {
        case 2: columns = (0, 1, nil)
        case 3: columns = (0, 1, 2)
        case 4: columns = (0, 2, 3)
        default:
          throw CommandFailure(
            "\(Terminal.safe(place)): a judgement has 2 to 4 fields, not \(fields.count).",
            hint: "Write lines of query, item and grade, separated by tabs, or TREC qrels.")
        }
      }
      guard let columns, max(columns.query, columns.item, columns.grade ?? 0) < fields.count else {
        throw CommandFailure("\(Terminal.safe(place)): the line has \(fields.count) fields only.")
      }
      var grade = 1.0
      if let column = columns.grade {
        guard let value = Double(fields[column]), value.isFinite else {
          throw CommandFailure(
            "\(Terminal.safe(place)): '\(Terminal.safe(fields[column]))' is not a grade. Use a number.")
        }
        grade = value
      }
      let isTREC = fields.count == 4
      judgements.append(
        Judgement(
          query: isTREC ? Self.decoded(fields[columns.query]) : fields[columns.query],
          item: isTREC ? Self.decoded(fields[columns.item]) : fields[columns.item], grade: grade))
    }
    self.judgements = judgements
  }

  private static func fields(of line: String) -> [String] {
    if line.utf8.contains(0x09) {
      return line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    return line.split(whereSeparator: { $0 == " " }).map(String.init)
  }

  /// The text with `%20` and the like as the bytes they stand for.
  static func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[position + 1...position + 2], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        position += 3
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// Queries that are texts: tab-separated lines of id and text.
struct QueryFile {
  let queries: [(id: String, text: String)]

  init(path: String) throws {
    var queries: [(id: String, text: String)] = []
    var seen = Set<String>()
    for (number, line) in try TextFile.lines(path).enumerated() where !line.isEmpty && line.first != "#" {
      guard let tab = line.firstIndex(of: "\t") else {
        throw CommandFailure(
          "\(Terminal.safe(path)):\(number + 1): no tab.", hint: "Write each query as id, tab and text.")
      }
      let id = String(line[..<tab])
      let text = String(line[line.index(after: tab)...])
      if queries.isEmpty, ["id", "query", "query_id"].contains(id.lowercased()), text.lowercased() == "text" {
        continue
      }
      guard seen.insert(id).inserted else {
        throw CommandFailure("\(Terminal.safe(path)):\(number + 1): query '\(Terminal.safe(id))' stands twice.")
      }
      queries.append((id, text))
    }
    guard !queries.isEmpty else { throw CommandFailure("\(Terminal.safe(path)) holds no query.") }
    self.queries = queries
  }
}
