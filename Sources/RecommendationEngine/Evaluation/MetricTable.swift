/// The figures of one evaluation, ready to be shown: a row a metric.
public struct MetricTable: Sendable, Equatable {
  /// The rows, in the order in which they are shown.
  public var rows: [Row]

  /// Creates a table.
  public init(rows: [Row] = []) {
    self.rows = rows
  }

  /// The row of a metric, or nil.
  public subscript(name: String) -> Row? {
    rows.first { $0.name == name }
  }

  /// One metric: its mean, how sure it is, and what it is the mean of.
  public struct Row: Sendable, Equatable {
    /// The name of the metric, such as `nDCG@10`.
    public var name: String
    /// The mean, or the value of a metric that is no mean.
    public var mean: Double
    /// The interval around it; nil where none is known.
    public var interval: ConfidenceInterval?
    /// The number of items (or whatever is averaged) that the mean is taken over.
    public var count: Int
    /// The number of items that were left out because they have no gold.
    public var omittedCount: Int

    /// Creates a row.
    public init(name: String, mean: Double, interval: ConfidenceInterval? = nil, count: Int, omittedCount: Int = 0) {
      self.name = name
      self.mean = mean
      self.interval = interval
      self.count = count
      self.omittedCount = omittedCount
    }
  }
}

/// Where a mean would lie if other items of the same kind had been asked.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The lower end.
  public var lower: Double
  /// The upper end.
  public var upper: Double
  /// The share of repetitions that it is meant to cover, such as 0.95.
  public var level: Double

  /// Creates an interval.
  public init(lower: Double, upper: Double, level: Double) {
    self.lower = lower
    self.upper = upper
    self.level = level
  }
}
