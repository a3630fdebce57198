import Testing

@testable import RecommendationEngine

@Suite struct SeededGeneratorTests {
  /// The first numbers of the authors' C programs splitmix64.c (seed 1234567) and xoshiro256starstar.c (state 1, 2, 3, 4).
  @Test func `the numbers are those of the published generators`() {
    var mixer: UInt64 = 1_234_567
    #expect(
      (0..<3).map { _ in SeededGenerator.splitMix64(&mixer) }
        == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    var generator = SeededGenerator(state: (1, 2, 3, 4))
    #expect((0..<4).map { _ in generator.next() } == [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }

  @Test func `the same seed gives the same numbers, another seed gives others`() {
    var first = SeededGenerator(seed: 7)
    var second = SeededGenerator(seed: 7)
    var third = SeededGenerator(seed: 8)
    let numbers = (0..<5).map { _ in first.next() }
    #expect(numbers == (0..<5).map { _ in second.next() })
    #expect(numbers != (0..<5).map { _ in third.next() })
  }

  @Test func `each index below a bound is as likely as the others`() {
    var generator = SeededGenerator(seed: 1)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[generator.index(below: 6)] += 1 }
    // 10,000 each; the standard deviation of a count is 91, five of them are never exceeded by chance.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 460 })
  }

  @Test func `numbers of the unit interval lie in it and halve it`() {
    var generator = SeededGenerator(seed: 2)
    let numbers = (0..<10_000).map { _ in generator.unitInterval() }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(numbers.reduce(0, +) / 10_000 - 0.5) < 0.015)
  }

  @Test func `shuffling keeps every element and reaches every order`() {
    var generator = SeededGenerator(seed: 3)
    var orders = Set<[Int]>()
    for _ in 0..<200 {
      var elements = [1, 2, 3]
      generator.shuffle(&elements)
      orders.insert(elements)
    }
    #expect(orders.count == 6)
    #expect(orders.allSatisfy { $0.sorted() == [1, 2, 3] })
  }
}
