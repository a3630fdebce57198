/// How likely it is that a topic that fits an item was also given to it, by how often the topic is given at all.
///
/// `p(l) = 1 / (1 + C (N(l) + B)^−A)`, `C = (ln N − 1) (B + 1)^A`, with *N* training items of which *N(l)* hold topic
/// *l*: rare topics are those that people forget. H. Jain, Y. Prabhu and M. Varma, "Extreme multi-label loss functions
/// for recommendation, tagging, ranking and other missing label applications", KDD 2016.
public struct PropensityModel: Sendable, Equatable {
  /// The number of training items, *N*; at least 3, as the formula makes no sense for fewer.
  public let itemCount: Int
  /// *A*: how steeply the propensity rises; 0.55 fitted on Wikipedia, the usual value.
  public let a: Double
  /// *B*: the shift of the counts; 1.5 is the usual value.
  public let b: Double

  /// Creates a model.
  public init(itemCount: Int, a: Double = 0.55, b: Double = 1.5) {
    precondition(itemCount >= 3, "propensities need 3 training items or more, not \(itemCount)")
    self.itemCount = itemCount
    self.a = a
    self.b = b
  }

  /// The propensity of a topic that `count` training items hold, above 0 and at most 1.
  public func propensity(count: Int) -> Double {
    let c = (naturalLogarithm(Double(itemCount)) - 1) * power(b + 1, a)
    return 1 / (1 + c * power(Double(count) + b, -a))
  }
}

/// Precision at *k* in which each right topic counts by how easily it is missed: 1 / propensity (PSP@k).
///
/// The sum over all items of `Σ 1/p(l)` for the right topics among the first *k*, divided by the sum of the best that
/// any *k* topics could reach: 1 is perfect, as in the tables of the Extreme Classification Repository.
/// Items without gold are left out.
public struct PropensityScoredPrecision: Sendable, Equatable {
  /// What each item with gold reached, divided by *k*: PSP@k as the paper writes it, not normalised.
  public let reached: [Double]
  /// What each of these items could reach at best, divided by *k*.
  public let reachable: [Double]
  /// The number of items that are left out because they have no gold.
  public let unjudgedCount: Int

  /// Scores suggestions.
  ///
  /// - Parameters:
  ///   - items: The suggested topics, best first, and the gold.
  ///   - k: The number of suggestions that count.
  ///   - model: The propensities.
  ///   - trainingCounts: The number of training items that hold each topic; a topic that is not there has 0.
  public init(
    items: [(ranking: [Topic], gold: Set<Topic>)], at k: Int, model: PropensityModel, trainingCounts: [Topic: Int]
  ) {
    precondition(k >= 1, "a ranking is cut at 1 or later, not at \(k)")
    let judged = items.filter { !$0.gold.isEmpty }
    unjudgedCount = items.count - judged.count
    var reached: [Double] = []
    var reachable: [Double] = []
    for item in judged {
      let weights = item.gold.reduce(into: [Topic: Double]()) { weights, topic in
        weights[topic] = 1 / model.propensity(count: trainingCounts[topic] ?? 0)
      }
      let ranking = JudgedRanking(ranking: item.ranking, grades: weights)
      reached.append(ranking.gains.prefix(k).reduce(0, +) / Double(k))
      reachable.append(ranking.idealGains.prefix(k).reduce(0, +) / Double(k))
    }
    self.reached = reached
    self.reachable = reachable
  }

  /// The normalised value, 0…1; 0 without items.
  public var value: Double {
    reachable.isEmpty ? 0 : reached.reduce(0, +) / reachable.reduce(0, +)
  }

  /// The interval of ``value``; nil without items.
  public func interval(bootstrap: PairedBootstrap) -> ConfidenceInterval? {
    let pairs = zip(reached, reachable).flatMap { [$0, $1] }
    return bootstrap.intervals(ofSumsOf: pairs, columnCount: 2, statisticCount: 1) { sums, statistics in
      statistics[0] = sums[0] / sums[1]
    }?.first
  }
}
