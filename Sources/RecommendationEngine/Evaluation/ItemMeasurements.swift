/// The value of every metric for every item that has gold: what means, intervals and comparisons are made of.
public struct ItemMeasurements: Sendable, Equatable {
  /// The names of the metrics, one a column.
  public let metricNames: [String]
  /// The items with gold, by id ascending, one a row.
  public let itemIDs: [ItemID]
  /// The values, row by row: item *i*, metric *m* at `i * metricNames.count + m`.
  public let values: [Double]
  /// The number of items that are left out because they have no gold.
  public let unjudgedCount: Int
  /// The number of items with gold for which nothing was returned; they are in, with value 0.
  public let unansweredCount: Int

  /// Creates measurements from values that are known already.
  ///
  /// - Precondition: The ids ascend; `values` holds an entry for each item and metric.
  public init(
    metricNames: [String], itemIDs: [ItemID], values: [Double], unjudgedCount: Int = 0, unansweredCount: Int = 0
  ) {
    precondition(
      values.count == metricNames.count * itemIDs.count,
      "\(values.count) values for \(itemIDs.count) items and \(metricNames.count) metrics")
    precondition(zip(itemIDs, itemIDs.dropFirst()).allSatisfy(<), "the ids of measured items must ascend")
    self.metricNames = metricNames
    self.itemIDs = itemIDs
    self.values = values
    self.unjudgedCount = unjudgedCount
    self.unansweredCount = unansweredCount
  }

  /// Measures rankings.
  ///
  /// - Parameters:
  ///   - metrics: What is measured, one a column.
  ///   - rankings: Each item once, in any order; those without gold are left out and counted.
  public init(metrics: [RankingMetric], rankings: [(id: ItemID, ranking: JudgedRanking)]) {
    let judged = rankings.filter(\.ranking.isJudged).sorted { $0.id < $1.id }
    self.init(
      metricNames: metrics.map(\.name), itemIDs: judged.map(\.id),
      values: judged.flatMap { item in metrics.map { $0.value(for: item.ranking) } },
      unjudgedCount: rankings.count - judged.count,
      unansweredCount: judged.count { $0.ranking.gains.isEmpty })
  }

  /// All values of one metric, in the order of the items; nil for an unknown name.
  public func column(_ name: String) -> [Double]? {
    metricNames.firstIndex(of: name).map { column in
      stride(from: column, to: values.count, by: metricNames.count).map { values[$0] }
    }
  }

  /// The mean of each metric, in the order of the names; 0 without items.
  public var means: [Double] {
    var sums = [Double](repeating: 0, count: metricNames.count)
    for (position, value) in values.enumerated() { sums[position % metricNames.count] += value }
    return sums.map { itemIDs.isEmpty ? 0 : $0 / Double(itemIDs.count) }
  }

  /// Means with their intervals.
  public func table(bootstrap: PairedBootstrap) -> MetricTable {
    let intervals = bootstrap.intervalsOfMeans(of: values, columnCount: metricNames.count)
    return MetricTable(
      rows: metricNames.indices.map { column in
        MetricTable.Row(
          name: metricNames[column], mean: means[column], interval: intervals?[column], count: itemIDs.count,
          omittedCount: unjudgedCount)
      })
  }
}
