import RecommendationEngine

/// An evaluation with all its figures: what the table, the report and the files are made of.
struct Evaluation {
  /// What was evaluated: `related`, `topics` or `clusters`.
  let kind: String
  /// What the figures hang on: seed, protocol, configuration. Enough to run it again.
  var settings: [(key: String, value: Value)]
  /// What the reader should know.
  var notes: [String]
  /// The metric that the runs are compared by first.
  let mainMetric: String
  /// The metrics of the terminal's table.
  let tableMetrics: [String]
  /// The runs, this program first.
  var runs: [EvaluatedRun]
  /// The plots of the report.
  var charts: [Chart] = []
  /// Further tables of the report and the terminal.
  var tables: [EvaluationTable] = []
  /// Further figures for `metrics.json`.
  var details: [(key: String, value: Value)] = []
  /// Further files, by name.
  var files: [(name: String, text: String)] = []
}

/// A table beside the main one.
struct EvaluationTable {
  let title: String
  let columns: [String]
  let rows: [[String]]
}

/// One run with its figures.
struct EvaluatedRun {
  let id: String
  let name: String
  let about: String
  /// The values of each item with gold.
  let measurements: ItemMeasurements
  /// The means with their intervals.
  var table: MetricTable
  /// Figures of the run as a whole, without intervals; nil where it has none.
  var figures: [(name: String, value: Double?)] = []
  /// How this program differs from this run, by metric; empty for this program itself.
  var comparisons: [Comparison] = []

  struct Comparison {
    let metric: RunComparison.Metric
    /// The p-value after Holm's correction for all runs compared on this metric.
    let adjustedPValue: Double
  }

  func comparison(_ metric: String) -> Comparison? { comparisons.first { $0.metric.name == metric } }
}

/// How sure the figures are made.
struct Uncertainty {
  var resampleCount = 2_000
  var permutationCount = 10_000
  var seed: UInt64 = 1

  var bootstrap: PairedBootstrap { PairedBootstrap(resampleCount: resampleCount, seed: seed) }
  var test: RandomizationTest { RandomizationTest(permutationCount: permutationCount, seed: seed) }

  /// The runs with intervals, and each compared with the first one.
  ///
  /// p-values are corrected (Holm) for the number of runs that are compared on the same metric.
  func evaluated(
    _ runs: [(id: String, name: String, about: String, measurements: ItemMeasurements)], progress: Progress
  ) -> [EvaluatedRun] {
    guard let first = runs.first else { return [] }
    progress.begin("drawing again", of: 100 * runs.count)
    let results = concurrentMap(chunksOf: runs.count) { chunk in
      chunk.map { number in
        let run = runs[number]
        let table = run.measurements.table(bootstrap: bootstrap)
        let comparison =
          number == 0
          ? []
          : RunComparison(
            baseline: run.measurements, candidate: first.measurements, bootstrap: bootstrap, test: test
          ).metrics
        progress.advance(by: 100)
        return (table: table, comparison: comparison)
      }
    }.flatMap { $0 }
    progress.end()
    let metricCount = first.measurements.metricNames.count
    var adjusted = [[Double]](repeating: [], count: runs.count)
    for metric in 0..<metricCount {
      let values = HolmCorrection.adjusted(results.dropFirst().map { $0.comparison[metric].pValue })
      for (number, value) in values.enumerated() { adjusted[number + 1].append(value) }
    }
    return runs.enumerated().map { number, run in
      EvaluatedRun(
        id: run.id, name: run.name, about: run.about, measurements: run.measurements, table: results[number].table,
        comparisons: zip(results[number].comparison, adjusted[number]).map {
          EvaluatedRun.Comparison(metric: $0, adjustedPValue: $1)
        })
    }
  }
}

/// Numbers with a fixed number of places, for tables and plots.
enum Fixed {
  /// `0.331`, `−0.012`: with a true minus sign, and never a minus before zeros.
  static func text(_ value: Double, _ places: Int = 3) -> String {
    guard value.isFinite else { return "–" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value.magnitude * scale).rounded())
    let unit = Int(scale)
    let digits = String(scaled % unit)
    let fraction = places == 0 ? "" : "." + String(repeating: "0", count: places - digits.utf8.count) + digits
    return (value < 0 && scaled > 0 ? "−" : "") + String(scaled / unit) + fraction
  }

  /// The same with a plus before positive numbers.
  static func signed(_ value: Double, _ places: Int = 3) -> String {
    let text = text(value, places)
    return value > 0 && text.utf8.contains { $0 > 0x30 && $0 <= 0x39 } ? "+" + text : text
  }

  /// `0.305–0.347`.
  static func interval(_ interval: ConfidenceInterval?, _ places: Int = 3) -> String {
    guard let interval else { return "–" }
    return interval.lower < 0
      ? "\(text(interval.lower, places)) … \(text(interval.upper, places))"
      : "\(text(interval.lower, places))–\(text(interval.upper, places))"
  }

  /// A p-value: `<0.001`, `0.043`.
  static func pValue(_ value: Double) -> String { value < 0.001 ? "<0.001" : text(value) }

  /// A count with commas: `2,852`.
  static func count(_ value: Int) -> String {
    var digits = String(value)
    var groups: [String] = []
    while digits.utf8.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }
}
