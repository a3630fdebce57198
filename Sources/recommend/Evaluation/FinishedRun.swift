import RecommendationEngine

/// A run read back from the folder of an evaluation.
struct FinishedRun {
  let measurements: ItemMeasurements

  /// Reads `per_item.csv` of a folder, or such a file itself.
  ///
  /// - Parameter id: The run that is read; a file may hold several.
  init(path: String, id: String) throws {
    let file = path.hasSuffix(".csv") ? path : path + "/per_item.csv"
    let records = DelimitedRecords.records(try TextFile.text(file))
    guard let header = records.first, header.count > 2, header[0] == "run", header[1] == "item" else {
      throw CommandFailure(
        "\(Terminal.safe(file)) is no per_item.csv.", hint: "Make one with recommend evaluate related --output FOLDER.")
    }
    var values: [ItemID: [Double]] = [:]
    var runs = Set<String>()
    for (number, record) in records.enumerated().dropFirst() {
      guard record.count == header.count else {
        throw CommandFailure(
          "\(Terminal.safe(file)): record \(number + 1) has \(record.count) fields, not \(header.count).")
      }
      runs.insert(record[0])
      guard record[0] == id else { continue }
      values[ItemID(record[1])] = try record.dropFirst(2).map { cell in
        guard let value = Double(cell) else {
          throw CommandFailure("\(Terminal.safe(file)): '\(Terminal.safe(cell))' in record \(number + 1) is no number.")
        }
        return value
      }
    }
    guard !values.isEmpty else {
      throw CommandFailure(
        "\(Terminal.safe(file)) has no run '\(Terminal.safe(id))'. It has \(runs.sorted().map { "'\(Terminal.safe($0))'" }.joined(separator: ", "))."
      )
    }
    let ids = values.keys.sorted()
    measurements = ItemMeasurements(
      metricNames: Array(header.dropFirst(2)), itemIDs: ids, values: ids.flatMap { values[$0] ?? [] })
  }
}

/// Reads the CSV that this program writes (RFC 4180).
enum DelimitedRecords {
  /// The records; the apostrophe that keeps spreadsheets from taking a text for a formula is taken off.
  static func records(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var wasQuote = false
    func endField() {
      var text = String(decoding: field, as: UTF8.self)
      if text.first == "'", let next = text.dropFirst().unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(next) {
        text.removeFirst()
      }
      record.append(text)
      field = []
    }
    for byte in text.utf8 {
      if isQuoted {
        if byte == UInt8(ascii: "\"") {
          isQuoted = false
          wasQuote = true
        } else {
          field.append(byte)
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""):
        if wasQuote { field.append(byte) }
        isQuoted = true
      case UInt8(ascii: ","): endField()
      case UInt8(ascii: "\n"):
        endField()
        records.append(record)
        record = []
      case UInt8(ascii: "\r"): break
      default: field.append(byte)
      }
      wasQuote = false
    }
    if !field.isEmpty || !record.isEmpty {
      endField()
      records.append(record)
    }
    return records
  }
}

/// A condition under which a comparison fails: `nDCG@10 < -0.01`.
///
/// The figure is the mean difference, the newer run minus the older one; with `significantly` in front it must also be
/// unlikely by chance (p < 0.05).
struct FailureCondition {
  let text: String
  let metric: String
  private let isLess: Bool
  private let bound: Double
  private let needsSignificance: Bool

  /// Reads a condition; nil when it is none.
  init?(_ text: String) {
    var rest = text[...]
    needsSignificance = rest.hasPrefix("significantly ")
    if needsSignificance { rest = rest.dropFirst("significantly ".utf8.count) }
    guard let sign = rest.lastIndex(where: { $0 == "<" || $0 == ">" }),
      let bound = Double(Self.trimmed(rest[rest.index(after: sign)...])), bound.isFinite
    else { return nil }
    self.text = text
    isLess = rest[sign] == "<"
    self.bound = bound
    metric = Self.trimmed(rest[..<sign])
    guard !metric.isEmpty else { return nil }
  }

  /// Whether a difference fires the condition.
  func isMet(by metric: RunComparison.Metric) -> Bool {
    let difference = roundedScore(metric.difference)
    return (isLess ? difference < bound : difference > bound) && (!needsSignificance || metric.pValue < 0.05)
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
