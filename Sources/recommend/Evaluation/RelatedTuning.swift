import RecommendationEngine
import SiteContent

/// Searches settings that rank related items better, on one half of the queries, and measures them on the other.
struct RelatedTuning {
  let collection: EvaluationCollection
  let task: RelatedTask
  let depth: Int
  let uncertainty: Uncertainty
  let progress: Progress
  let metric: RankingMetric

  /// The settings that are tried, one after the other, with their values.
  static let candidates: [(path: String, values: [String])] = [
    ("vectors.field_weights.title", ["1", "2", "3", "5"]),
    ("vectors.field_weights.summary", ["0.5", "1", "2"]),
    ("vectors.phrase_weight", ["0", "0.25", "0.5", "0.75", "1"]),
    ("similarity.smoothing", ["0", "0.1", "0.2", "0.3", "0.4"]),
    ("similarity.feedback", ["never", "always"]),
  ]
  private static let roundLimit = 3

  struct Outcome {
    /// The configuration that was best on the first half.
    let configuration: ModelConfiguration
    /// The settings that changed: path, old and new value.
    let changes: [(path: String, old: String, new: String)]
    /// Every configuration that was tried: what changed, and its mean on the first half.
    let trials: [(setting: String, mean: Double)]
    /// The numbers of queries of both halves.
    let searchedCount: Int, heldOutCount: Int
    /// Old and new configuration on the half that was not searched on.
    let comparison: RunComparison
  }

  /// Tries each value of each setting in turn and keeps what is better, until nothing is.
  func outcome() throws -> Outcome {
    let judged = task.queries.indices.filter { task.grades[$0].values.contains { $0 > 0 } }
    let rowOfID = Dictionary(uniqueKeysWithValues: judged.map { (task.queries[$0].id, $0) })
    let split = DataSplit.random(judged.map { task.queries[$0].id }, testShare: 0.5, seed: uncertainty.seed)
    let searched = split.training.compactMap { rowOfID[$0] }
    let heldOut = split.test.compactMap { rowOfID[$0] }
    guard !searched.isEmpty, !heldOut.isEmpty else {
      throw CommandFailure(
        "\(judged.count) queries have a judged item; tuning needs 2, and means little below some hundred.")
    }
    let words = try TaskWords(collection, task, collection.configuration.analysis)
    let base = collection.configuration
    var lists: [String: [[Neighbor]]] = [:]
    func ranked(_ configuration: ModelConfiguration) -> [[Neighbor]] {
      let key = Self.candidates.map { Self.value($0.path, of: configuration) }.joined(separator: " ")
      if let known = lists[key] { return known }
      let space = VectorSpace(
        task, words, vectors: configuration.vectors, joinsCopies: true,
        nearestCount: max(configuration.similarity.smoothingNeighborCount, configuration.similarity.feedbackItemCount))
      let result = space.lists(
        configuration.similarity, usesFeedback: space.usesFeedback(configuration.similarity.feedback), depth: depth)
      lists[key] = result
      return result
    }
    func mean(_ configuration: ModelConfiguration) -> Double {
      let values = measurements(ranked(configuration), searched).values
      return values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    var best = (configuration: base, mean: mean(base))
    var trials: [(setting: String, mean: Double)] = [("as it is", best.mean)]
    let trialCount = Self.candidates.reduce(0) { $0 + $1.values.count }
    for _ in 0..<Self.roundLimit {
      let before = best.configuration
      progress.begin("trying settings", of: trialCount * 64)
      for (path, values) in Self.candidates {
        for value in values {
          defer { progress.advance(by: 64) }
          var configuration = best.configuration
          do {
            try configuration.set(path, to: value, origin: "tune")
          } catch {
            throw CommandFailure("\(error)")
          }
          guard Self.value(path, of: configuration) != Self.value(path, of: best.configuration) else { continue }
          let mean = mean(configuration)
          trials.append(("\(path)=\(value)", mean))
          if mean > best.mean + 1e-9 { best = (configuration, mean) }
        }
      }
      progress.end()
      if Self.candidates.allSatisfy({ Self.value($0.path, of: before) == Self.value($0.path, of: best.configuration) })
      {
        break
      }
    }
    let comparison = RunComparison(
      baseline: measurements(ranked(base), heldOut, metrics: RelatedEvaluation.metrics),
      candidate: measurements(ranked(best.configuration), heldOut, metrics: RelatedEvaluation.metrics),
      bootstrap: uncertainty.bootstrap, test: uncertainty.test)
    return Outcome(
      configuration: best.configuration,
      changes: Self.candidates.compactMap { path, _ in
        let (old, new) = (Self.value(path, of: base), Self.value(path, of: best.configuration))
        return old == new ? nil : (path, old, new)
      }, trials: trials, searchedCount: searched.count, heldOutCount: heldOut.count, comparison: comparison)
  }

  private func measurements(
    _ lists: [[Neighbor]], _ queries: [Int], metrics: [RankingMetric]? = nil
  ) -> ItemMeasurements {
    ItemMeasurements(
      metrics: metrics ?? [metric],
      rankings: queries.map { query in
        (task.queries[query].id, JudgedRanking(ranking: lists[query].lazy.map(\.row), grades: task.grades[query]))
      })
  }

  private static func value(_ path: String, of configuration: ModelConfiguration) -> String {
    configuration.allSettings.first { $0.path == path }?.value ?? ""
  }
}

/// A model configuration as a file of `models/`.
enum ConfigurationText {
  /// All settings as YAML, sections in the order of the settings.
  static func yaml(_ configuration: ModelConfiguration) -> String {
    var text = ""
    var open: [Substring] = []
    for setting in configuration.allSettings {
      let parts = setting.path.split(separator: ".")
      let sections = Array(parts.dropLast())
      var shared = 0
      while shared < min(open.count, sections.count), open[shared] == sections[shared] { shared += 1 }
      for depth in shared..<sections.count {
        text += (depth == 0 ? "\n" : "") + String(repeating: "  ", count: depth) + "\(sections[depth]):\n"
      }
      open = sections
      text += String(repeating: "  ", count: sections.count) + "\(parts[parts.count - 1]): \(quoted(setting.value))\n"
    }
    return text
  }

  /// A value that is a text with signs of YAML in it stands in quotes.
  private static func quoted(_ value: String) -> String {
    guard !value.hasPrefix("[") else { return value }
    if value.isEmpty { return "''" }
    let isPlain = value.unicodeScalars.allSatisfy {
      ($0.properties.isAlphabetic || $0.properties.numericType != nil || "-_. ,;()".unicodeScalars.contains($0))
    }
    guard !isPlain || value.hasSuffix(" ") || value.hasPrefix("-") || value.hasPrefix(" ") else { return value }
    return "'" + value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
