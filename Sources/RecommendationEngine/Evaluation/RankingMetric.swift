/// A number that says how good a ranking is, 0…1, higher is better.
///
/// With *hits(k)* the relevant things among the first *k*, *R* all relevant things, *g(i)* the grade at rank *i*.
/// Without gold (*R* = 0) a metric is 0; such rankings do not belong into means, see ``ItemMeasurements``.
/// The values equal those of trec_eval and ranx on the same order.
public enum RankingMetric: Hashable, Sendable {
  /// *hits(k)* / *k*: the denominator is fixed, so a short list cannot reach 1 (trec_eval `P`, ranx `precision`).
  case precision(at: Int)
  /// *hits(k)* / min(*k*, returned): the denominator is what was given; 0 for an empty list.
  case precisionGiven(at: Int)
  /// *hits(k)* / *R* (trec_eval `recall`).
  case recall(at: Int)
  /// The harmonic mean of precision with the fixed denominator and recall (ranx `f1`).
  case f1(at: Int)
  /// The harmonic mean of precision with the given denominator and recall.
  case f1Given(at: Int)
  /// DCG(k) / the DCG(k) of the best order, DCG(k) = Σ gain(*g(i)*) / log2(*i* + 1).
  ///
  /// K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20 (2002), with the
  /// discount from the first rank on, as trec_eval (`ndcg_cut`) has it; exponential gains: C. Burges et al.,
  /// "Learning to rank using gradient descent", ICML 2005.
  case ndcg(at: Int, gain: Gain = .linear)
  /// (1 / *R*) Σ over hits of *hits(i)* / *i*; its mean is MAP. With a depth only the first ranks count, *R* stays
  /// (trec_eval `map`, `map_cut`).
  case averagePrecision(at: Int? = nil)
  /// 1 / the rank of the first hit, 0 without one; its mean is MRR.
  case reciprocalRank(at: Int? = nil)
  /// 1 if there is a hit among the first *k*, else 0 (trec_eval `success`, ranx `hit_rate`).
  case success(at: Int)
  /// (1 − *p*) Σ over hits of *p*^(*i* − 1): what a reader gains who goes on to the next rank with probability *p*.
  ///
  /// A. Moffat and J. Zobel, "Rank-biased precision for measurement of retrieval effectiveness", ACM TOIS 27 (2008);
  /// hits count 1, whatever their grade.
  case rankBiasedPrecision(persistence: Double)

  /// What a grade is worth in nDCG.
  public enum Gain: String, CaseIterable, Sendable {
    /// The grade itself.
    case linear
    /// 2^grade − 1.
    case exponential
  }
}

extension RankingMetric {
  /// The number of ranks that count; nil where all do.
  public var depth: Int? {
    switch self {
    case .precision(let k), .precisionGiven(let k), .recall(let k), .f1(let k), .f1Given(let k), .ndcg(let k, _),
      .success(let k):
      k
    case .averagePrecision(let k), .reciprocalRank(let k): k
    case .rankBiasedPrecision: nil
    }
  }

  /// The metric of one ranking.
  ///
  /// - Precondition: A depth is 1 or more, a persistence lies between 0 and 1.
  /// - Complexity: O(*k*), or O(returned) without a depth.
  public func value(for ranking: JudgedRanking) -> Double {
    precondition(depth ?? 1 >= 1, "a ranking is cut at 1 or later, not at \(depth ?? 1)")
    guard ranking.isJudged else { return 0 }
    let relevantCount = Double(ranking.relevantCount)
    switch self {
    case .precision(let k):
      return Double(ranking.hitCount(within: k)) / Double(k)
    case .precisionGiven(let k):
      let given = min(k, ranking.gains.count)
      return given == 0 ? 0 : Double(ranking.hitCount(within: k)) / Double(given)
    case .recall(let k):
      return Double(ranking.hitCount(within: k)) / relevantCount
    case .f1(let k):
      return harmonicMean(
        RankingMetric.precision(at: k).value(for: ranking), RankingMetric.recall(at: k).value(for: ranking))
    case .f1Given(let k):
      return harmonicMean(
        RankingMetric.precisionGiven(at: k).value(for: ranking), RankingMetric.recall(at: k).value(for: ranking))
    case .ndcg(let k, let gain):
      return ranking.gains.discountedGain(within: k, gain: gain)
        / ranking.idealGains.discountedGain(within: k, gain: gain)
    case .averagePrecision(let k):
      var hits = 0.0
      var sum = 0.0
      for (index, gain) in ranking.gains.prefix(k ?? .max).enumerated() where gain > 0 {
        hits += 1
        sum += hits / Double(index + 1)
      }
      return sum / relevantCount
    case .reciprocalRank(let k):
      return ranking.gains.prefix(k ?? .max).firstIndex { $0 > 0 }.map { 1 / Double($0 + 1) } ?? 0
    case .success(let k):
      return ranking.gains.prefix(k).contains { $0 > 0 } ? 1 : 0
    case .rankBiasedPrecision(let persistence):
      precondition(persistence > 0 && persistence < 1, "a persistence lies between 0 and 1, not at \(persistence)")
      var weight = 1 - persistence
      var sum = 0.0
      for gain in ranking.gains {
        if gain > 0 { sum += weight }
        weight *= persistence
      }
      return sum
    }
  }
}

/// 2*ab* / (*a* + *b*), 0 when both are 0.
func harmonicMean(_ a: Double, _ b: Double) -> Double {
  a + b == 0 ? 0 : 2 * a * b / (a + b)
}

extension JudgedRanking {
  /// The relevant things among the first *k*.
  fileprivate func hitCount(within k: Int) -> Int {
    gains.prefix(k).count { $0 > 0 }
  }
}

extension [Double] {
  /// Σ gain(grade) / log2(rank + 1) over the first *k*.
  fileprivate func discountedGain(within k: Int, gain: RankingMetric.Gain) -> Double {
    var sum = 0.0
    for (index, grade) in prefix(k).enumerated() where grade > 0 {
      let value =
        switch gain {
        case .linear: grade
        case .exponential: power(2, grade) - 1
        }
      sum += value * naturalLogarithm(2) / naturalLogarithm(Double(index + 2))
    }
    return sum
  }
}
