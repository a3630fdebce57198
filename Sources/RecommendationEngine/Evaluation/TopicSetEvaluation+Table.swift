extension TopicSetEvaluation {
  /// Precision, recall and F1 of each item, for comparisons and for a file of one line an item.
  public var measurements: ItemMeasurements {
    ItemMeasurements(
      metricNames: ["precision (doc avg)", "recall (doc avg)", "F1 (doc avg)"], itemIDs: itemIDs,
      values: items.flatMap { [$0.precision, $0.recall, $0.f1] }, unjudgedCount: unjudgedCount,
      unansweredCount: stride(from: 1, to: itemCounts.count, by: 3).count { itemCounts[$0] == 0 })
  }

  /// All three averages with their intervals; items are redrawn for each, also for the subject average.
  ///
  /// - Complexity: O(resamples · (pairs of item and topic + topics)).
  public func table(bootstrap: PairedBootstrap) -> MetricTable {
    let micro = bootstrap.intervals(ofSumsOf: itemCounts, columnCount: 3, statisticCount: 3) { sums, statistics in
      let value = PrecisionRecallF1(
        matchCount: Int(sums[0]), predictedCount: Int(sums[1]), goldCount: Int(sums[2]))
      statistics[0] = value.precision
      statistics[1] = value.recall
      statistics[2] = value.f1
    }
    var table = measurements.table(bootstrap: bootstrap)
    table.rows += rows(of: subjectAverage, "subj avg", intervals: subjectIntervals(bootstrap), count: topics.count)
    table.rows += rows(of: microAverage, "microavg", intervals: micro, count: itemIDs.count)
    return table
  }

  private func rows(
    of value: PrecisionRecallF1, _ average: String, intervals: [ConfidenceInterval]?, count: Int
  ) -> [MetricTable.Row] {
    zip(["precision", "recall", "F1"], [value.precision, value.recall, value.f1]).enumerated().map { index, pair in
      MetricTable.Row(
        name: "\(pair.0) (\(average))", mean: pair.1, interval: intervals?[index], count: count,
        omittedCount: unjudgedCount)
    }
  }

  /// Intervals of the subject average; in each resample the mean goes over the topics that occur in it.
  private func subjectIntervals(_ bootstrap: PairedBootstrap) -> [ConfidenceInterval]? {
    var matches = [Int](repeating: 0, count: topics.count)
    var predictions = matches
    var golds = matches
    return bootstrap.intervals(itemCount: itemIDs.count, statisticCount: 3) { drawn, results in
      for topic in topics.indices {
        matches[topic] = 0
        predictions[topic] = 0
        golds[topic] = 0
      }
      for item in drawn {
        for pair in itemTopics[item] {
          if pair.isPredicted { predictions[pair.topic] += 1 }
          if pair.isGold { golds[pair.topic] += 1 }
          if pair.isPredicted && pair.isGold { matches[pair.topic] += 1 }
        }
      }
      var sum = (precision: 0.0, recall: 0.0, f1: 0.0)
      var count = 0.0
      for topic in topics.indices where predictions[topic] + golds[topic] > 0 {
        let value = PrecisionRecallF1(
          matchCount: matches[topic], predictedCount: predictions[topic], goldCount: golds[topic])
        sum = (sum.precision + value.precision, sum.recall + value.recall, sum.f1 + value.f1)
        count += 1
      }
      results += [sum.precision / count, sum.recall / count, sum.f1 / count]
    }
  }
}
