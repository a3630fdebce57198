import FoundationEssentials
import RecommendationEngine

/// How items are parted into those that are learned from and those that are judged on.
enum TopicProtocol: Equatable {
  /// A share of the items, drawn with the seed.
  case random(testShare: Double)
  /// The latest items.
  case date(testShare: Double)
  /// Every item once.
  case folds(Int)
  /// A file that says it.
  case file(String)

  /// What it is called in settings.
  var name: String {
    switch self {
    case .random(let share): "random, \(Fixed.text(share * 100, 0)) % test"
    case .date(let share): "by date, latest \(Fixed.text(share * 100, 0)) % test"
    case .folds(let count): "\(count) folds"
    case .file(let path): RelatedTask.lastPart(of: path)
    }
  }
}

/// The splits of a collection; near-duplicates stay on one side, except where a file says otherwise.
struct TopicSplits {
  let splits: [DataSplit]
  var notes: [String] = []

  init(_ method: TopicProtocol, of collection: EvaluationCollection, seed: UInt64) throws {
    // An item without topics can neither teach nor be judged.
    let items = collection.items.filter { !$0.topics.isEmpty }
    let ids = items.map(\.id)
    let groups = try Self.groups(collection)
    switch method {
    case .random(let share): splits = [.random(ids, testShare: share, seed: seed, groups: groups)]
    case .folds(let count): splits = DataSplit.folds(ids, count: count, seed: seed, groups: groups)
    case .date(let share):
      let dated = items.filter { $0.date != nil }
      guard !dated.isEmpty else { throw CommandFailure("No item with topics has a date; --split-by date needs one.") }
      splits = [.byTime(dated.map { ($0.id, $0.date) }, testShare: share, groups: groups)]
      if dated.count < items.count {
        notes.append("\(Fixed.count(items.count - dated.count)) items without a date are left out.")
      }
    case .file(let path):
      let split = try Self.read(path, collection)
      splits = [split.split]
      notes += split.notes
      let training = Set(split.split.training.compactMap { groups[$0] })
      let crossing = split.split.test.count { groups[$0].map(training.contains) ?? false }
      if crossing > 0 {
        notes.append(
          "\(crossing) test items are near-duplicates of training items; the split is taken as the file has it.")
      }
    }
    guard splits.allSatisfy({ !$0.training.isEmpty && !$0.test.isEmpty }) else {
      throw CommandFailure(
        "The split leaves one side empty: \(items.count) items have topics.",
        hint: "Use another --test-share or fewer --folds.")
    }
  }

  private struct File: Decodable {
    let train: [String]
    let test: [String]
  }

  private static func read(
    _ path: String, _ collection: EvaluationCollection
  ) throws -> (split: DataSplit, notes: [String]) {
    let text = try TextFile.text(path)
    guard let file = try? JSONDecoder().decode(File.self, from: Data(text.utf8)) else {
      throw CommandFailure(
        "\(Terminal.safe(path)) is no split.", hint: "Write a JSON object whose lists train and test hold ids.")
    }
    var unknown = 0
    func ids(_ names: [String]) -> [ItemID] {
      names.compactMap { name in
        let row = collection.row(of: name)
        if row == nil { unknown += 1 }
        return row.map { collection.items[$0].id }
      }
    }
    let split = DataSplit(training: Set(ids(file.train)).sorted(), test: Set(ids(file.test)).sorted())
    let both = Set(split.training).intersection(split.test)
    guard both.isEmpty else {
      throw CommandFailure(
        "\(Terminal.safe(path)): '\(Terminal.safe(both.min()?.rawValue ?? ""))' is on both sides of the split.")
    }
    return (split, unknown == 0 ? [] : ["\(unknown) ids of the split are not in this index."])
  }

  /// The groups of near-duplicates, by plain cosine of this program's weights over all items.
  private static func groups(_ collection: EvaluationCollection) throws -> [ItemID: Int] {
    let task = RelatedTask(asking: collection)
    let space = VectorSpace(
      task, try TaskWords(collection, task, collection.configuration.analysis),
      vectors: collection.configuration.vectors, joinsCopies: true, nearestCount: 10)
    return space.nearDuplicates().groups(ids: collection.ids)
  }
}
