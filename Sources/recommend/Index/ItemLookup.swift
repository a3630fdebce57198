import Glibc
import RecommendationStore
import SiteContent

/// Finds the item that somebody means by an id, slug, path, file name, alias, UUID or URL.
enum ItemLookup {
  /// The row of the item; a message on standard error when several items share the name.
  static func row(of key: String, in store: RecommendationStore) throws -> Int {
    guard let matches = try matches(of: key, in: store), let first = matches.first else {
      throw try unknown(key, in: store)
    }
    let rows = Set(matches.map(\.row))
    if rows.count > 1 {
      let others = try store.headings(rows: rows.sorted().prefix(5)).map(\.key)
      try OutputWriter.standardError.write(
        "note: \(rows.count) items go by '\(Terminal.safe(key))': \(Terminal.safe(others.joined(separator: ", ")))"
          + "\(rows.count > 5 ? ", …" : ""). Showing the first.\n")
    }
    return first.row
  }

  /// The items that go by a name as it was typed, else by a form of it as an address or as a path; nil for none.
  private static func matches(of key: String, in store: RecommendationStore) throws -> [KeyMatch]? {
    for name in [key] + addresses(key) + [pathBelowRoot(key, store)].compactMap({ $0 }) {
      let matches = try store.find(key: name)
      if !matches.isEmpty { return matches }
    }
    // A path as typed from another folder: content/post/a.md for the item post/a.md.
    var rest = key[...]
    while let slash = rest.firstIndex(of: "/") {
      rest = rest[rest.index(after: slash)...]
      guard rest.contains("/") || key.hasPrefix("./") || key.hasPrefix("../") else { break }
      let matches = try store.find(key: String(rest)).filter { $0.kind == .path }
      if !matches.isEmpty { return matches }
    }
    return nil
  }

  /// Other spellings of an address: without query and fragment, without scheme and host, with and without slashes.
  private static func addresses(_ key: String) -> [String] {
    var bare = key[...]
    if let end = bare.firstIndex(where: { $0 == "#" || $0 == "?" }) { bare = bare[..<end] }
    var forms = [bare]
    if let scheme = bare.firstRange(of: "://") { forms.append(bare[scheme.upperBound...].drop { $0 != "/" }) }
    let variants = forms.flatMap { form -> [String] in
      let trimmed = form.hasSuffix("/") ? String(form.dropLast()) : String(form)
      let rooted = trimmed.hasPrefix("/") || trimmed.contains("://") ? trimmed : "/" + trimmed
      return [String(form), trimmed, trimmed + "/", rooted, rooted + "/"]
    }
    return variants.filter { !["", "/", key].contains($0) }
  }

  /// The path below the content root of a file that is there.
  private static func pathBelowRoot(_ key: String, _ store: RecommendationStore) -> String? {
    guard key.contains("/") || key.contains("."), let file = real(key), let database = real(store.path),
      let root = StoreLocation.root(ofDatabase: database), file.hasPrefix(root + "/")
    else { return nil }
    return String(file.dropFirst(root.count + 1))
  }

  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  // MARK: What nobody goes by

  private static func unknown(_ key: String, in store: RecommendationStore) throws -> CommandFailure {
    let near = try nearest(to: key, in: store)
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

  /// Up to three items: by the letters of their names and titles, else by the words of their texts; for a number the ids
  /// that share the most digits with it.
  private static func nearest(to key: String, in store: RecommendationStore) throws -> [(key: String, title: String)] {
    let near = try store.nearestKeys(to: key, limit: 3)
    if !near.isEmpty { return near.map { ($0.key, $0.title) } }
    let found = try store.search(key, limit: 3)
    if !found.isEmpty { return try store.headings(rows: found.map(\.row)).map { ($0.key, $0.title) } }
    guard !key.isEmpty, key.utf8.allSatisfy({ (48...57).contains($0) }) else { return [] }
    return try store.nearestKeys(to: key, limit: 3, farthest: key.utf8.count - 1).map { ($0.key, $0.title) }
  }
}
