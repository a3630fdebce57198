import RecommendationStore
import SiteContent

/// Finds the items that editors' links lead to: ids, slugs, paths, aliases and addresses as people write them.
struct LinkResolver {
  /// For each name its row, or -1 when several items share it.
  private var rows: [String: Int] = [:]

  init(_ items: [SourceItem]) {
    for (row, source) in items.enumerated() {
      var names = Set(source.keys.map { Self.normalized($0.value) })
      names.insert(Self.normalized(source.item.id.rawValue))
      names.insert(Self.normalized(source.path))
      for name in names where !name.isEmpty { rows[name] = rows[name].map { $0 == row ? row : -1 } ?? row }
    }
  }

  /// The links of all items to other items, each once, by row and target.
  func links(of items: [SourceItem]) -> [StoredLink] {
    var links: [StoredLink] = []
    for (row, source) in items.enumerated() {
      for (targets, kind) in [(source.related, StoredLink.Kind.related), (source.links, .link)] {
        let found = Set(targets.compactMap(self.row(of:))).subtracting([row]).sorted()
        links += found.map { StoredLink(row: row, target: $0, kind: kind) }
      }
    }
    return links
  }

  /// The row that a target names: as a whole, else by its last part, when that is one item's alone.
  private func row(of target: String) -> Int? {
    let name = Self.normalized(target)
    if let row = rows[name] { return row >= 0 ? row : nil }
    guard let last = name.split(separator: "/").last, let row = rows[String(last)], row >= 0 else { return nil }
    return row
  }

  /// A name without scheme and host, query and fragment, leading and trailing slashes, `index` and the file's ending.
  static func normalized(_ name: String) -> String {
    // Nearly all names are ASCII: bytes, not characters.
    if name.utf8.allSatisfy({ $0 < 0x80 }) { return normalizedASCII(name) }
    var rest = Substring(name.lowercased())
    if let scheme = rest.firstRange(of: "://") {
      rest = rest[scheme.upperBound...].drop { $0 != "/" }
    }
    rest = rest.prefix { $0 != "#" && $0 != "?" }
    while rest.first == "/" || rest.first == "." { rest.removeFirst() }
    while rest.last == "/" { rest.removeLast() }
    for ending in [".md", ".markdown", ".html", "/index", "/_index"] where rest.hasSuffix(ending) {
      rest.removeLast(ending.count)
    }
    return String(rest)
  }

  private static func normalizedASCII(_ name: String) -> String {
    let slash = UInt8(ascii: "/")
    var bytes = name.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }[...]
    if let colon = bytes.indices.dropLast(2).first(where: { bytes[$0...].starts(with: "://".utf8) }) {
      bytes = bytes[(colon + 3)...].drop { $0 != slash }
    }
    bytes = bytes.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
    bytes = bytes.drop { $0 == slash || $0 == UInt8(ascii: ".") }
    while bytes.last == slash { bytes.removeLast() }
    for ending in [".md", ".markdown", ".html", "/index", "/_index"] where bytes.ends(with: ending) {
      bytes.removeLast(ending.utf8.count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with ending: String) -> Bool {
    count >= ending.utf8.count && suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }
}
