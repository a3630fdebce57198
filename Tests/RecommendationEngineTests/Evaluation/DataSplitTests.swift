import RecommendationEngine
import Testing

@Suite struct DataSplitTests {
  let ids = (0..<40).map { ItemID("item\($0)") }

  @Test func `a random split has the share that is asked for and depends on the seed only`() {
    let split = DataSplit.random(ids, testShare: 0.25, seed: 1)
    #expect(split.test.count == 10)
    #expect((split.training + split.test).sorted() == ids.sorted())
    #expect(split == DataSplit.random(ids.reversed(), testShare: 0.25, seed: 1))
    #expect(split != DataSplit.random(ids, testShare: 0.25, seed: 2))
  }

  @Test func `each item is judged on in one fold`() {
    let folds = DataSplit.folds(ids, count: 3, seed: 1)
    #expect(folds.map(\.test.count).sorted() == [13, 13, 14])
    #expect(folds.flatMap(\.test).sorted() == ids.sorted())
    #expect(folds.allSatisfy { Set($0.training).isDisjoint(with: $0.test) && $0.training.count + $0.test.count == 40 })
  }

  @Test func `near-duplicates never lie on both sides`() {
    let groups = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0 / 3) })
    let dated = ids.enumerated().map { (id: $1, date: "2024-01-\(10 + $0 % 20)" as String?) }
    let splits =
      [DataSplit.random(ids, testShare: 0.3, seed: 5, groups: groups)]
      + DataSplit.folds(ids, count: 4, seed: 5, groups: groups)
      + [DataSplit.byTime(dated, testShare: 0.3, groups: groups)]
    for split in splits {
      #expect(Set(split.training.map { groups[$0] }).isDisjoint(with: split.test.map { groups[$0] }))
      #expect(split.training.count + split.test.count == 40)
    }
  }

  @Test func `a time split judges on the latest items, same dates by id`() {
    let items: [(id: ItemID, date: String?)] = [
      ("d", "2024-03-01"), ("a", "2024-02-01T08:00:00Z"), ("c", "2024-02-01"), ("b", "2024-02-01"), ("e", nil),
    ]
    let split = DataSplit.byTime(items, testShare: 0.4)
    #expect(split.training == ["b", "c", "e"])
    #expect(split.test == ["a", "d"])
    #expect(DataSplit.byTime(items, testShare: 0.6).test == ["a", "c", "d"])
  }

  @Test func `a copy of an old item is no new item`() {
    let items: [(id: ItemID, date: String?)] = [("a", "2020"), ("b", "2021"), ("c", "2022"), ("d", "2023")]
    let split = DataSplit.byTime(items, testShare: 0.5, groups: ["a": 1, "d": 1])
    #expect(split.training == ["a", "b", "d"])
    #expect(split.test == ["c"])
  }
}
