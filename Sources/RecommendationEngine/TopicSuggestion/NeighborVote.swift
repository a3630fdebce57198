/// Lets the nearest items vote: Σ cosᵖ·y / Σ cosᵖ over the *k* nearest, *y* being 1 for those that hold the topic.
struct NeighborVote: Sendable {
  /// The number of neighbours, *k*.
  let neighborCount: Int
  /// The power of the cosine, *p*.
  let power: Int

  /// Each topic's share of the votes, 0…1.
  ///
  /// - Parameters:
  ///   - neighbors: The nearest items, the nearest first.
  ///   - topics: The topics of all items.
  func shares(_ neighbors: [Neighbor], topics: [[Int32]], topicCount: Int) -> [Float] {
    var result = [Float](repeating: 0, count: topicCount)
    var total: Float = 0
    for neighbor in neighbors.prefix(neighborCount) {
      let weight = weight(neighbor)
      total += weight
      for topic in topics[Int(neighbor.row)] { result[Int(topic)] += weight }
    }
    if total > 0 { for topic in result.indices { result[topic] /= total } }
    return result
  }

  /// The weight of one neighbour's vote.
  func weight(_ neighbor: Neighbor) -> Float {
    var result: Float = 1
    for _ in 0..<power { result *= Float(neighbor.score) }
    return result
  }

  /// The items of the highest cosines above 0, the nearest first; of equals the first item.
  ///
  /// - Parameters:
  ///   - cosines: One for each item.
  ///   - eligible: Whether each item may vote.
  static func nearest(_ cosines: [Float], eligible: [Bool], count: Int) -> [Neighbor] {
    // Sorted insertion: the list is short, and most items fall below its end.
    var rows: [Int32] = []
    var values: [Float] = []
    var floor: Float = 0
    for item in cosines.indices where cosines[item] > floor && eligible[item] {
      let cosine = cosines[item]
      var low = 0
      var high = values.count
      while low < high {
        let middle = (low + high) / 2
        if values[middle] >= cosine { low = middle + 1 } else { high = middle }
      }
      values.insert(cosine, at: low)
      rows.insert(Int32(item), at: low)
      if values.count > count {
        values.removeLast()
        rows.removeLast()
      }
      if values.count == count { floor = values[count - 1] }
    }
    return zip(rows, values).map { Neighbor(row: $0, score: Double($1)) }
  }
}
