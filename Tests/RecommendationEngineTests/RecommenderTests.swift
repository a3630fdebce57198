import RecommendationEngine
import Testing

@Suite struct RecommenderTests {
  private let items = [
    Item(id: "a", title: "Chronic care management", body: "Nurses call patients with chronic conditions every month."),
    Item(id: "b", title: "Monthly calls", body: "Patients with chronic conditions like a monthly call by a nurse."),
    Item(id: "c", title: "Monthly calls", body: "Patients with chronic conditions like a monthly call by a nurse."),
    Item(id: "d", title: "Firewalls", body: "A hospital's firewall keeps ransomware away from imaging devices."),
    Item(id: "e", title: "", body: ""),
  ]

  @Test func `items with the same text are one: neither finds the other, and both find the same`() throws {
    let recommender = try Recommender(items: items)
    #expect(recommender.duplicates.representative == [0, 1, 1, 3, 4])
    #expect(recommender.related(to: "b", limit: 5) == recommender.related(to: "c", limit: 5))
    #expect(recommender.related(to: "b", limit: 5).map(\.row) == [0])
    #expect(recommender.related(to: "a", limit: 5).map(\.row) == [1])
  }

  @Test func `the order in which items are read changes nothing`() throws {
    let forward = try Recommender(items: items)
    let backward = try Recommender(items: items.reversed())
    #expect(forward.ids == backward.ids)
    #expect(forward.relatedToAll(limit: 5) == backward.relatedToAll(limit: 5))
    #expect(forward.counts == backward.counts)
  }

  @Test func `an item without words has no related items, and an unknown id neither`() throws {
    let recommender = try Recommender(items: items)
    #expect(recommender.related(to: "e", limit: 5).isEmpty)
    #expect(recommender.related(to: "x", limit: 5).isEmpty)
    #expect(try Recommender(items: []).relatedToAll(limit: 5).count == 0)
  }
}
