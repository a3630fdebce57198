import RecommendationEngine
import Testing

@Suite struct `Chunks that cost the same` {
  private func chunks(_ costs: [Int]) -> [Range<Int>] {
    concurrentMap(chunksCosting: costs) { $0 }
  }

  @Test func `cover everything once, in order`() {
    for costs in [[], [7], [0, 0, 0], [1, 2, 3, 4, 5], [100, 0, 0, 1], [1, 0, 0, 100]] {
      #expect(chunks(costs).flatMap(\.self) == Array(costs.indices), "\(costs)")
    }
  }

  @Test func `differ by less than twice the dearest thing`() {
    let costs = (0..<1000).map { ($0 * 7919) % 101 }
    let sums = chunks(costs).map { $0.reduce(0) { $0 + costs[$1] } }
    #expect(sums.reduce(0, +) == costs.reduce(0, +))
    #expect((sums.max() ?? 0) - (sums.min() ?? 0) <= 200)
  }
}
