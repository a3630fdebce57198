import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct NeighborUpdateTests {
  /// A collection that is edited at random, a word here, an item there, as an editor's week would.
  private struct EditedCollection {
    var texts: [String: [Int]] = [:]
    private var generator: SeededGenerator
    private var nextID = 0

    init(count: Int, seed: UInt64) {
      generator = SeededGenerator(seed: seed)
      for _ in 0..<count { addItem() }
    }

    var items: [Item] {
      texts.map { id, words in
        Item(id: ItemID(id), title: "", body: words.map { "word\($0)" }.joined(separator: " "))
      }
    }

    mutating func edit() {
      let ids = texts.keys.sorted()
      let id = ids[Int.random(in: 0..<ids.count, using: &generator)]
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: addItem()
      case 1: texts[id] = nil
      case 2: texts[id] = texts[ids[Int.random(in: 0..<ids.count, using: &generator)]]
      case 3: texts[id] = (0..<12).map { _ in word() }
      default:
        let (place, new) = (Int.random(in: 0..<8, using: &generator), word())
        texts[id]?[place] = new
      }
    }

    private mutating func addItem() {
      texts["item\(nextID * 7919 % 10_007)"] = (0..<Int.random(in: 8...24, using: &generator)).map { _ in word() }
      nextID += 1
    }

    /// Small numbers are frequent, as by Zipf's law.
    private mutating func word() -> Int {
      Int((1 / Double.random(in: 0.0004..<1, using: &generator) - 1) * 3)
    }
  }

  private static func previous(_ recommender: Recommender, related: NeighborLists) -> PreviousNeighbors {
    var previous = PreviousNeighbors(
      ids: recommender.ids, representative: recommender.duplicates.representative,
      rowFingerprints: recommender.rowFingerprints, nearest: recommender.nearest, related: related, limit: 6,
      configuration: recommender.configuration.similarity, usesFeedback: recommender.finder.usesFeedback)
    // A collection this small would be compared anew after most edits.
    previous.leastShare = 1
    return previous
  }

  private static func recommender(
    _ items: [Item], _ configuration: RecommenderConfiguration, _ previous: PreviousNeighbors?
  ) throws -> Recommender {
    let items = items.sorted { $0.id < $1.id }
    return Recommender(
      ids: items.map(\.id), corpus: try AnalyzedCorpus(analyzing: items, configuration.analysis),
      configuration: configuration, previous: previous)
  }

  @Test(arguments: [Feedback.always, .never], [0, 0.2])
  func `going on from an earlier run gives what a run from the beginning gives`(feedback: Feedback, smoothing: Double)
    throws
  {
    var collection = EditedCollection(count: 300, seed: 11)
    let configuration = RecommenderConfiguration(
      similarity: .init(smoothing: smoothing, feedback: feedback))
    let first = try Self.recommender(collection.items, configuration, nil)
    var previous = Self.previous(first, related: first.relatedToAll(limit: 6))
    var goneOnFrom = 0
    for _ in 0..<14 {
      for _ in 0..<1 + collection.texts.count % 2 { collection.edit() }
      let fresh = try Self.recommender(collection.items, configuration, nil)
      let updated = try Self.recommender(collection.items, configuration, previous)
      let related = updated.relatedToAll(limit: 6)
      #expect(updated.nearest == fresh.nearest)
      #expect(related == fresh.relatedToAll(limit: 6))
      #expect(updated.rowFingerprints == fresh.rowFingerprints)
      if let known = updated.finder.known, updated.finder.relatedToAll(limit: 6, known: known) != nil {
        goneOnFrom += 1
      }
      previous = Self.previous(updated, related: related)
    }
    // Else the test would compare a method with itself.
    #expect(goneOnFrom > 8)
  }

  @Test func `a list keeps its length when a member goes down, or says that it cannot`() {
    let list = [(3, 0.9), (8, 0.5), (1, 0.4)].map { Neighbor(row: $0.0, score: $0.1) }
    func updated(_ rescored: [(Int32, Double)], limit: Int = 3) -> [Int32]? {
      KnownNeighbors.updated(
        list[...], limit: limit, isRescored: { row in rescored.contains { $0.0 == row } },
        with: rescored.map { Neighbor(row: $0.0, score: $0.1) })?.map(\.row)
    }
    #expect(updated([(5, 0.7)]) == [3, 5, 8])
    #expect(updated([(8, 0.45)]) == [3, 8, 1])
    // Row 8 falls behind the last of a full list: what was never listed may be better.
    #expect(updated([(8, 0.1)]) == nil)
    // In a list that was not full no other row had a score above 0.
    #expect(updated([(8, 0.1)], limit: 4) == [3, 1, 8])
    #expect(updated([(8, 0)], limit: 4) == [3, 1])
    // The same score as the last, but a greater row than the last had: rows between them may come first.
    #expect(updated([(1, 0.2), (2, 0.4)]) == nil)
    #expect(updated([(1, 0.2), (0, 0.4)]) == [3, 8, 0])
  }

  @Test func `a row's fingerprint hangs on its terms and weights, not on its columns`() {
    func print(_ terms: [String], _ row: [(column: Int32, value: Float)]) -> UInt64 {
      var rows = SparseMatrix(columnCount: terms.count)
      rows.appendRow(row)
      return rows.rowFingerprints(Vocabulary(terms))[0]
    }
    let known = print(["a", "b"], [(0, 0.6), (1, 0.8)])
    #expect(known == print(["a", "aa", "b"], [(0, 0.6), (2, 0.8)]))
    #expect(known != print(["a", "b"], [(0, 0.8), (1, 0.6)]))
    #expect(known != print(["a", "b"], [(0, 0.6), (1, Float(0.8).nextUp)]))
    #expect(known != print(["a", "c"], [(0, 0.6), (1, 0.8)]))
  }
}
