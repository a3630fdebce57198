import RecommendationStore
import Testing

/// Numbers that look random and are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

@Suite struct PackingTests {
  @Test func `rows of counts come back as they went in`() {
    var generator = SeededGenerator(state: 1)
    for round in 0..<300 {
      let bound = [2, 300, 70_000, Int32.max].randomElement(using: &generator)!
      let columns = Set(
        (0..<Int.random(in: 0...60, using: &generator)).map { _ in Int32.random(in: 0..<bound, using: &generator) }
      ).sorted()
      let counts = columns.map { _ in
        round % 2 == 0 ? Float(Int.random(in: 0...400, using: &generator)) : Float.random(in: -1...3, using: &generator)
      }
      let bytes = Packing.packedCounts(columns: columns[...], counts: counts[...], place: round)
      var foundColumns: [Int32] = []
      var foundCounts: [Float] = []
      let isSound = bytes.withUnsafeBytes {
        Packing.appendCounts(from: $0, place: round, columns: &foundColumns, counts: &foundCounts)
      }
      #expect(isSound)
      #expect(foundColumns == columns)
      #expect(foundCounts == counts)
    }
  }

  @Test func `the outermost columns and counts come back`() {
    let columns: [Int32] = [0, 1, Int32.max]
    let counts: [Float] = [0, 16_777_215, 1]
    let bytes = Packing.packedCounts(columns: columns[...], counts: counts[...], place: 0)
    var found: ([Int32], [Float]) = ([], [])
    let isSound = bytes.withUnsafeBytes {
      Packing.appendCounts(from: $0, place: 0, columns: &found.0, counts: &found.1)
    }
    #expect(isSound)
    #expect(found.0 == columns)
    #expect(found.1 == counts)
  }

  @Test func `whole counts of neighbouring columns take two bytes a term`() {
    let bytes = Packing.packedCounts(columns: [0, 1, 2, 3], counts: [1, 1, 2, 3], place: 0)
    // Number, kind, four differences of 0, four counts, a check of four bytes.
    #expect(bytes.count == 1 + 1 + 4 + 4 + 4)
    #expect(bytes.prefix(10) == [4, 1, 0, 0, 0, 0, 1, 1, 2, 3])
  }

  @Test func `every flipped bit and every cut is found`() {
    let bytes = Packing.packedCounts(columns: [3, 900, 70_000], counts: [1, 2, 0.5], place: 5)
    func isSound(_ bytes: [UInt8], place: Int) -> Bool {
      var columns: [Int32] = []
      var counts: [Float] = []
      return bytes.withUnsafeBytes { Packing.appendCounts(from: $0, place: place, columns: &columns, counts: &counts) }
    }
    #expect(isSound(bytes, place: 5))
    #expect(!isSound(bytes, place: 6))
    for bit in 0..<(bytes.count * 8) {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(!isSound(damaged, place: 5))
    }
    for length in bytes.indices { #expect(!isSound(Array(bytes[..<length]), place: 5)) }
  }

  @Test func `scored rows keep their order and every bit of the scores`() {
    let rows: [Int32] = [70_000, 3, 0, Int32.max]
    let scores = [0.1 + 0.2, -0.0, 1e-300, 1]
    let bytes = Packing.packedScoredRows(rows: rows[...], scores: scores[...], place: 9)
    var found: ([Int32], [Double]) = ([], [])
    let isSound = bytes.withUnsafeBytes {
      Packing.appendScoredRows(from: $0, place: 9, rows: &found.0, scores: &found.1)
    }
    #expect(isSound)
    #expect(found.0 == rows)
    #expect(found.1.map(\.bitPattern) == scores.map(\.bitPattern))
  }

  @Test func `numbers come back, and none at all too`() {
    for numbers in [[], [0], [1, 127, 128, 16_383, 16_384, Int32.max]] as [[Int32]] {
      let bytes = Packing.packedNumbers(numbers, place: -1)
      #expect(bytes.withUnsafeBytes { Packing.numbers(from: $0, place: -1) } == numbers)
      #expect(bytes.withUnsafeBytes { Packing.numbers(from: $0, place: 0) } == nil)
    }
  }

  @Test func `columns that go on behind the last possible one are damage`() {
    // Four columns, Int32.max - 1, Int32.max, and two behind it; each counted once; with a check that fits.
    let bytes: [UInt8] = [4, 1, 0xFE, 0xFF, 0xFF, 0xFF, 0x07, 0, 0, 0, 1, 1, 1, 1]
    var (columns, counts): ([Int32], [Float]) = ([], [])
    let isSound = Packing.sealed(bytes, place: 3).withUnsafeBytes {
      Packing.appendCounts(from: $0, place: 3, columns: &columns, counts: &counts)
    }
    #expect(!isSound)
  }

  @Test func `numbers below zero are damage`() {
    let bytes = Packing.sealed([4, 0, 0, 0, 0x80], place: 2)
    #expect(bytes.withUnsafeBytes { Packing.numbers(from: $0, place: 2) } == nil)
  }
}
