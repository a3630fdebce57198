import RecommendationEngine
import RecommendationStore
import Testing

@testable import recommend

@Suite struct ClusteringRunTests {
  /// Twenty-four teasers on four subjects, six of each; ids ascend.
  private static let items: [Item] = {
    let subjects = [
      ("Remote Patient Monitoring", ["cuff", "scale", "device", "battery", "reading", "sensor"]),
      ("Garden roses", ["pruning", "soil", "bees", "water", "thorns", "spring"]),
      ("Chess openings", ["pawn", "knight", "bishop", "rook", "queen", "king"]),
      ("Sourdough bread", ["flour", "starter", "oven", "salt", "crust", "dough"]),
    ]
    return (0..<24).map { number in
      let (subject, words) = subjects[number % 4]
      let other = words[(number / 4 + 1) % 6]
      return Item(
        id: ItemID("\(100 + number)"), title: "\(subject) and the \(words[number / 4])",
        summary: "We learned \(words[number / 4]), \(other), and more of \(subject). Write to us.",
        topics: [Topic(subject)])
    }
  }()

  private func run(
    _ items: [Item] = Self.items, count: Int? = 4, previous: ClusteringRun.Previous = .init()
  ) throws -> ClusteringRun {
    let labels = Set(items.flatMap(\.topics)).sorted().map(\.label)
    return try ClusteringRun(
      Recommender(items: items), topics: items.map(\.topics),
      places: Dictionary(uniqueKeysWithValues: zip(labels, labels.indices)),
      texts: { row in Field.allCases.map { items[row].text(of: $0) } },
      configuration: ClusteringConfiguration(clusterCount: count), previous: previous)
  }

  private func previous(of run: ClusteringRun, items: [Item] = Self.items) -> ClusteringRun.Previous {
    var previous = ClusteringRun.Previous()
    previous.nextID = run.nextID
    for membership in run.stored.memberships where membership.rank == 1 {
      previous.clusterOfKey[items[membership.row].id.rawValue] = membership.cluster
    }
    return previous
  }

  @Test func `subjects become clusters with names as people write them`() throws {
    let run = try run()
    #expect(run.stored.clusters.map(\.id) == [1, 2, 3, 4])
    #expect(
      Set(run.stored.clusters.map(\.label)) == [
        "Remote Patient Monitoring", "Garden roses", "Chess openings", "Sourdough bread",
      ])
    #expect(run.stored.clusters.allSatisfy { $0.size == 6 && $0.topics.first?.precision == 1 })
    #expect(run.stored.lineage.allSatisfy { $0.event == .born })
  }

  @Test func `the same items again give the same clusters, and a given name stays`() throws {
    let first = try run()
    var before = previous(of: first)
    before.names = [2: "My own name"]
    let second = try run(count: nil, previous: before)
    #expect(second.stored.memberships == first.stored.memberships)
    #expect(second.stored.lineage.map(\.event) == [.same, .same, .same, .same])
    #expect(second.stored.clusters.first { $0.id == 2 }?.label == "My own name")
    #expect(second.nextID == first.nextID)
  }

  @Test func `a cluster whose items are gone has died`() throws {
    let first = try run()
    let gone = first.stored.memberships.first { $0.rank == 1 }?.cluster
    let before = previous(of: first)
    let rest = Self.items.filter { before.clusterOfKey[$0.id.rawValue] != gone }
    let second = try run(rest, count: 3, previous: before)
    #expect(second.stored.clusters.map(\.id) == [1, 2, 3, 4].filter { $0 != gone })
    #expect(second.stored.lineage.allSatisfy { $0.event == .same && $0.newID != gone })
  }

  @Test func `as many clusters as are asked for`() throws {
    for count in [1, 2, 6, 12] { #expect(try run(count: count).stored.clusters.count == count) }
  }

  @Test func `the first comparison says that there was nothing before`() {
    let born = StoredLineage(event: .born, newID: 1, overlap: 0)
    let same = StoredLineage(event: .same, oldID: 1, newID: 1, overlap: 1)
    #expect(ClustersDiffCommand.summary(of: [born]) == "These are the first clusters: there were none before.")
    #expect(ClustersDiffCommand.summary(of: [same, same]) == "Nothing changed: 2 clusters are the same.")
    #expect(ClustersDiffCommand.summary(of: [same, born]) == "1 cluster is the same.")
  }
}
