/// A ranking seen through the judgements: the grade at each rank, and the grades that could have been there.
///
/// Made once per query; every ranking metric then reads arrays only.
public struct JudgedRanking: Sendable, Equatable {
  /// The grade of what stands at each rank, best rank first; 0 where it is not judged or not relevant.
  public let gains: [Double]
  /// The grades of all that is relevant, highest first: the best ranking that is possible.
  public let idealGains: [Double]

  /// The number of relevant things, found or not.
  public var relevantCount: Int { idealGains.count }
  /// Whether there is anything to be found; rankings without gold are left out of means and counted.
  public var isJudged: Bool { !idealGains.isEmpty }

  /// Looks up the grades of a ranking.
  ///
  /// - Parameters:
  ///   - ranking: What was returned, best first. Something that is returned twice counts at its first place only.
  ///   - grades: What was judged; above 0 is relevant, and the higher the better.
  public init<ID: Hashable>(ranking: some Sequence<ID>, grades: [ID: Double]) {
    var seen = Set<ID>()
    gains = ranking.map { id in
      guard let grade = grades[id], grade > 0, seen.insert(id).inserted else { return 0 }
      return grade
    }
    idealGains = grades.values.filter { $0 > 0 }.sorted(by: >)
  }

  /// Looks up a ranking among the relevant things, which all have grade 1.
  public init<ID: Hashable>(ranking: some Sequence<ID>, relevant: Set<ID>) {
    self.init(ranking: ranking, grades: Dictionary(uniqueKeysWithValues: relevant.map { ($0, 1) }))
  }
}
