import Testing

@testable import RecommendationEngine

@Suite struct MapLayoutTests {
  @Test func `items of a cluster lie nearer to each other than to others, all inside the map`() throws {
    let items = GroupedItems(groupCount: 4, size: 25, seed: 9)
    let clustering = Clustering(items.input, configuration: GroupedItems.configuration(clusterCount: 4))
    let map = MapLayout(of: clustering, neighbors: items.input.neighbors)
    #expect(map == MapLayout(of: clustering, neighbors: items.input.neighbors))
    var right = 0
    for (row, point) in map.points.enumerated() {
      let point = try #require(point)
      #expect((0...1).contains(point.x) && (0...1).contains(point.y))
      let distances = map.clusterPoints.map {
        ($0.x - point.x) * ($0.x - point.x) + ($0.y - point.y) * ($0.y - point.y)
      }
      let nearest = distances.indices.min { distances[$0] < distances[$1] }
      if nearest == Int(clustering.partition.assignment[row]) { right += 1 }
    }
    #expect(right >= 95)
  }

  @Test func `labels do not cover each other and stay inside`() throws {
    let label = LabelPlacement.Label(anchor: .init(x: 0.5, y: 0.5), width: 0.2, height: 0.05)
    let middles = LabelPlacement([label, label, label]).middles
    #expect(middles[0] == .init(x: 0.5, y: 0.5))
    for (index, one) in middles.enumerated() {
      let one = try #require(one)
      #expect(one.x >= 0.1 && one.x <= 0.9 && one.y >= 0.025 && one.y <= 0.975)
      for other in middles[..<index].compactMap(\.self) {
        #expect(abs(one.x - other.x) >= 0.2 || abs(one.y - other.y) >= 0.05)
      }
    }
  }

  @Test func `a label without room is left out`() {
    let wide = LabelPlacement.Label(anchor: .init(x: 0.5, y: 0.5), width: 2, height: 0.05)
    #expect(LabelPlacement([wide]).middles == [nil])
  }
}
