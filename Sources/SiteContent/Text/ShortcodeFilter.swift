/// Takes the tags of Hugo and Liquid out of a page before its Markdown is read; the text between tags stays.
///
/// Gone are `{{< … >}}`, `{{% … %}}`, `{% … %}`, `{{ … }}` within a line, attribute lists at a line's end (`{#id .class}`,
/// `{: .class}`), what stands between a pair of `comment` tags, and the bytes of base64 data URIs. Two things stay:
/// - Where a tag is the target of a link, its first argument takes its place: `[x]({{< ref "a.md" >}})` links to `a.md`.
/// - A tag that is only shown (`{{</* note */>}}`) keeps its words.
///
/// Every search for an end remembers its result, so the whole is linear on any input.
struct ShortcodeFilter {
  private let source: UnsafeBufferPointer<UInt8>
  private var result: [UInt8] = []
  private var ends: [Int?] = Array(repeating: nil, count: End.allCases.count)

  private enum End: Int, CaseIterable {
    case angle, percent, liquid, output, brace, line, commentEnd

    var bytes: StaticString {
      switch self {
      case .angle: ">}}"
      case .percent: "%}}"
      case .liquid: "%}"
      case .output: "}}"
      case .brace: "}"
      case .line: "\n"
      case .commentEnd: "comment"
      }
    }
  }

  /// The page without tags, or nil when it holds none and may be read as it is.
  static func filtered(_ source: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    let hasData = source.firstIndex(of: ";base64,", from: 0) != nil
    if !hasData, source.firstIndex(of: 0x7B, from: 0) == nil { return nil }
    var filter = ShortcodeFilter(source: source)
    filter.run()
    return hasData ? DataURI.removed(from: filter.result) : filter.result
  }

  private init(source: UnsafeBufferPointer<UInt8>) {
    self.source = source
    result.reserveCapacity(source.count)
  }

  private mutating func run() {
    var position = 0
    while let open = source.firstIndex(of: 0x7B, from: position) {
      result.append(contentsOf: source.part(position..<open))
      if let end = take(at: open) {
        position = end
        if let last = result.last, last.isWordByte, end < source.count, source[end].isWordByte { result.append(0x20) }
      } else {
        result.append(0x7B)
        position = open + 1
      }
    }
    result.append(contentsOf: source.part(position..<source.count))
  }

  /// Takes the tag whose brace is at a position and returns the place after it; nil when there is no tag.
  private mutating func take(at open: Int) -> Int? {
    guard open + 2 < source.count else { return nil }
    switch (source[open + 1], source[open + 2]) {
    case (0x7B, 0x3C): return takeTag(from: open + 3, to: .angle)
    case (0x7B, 0x25): return takeTag(from: open + 3, to: .percent)
    case (0x7B, _): return endInLine(.output, from: open + 2)
    case (0x25, _): return takeTag(from: open + 2, to: .liquid)
    case (0x3A, _), (0x23, _), (0x2E, _):
      guard let end = endInLine(.brace, from: open + 1) else { return nil }
      let lineEnd = next(.line, from: end) ?? source.count
      return source.part(end..<lineEnd).allSatisfy(\.isWhiteSpace) ? end : nil
    default: return nil
    }
  }

  private mutating func takeTag(from start: Int, to end: End) -> Int? {
    guard let close = next(end, from: start) else { return nil }
    let after = close + end.bytes.utf8CodeUnitCount
    let inside = source.part(start..<close).trimmed
    if inside.has("/*", at: 0) {
      let shown = inside.has("*/", at: inside.count - 2) ? inside.count - 2 : inside.count
      result.append(contentsOf: inside.part(2..<max(shown, 2)))
      return after
    }
    let tag = ShortcodeTag(inside)
    if tag.isComment { return endOfComment(from: after) ?? after }
    if isLinkTarget, let target = tag.target {
      let needsBrackets = result.last == 0x28 && target.contains { $0 == 0x20 || $0 == 0x28 || $0 == 0x29 }
      if needsBrackets { result.append(0x3C) }
      result.append(contentsOf: target)
      if needsBrackets { result.append(0x3E) }
    }
    return after
  }

  /// Whether what comes next is read as the target of a link: after `](`, `]: `, `href="`.
  private var isLinkTarget: Bool {
    var end = result.count
    while end > 0, result[end - 1] == 0x20 { end -= 1 }
    guard end >= 2 else { return false }
    switch (result[end - 2], result[end - 1]) {
    case (0x5D, 0x28), (0x28, 0x3C), (0x5D, 0x3A), (0x3D, 0x22), (0x3D, 0x27): return true
    default: return false
    }
  }

  /// The place after the tag that ends a comment.
  private mutating func endOfComment(from start: Int) -> Int? {
    var position = start
    while let found = next(.commentEnd, from: position) {
      position = found + 7
      let isEnd = source.has("end", at: found - 3) || source[found - 1] == 0x2F
      guard isEnd, let brace = next(.brace, from: position) else { continue }
      return brace + 1 < source.count && source[brace + 1] == 0x7D ? brace + 2 : brace + 1
    }
    return nil
  }

  /// The place after an end that comes before the line does.
  private mutating func endInLine(_ end: End, from start: Int) -> Int? {
    guard let close = next(end, from: start), close < next(.line, from: start) ?? source.count else { return nil }
    return close + end.bytes.utf8CodeUnitCount
  }

  /// The next place of an end at or after a position, remembered: positions only grow.
  private mutating func next(_ end: End, from position: Int) -> Int? {
    if let known = ends[end.rawValue], known >= position { return known == Int.max ? nil : known }
    let found = source.firstIndex(of: end.bytes, from: position)
    ends[end.rawValue] = found ?? Int.max
    return found
  }
}

/// The inside of a tag: `ref "a.md" lang="en"`.
private struct ShortcodeTag {
  /// Whether the tag begins a comment.
  let isComment: Bool
  /// The argument that names a page, if there is one.
  let target: UnsafeBufferPointer<UInt8>?

  init(_ inside: UnsafeBufferPointer<UInt8>) {
    let inside = inside.first == 0x2D ? inside.part(1..<inside.count).trimmed : inside
    let nameEnd =
      inside.firstIndex { !$0.isASCIILetterOrDigit && $0 != 0x2D && $0 != 0x5F && $0 != 0x2F } ?? inside.count
    let name = inside.part(0..<nameEnd)
    func isNamed(_ wanted: StaticString) -> Bool { name.count == wanted.utf8CodeUnitCount && name.has(wanted, at: 0) }
    isComment = isNamed("comment")
    let namesPage = isNamed("ref") || isNamed("relref") || isNamed("link") || isNamed("post_url")
    var rest = inside.part(nameEnd..<inside.count).trimmed
    if namesPage, rest.has("path=", at: 0) { rest = rest.part(5..<rest.count) }
    let quote = rest.first ?? 0
    if quote == 0x22 || quote == 0x27 || quote == 0x60 {
      target = rest.firstIndex(of: quote, from: 1).map { rest.part(1..<$0).trimmed }
    } else {
      target = namesPage && !rest.isEmpty ? rest.part(0..<(rest.firstIndex(where: \.isWhiteSpace) ?? rest.count)) : nil
    }
  }
}

/// Images and fonts that are written into a page.
enum DataURI {
  /// The text without `data:…;base64,…`.
  static func removed(from bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while let found = bytes.firstIndex(of: ";base64,", from: position) {
        result.append(contentsOf: bytes.part(position..<found))
        let scheme = result.suffix(80).lastIndex(of: 0x3A) ?? 0
        if scheme >= 4, result[(scheme - 4)..<scheme].elementsEqual("data".utf8) {
          result.removeSubrange((scheme - 4)...)
        }
        position = found + 8
        while position < bytes.count, bytes[position].isBase64 { position += 1 }
      }
      result.append(contentsOf: bytes.part(position..<bytes.count))
    }
    return result
  }
}

extension UInt8 {
  fileprivate var isBase64: Bool {
    isASCIILetterOrDigit || self == 0x2B || self == 0x2F || self == 0x3D || self == 0x25
  }
}
