import LinearAlgebra

/// Compares an item with the centroid of the items that hold a topic (Rocchio): cos(x, Σ x_i).
///
/// Source: Rocchio: Relevance Feedback in Information Retrieval, in: The SMART Retrieval System, 1971.
struct CentroidMatch: Sendable {
  /// 1 / ‖Σ x_i‖ for each topic, 0 for a topic that nobody holds.
  private let scales: [Float]

  /// Adds up the rows of the items of each topic.
  init(_ collection: TaggedCollection, training: [Int]) {
    let members = collection.members(among: training)
    let rows = collection.rows
    scales = concurrentMap(chunksOf: members.count) { chunk in
      var sum = [Float](repeating: 0, count: rows.columnCount)
      var touched: [Int] = []
      return chunk.map { topic in
        for item in members[topic] {
          for position in rows.range(ofRow: item) {
            let column = Int(rows.columnIndices[position])
            if sum[column] == 0 { touched.append(column) }
            sum[column] += rows.values[position]
          }
        }
        var square = 0.0
        for column in touched {
          square += Double(sum[column]) * Double(sum[column])
          sum[column] = 0
        }
        touched.removeAll(keepingCapacity: true)
        return square > 0 ? Float(1 / square.squareRoot()) : 0
      }
    }.flatMap { $0 }
  }

  /// The cosine with each topic's centroid, from the cosines with its items: x·Σ x_i = Σ x·x_i.
  func cosines(_ cosines: [Float], eligible: [Bool], topics: [[Int32]]) -> [Float] {
    var result = [Float](repeating: 0, count: scales.count)
    for item in cosines.indices where cosines[item] > 0 && eligible[item] {
      for topic in topics[item] { result[Int(topic)] += cosines[item] }
    }
    for topic in result.indices { result[topic] *= scales[topic] }
    return result
  }

  /// What one item of a topic adds to the cosine with its centroid, per unit of its own cosine.
  func scale(ofTopic topic: Int) -> Float { scales[topic] }
}
