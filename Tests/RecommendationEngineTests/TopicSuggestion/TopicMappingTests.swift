import Testing

@testable import RecommendationEngine

@Suite struct TopicMappingTests {
  private func snapshots(_ changes: [(old: [Topic], new: [Topic])]) -> TopicMapping {
    var old: [ItemID: [Topic]] = [:]
    var new: [ItemID: [Topic]] = [:]
    for (number, change) in changes.enumerated() {
      old[ItemID("\(number)")] = change.old
      new[ItemID("\(number)")] = change.new
    }
    return TopicMapping(old: old, new: new)
  }

  @Test func `a topic that all items gave up for another was renamed`() throws {
    let mapping = snapshots([(["UX", "A"], ["user-experience", "A"]), (["UX"], ["user-experience"]), (["A"], ["A"])])
    let change = try #require(mapping.changes.first)
    #expect(mapping.changes.count == 1)
    #expect(change.old == "UX" && change.new == "user-experience" && change.kind == .renamed)
    #expect(change.support == 2 && change.confidence == 1 && change.isComplete)
  }

  @Test func `two topics that became one were merged`() {
    let mapping = snapshots([(["A"], ["C"]), (["A"], ["C"]), (["B"], ["C"]), (["B"], ["C"])])
    #expect(mapping.changes.map(\.kind) == [.merged, .merged])
    #expect(mapping.changes.map(\.old) == ["A", "B"])
  }

  @Test func `a topic that went into one that was there is merged, not renamed`() {
    let mapping = snapshots([(["A"], ["B"]), (["A"], ["B"]), (["B"], ["B"])])
    #expect(mapping.changes.map(\.kind) == [.merged])
  }

  @Test func `a topic whose items hold two new ones was split`() {
    let mapping = snapshots([(["A"], ["B", "C"]), (["A"], ["B", "C"])])
    #expect(mapping.changes.map(\.kind) == [.split, .split])
  }

  @Test func `a topic that nothing replaced was dropped`() {
    // What the items held before takes no topic's place.
    #expect(snapshots([(["A", "B"], ["B"]), (["A", "B"], ["B"])]).changes.map(\.kind) == [.dropped])
    let dropped = TopicMapping(old: ["1": ["A"], "2": ["B"]], new: ["1": [], "2": ["B"], "3": ["D"]])
    #expect(dropped.changes.map(\.kind) == [.dropped])
  }

  @Test func `a gain is credited to the loss that explains it best`() {
    // B goes along with A on two items; only A became C, as two more items show.
    let mapping = snapshots([
      (["A", "B"], ["C"]), (["A", "B"], ["C"]), (["A"], ["C"]), (["A"], ["C"]), (["B"], ["B"]), (["B"], []),
    ])
    #expect(mapping.changes.map(\.old) == ["A"])
  }

  @Test func `items that held the new topic before do not weaken the case`() throws {
    let mapping = snapshots([
      (["A"], ["C"]), (["A"], ["C"]), (["A", "C"], ["C"]), (["A", "C"], ["C"]), (["A", "C"], ["C"]),
    ])
    let change = try #require(mapping.changes.first)
    #expect(change.new == "C" && change.kind == .merged && change.support == 2 && change.confidence == 1)
  }
}
