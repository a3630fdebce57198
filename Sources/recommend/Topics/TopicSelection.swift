import ArgumentParser
import RecommendationEngine
import RecommendationStore
import SiteContent

/// Which items are asked about, and which of their missing topics are wanted.
struct TopicSelection: ParsableArguments {
  @Option(
    name: [.customLong("for")], parsing: .upToNextOption, help: ArgumentHelp("The items.", valueName: "key"))
  var keys: [String] = []

  @Flag(name: .long, help: "All items.")
  var all = false

  @Option(name: .long, help: "Only topics of this namespace: Medigy in 'Medigy: Patient Acquisition'.")
  var namespace: String?

  @Option(name: .long, help: ArgumentHelp("Only this topic: which items should have it?", valueName: "label"))
  var topic: String?

  @Option(name: [.long, .customShort("n")], help: "At most so many topics for each item.")
  var limit = 10

  @Option(name: .long, help: "Leave out scores below this, 0…1.")
  var threshold: Double?

  @Option(name: .long, help: "Cut where this share of the suggestions is expected to be right: 0.8.")
  var precision: Double?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The topics that may be suggested: a CSV, TSV or JSON file, or SKOS in Turtle or RDF/XML. Default: those that items hold.",
      valueName: "file"))
  var vocabulary: String?

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit is a number of topics above 0, not \(limit).") }
    for (name, value) in [("--threshold", threshold), ("--precision", precision)] {
      guard let value, !(0...1).contains(value) else { continue }
      throw ValidationError("\(name) lies in 0…1, not \(value).")
    }
  }

  /// The entries of the vocabulary file, or nil when none is given.
  func vocabularyEntries() throws -> [TopicEntry]? {
    guard let vocabulary else { return nil }
    do {
      return try VocabularyFile.entries(at: vocabulary)
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  /// The vocabulary with every topic that is not wanted left to people.
  func candidates(_ learning: TopicLearning) throws -> TopicVocabulary {
    let known = learning.vocabulary.entries.map(\.topic)
    if let topic, !known.contains(Topic(topic)) {
      let nearest = NearestName.nearest(to: topic, among: known.map(\.label))
      throw CommandFailure(
        "There is no topic '\(Terminal.safe(topic))'.\(nearest.map { " The nearest is '\(Terminal.safe($0))'." } ?? "")",
        hint: "recommend topics lists them all.")
    }
    if let namespace, !known.contains(where: { $0.namespace == namespace }) {
      let names = Set(known.compactMap(\.namespace)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      throw CommandFailure(
        "No topic is of the namespace '\(Terminal.safe(namespace))'.",
        hint: names.isEmpty
          ? "The topics have no namespaces." : "The namespaces are \(Terminal.safe(names.joined(separator: ", "))).")
    }
    return TopicVocabulary(
      learning.vocabulary.entries.map { entry in
        let isWanted =
          (topic == nil || entry.topic.label == topic) && (namespace == nil || entry.topic.namespace == namespace)
        guard !isWanted else { return entry }
        var entry = entry
        entry.policy = .manual
        return entry
      })
  }
}

/// The topics that one item or text misses.
struct MissingTopics {
  /// The row of the item, or nil for a text that is not indexed.
  let row: Int?
  /// The place of the text among those that were learned with.
  let text: Int
  /// The item's key, or `-`.
  let key: String
  let title: String
  let path: String?
  /// The topics that it holds.
  let held: [String]
  /// The suggestions, the likeliest first.
  let suggestions: [TopicSuggestion]
}

extension TopicLearning {
  /// Where a suggestion of an item is cut.
  struct Cut {
    /// The lowest score; nil stands for the cut of the best balance (micro-F1).
    var threshold: Double? = 0
    /// The share of suggestions that shall be right.
    var precision: Double?

    func value(_ model: TopicSuggestionModel, date: String?) throws -> Double {
      let calibration = model.calibration(forDate: date)
      var cut = threshold ?? calibration?.threshold ?? 0.5
      if let precision {
        guard let calibration else {
          throw CommandFailure(
            "A precision cannot be kept: fewer than \(model.configuration.calibrationItemMinimum) items hold topics, so the scores are no probabilities.",
            hint: "Use --threshold or --limit.")
        }
        cut = max(cut, calibration.cut(forPrecision: precision))
      }
      return cut
    }
  }

  /// The missing topics of items, in the order asked; of all items for nil.
  func missing(rows: [Int]?, candidates: TopicVocabulary, limit: Int, cut: Cut) throws -> [MissingTopics] {
    let newer = try cut.value(model, date: "9999-12-31")
    let known = try cut.value(model, date: nil)
    // Other spellings of held topics are dropped afterwards, so a few more are asked for.
    let limits = TopicSuggestionModel.Limits(limit: limit + 5, threshold: min(newer, known))
    let rows = rows ?? Array(headings.indices)
    let lists =
      rows.count == headings.count
      ? model.missingTopicsOfAllItems(vocabulary: candidates, limits: limits)
      : rows.map { model.missingTopics(ofItem: $0, vocabulary: candidates, limits: limits) }
    return zip(rows, lists).map { row, list in
      let heading = headings[row]
      // An item without topics that is newer than all that hold some is scored as new.
      let cut = model.collection.topics[row].isEmpty && model.isNewer(heading.date) ? newer : known
      let held = Set(
        (heldLabels[row] + model.collection.topics[row].map { vocabulary.entries[Int($0)].topic.label })
          .map(\.spellingKey))
      let kept = list.filter {
        $0.probability >= cut && !held.contains(vocabulary.entries[$0.topic].topic.label.spellingKey)
      }
      return MissingTopics(
        row: row, text: row, key: heading.key, title: heading.title, path: heading.path, held: heldLabels[row],
        suggestions: Array(kept.prefix(limit)))
    }
  }

  /// The topics of the texts that are not indexed.
  func missing(queries: [Item], candidates: TopicVocabulary, limit: Int, cut: Cut) throws -> [MissingTopics] {
    try zip(queries, texts).enumerated().map { place, query in
      let (item, text) = query
      let held = item.topics.compactMap { vocabulary.index(of: $0) }
      let limits = TopicSuggestionModel.Limits(limit: limit, threshold: try cut.value(model, date: item.date))
      return MissingTopics(
        row: nil, text: headings.count + place, key: "-", title: item.title, path: nil,
        held: item.topics.map(\.label),
        suggestions: model.missingTopics(of: text, held: held, vocabulary: candidates, limits: limits))
    }
  }
}
