import GRDB

extension RecommendationStore {
  /// The choices that decide what is read lie among the vectors under this name; their first line ends in `, layout` and its number.
  public static let readingChoicesName = "reading_choices"

  /// Refuses an index whose blobs another version of the program has laid out, before one of them is taken for damaged.
  ///
  /// An index that does not say its layout passes: what is read from it is checked piece by piece.
  func checkLayout(_ database: Database) throws {
    var statement = try SQLStatement(
      database, "SELECT CAST(substr(content, 1, 80) AS TEXT) FROM _vectors WHERE name = ?")
    statement.bind(Self.readingChoicesName)
    defer { statement.finish() }
    guard try statement.step(), let layout = Self.layout(inChoices: statement.text(0)), layout != Self.layout else {
      return
    }
    throw layout < Self.layout
      ? StoreError.olderLayout(path: path)
      : StoreError.newerSchema(path: path, version: layout, supported: Self.layout)
  }

  /// The number behind `, layout` in the first line of choices; nil where there is none.
  static func layout(inChoices text: String) -> Int? {
    let line = text.prefix { $0 != "\n" }
    let mark = ", layout "
    guard let place = line.indices.first(where: { line[$0...].hasPrefix(mark) }) else { return nil }
    return Int(line[line.index(place, offsetBy: mark.count)...])
  }
}
