import RecommendationStore

/// Finds the item that somebody means by an id, slug, path, file name, alias, UUID or URL.
enum ItemLookup {
  /// The row of the item; a message on standard error when several items share the name.
  static func row(of key: String, in store: RecommendationStore) throws -> Int {
    let matches = try store.find(key: key)
    guard let first = matches.first else { throw try unknown(key, in: store) }
    let rows = Set(matches.map(\.row))
    if rows.count > 1 {
      let others = try store.headings(rows: rows.sorted().prefix(5)).map(\.key)
      try OutputWriter.standardError.write(
        "note: \(rows.count) items go by '\(Terminal.safe(key))': \(Terminal.safe(others.joined(separator: ", ")))"
          + "\(rows.count > 5 ? ", …" : ""). Showing the first.\n")
    }
    return first.row
  }

  private static func unknown(_ key: String, in store: RecommendationStore) throws -> CommandFailure {
    let near = try store.nearestKeys(to: key, limit: 3)
    let shown = Terminal.safe(key)
    guard !near.isEmpty else {
      return CommandFailure(
        "No item '\(shown)'.", hint: "recommend list shows all items; an item goes by id, slug, path, alias or URL.")
    }
    let names = near.map { "'\(Terminal.safe($0.key))' (\(Terminal.fitted(Terminal.safe($0.title), width: 60)))" }
    return CommandFailure(
      "No item '\(shown)'. The nearest \(near.count == 1 ? "is" : "are") \(names.joined(separator: ", ")).",
      hint: "recommend list shows all items.")
  }
}
