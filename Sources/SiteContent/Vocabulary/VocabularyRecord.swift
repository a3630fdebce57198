import RecommendationEngine

/// One topic of a vocabulary file, before it is known what its parent is called.
struct VocabularyRecord {
  var label = ""
  /// The name by which other records call it: a class name, a URI, a number.
  var identifier: String?
  /// The label or the identifier of the next broader topic.
  var parent: String?
  var description = ""
  var aliases: [String] = []
  var policy = TopicPolicy.auto

  /// The meanings of keys and column names.
  enum Role: CaseIterable {
    case label, identifier, parent, description, aliases, policy, children

    /// The names in lower case, without blanks and underscores.
    private var names: [String] {
      switch self {
      case .label: ["label", "preflabel", "topic", "name", "title", "tag"]
      case .identifier: ["classname", "id", "identifier", "uri", "notation", "slug"]
      case .parent: ["parentclassname", "parent", "parentlabel", "parentid", "broader"]
      case .description: ["description", "definition", "scopenote", "about"]
      case .aliases: ["aliases", "alias", "altlabel", "altlabels", "synonyms", "alternatives"]
      case .policy: ["policy", "status"]
      case .children: ["children", "subtopics", "narrower"]
      }
    }

    /// How much a key is preferred for the role; nil when it has another meaning.
    func rank(of key: String) -> Int? {
      names.firstIndex(of: key.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" })
    }
  }

  /// The topics of records, the parents called by their labels.
  static func entries(_ records: [VocabularyRecord], path: String) throws(VocabularyError) -> [TopicEntry] {
    var labels: [String: String] = [:]
    for record in records {
      if let identifier = record.identifier, labels[identifier] == nil { labels[identifier] = record.label }
    }
    let entries = records.filter { !$0.label.isEmpty }.map { record in
      let parent = record.parent.map { labels[$0] ?? TopicList.label(of: $0) ?? $0 }
      return TopicEntry(
        Topic(record.label), aliases: record.aliases.compactMap(TopicList.label), description: record.description,
        parent: parent.flatMap { $0.isEmpty || $0 == record.label ? nil : Topic($0) }, policy: record.policy)
    }
    guard !entries.isEmpty else {
      throw VocabularyError(
        path: path, line: nil, message: "no topic was found. Give each a label: a column or key 'label' or 'name'.")
    }
    return entries
  }

  /// The policy that a word means.
  static func policy(_ text: String) -> TopicPolicy? {
    switch text.lowercased() {
    case "", "auto", "automatic", "active": .auto
    case "manual", "editors": .manual
    case "retired", "deprecated", "obsolete": .retired
    default: nil
    }
  }
}
