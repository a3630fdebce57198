/// Two runs over the same items, metric by metric.
public struct RunComparison: Sendable, Equatable {
  /// What is known of each metric that both runs have, in the order of the baseline.
  public let metrics: [Metric]
  /// The number of items that both runs measured; only these are compared.
  public let itemCount: Int
  /// The number of items that only one of the runs measured.
  public let unpairedCount: Int

  /// One metric of both runs.
  public struct Metric: Sendable, Equatable {
    /// The name of the metric.
    public let name: String
    /// The mean of the baseline over the common items.
    public let baselineMean: Double
    /// The mean of the candidate over the common items.
    public let candidateMean: Double
    /// The mean of candidate − baseline, item by item.
    public let difference: Double
    /// The paired interval of the difference; nil without common items.
    public let interval: ConfidenceInterval?
    /// The two-sided p-value of the paired randomisation test, not corrected for other comparisons.
    public let pValue: Double
    /// The number of items for which the candidate is better.
    public let winCount: Int
    /// The number of items for which the candidate is worse.
    public let lossCount: Int
  }

  /// Compares a candidate with a baseline.
  public init(
    baseline: ItemMeasurements, candidate: ItemMeasurements, bootstrap: PairedBootstrap = PairedBootstrap(),
    test: RandomizationTest = RandomizationTest()
  ) {
    let names = baseline.metricNames.filter(candidate.metricNames.contains)
    let rows = Self.commonRows(of: baseline.itemIDs, and: candidate.itemIDs)
    itemCount = rows.count
    unpairedCount = baseline.itemIDs.count + candidate.itemIDs.count - 2 * rows.count

    var baselineColumns: [[Double]] = []
    var differenceColumns: [[Double]] = []
    for name in names {
      let old = baseline.column(name) ?? []
      let new = candidate.column(name) ?? []
      baselineColumns.append(rows.map { old[$0.0] })
      differenceColumns.append(rows.map { new[$0.1] - old[$0.0] })
    }
    let differences = rows.indices.flatMap { row in differenceColumns.map { $0[row] } }
    let intervals = bootstrap.intervalsOfMeans(of: differences, columnCount: names.count)
    metrics = names.indices.map { index in
      let baselineMean = mean(of: baselineColumns[index])
      let difference = mean(of: differenceColumns[index])
      return Metric(
        name: names[index], baselineMean: baselineMean, candidateMean: baselineMean + difference,
        difference: difference, interval: intervals?[index], pValue: test.pValue(differences: differenceColumns[index]),
        winCount: differenceColumns[index].count { $0 > 0 }, lossCount: differenceColumns[index].count { $0 < 0 })
    }
  }

  /// The rows of the ids that both lists hold; both ascend.
  private static func commonRows(of left: [ItemID], and right: [ItemID]) -> [(Int, Int)] {
    var rows: [(Int, Int)] = []
    var other = 0
    for (row, id) in left.enumerated() {
      while other < right.count, right[other] < id { other += 1 }
      if other < right.count, right[other] == id { rows.append((row, other)) }
    }
    return rows
  }
}

/// The arithmetic mean, 0 without values.
func mean(of values: [Double]) -> Double {
  values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
