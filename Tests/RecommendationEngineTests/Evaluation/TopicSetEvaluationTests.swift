import RecommendationEngine
import Testing

@Suite struct TopicSetEvaluationTests {
  /// "a" has one of two right, "b" none, "c" is not judged.
  let evaluation = TopicSetEvaluation(items: [
    ("b", ["x"], ["z"]), ("a", ["x", "y"], ["x"]), ("c", ["x", "z"], []),
  ])

  @Test func `the three averages weigh items, topics and pairs`() {
    #expect(evaluation.itemIDs == ["a", "b"])
    #expect(evaluation.unjudgedCount == 1)
    let document = evaluation.documentAverage
    #expect(document.precision == 0.25 && document.recall == 0.5 && isClose(document.f1, 1.0 / 3))
    // x: 1 right of 2 suggested, 1 gold; y and z: nothing right.
    let subject = evaluation.subjectAverage
    #expect(isClose(subject.precision, 0.5 / 3) && isClose(subject.recall, 1.0 / 3) && isClose(subject.f1, 2.0 / 9))
    let micro = evaluation.microAverage
    #expect(isClose(micro.precision, 1.0 / 3) && micro.recall == 0.5 && micro.f1 == 0.4)
  }

  @Test func `the averages equal those of scikit-learn`() throws {
    let golden = MetricsGolden.shared.topicSets
    let topics = { (numbers: [Int]) in Set(numbers.map { Topic("\($0)") }) }
    let evaluation = TopicSetEvaluation(
      items: zip(golden.predicted, golden.gold).enumerated().map { index, pair in
        (id: ItemID("\(index)"), predicted: topics(pair.0), gold: topics(pair.1))
      })
    for (name, average) in [
      ("samples", evaluation.documentAverage), ("macro", evaluation.subjectAverage), ("micro", evaluation.microAverage),
    ] {
      let expected = try #require(golden.averages[name])
      #expect(isClose(average.precision, expected[0]), "\(name)")
      #expect(isClose(average.recall, expected[1]), "\(name)")
      #expect(isClose(average.f1, expected[2]), "\(name)")
    }
  }

  @Test func `topics fall into bands by how often they occur in training`() {
    let bands = evaluation.bands(trainingCounts: ["x": 7, "y": 1], lowerBounds: [0, 1, 5])
    #expect(bands.map(\.topicCount) == [1, 1, 1])
    #expect(bands.map(\.goldCount) == [1, 0, 1])
    #expect(bands.map(\.upperBound) == [0, 4, nil])
    #expect(bands[0].average.f1 == 0 && bands[1].average.f1 == 0 && isClose(bands[2].average.f1, 2.0 / 3))
  }

  @Test func `a table shows nine rows with intervals around their values`() throws {
    let table = evaluation.table(bootstrap: PairedBootstrap(resampleCount: 300))
    #expect(
      table.rows.map(\.name) == [
        "precision (doc avg)", "recall (doc avg)", "F1 (doc avg)", "precision (subj avg)", "recall (subj avg)",
        "F1 (subj avg)", "precision (microavg)", "recall (microavg)", "F1 (microavg)",
      ])
    for row in table.rows {
      let interval = try #require(row.interval)
      #expect(interval.lower <= row.mean && row.mean <= interval.upper)
      #expect(row.omittedCount == 1)
    }
  }

  @Test func `without gold there is nothing to average`() {
    let evaluation = TopicSetEvaluation(items: [("a", ["x"], [])])
    #expect(evaluation.documentAverage.f1 == 0 && evaluation.subjectAverage.f1 == 0 && evaluation.microAverage.f1 == 0)
    #expect(evaluation.table(bootstrap: PairedBootstrap()).rows.allSatisfy { $0.interval == nil })
  }
}
