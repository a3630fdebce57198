extension RankingMetric: CustomStringConvertible {
  /// The name in tables, such as `nDCG@10`, `P@5`, `MAP`; ``init(name:)`` reads it back.
  ///
  /// `-given` marks the denominator that is what was returned, `-exp` the exponential gains.
  public var name: String {
    switch self {
    case .precision(let k): "P@\(k)"
    case .precisionGiven(let k): "P-given@\(k)"
    case .recall(let k): "R@\(k)"
    case .f1(let k): "F1@\(k)"
    case .f1Given(let k): "F1-given@\(k)"
    case .ndcg(let k, .linear): "nDCG@\(k)"
    case .ndcg(let k, .exponential): "nDCG-exp@\(k)"
    case .averagePrecision(nil): "MAP"
    case .averagePrecision(let k?): "MAP@\(k)"
    case .reciprocalRank(nil): "MRR"
    case .reciprocalRank(let k?): "MRR@\(k)"
    case .success(let k): "Success@\(k)"
    case .rankBiasedPrecision(let persistence): "RBP(\(persistence))"
    }
  }

  /// The name.
  public var description: String { name }

  /// Finds a metric by its name, in capitals or not; nil when there is none of this name.
  public init?(name: String) {
    let name = name.lowercased()
    if name.hasPrefix("rbp("), name.hasSuffix(")") {
      guard let persistence = Double(name.dropFirst(4).dropLast()), persistence > 0, persistence < 1 else { return nil }
      self = .rankBiasedPrecision(persistence: persistence)
      return
    }
    let parts = name.split(separator: "@", omittingEmptySubsequences: false)
    let depth = parts.count == 2 ? Int(parts[1]) : nil
    guard parts.count == 1 || (parts.count == 2 && (depth ?? 0) >= 1) else { return nil }
    switch (parts[0], depth) {
    case ("p", let k?): self = .precision(at: k)
    case ("p-given", let k?): self = .precisionGiven(at: k)
    case ("r", let k?): self = .recall(at: k)
    case ("f1", let k?): self = .f1(at: k)
    case ("f1-given", let k?): self = .f1Given(at: k)
    case ("ndcg", let k?): self = .ndcg(at: k)
    case ("ndcg-exp", let k?): self = .ndcg(at: k, gain: .exponential)
    case ("map", let k): self = .averagePrecision(at: k)
    case ("mrr", let k): self = .reciprocalRank(at: k)
    case ("success", let k?): self = .success(at: k)
    default: return nil
    }
  }

  /// The metrics of every table about related items.
  public static let related: [RankingMetric] = [
    .ndcg(at: 5), .ndcg(at: 10), .recall(at: 10), .reciprocalRank(), .averagePrecision(), .success(at: 5),
  ]

  /// The ranking metrics of every table about topic suggestions.
  public static let topics: [RankingMetric] = [
    .precision(at: 1), .precision(at: 3), .precision(at: 5), .recall(at: 5), .f1(at: 5), .ndcg(at: 5), .ndcg(at: 10),
  ]
}
