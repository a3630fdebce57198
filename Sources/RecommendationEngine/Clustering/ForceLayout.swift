import LinearAlgebra

/// Moves points by attraction along edges and repulsion of random pairs, with steps that shrink to nothing.
struct ForceLayout {
  /// A pair of points that attract each other.
  struct Edge {
    let from: Int
    let to: Int
    /// How strongly, 0…1.
    let weight: Double
  }

  /// The places from left to right.
  var x: [Double]
  /// The places from top to bottom.
  var y: [Double]
  /// The pairs that attract.
  var edges: [Edge] = []

  /// Points that all lie at the origin.
  init(count: Int) {
    x = [Double](repeating: 0, count: count)
    y = x
  }

  /// Moves the points.
  ///
  /// - Parameters:
  ///   - rounds: How often each edge is looked at.
  ///   - rows: The points that take part.
  ///   - groups: The group of each point, −1 for none.
  ///   - groupPull: How much of its way to the middle of its group a point moves in the first round.
  ///   - generator: Draws the pairs that repel, five for each edge and round.
  mutating func run(
    rounds: Int, among rows: [Int], groups: [Int32], groupPull: Double, generator: inout SplitMix64
  ) {
    guard rows.count > 1 else { return }
    for round in 0..<rounds {
      let rate = 1 - Double(round) / Double(rounds)
      if groupPull > 0 { pull(rows, to: groups, by: groupPull * rate) }
      for edge in edges {
        attract(edge, rate: rate)
        for _ in 0..<5 { repel(edge.from, rows[generator.next(below: rows.count)], rate: rate) }
      }
    }
  }

  /// The gradient of ln(1 / (1 + d²)): both ends move towards each other.
  private mutating func attract(_ edge: Edge, rate: Double) {
    let dx = x[edge.to] - x[edge.from]
    let dy = y[edge.to] - y[edge.from]
    let pull = rate * edge.weight * 2 / (1 + dx * dx + dy * dy)
    move(edge.from, dx * pull, dy * pull, limit: 4 * rate)
    move(edge.to, -dx * pull, -dy * pull, limit: 4 * rate)
  }

  /// The gradient of ln(d² / (1 + d²)): the first point moves away from the second.
  private mutating func repel(_ row: Int, _ other: Int, rate: Double) {
    guard row != other else { return }
    let dx = x[row] - x[other]
    let dy = y[row] - y[other]
    let square = dx * dx + dy * dy
    let push = rate * 2 / ((0.001 + square) * (1 + square))
    move(row, dx * push, dy * push, limit: 4 * rate)
  }

  private mutating func move(_ row: Int, _ dx: Double, _ dy: Double, limit: Double) {
    x[row] += max(-limit, min(limit, dx))
    y[row] += max(-limit, min(limit, dy))
  }

  /// Moves each point a part of its way to the middle of its group.
  private mutating func pull(_ rows: [Int], to groups: [Int32], by share: Double) {
    let count = Int(groups.max() ?? -1) + 1
    var sums = [(x: Double, y: Double, count: Double)](repeating: (0, 0, 0), count: count)
    for row in rows where groups[row] >= 0 {
      let sum = sums[Int(groups[row])]
      sums[Int(groups[row])] = (sum.x + x[row], sum.y + y[row], sum.count + 1)
    }
    for row in rows where groups[row] >= 0 {
      let sum = sums[Int(groups[row])]
      x[row] += (sum.x / sum.count - x[row]) * share
      y[row] += (sum.y / sum.count - y[row]) * share
    }
  }
}
