/// Says how far a figure would move if other items had been asked: items are drawn again with replacement, many times.
///
/// All metrics, and both runs of a comparison, see the same draws (paired), so that items that are hard for everyone
/// do not blur a difference. The interval lies between percentiles of the redrawn figures.
///
/// B. Efron and R. Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 13 (percentile interval).
public struct PairedBootstrap: Sendable, Equatable {
  /// How often the items are drawn again.
  public var resampleCount: Int
  /// The seed of the draws; the same seed gives the same intervals.
  public var seed: UInt64
  /// The share that the interval covers, 0…1.
  public var level: Double

  /// Creates a bootstrap.
  public init(resampleCount: Int = 2_000, seed: UInt64 = 1, level: Double = 0.95) {
    precondition(resampleCount > 0, "an interval needs resamples, not \(resampleCount)")
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    self.resampleCount = resampleCount
    self.seed = seed
    self.level = level
  }

  /// The intervals of the column means; nil without items.
  ///
  /// - Parameters:
  ///   - values: Row by row, a row an item.
  ///   - columnCount: The number of columns.
  /// - Complexity: O(resamples · values).
  public func intervalsOfMeans(of values: [Double], columnCount: Int) -> [ConfidenceInterval]? {
    let itemCount = columnCount == 0 ? 0 : values.count / columnCount
    return intervals(ofSumsOf: values, columnCount: columnCount, statisticCount: columnCount) { sums, statistics in
      for column in sums.indices { statistics[column] = sums[column] / Double(itemCount) }
    }
  }

  /// The intervals of figures that are functions of column sums, such as micro-averaged F1; nil without items.
  ///
  /// - Parameters:
  ///   - values: Row by row, a row an item.
  ///   - columnCount: The number of columns.
  ///   - statisticCount: The number of figures.
  ///   - compute: Gets the column sums of one resample and writes the figures into the second argument.
  public func intervals(
    ofSumsOf values: [Double], columnCount: Int, statisticCount: Int,
    _ compute: (_ sums: [Double], _ statistics: inout [Double]) -> Void
  ) -> [ConfidenceInterval]? {
    guard columnCount > 0, !values.isEmpty else { return nil }
    precondition(values.count % columnCount == 0, "\(values.count) values do not fill rows of \(columnCount)")
    var sums = [Double](repeating: 0, count: columnCount)
    var statistics = [Double](repeating: 0, count: statisticCount)
    return intervals(itemCount: values.count / columnCount, statisticCount: statisticCount) { drawn, results in
      for column in sums.indices { sums[column] = 0 }
      for item in drawn {
        let start = item * columnCount
        for column in 0..<columnCount { sums[column] += values[start + column] }
      }
      compute(sums, &statistics)
      results.append(contentsOf: statistics)
    }
  }

  /// The intervals of any figures of the drawn items; nil without items.
  ///
  /// - Parameters:
  ///   - estimates: The figures of all items, for figures that change when an item is drawn twice, as agreement between
  ///     groupings does: intervals are moved by what the redrawn figures are off on average. Nil leaves them.
  ///   - appendStatistics: Gets the drawn item indices and appends `statisticCount` figures.
  package func intervals(
    itemCount: Int, statisticCount: Int, correctedFor estimates: [Double]? = nil,
    _ appendStatistics: (_ drawn: [Int], _ results: inout [Double]) -> Void
  ) -> [ConfidenceInterval]? {
    guard itemCount > 0 else { return nil }
    var generator = SeededGenerator(seed: seed)
    var drawn = [Int](repeating: 0, count: itemCount)
    var results: [Double] = []
    results.reserveCapacity(resampleCount * statisticCount)
    for _ in 0..<resampleCount {
      for position in drawn.indices { drawn[position] = generator.index(below: itemCount) }
      appendStatistics(drawn, &results)
    }
    return (0..<statisticCount).map { statistic in
      let figures = stride(from: statistic, to: results.count, by: statisticCount).map { results[$0] }.sorted()
      let bias = estimates.map { mean(of: figures) - $0[statistic] } ?? 0
      return ConfidenceInterval(
        lower: percentile((1 - level) / 2, ofSorted: figures) - bias,
        upper: percentile((1 + level) / 2, ofSorted: figures) - bias, level: level)
    }
  }
}

/// The value below which a share of the values lies, linear between neighbours (numpy's default, Hyndman–Fan type 7).
func percentile(_ share: Double, ofSorted values: [Double]) -> Double {
  let position = share * Double(values.count - 1)
  let lower = Int(position)
  let upper = min(lower + 1, values.count - 1)
  return values[lower] + (values[upper] - values[lower]) * (position - Double(lower))
}
