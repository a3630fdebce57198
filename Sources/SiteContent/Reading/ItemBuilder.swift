import RecommendationEngine

/// Makes an item of keys and text, and says what is doubtful about it.
struct ItemBuilder {
  let plan: ReadingPlan
  let file: ContentFile
  /// ISO 8601; decides what is expired. Nil: nothing is.
  let today: String?

  /// What is known of one page or record before it is an item.
  struct Source {
    var metadata: Metadata
    var duplicates: [DuplicateKey] = []
    /// The text after the front matter, empty in records.
    var body: ArraySlice<UInt8> = []
    /// The line of the page or record.
    var line = 1
    var isRecord = false
    var digest: UInt64
  }

  /// Adds the item, or the reason why it is left out, and the problems.
  func add(_ source: Source, to contents: inout FileContents) {
    let metadata = source.metadata
    for duplicate in source.duplicates {
      contents.problems.append(
        Problem(
          path: file.path, line: duplicate.line, column: 1, severity: .warning, code: .frontMatterDuplicateKey,
          message: "key '\(duplicate.key)' is given before, in line \(duplicate.firstLine); the last one counts",
          hint: "Keep one of the two."))
    }
    let isDraft = metadata.text(of: plan.draft).map { ["true", "yes", "on", "1"].contains($0.lowercased()) } ?? false
    if isDraft, !plan.content.includesDrafts {
      contents.leftOut.append(.init(path: file.path, reason: "it is a draft (content.include_drafts)"))
      return
    }
    if isExpired(metadata) {
      contents.leftOut.append(.init(path: file.path, reason: "it has expired (content.include_expired)"))
      return
    }
    var extracted = text(of: source, problems: &contents.problems)
    extracted.text = PlainText.repairingMojibake(extracted.text)
    let givenTitle = metadata.text(of: plan.title).map(Self.inline) ?? ""
    let summary = metadata.text(of: plan.summary).map(Self.inline) ?? ""
    if givenTitle.isEmpty, summary.isEmpty, extracted.text.utf8.allSatisfy(Byte.isWhiteSpace) {
      contents.problems.append(
        Problem(
          path: file.path, line: source.line, severity: .warning, code: .itemEmpty,
          message: "the item has neither title nor text", hint: "Write a title."))
    }
    let topics = topics(metadata, problems: &contents.problems)
    let id = id(of: source)
    let item = Item(
      id: ItemID(id), title: givenTitle.isEmpty ? titleWithoutKey(source) : givenTitle, summary: summary,
      body: extracted.text, topics: topics.topics, date: date(metadata, problems: &contents.problems))
    let url = metadata.text(of: plan.url)
    contents.items.append(
      SourceItem(
        item: item, path: file.path, line: source.line, keys: keys(id: id, url: url, source), url: url,
        related: related(metadata), links: extracted.links, topicsKey: topics.key, isDraft: isDraft,
        contentDigest: source.digest))
  }

  // MARK: Text

  /// A title or summary as it is read and compared.
  private static func inline(_ text: String) -> String {
    PlainText.repairingMojibake(PlainText.inline(text))
  }

  private func text(of source: Source, problems: inout [Problem]) -> ExtractedText {
    var body = source.body
    var format = file.format == .html ? TextFormat.html : .markdown
    if body.allSatisfy(Byte.isWhiteSpace), case .text(let text)? = source.metadata.first(of: plan.text)?.value {
      body = Array(text.utf8)[...]
      format = plan.content.textFormat
    }
    if body.count > plan.limits.bodyBytes {
      problems.append(
        Problem(
          path: file.path, line: source.line, severity: .warning, code: .bodyTooLarge,
          message: "the text has \(body.count) bytes; the first \(plan.limits.bodyBytes) count",
          hint: "Split the page, or raise limits.body_bytes."))
      body = body.prefix(plan.limits.bodyBytes)
      while let last = body.last, last >= 0x80 { body.removeLast() }
    }
    switch format {
    case .markdown: return PlainText.fromMarkdown(body)
    case .html: return PlainText.fromHTML(body)
    case .plain: return PlainText.fromPlain(body)
    }
  }

  /// The first heading of the page, or the name of its file in words.
  private func titleWithoutKey(_ source: Source) -> String {
    if let heading = source.body.firstHeading, let title = Self.inline(heading).trimmed { return title }
    var name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    if name.hasPrefix("index."), let folder = file.path.split(separator: "/").dropLast().last { name = String(folder) }
    if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
    if source.isRecord { return "" }
    return String(
      decoding: name.utf8.map { $0 == Byte.hyphen || $0 == Byte.underscore ? Byte.space : $0 }, as: UTF8.self
    )
    .trimmed ?? name
  }

  // MARK: Values

  private func id(of source: Source) -> String {
    if let id = source.metadata.text(of: plan.id) { return id }
    guard source.isRecord, file.format != .json else { return file.path }
    return "\(file.path):\(source.line)"
  }

  /// The topics, and the first key that gives any, or that stands there for them.
  private func topics(_ metadata: Metadata, problems: inout [Problem]) -> (topics: [Topic], key: String?) {
    var all: [Topic] = []
    var allKey: String?
    for key in plan.topics {
      guard let entry = metadata.entry(at: key) else { continue }
      let scalar: TopicList.Scalar =
        plan.isKeywordKey(key) ? .keywords : file.format == .csv ? .cell : .topic
      let (topics, hasOthers) = TopicList.topics(in: entry.value, scalar: scalar)
      if hasOthers {
        problems.append(
          Problem(
            path: file.path, line: entry.line, column: entry.column, severity: .warning, code: .topicsInvalid,
            message: "'\(entry.key)' holds a map or a list where texts should be; it is passed over",
            hint: "Write a list of texts: [first topic, second topic]."))
      }
      guard !topics.isEmpty else { continue }
      if allKey == nil { allKey = key.text }
      all += topics
      if !plan.content.mergesTopics { break }
    }
    return (all, allKey ?? plan.topics.first { metadata.entry(at: $0) != nil }?.text)
  }

  private func date(_ metadata: Metadata, problems: inout [Problem]) -> String? {
    guard let entry = metadata.first(of: plan.date), let text = entry.value.texts.first else {
      guard plan.content.takesDateFromFileName, let name = file.path.split(separator: "/").last else { return nil }
      return ContentDate.ofFileName(name)
    }
    if let date = ContentDate.normalized(text) { return date }
    problems.append(
      Problem(
        path: file.path, line: entry.line, column: entry.column, severity: .warning, code: .dateInvalid,
        message: "\(entry.key) '\(String(text.prefix(60)))' is not a date. Use YYYY-MM-DD.",
        hint: "Write for example 2024-05-31, or 2024-05-31T09:30:00Z."))
    return nil
  }

  private func isExpired(_ metadata: Metadata) -> Bool {
    guard !plan.content.includesExpired, let today, let text = metadata.text(of: plan.expiryDate),
      let date = ContentDate.normalized(text)
    else { return false }
    return date.utf8.lexicographicallyPrecedes(today.utf8)
  }

  private func related(_ metadata: Metadata) -> [String] {
    var seen = Set<String>()
    return plan.related.compactMap { metadata.entry(at: $0) }.flatMap { entry -> [String] in
      // A text of several paths between white space; lists are taken as they are.
      if case .text(let text) = entry.value {
        return text.utf8.split(whereSeparator: Byte.isWhiteSpace).map { String(Substring($0)) }
      }
      return entry.value.allTexts
    }.filter { seen.insert($0).inserted }
  }

  private func keys(id: String, url: String?, _ source: Source) -> [ItemKey] {
    let metadata = source.metadata
    var keys = [ItemKey(kind: .id, value: id)]
    func add(_ kind: ItemKey.Kind, _ value: String) {
      let key = ItemKey(kind: kind, value: value)
      if !keys.contains(key) { keys.append(key) }
    }
    for path in plan.otherIDs {
      for text in metadata.entry(at: path)?.value.texts ?? [] { add(.id, text) }
    }
    if !source.isRecord || file.format == .json {
      add(.path, file.path)
      if let slash = file.path.utf8.lastIndex(of: Byte.slash) {
        let name = file.path[file.path.utf8.index(after: slash)...]
        if name.hasPrefix("index.") { add(.path, String(file.path[..<slash])) } else { add(.path, String(name)) }
      }
    }
    if let slug = metadata.text(of: plan.slug) { add(.slug, slug) }
    for path in plan.aliases {
      for text in metadata.entry(at: path)?.value.texts ?? [] { add(.alias, text) }
    }
    if let uuid = metadata.text(of: plan.uuid) { add(.uuid, uuid) }
    for path in plan.url {
      for text in metadata.entry(at: path)?.value.texts ?? [] { add(.url, text) }
    }
    return keys
  }
}

extension ArraySlice<UInt8> {
  /// The text of a `# heading` in the first line that is not blank.
  fileprivate var firstHeading: String? {
    let text = drop { Byte.isWhiteSpace($0) }
    guard text.first == Byte.hash else { return nil }
    let rest = text.drop { $0 == Byte.hash }
    guard text.count - rest.count <= 6, let first = rest.first, Byte.isBlank(first) else { return nil }
    return String(decoding: rest.prefix { $0 != Byte.lineFeed && $0 != Byte.carriageReturn }, as: UTF8.self)
  }
}
