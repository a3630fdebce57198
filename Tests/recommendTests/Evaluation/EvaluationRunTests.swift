import Glibc
import RecommendationEngine
import Testing

@testable import recommend

/// Evaluations of the sample as a user runs them, without the terminal.
@Suite struct EvaluationRunTests {
  private static func collection() throws -> EvaluationCollection {
    let database = try EvaluationFolder.path() + "/index.sqlite"
    let index = try IndexCommand.parse([EvaluationFolder.sample, "--db", database, "-q"])
    try index.run()
    return try EvaluationCollection(
      DatabaseOptions.parse(["--db", database]), model: ModelOptions.parse([]))
  }

  private func related(_ collection: EvaluationCollection) throws -> Evaluation {
    let task = RelatedTask(.topics, of: collection)
    let (runs, nearDuplicates) = try RelatedSystems(
      collection: collection, task: task, depth: 20, seed: 1, hugoTopicsKey: "topics", progress: Progress(isQuiet: true)
    ).runs()
    return RelatedEvaluation(
      collection: collection, task: task, depth: 20, uncertainty: Uncertainty(resampleCount: 200, permutationCount: 200)
    ).evaluation(of: runs, nearDuplicates: nearDuplicates, settings: [], progress: Progress(isQuiet: true))
  }

  @Test func `the same evaluation gives the same bytes`() throws {
    let collection = try Self.collection()
    let (first, second) = (try related(collection), try related(collection))
    #expect(EvaluationPage(first).html == EvaluationPage(second).html)
    #expect(first.perItemCSV == second.perItemCSV)
    #expect(first.files.map(\.text) == second.files.map(\.text))
  }

  @Test func `this program comes first, and every other run is compared with it`() throws {
    let evaluation = try related(Self.collection())
    #expect(evaluation.runs.map(\.id).prefix(1) == ["recommend"])
    #expect(
      Set(evaluation.runs.map(\.id)).isSuperset(of: ["scikit-learn", "bm25", "hugo-defaults", "most-recent", "random"]))
    #expect(evaluation.runs.dropFirst().allSatisfy { $0.comparisons.count == RelatedEvaluation.metrics.count })
    for run in evaluation.runs { #expect(run.measurements.values.allSatisfy { (0...1).contains($0) }) }
  }

  @Test func `no list holds its own query`() throws {
    let collection = try Self.collection()
    let task = RelatedTask(asking: collection)
    let (runs, _) = try RelatedSystems(
      collection: collection, task: task, depth: 20, seed: 1, hugoTopicsKey: "tags", progress: Progress(isQuiet: true)
    ).runs()
    for run in runs {
      for (row, list) in run.lists.enumerated() { #expect(!list.contains { Int($0.row) == row }, "\(run.id) \(row)") }
    }
  }

  @Test func `judgements from topics hold no items that share less than half`() throws {
    let collection = try Self.collection()
    let task = RelatedTask(.topics, of: collection)
    for (row, grades) in task.grades.enumerated() {
      for (other, grade) in grades {
        let (left, right) = (Set(collection.items[row].topics), Set(collection.items[Int(other)].topics))
        #expect(grade == Double(left.intersection(right).count) / Double(left.union(right).count))
        #expect(grade >= 0.5)
      }
    }
  }

  @Test(arguments: [TopicProtocol.random(testShare: 0.2), .date(testShare: 0.2), .folds(3)])
  func `topics are measured under every protocol`(method: TopicProtocol) throws {
    for hidesOne in [false, true] {
      let evaluation = try TopicEvaluation(
        collection: Self.collection(), method: method, hidesOne: hidesOne, leastItems: 1,
        uncertainty: Uncertainty(resampleCount: 100, permutationCount: 100), progress: Progress(isQuiet: true)
      ).evaluation(settings: [])
      #expect(evaluation.runs.first?.id == "recommend")
      #expect(!(evaluation.runs.first?.measurements.itemIDs.isEmpty ?? true))
    }
  }

  @Test func `near-duplicates never lie on both sides of a split`() throws {
    let collection = try Self.collection()
    for split in try TopicSplits(.folds(5), of: collection, seed: 3).splits {
      // 4398 has title and text of 4120.
      #expect(split.training.contains("4398") == split.training.contains("4120"))
    }
  }

  @Test func `clusters are measured with labels and without`() throws {
    let collection = try Self.collection()
    for labels in [ClusterLabels.first, .none] {
      let evaluation = try ClusterEvaluation(
        collection: collection, labels: labels, clusterCount: 5,
        uncertainty: Uncertainty(resampleCount: 100, permutationCount: 100), progress: Progress(isQuiet: true)
      ).evaluation(settings: [])
      #expect(evaluation.mainMetric == (labels == .first ? "ACC" : "silhouette"))
      for row in evaluation.runs[0].table.rows {
        let interval = try #require(row.interval)
        #expect(interval.lower <= row.mean && row.mean <= interval.upper, "\(row.name)")
      }
    }
  }
}

/// Places for files of a test.
enum EvaluationFolder {
  /// The sample that ships with the project.
  static let sample: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/Fixtures/health-teasers/content"
  }()

  /// A new folder.
  static func path() throws -> String {
    var template = Array("/tmp/recommend-tests-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else { throw CommandFailure("No folder for the test.") }
    return String(cString: path)
  }
}
