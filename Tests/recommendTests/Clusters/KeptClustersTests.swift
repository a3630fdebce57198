import LinearAlgebra
import RecommendationEngine
import RecommendationStore
import Testing

@testable import recommend

@Suite struct KeptClustersTests {
  private static let subjects = [
    ("Remote monitoring", ["cuff", "scale", "device", "battery", "reading", "sensor", "alarm", "patch"]),
    ("Garden roses", ["pruning", "soil", "bees", "water", "thorns", "spring", "trellis", "mulch"]),
    ("Chess openings", ["pawn", "knight", "bishop", "rook", "queen", "king", "gambit", "castling"]),
    ("Sourdough bread", ["flour", "starter", "oven", "salt", "crust", "dough", "rye", "proofing"]),
  ]

  /// Three hundred teasers on four subjects; ids ascend. An edit of three of them is still one in a hundred.
  private static let items: [Item] = (0..<300).map { item($0, subject: $0 % 4) }

  private static func item(_ number: Int, subject: Int, word: String = "") -> Item {
    let (name, words) = subjects[subject]
    let said = [0, 3, 5].map { words[(number / 4 + $0 * (number / 32 + 1)) % words.count] }
    return Item(
      id: ItemID("\(1_000 + 2 * number)"), title: "\(name): \(said[0]) and \(said[1])",
      summary: "What \(said[2]) means for \(name). \(word)", topics: [Topic(name)])
  }

  /// Items of which some are about another subject now.
  private static func items(moving moved: [Int: Int]) -> [Item] {
    items.indices.map { item($0, subject: moved[$0] ?? $0 % 4) }
  }

  private func run(_ items: [Item], after previous: ClusteringRun.Previous = .init()) throws -> ClusteringRun {
    let labels = Set(items.flatMap(\.topics)).sorted().map(\.label)
    return try ClusteringRun(
      Recommender(items: items), topics: items.map(\.topics),
      places: Dictionary(uniqueKeysWithValues: zip(labels, labels.indices)),
      texts: { row in Field.allCases.map { items[row].text(of: $0) } },
      configuration: ClusteringConfiguration(clusterCount: 4, dimension: 14), previous: previous)
  }

  private func previous(of run: ClusteringRun) -> ClusteringRun.Previous {
    var previous = ClusteringRun.Previous()
    previous.nextID = run.nextID
    previous.kept = run.kept
    return previous
  }

  private func clusters(_ run: ClusteringRun) -> [Int: Int] {
    Dictionary(
      uniqueKeysWithValues: run.stored.memberships.filter { $0.rank == 1 }.map { ($0.row, $0.cluster) })
  }

  /// Whether a run placed its items among the clusters that another one found.
  private func keeps(_ run: ClusteringRun, _ other: ClusteringRun) -> Bool { run.kept?.found == other.kept?.found }

  @Test func `an edited item goes where it belongs, and nothing is found anew`() throws {
    let first = try run(Self.items)
    let second = try run(Self.items(moving: [0: 1]), after: previous(of: first))
    #expect(keeps(second, first))
    let (before, after) = (clusters(first), clusters(second))
    #expect(after[0] == before[1] && before[0] != before[1])
    #expect(before.keys.allSatisfy { $0 == 0 || after[$0] == before[$0] })
    #expect(second.stored.clusters.map(\.label) == first.stored.clusters.map(\.label))
    #expect(second.stored.clusters.map(\.size).sorted() == [74, 75, 75, 76])
    #expect(second.stored.lineage.allSatisfy { $0.event == .same })
  }

  @Test func `clusters hang on the files as they are, never on the edits in between`() throws {
    let first = try run(Self.items)
    let atOnce = try run(Self.items(moving: [5: 2, 9: 3]), after: previous(of: first))
    var last = first
    for moved in [[5: 2], [5: 2, 14: 0], [14: 0], [9: 3], [9: 3, 5: 2]] {
      last = try run(Self.items(moving: moved), after: previous(of: last))
      #expect(keeps(last, first))
    }
    #expect(last.stored.memberships == atOnce.stored.memberships)
    #expect(last.kept?.last == atOnce.kept?.last)
    let undone = try run(Self.items, after: previous(of: last))
    #expect(undone.stored.memberships == first.stored.memberships)
  }

  @Test func `items that come and go leave the others where they are`() throws {
    let first = try run(Self.items)
    var items = Self.items
    let gone = items.remove(at: 17)
    items.insert(Item(id: "1111", title: "Chess openings: rook and queen", summary: "What a gambit means."), at: 55)
    let second = try run(items, after: previous(of: first))
    #expect(keeps(second, first))
    let (before, after) = (clusters(first), clusters(second))
    #expect(after[55] == before[2])
    let rowBefore = Dictionary(uniqueKeysWithValues: Self.items.enumerated().map { ($1.id, $0) })
    for (row, item) in items.enumerated() where item.id != "1111" {
      #expect(after[row] == rowBefore[item.id].flatMap { before[$0] })
    }
    #expect(gone.id == Self.items[17].id)
  }

  @Test func `after more than one item in a hundred clusters are found anew, from those there are`() throws {
    let first = try run(Self.items)
    let moved = Self.items(moving: [0: 1, 4: 1, 8: 1, 12: 1])
    let second = try run(moved, after: previous(of: first))
    #expect(!keeps(second, first))
    var whole = ClusteringRun.Previous()
    whole.nextID = first.nextID
    for (row, cluster) in clusters(first) { whole.clusterOfKey[Self.items[row].id.rawValue] = cluster }
    let isSame = try run(moved, after: whole).stored == second.stored
    #expect(isSame)
    // The next edits count from here.
    let third = try run(Self.items(moving: [0: 1, 4: 1, 8: 1, 12: 1, 3: 0]), after: previous(of: second))
    #expect(keeps(third, second))
  }

  @Test func `one in ten of a cluster is enough, but a single item is not`() throws {
    let kept = try #require(try run(Self.items).kept)
    let words = kept.clusters.flatMap(\.words) + kept.unassignedWords
    // Items in the order of their clusters.
    let memberships = kept.clusters.indices.flatMap { cluster in
      kept.clusters[cluster].words.map { _ in [ClusterMembership(cluster: cluster, weight: 1)] }
    }
    var few = kept
    few.clusters[3].words = Array(kept.clusters[3].words.prefix(12))
    let start = kept.clusters[..<3].reduce(0) { $0 + $1.words.count }
    func holds(changing count: Int) -> Bool {
      var now = Array(words[..<(start + 12)])
      for place in 0..<count { now[start + place] = UInt64(place) }
      return few.holds(for: Array(memberships[..<(start + 12)]), words: now)
    }
    #expect(holds(changing: 0) && holds(changing: 1) && !holds(changing: 2))
    #expect(!few.holds(for: Array(memberships[..<start]), words: Array(words[..<start])))
  }

  @Test func `a given name is kept, and taken away it makes a new search`() throws {
    let first = try run(Self.items)
    var before = previous(of: first)
    before.names = [2: "My own name"]
    let second = try run(Self.items(moving: [0: 1]), after: before)
    #expect(keeps(second, first))
    #expect(second.stored.clusters.first { $0.id == 2 }?.label == "My own name")
    let third = try run(Self.items(moving: [0: 1]), after: previous(of: second))
    #expect(third.stored.clusters.map(\.label) == first.stored.clusters.map(\.label))

    var named = ClusteringRun.Previous()
    named.nextID = first.nextID
    named.names = [2: "My own name"]
    for (row, cluster) in clusters(first) { named.clusterOfKey[Self.items[row].id.rawValue] = cluster }
    let found = try run(Self.items, after: named)
    #expect(found.kept?.clusters.first { $0.id == 2 }?.label == nil)
    let unnamed = try run(Self.items, after: previous(of: found))
    #expect(unnamed.stored.clusters.map(\.label) == first.stored.clusters.map(\.label))
  }

  @Test func `another configuration is a new search`() throws {
    let first = try run(Self.items)
    var before = previous(of: first)
    before.isSameConfiguration = false
    before.kept?.clusters[0].label = "Not to be seen"
    #expect(try run(Self.items, after: before).stored.clusters.allSatisfy { $0.label != "Not to be seen" })
  }

  @Test func `what is kept is read as it was written, and damage is seen`() throws {
    let kept = try #require(
      try run(Self.items(moving: [0: 1]), after: previous(of: run(Self.items))).kept)
    let (found, last) = (kept.foundBytes, kept.lastBytes)
    var read = try #require(KeptClusters(found: found, last: last))
    #expect(read.foundBytes == found)
    read.readBytes = nil
    #expect(read == kept)
    #expect(read.foundBytes == found && read.lastBytes == last)
    for cut in stride(from: 0, to: found.count, by: 997) {
      #expect(KeptClusters(found: Array(found[..<cut]), last: last) == nil)
    }
    for cut in stride(from: 0, to: last.count, by: 997) {
      #expect(KeptClusters(found: found, last: Array(last[..<cut])) == nil)
    }
    #expect(KeptClusters(found: found, last: last + [0]) == nil)
  }

  @Test func `the program goes on the same way with any number of threads, and rewrites what it must`() throws {
    let folder = try TemporaryFolder()
    func write(_ items: some Sequence<Item>) throws {
      let lines = items.map {
        #"{"id": "\#($0.id)", "title": "\#($0.title)", "summary": "\#($0.summary)"}"# + "\n"
      }
      try folder.write("items.jsonl", lines.joined())
    }
    func index(_ database: String, threads: Int) throws {
      let arguments = ["index", "items.jsonl", "--db", database, "--clusters", "4", "--threads", "\(threads)", "-q"]
      #expect(try Program.run(arguments, in: folder.path).status == 0)
    }
    func exported(_ database: String) throws -> String {
      try Program.run(["export", "clusters", "--db", database], in: folder.path).output
    }
    try write(Self.items[..<120])
    try index("one.sqlite", threads: 1)
    try index("two.sqlite", threads: 3)
    let first = try exported("one.sqlite")
    try write(Self.items(moving: [3: 0])[..<120])
    try index("one.sqlite", threads: 1)
    try index("two.sqlite", threads: 3)
    let second = try exported("one.sqlite")
    #expect(second != first && first.count > 120)
    #expect(try exported("two.sqlite") == second)
    #expect(try Program.run(["doctor", "--db", "one.sqlite"], in: folder.path).status == 0)
    // Undone, all is as it was.
    try write(Self.items[..<120])
    try index("two.sqlite", threads: 2)
    #expect(try exported("two.sqlite") == first)
  }
}
