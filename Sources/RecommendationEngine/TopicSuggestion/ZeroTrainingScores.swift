/// Orders topics when too few items hold any to learn weights from.
///
/// z(neighbours) + z(centroid) + ½·ln(1 + matches in the text) + match in the title, z being standardised within the
/// item; brought to 0…1 by 1 / (1 + e^(2 − s)). The result orders topics; it is no probability.
enum ZeroTrainingScores {
  static func scores(_ scores: MethodScores) -> [Double] {
    let neighbors = PairFeatures.standardized(scores[.neighbors50])
    let centroid = PairFeatures.standardized(scores[.centroid])
    let title = scores[.titleMatch]
    let passages = scores[.passageMatch]
    return title.indices.map { topic in
      let sum =
        Double(neighbors[topic] + centroid[topic] + title[topic])
        + 0.5 * naturalLogarithm(1 + Double(passages[topic]))
      return sigmoid(sum - 2)
    }
  }
}
