import RecommendationEngine
import RecommendationStore
import SiteContent

/// An indexed collection as evaluation sees it: the plain texts of the index, ready to be analyzed again.
struct EvaluationCollection {
  /// The items, ascending by id: row *i* of everything is item *i*.
  let items: [Item]
  /// The links that editors made.
  let links: [StoredLink]
  /// How texts are analyzed, weighed and compared.
  let configuration: ModelConfiguration
  /// The digest of the index, which names the collection exactly.
  let digest: String
  private let names: ItemNames

  var ids: [ItemID] { items.map(\.id) }

  /// Reads the collection of an index.
  ///
  /// - Parameter model: Another configuration than that of the index, or changes to it.
  init(_ database: DatabaseOptions, model: ModelOptions) throws {
    let index = try StoredIndex(database.open())
    let labels = try index.store.topics().map { Topic($0.label) }
    let stored = try index.store.items()
    items = stored.map { item in
      Item(
        id: ItemID(item.heading.key), title: item.heading.title, summary: item.summary, body: item.text,
        topics: item.topics.map { labels[$0] }, date: item.heading.date)
    }
    links = try index.store.links()
    digest = index.generation.digest
    configuration = try model.applied(to: index.configuration)
    names = ItemNames(stored)
  }

  /// The row that a name means: an id, else any other name, else its last parts; nil when no or several items have it.
  func row(of name: String) -> Int? { names.row(of: name) }

  /// The items' words under a configuration.
  func analyzed(_ analysis: AnalysisConfiguration) throws -> AnalyzedCorpus {
    try Self.analyzed(items, analysis)
  }

  /// The words of some items.
  static func analyzed(_ items: [Item], _ analysis: AnalysisConfiguration) throws -> AnalyzedCorpus {
    do {
      return try AnalyzedCorpus(analyzing: items, analysis)
    } catch {
      throw CommandFailure("\(error)")
    }
  }
}

extension ModelOptions {
  /// The configuration of an index, or the one that `--model` names, with the changes of `--set`.
  func applied(to indexed: ModelConfiguration) throws -> ModelConfiguration {
    guard model == nil else { return try resolved(roots: []).configuration }
    var configuration = indexed
    for assignment in set {
      let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw CommandFailure("--set takes key=value, such as similarity.smoothing=0; '\(assignment)' has no '='.")
      }
      do {
        try configuration.set(String(parts[0]), to: String(parts[1]), origin: "--set")
      } catch {
        throw CommandFailure("\(error)")
      }
    }
    return configuration
  }
}

/// Finds rows by the names that files of judgements use.
struct ItemNames {
  /// The row of each id, and of each other name that one item alone has; -1 where several have it.
  private var rowOfID: [String: Int] = [:]
  private var rowOfName: [String: Int] = [:]

  init(_ items: [StoredItem]) {
    for (row, item) in items.enumerated() {
      rowOfID[item.heading.key] = row
      var names = Set(item.keys.map { LinkResolver.normalized($0.value) })
      names.insert(LinkResolver.normalized(item.heading.key))
      if let path = item.heading.path { names.insert(LinkResolver.normalized(path)) }
      for name in names where !name.isEmpty { rowOfName[name] = rowOfName[name].map { $0 == row ? row : -1 } ?? row }
    }
  }

  func row(of name: String) -> Int? {
    if let row = rowOfID[name] { return row }
    var rest = Substring(LinkResolver.normalized(name))
    while true {
      if let row = rowOfName[String(rest)] { return row >= 0 ? row : nil }
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      rest = rest[rest.index(after: slash)...]
    }
  }
}
