import LinearAlgebra

/// Compares an item with the centroid of the items that hold a topic (Rocchio): cos(x, Σ x_i), the
/// topic's description being one of them.
///
/// Source: Rocchio: Relevance Feedback in Information Retrieval, in: The SMART Retrieval System, 1971.
struct CentroidMatch: Sendable {
  /// 1 / ‖Σ x_i‖ for each topic, 0 for a topic that nobody holds.
  private let scales: [Float]
  /// For each topic the items that hold it.
  private let members: [[Int]]
  /// The rows of the topics' descriptions, one per topic, or nil.
  private let topicRows: SparseMatrix?

  /// Adds up the rows of the items of each topic.
  init(_ collection: TaggedCollection, training: [Int]) {
    let members = collection.members(among: training)
    let rows = collection.rows
    let topicRows = collection.topicRows
    self.topicRows = topicRows
    self.members = members
    scales = concurrentMap(chunksOf: members.count) { chunk in
      var sum = [Float](repeating: 0, count: rows.columnCount)
      var touched: [Int] = []
      return chunk.map { topic in
        func add(_ row: Int, of matrix: SparseMatrix) {
          for position in matrix.range(ofRow: row) {
            let column = Int(matrix.columnIndices[position])
            sum[column] += matrix.values[position]
            touched.append(column)
          }
        }
        for item in members[topic] { add(item, of: rows) }
        if let topicRows { add(topic, of: topicRows) }
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
  func cosines(_ text: ItemText, _ cosines: [Float], eligible: [Bool], topics: [[Int32]]) -> [Float] {
    var result = [Float](repeating: 0, count: scales.count)
    for item in cosines.indices where eligible[item] && cosines[item] != 0 {
      for topic in topics[item] { result[Int(topic)] += cosines[item] }
    }
    if let topicRows {
      let query = SparseMatrix(
        columnCount: topicRows.columnCount, rowOffsets: [0, text.columns.count], columnIndices: text.columns,
        values: text.weights)
      for topic in result.indices { result[topic] += Float(query.dotProduct(ofRow: 0, withRow: topic, of: topicRows)) }
    }
    for topic in result.indices { result[topic] *= scales[topic] }
    return result
  }

  /// What each term of a text adds to the cosine with the centroid of a topic.
  ///
  /// - Complexity: O(stored entries of the topic's items).
  func contributions(_ text: ItemText, topic: Int, rows: SparseMatrix) -> [Double] {
    var sums = [Double](repeating: 0, count: text.columns.count)
    func add(_ row: Int, of matrix: SparseMatrix) {
      var place = 0
      for position in matrix.range(ofRow: row) {
        let column = matrix.columnIndices[position]
        while place < text.columns.count && text.columns[place] < column { place += 1 }
        if place == text.columns.count { break }
        if text.columns[place] == column { sums[place] += Double(matrix.values[position]) }
      }
    }
    for item in members[topic] { add(item, of: rows) }
    if let topicRows { add(topic, of: topicRows) }
    return zip(sums, text.weights).map { $0 * Double($1) * Double(scales[topic]) }
  }
}
