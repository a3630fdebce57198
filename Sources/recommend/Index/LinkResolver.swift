import RecommendationEngine
import RecommendationStore
import SiteContent

/// Finds the items that editors' links lead to: ids, slugs, paths, aliases and addresses as people write them.
struct LinkResolver: Sendable {
  /// The names in ASCII, which nearly all are, and for each its row, or -1 when several items share it.
  private var names = WordTable()
  private var rowOfName: [Int32] = []
  /// The other names, compared as Unicode wants it.
  private var otherRows: [String: Int32] = [:]

  /// Learns the names of all items; none where no item has a link.
  init(_ items: [SourceItem]) {
    guard items.contains(where: { !$0.links.isEmpty || !$0.related.isEmpty }) else { return }
    var buffer: [UInt8] = []
    for (row, source) in items.enumerated() {
      for key in source.keys { add(Self.normalized(key.value, in: &buffer), row: Int32(row), buffer) }
      add(Self.normalized(source.item.id.rawValue, in: &buffer), row: Int32(row), buffer)
      add(Self.normalized(source.path, in: &buffer), row: Int32(row), buffer)
    }
  }

  private mutating func add(_ name: Name, row: Int32, _ buffer: [UInt8]) {
    switch name {
    case .ascii(let range):
      guard !range.isEmpty else { return }
      let number = names.insert(ofBytes: buffer[range])
      if number == rowOfName.count {
        rowOfName.append(row)
      } else if rowOfName[number] != row {
        rowOfName[number] = -1
      }
    case .other(let text):
      otherRows[text] = otherRows[text].map { $0 == row ? row : -1 } ?? row
    }
  }

  /// The links of all items to other items, each once, by row and target.
  func links(of items: [SourceItem]) -> [StoredLink] {
    let parts = concurrentMap(chunksOf: items.count, minimumChunk: 256) { rows in
      var links: [StoredLink] = []
      var buffer: [UInt8] = []
      for row in rows {
        append(items[row].related, .related, of: row, to: &links, &buffer)
        append(items[row].links, .link, of: row, to: &links, &buffer)
      }
      return links
    }
    return parts.count == 1 ? parts[0] : Array(parts.joined())
  }

  private func append(
    _ targets: [String], _ kind: StoredLink.Kind, of row: Int, to links: inout [StoredLink], _ buffer: inout [UInt8]
  ) {
    guard !targets.isEmpty else { return }
    var found: [Int] = []
    for target in targets {
      if let target = self.row(of: target, &buffer), target != row { found.append(target) }
    }
    found.sort()
    for (index, target) in found.enumerated() where index == 0 || found[index - 1] != target {
      links.append(StoredLink(row: row, target: target, kind: kind))
    }
  }

  /// The row that a target names: as a whole, else by its last part, when that is one item's alone.
  private func row(of target: String, _ buffer: inout [UInt8]) -> Int? {
    switch Self.normalized(target, in: &buffer) {
    case .ascii(let range):
      let slash = UInt8(ascii: "/")
      if let number = names.number(ofBytes: buffer[range]) {
        return rowOfName[number] >= 0 ? Int(rowOfName[number]) : nil
      }
      var end = range.upperBound
      while end > range.lowerBound, buffer[end - 1] == slash { end -= 1 }
      let start = (buffer[range.lowerBound..<end].lastIndex(of: slash) ?? range.lowerBound - 1) + 1
      guard start < end, let number = names.number(ofBytes: buffer[start..<end]), rowOfName[number] >= 0 else {
        return nil
      }
      return Int(rowOfName[number])
    case .other(let name):
      if let row = otherRows[name] { return row >= 0 ? Int(row) : nil }
      guard let last = name.split(separator: "/").last.map(String.init) else { return nil }
      if last.utf8.allSatisfy({ $0 < 0x80 }) {
        guard let number = names.number(of: last), rowOfName[number] >= 0 else { return nil }
        return Int(rowOfName[number])
      }
      guard let row = otherRows[last], row >= 0 else { return nil }
      return Int(row)
    }
  }

  /// A name without scheme and host, query and fragment, leading and trailing slashes, `index` and the file's ending.
  static func normalized(_ name: String) -> String {
    var buffer: [UInt8] = []
    switch normalized(name, in: &buffer) {
    case .ascii(let range): return String(decoding: buffer[range], as: UTF8.self)
    case .other(let text): return text
    }
  }

  /// A normalized name: nearly always bytes in a buffer.
  private enum Name {
    case ascii(Range<Int>)
    case other(String)
  }

  private static func normalized(_ name: String, in buffer: inout [UInt8]) -> Name {
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: name.utf8)
    var bytes = buffer.mutableSpan
    if let range = normalized(&bytes) { return .ascii(range) }
    return normalizedUnicode(name, in: &buffer)
  }

  /// Puts ASCII into small letters and returns the part that counts, or nil when there is more than ASCII.
  private static func normalized(_ bytes: inout MutableSpan<UInt8>) -> Range<Int>? {
    let slash = UInt8(ascii: "/")
    var (start, end) = (0, bytes.count)
    var all: UInt8 = 0
    var schemeEnd: Int?
    for index in 0..<bytes.count {
      let byte = bytes[index]
      all |= byte
      if byte &- UInt8(ascii: "A") < 26 { bytes[index] = byte | 0x20 }
      if byte == slash, schemeEnd == nil, index >= 2, bytes[index - 1] == slash, bytes[index - 2] == UInt8(ascii: ":") {
        schemeEnd = index + 1
      }
    }
    guard all < 0x80 else { return nil }
    if let schemeEnd {
      start = schemeEnd
      while start < end, bytes[start] != slash { start += 1 }
    }
    for index in start..<end where bytes[index] == UInt8(ascii: "#") || bytes[index] == UInt8(ascii: "?") {
      end = index
      break
    }
    while start < end, bytes[start] == slash || bytes[start] == UInt8(ascii: ".") { start += 1 }
    while start < end, bytes[end - 1] == slash { end -= 1 }
    for ending in endings where end - start >= ending.count {
      let first = end - ending.count
      if ending.indices.allSatisfy({ bytes[first + $0] == ending[$0] }) { end = first }
    }
    return start..<end
  }

  private static let endings = [".md", ".markdown", ".html", "/index", "/_index"].map { Array($0.utf8) }

  private static func normalizedUnicode(_ name: String, in buffer: inout [UInt8]) -> Name {
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
    guard rest.utf8.allSatisfy({ $0 < 0x80 }) else { return .other(String(rest)) }
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: rest.utf8)
    return .ascii(0..<buffer.count)
  }
}
