/// The keys of a model, split once for all files.
struct ReadingPlan: Sendable {
  typealias Keys = [Metadata.KeyPath]
  let content: ContentConfiguration
  let limits: ContentLimits
  let frontMatterLimits: FrontMatterLimits
  let id, otherIDs, title, summary, text, date, topics, slug, aliases, uuid, url, related, draft, expiryDate: Keys
  let wanted: WantedKeys

  init(_ configuration: ModelConfiguration) {
    content = configuration.content
    limits = configuration.limits
    var budget = FrontMatterLimits()
    budget.aliasCount = limits.yamlAliases
    budget.nodeCount = limits.yamlNodes
    budget.depth = limits.depth
    frontMatterLimits = budget
    func paths(_ keys: [String]) -> Keys { keys.map(Metadata.KeyPath.init) }
    id = paths(content.id)
    otherIDs = paths(content.otherIDs)
    title = paths(content.title)
    summary = paths(content.summary)
    text = paths(content.text)
    date = paths(content.date)
    topics = paths(content.topics)
    slug = paths(content.slug)
    aliases = paths(content.aliases)
    uuid = paths(content.uuid)
    url = paths(content.url)
    related = paths(content.related)
    draft = paths(content.draft)
    expiryDate = paths(content.expiryDate)
    wanted = WantedKeys(
      id + otherIDs + title + summary + text + date + topics + slug + aliases + uuid + url + related + draft
        + expiryDate)
  }

  /// Whether the text of a key is a row of keywords.
  func isKeywordKey(_ key: Metadata.KeyPath) -> Bool {
    content.keywordKeys.contains { $0.isEqualIgnoringCase(key.text) }
  }
}

extension Metadata {
  /// The first entry of these keys whose value is not blank.
  func first(of keys: [KeyPath]) -> Entry? {
    for key in keys {
      if let entry = entry(at: key), !entry.value.isBlank { return entry }
    }
    return nil
  }

  /// The text of the first of these keys that is not blank: a scalar, or the first of a list.
  func text(of keys: [KeyPath]) -> String? {
    for key in keys {
      if let text = entry(at: key)?.value.texts.first { return text }
    }
    return nil
  }
}

extension MetadataValue {
  /// Whether nothing is in it but white space, empty lists and maps.
  var isBlank: Bool {
    switch self {
    case .null: true
    case .text(let text): text.utf8.allSatisfy(Byte.isWhiteSpace)
    case .list(let values): values.allSatisfy(\.isBlank)
    case .map(let metadata): metadata.entries.allSatisfy(\.value.isBlank)
    }
  }

  /// The scalar, or those of the list, trimmed, blank ones dropped; maps are passed over.
  var texts: [String] {
    switch self {
    case .null, .map: []
    case .text(let text): text.trimmed.map { [$0] } ?? []
    case .list(let values): values.flatMap(\.texts)
    }
  }

  /// Every scalar inside, maps entered.
  var allTexts: [String] {
    switch self {
    case .null: []
    case .text(let text): text.trimmed.map { [$0] } ?? []
    case .list(let values): values.flatMap(\.allTexts)
    case .map(let metadata): metadata.entries.flatMap(\.value.allTexts)
    }
  }
}

extension String {
  /// The text without white space around it; nil when nothing is left.
  var trimmed: String? {
    let bytes = utf8
    guard let first = bytes.firstIndex(where: { !Byte.isWhiteSpace($0) }),
      let last = bytes.lastIndex(where: { !Byte.isWhiteSpace($0) })
    else { return nil }
    if first == bytes.startIndex, bytes.index(after: last) == bytes.endIndex { return self }
    return String(self[first...last])
  }
}
