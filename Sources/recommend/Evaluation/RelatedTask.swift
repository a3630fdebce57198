import RecommendationEngine
import RecommendationStore

/// What is asked, and what would be right: queries with graded items.
struct RelatedTask {
  /// A query: an item of the collection, or a text.
  struct Query {
    let id: ItemID
    /// The row of the item; nil for a text.
    let row: Int?
    let text: String
  }

  /// Where the judgements come from, for the reader.
  let source: String
  /// All queries: every item of the collection, or the texts of a file.
  let queries: [Query]
  /// For each query the rows that are right, with their grades.
  var grades: [[Int32: Double]]
  /// What the reader should know about the judgements.
  var notes: [String] = []
  /// Whether the judgements are made from topics, so that a rule that looks at topics knows the answer.
  var isMadeFromTopics = false

  /// Whether the queries are the items of the collection.
  var asksItems: Bool { queries.first?.row != nil }

  /// The number of queries with something to be found.
  var judgedCount: Int { grades.count { $0.values.contains { $0 > 0 } } }
}

/// The judgements that a collection brings along.
enum CollectionGold: String, CaseIterable {
  /// Lists of related items in front matter.
  case related
  /// Links in texts, and lists of related items.
  case links
  /// Items whose topics are much the same.
  case topics
}

extension RelatedTask {
  /// The least share of common topics of items that count as related.
  static let leastTopicOverlap = 0.5

  /// Takes the judgements of the collection itself.
  init(_ gold: CollectionGold, of collection: EvaluationCollection) {
    queries = collection.items.indices.map { Query(id: collection.items[$0].id, row: $0, text: "") }
    grades = [[Int32: Double]](repeating: [:], count: queries.count)
    switch gold {
    case .related, .links:
      source = gold == .related ? "lists of related items that editors keep" : "links that editors made"
      for link in collection.links where gold == .links || link.kind == .related {
        grades[link.row][Int32(link.target)] = 1
      }
    case .topics:
      source = "shared topics"
      isMadeFromTopics = true
      notes.append(
        "An item is right when it shares at least half of both items' topics (Jaccard ≥ 0.5, which is also its grade); topics are no feature."
      )
      let sets = collection.items.map { Set($0.topics) }
      var holders: [Topic: [Int]] = [:]
      for (row, topics) in sets.enumerated() { for topic in topics { holders[topic, default: []].append(row) } }
      for row in sets.indices {
        var shared: [Int: Int] = [:]
        for topic in sets[row] {
          for other in holders[topic] ?? [] where other != row { shared[other, default: 0] += 1 }
        }
        for (other, count) in shared {
          let overlap = Double(count) / Double(sets[row].count + sets[other].count - count)
          if overlap >= Self.leastTopicOverlap { grades[row][Int32(other)] = overlap }
        }
      }
    }
  }

  /// Takes the judgements of a file, for items or for the texts of another file.
  init(judgementsIn path: String, queriesIn queryPath: String?, of collection: EvaluationCollection) throws {
    let file = try JudgementFile(path: path)
    source = Self.lastPart(of: path) + (queryPath.map { ", queries \(Self.lastPart(of: $0))" } ?? "")
    var rowOfQuery: [String: Int] = [:]
    if let queryPath {
      let texts = try QueryFile(path: queryPath).queries.sorted { ItemID($0.id) < ItemID($1.id) }
      queries = texts.map { Query(id: ItemID($0.id), row: nil, text: $0.text) }
      for (number, query) in texts.enumerated() { rowOfQuery[query.id] = number }
    } else {
      queries = collection.items.indices.map { Query(id: collection.items[$0].id, row: $0, text: "") }
    }
    grades = [[Int32: Double]](repeating: [:], count: queries.count)
    var rowOfName: [String: Int?] = [:]
    func row(of name: String) -> Int? {
      if let known = rowOfName[name] { return known }
      let row = collection.row(of: name)
      rowOfName[name] = row
      return row
    }
    var unknown = 0
    for judgement in file.judgements {
      guard let item = row(of: judgement.item),
        let query = queryPath == nil ? row(of: judgement.query) : rowOfQuery[judgement.query]
      else {
        unknown += 1
        continue
      }
      guard queryPath != nil || query != item else { continue }
      grades[query][Int32(item)] = max(judgement.grade, grades[query][Int32(item)] ?? 0)
    }
    if unknown > 0 {
      notes.append("\(unknown) of \(file.judgements.count) judgements name an item or query that is not here.")
    }
    guard unknown < file.judgements.count else {
      throw CommandFailure(
        "None of the \(file.judgements.count) judgements of \(Terminal.safe(path)) names items of this index.",
        hint: file.judgements.first.map {
          "The first is about '\(Terminal.safe($0.query))' and '\(Terminal.safe($0.item))'; recommend list shows the ids."
        } ?? "The file holds none.")
    }
  }

  /// The task that somebody chose by name or file; without a choice what the collection brings along.
  static func chosen(
    against gold: String?, queries: String?, of collection: EvaluationCollection
  ) throws -> RelatedTask {
    if let gold {
      if queries == nil, let known = CollectionGold(rawValue: gold) { return RelatedTask(known, of: collection) }
      return try RelatedTask(judgementsIn: gold, queriesIn: queries, of: collection)
    }
    for known in CollectionGold.allCases {
      let task = RelatedTask(known, of: collection)
      if task.judgedCount > 0 { return task }
    }
    return RelatedTask(.topics, of: collection)
  }

  /// Asks every item, without judgements.
  init(asking collection: EvaluationCollection) {
    source = "none"
    queries = collection.items.indices.map { Query(id: collection.items[$0].id, row: $0, text: "") }
    grades = [[Int32: Double]](repeating: [:], count: queries.count)
  }

  /// The file's name without its folders.
  static func lastPart(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The judgements as TREC qrels, by query and item.
  func qrels(_ collection: EvaluationCollection) -> String {
    var text = ""
    for (number, query) in queries.enumerated() {
      let name = ExportRunCommand.encoded(query.id.rawValue)
      for (row, grade) in grades[number].sorted(by: { $0.key < $1.key }) {
        text +=
          "\(name) 0 \(ExportRunCommand.encoded(collection.items[Int(row)].id.rawValue)) \(Value.formatted(grade))\n"
      }
    }
    return text
  }
}
