import LinearAlgebra

@testable import RecommendationEngine

/// A made-up collection: topic *t* has its own eight terms, and items mix the terms of their topics with common ones.
///
/// Item *i* holds topic *i* mod `topicCount`, and every fourth item the next one too.
func smallCollection(
  itemCount: Int, topicCount: Int = 5, seed: UInt64 = 7, dates: Bool = false, shift: Int = 0
) -> TaggedCollection {
  var generator = SeededGenerator(seed: seed)
  var rows = SparseMatrix(columnCount: topicCount * 8 + 40)
  var topics: [[Int32]] = []
  for item in 0..<itemCount {
    var held = [Int32((item + shift) % topicCount)]
    if item % 4 == 0 { held.append(Int32((item + shift + 1) % topicCount)) }
    var counts: [Int32: Float] = [:]
    for topic in held {
      for _ in 0..<5 { counts[topic * 8 + Int32(generator.index(below: 8)), default: 0] += 1 }
    }
    for _ in 0..<8 { counts[Int32(topicCount * 8 + generator.index(below: 40)), default: 0] += 1 }
    let length = counts.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    rows.appendRow(counts.sorted { $0.key < $1.key }.map { (column: $0.key, value: $0.value / length) })
    topics.append(held.sorted())
  }
  return TaggedCollection(
    rows: rows, topicCount: topicCount, topics: topics,
    dates: dates ? (0..<itemCount).map { "20\($0 * 20 / itemCount + 10)-01-0\($0 % 9 + 1)" } : [])
}

/// An item with the eight terms of one topic and nothing else.
func pureText(ofTopic topic: Int, date: String? = nil) -> ItemText {
  ItemText(
    columns: (0..<8).map { Int32(topic * 8 + $0) }, weights: [Float](repeating: Float(0.125).squareRoot(), count: 8),
    date: date)
}
