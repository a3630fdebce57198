import RecommendationEngine

/// What was read from a file beside its texts (summary and body), as bytes, so that a file that has not changed need not be read again.
///
/// The first byte names the version of the layout; another one is not read.
public enum PackedItems {
  private static let version: UInt8 = 3

  /// Packs the items of a file in their order, without their texts.
  public static func packed(_ items: some Collection<SourceItem>) -> [UInt8] {
    var writer = ByteWriter()
    writer.bytes.append(version)
    writer.add(items.count)
    for source in items {
      writer.add(source.item.id.rawValue)
      writer.add(source.item.title)
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
      writer.add(word: source.contentDigest)
    }
    return writer.bytes
  }

  /// The items of a file without their texts; nil when the bytes are not what ``packed(_:)`` makes.
  public static func items(of bytes: ArraySlice<UInt8>) -> [SourceItem]? {
    var reader = ByteReader(bytes)
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

extension ByteReader {
  private mutating func keys() -> [ItemKey]? {
    guard let count = count() else { return nil }
    var keys: [ItemKey] = []
    keys.reserveCapacity(count)
    for _ in 0..<count {
      guard let kind = number(), ItemKey.Kind.allCases.indices.contains(kind), let value = string() else { return nil }
      keys.append(ItemKey(kind: ItemKey.Kind.allCases[kind], value: value))
    }
    return keys
  }

  fileprivate mutating func item() -> SourceItem? {
    guard let id = string(), let title = string(), let topics = strings(), let date = optionalString(),
      let path = string(), let line = number(), let keys = keys(), let url = optionalString(), let related = strings(),
      let links = strings(), let topicsKey = optionalString(), let isDraft = byte(), let contentDigest = word()
    else { return nil }
    return SourceItem(
      item: Item(id: ItemID(id), title: title, topics: topics.map { Topic($0) }, date: date),
      path: path, line: line, keys: keys, url: url, related: related, links: links, topicsKey: topicsKey,
      isDraft: isDraft == 1, contentDigest: contentDigest)
  }
}
