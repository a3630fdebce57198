import LinearAlgebra
import Testing

@testable import RecommendationEngine

@Suite struct LeadingScoresTests {
  @Test(arguments: [1, 2, 3, 10, 99, 100, 200])
  func `the largest keys are moved to the front`(count: Int) {
    var generator = SplitMix64(seed: 5)
    for kind in 0..<3 {
      // Scores by chance, ascending, and all the same.
      var keys = (0..<100).map { row in
        ScoreKey(kind == 0 ? Float(generator.next() % 50) / 64 : kind == 1 ? Float(row) / 128 : 0.5, row: Int32(row))
      }
      let expected = keys.sorted(by: >).prefix(count)
      keys.withUnsafeMutableBufferPointer { $0.moveLargest(count) }
      #expect(keys.prefix(count).sorted(by: >) == Array(expected))
      #expect(Set(keys.map(\.row)).count == 100)
    }
  }
}
