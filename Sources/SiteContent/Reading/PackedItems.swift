import RecommendationEngine

/// What was read from a file, as bytes, so that a file that has not changed need not be read again.
///
/// | part | bytes |
/// |---|---|
/// | number | LEB128: seven bits a byte, low bits first, the high bit set on all but the last |
/// | text | the number of its UTF-8 bytes, these bytes |
/// | text that may be missing | 0, or 1 and the text |
/// | list | the number of its entries, the entries |
///
/// The first byte names the version of this layout; another one is not read.
public enum PackedItems {
  private static let version: UInt8 = 1

  /// Packs the items of a file in their order.
  public static func packed(_ items: some Collection<SourceItem>) -> [UInt8] {
    var writer = Writer()
    writer.bytes.append(version)
    writer.add(items.count)
    for source in items {
      writer.add(source.item.id.rawValue)
      writer.add(source.item.title)
      writer.add(source.item.summary)
      writer.add(source.item.body)
      writer.add(source.item.topics.map(\.label))
      writer.add(source.item.date)
      writer.add(source.path)
      writer.add(source.line)
      writer.add(source.keys.count)
      for key in source.keys {
        writer.add(ItemKey.Kind.allCases.firstIndex(of: key.kind) ?? 0)
        writer.add(key.value)
      }
      writer.add(source.url)
      writer.add(source.related)
      writer.add(source.links)
      writer.add(source.topicsKey)
      writer.add(source.isDraft ? 1 : 0)
      for shift in stride(from: 0, to: 64, by: 8) {
        writer.bytes.append(UInt8(truncatingIfNeeded: source.contentDigest >> UInt64(shift)))
      }
    }
    return writer.bytes
  }

  /// The items of a file; nil when the bytes are not what ``packed(_:)`` makes.
  public static func items(of bytes: [UInt8]) -> [SourceItem]? {
    bytes.withUnsafeBytes { buffer in
      var reader = Reader(bytes: buffer)
      guard reader.byte() == version, let count = reader.count() else { return nil }
      var items: [SourceItem] = []
      items.reserveCapacity(count)
      for _ in 0..<count {
        guard let item = reader.item() else { return nil }
        items.append(item)
      }
      return reader.isAtEnd ? items : nil
    }
  }

  private struct Writer {
    var bytes: [UInt8] = []

    mutating func add(_ number: Int) {
      var rest = UInt(bitPattern: number)
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }

    mutating func add(_ text: String) {
      var text = text
      text.withUTF8 {
        add($0.count)
        bytes.append(contentsOf: $0)
      }
    }

    mutating func add(_ text: String?) {
      bytes.append(text == nil ? 0 : 1)
      if let text { add(text) }
    }

    mutating func add(_ texts: [String]) {
      add(texts.count)
      for text in texts { add(text) }
    }
  }

  private struct Reader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(bytes: UnsafeRawBufferPointer) {
      self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() -> UInt8? {
      guard position < bytes.count else { return nil }
      defer { position += 1 }
      return bytes[position]
    }

    mutating func number() -> Int? {
      var value: UInt = 0
      for shift in stride(from: UInt(0), through: 63, by: 7) {
        guard let byte = byte() else { return nil }
        value |= UInt(byte & 0x7F) << shift
        if byte < 0x80 { return Int(bitPattern: value) }
      }
      return nil
    }

    /// A number of things of which each takes a byte at least.
    mutating func count() -> Int? {
      guard let number = number(), (0...bytes.count - position).contains(number) else { return nil }
      return number
    }

    mutating func text() -> String? {
      guard let count = count() else { return nil }
      defer { position += count }
      return String(decoding: bytes[position..<position + count], as: UTF8.self)
    }

    /// A text that may be missing; the outer nil means damage.
    mutating func optionalText() -> String?? {
      switch byte() {
      case 0: .some(nil)
      case 1: text().map { .some($0) }
      default: nil
      }
    }

    mutating func texts() -> [String]? {
      guard let count = count() else { return nil }
      var texts: [String] = []
      texts.reserveCapacity(count)
      for _ in 0..<count {
        guard let text = text() else { return nil }
        texts.append(text)
      }
      return texts
    }

    private mutating func keys() -> [ItemKey]? {
      guard let count = count() else { return nil }
      var keys: [ItemKey] = []
      keys.reserveCapacity(count)
      for _ in 0..<count {
        guard let kind = number(), ItemKey.Kind.allCases.indices.contains(kind), let value = text() else { return nil }
        keys.append(ItemKey(kind: ItemKey.Kind.allCases[kind], value: value))
      }
      return keys
    }

    private mutating func digest() -> UInt64? {
      var digest: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        guard let byte = byte() else { return nil }
        digest |= UInt64(byte) << shift
      }
      return digest
    }

    mutating func item() -> SourceItem? {
      guard let id = text(), let title = text(), let summary = text(), let body = text(), let topics = texts(),
        let date = optionalText(), let path = text(), let line = number(), let keys = keys(), let url = optionalText(),
        let related = texts(), let links = texts(), let topicsKey = optionalText(), let isDraft = byte(),
        let contentDigest = digest()
      else { return nil }
      return SourceItem(
        item: Item(
          id: ItemID(id), title: title, summary: summary, body: body, topics: topics.map { Topic($0) }, date: date),
        path: path, line: line, keys: keys, url: url, related: related, links: links, topicsKey: topicsKey,
        isDraft: isDraft == 1, contentDigest: contentDigest)
    }
  }
}
