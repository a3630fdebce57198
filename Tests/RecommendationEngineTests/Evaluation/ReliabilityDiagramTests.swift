import RecommendationEngine
import Testing

@Suite struct ReliabilityDiagramTests {
  @Test func `Brier score and bins equal those of scikit-learn`() {
    let golden = MetricsGolden.shared.calibration
    let diagram = ReliabilityDiagram(
      predictions: zip(golden.probabilities, golden.outcomes).map { (probability: $0, isRight: $1 == 1) })
    #expect(isClose(diagram.brierScore, golden.brier))
    let filled = diagram.bins.filter { $0.count > 0 }
    #expect(filled.count == golden.observed.count)
    for (bin, expected) in zip(filled, zip(golden.observed, golden.predicted)) {
      #expect(isClose(bin.observed, expected.0))
      #expect(isClose(bin.meanPredicted, expected.1))
    }
  }

  @Test func `the expected calibration error weighs bins by their size`() {
    // 0.8 three times of which two are right: off by .1333; 0.3 once, wrong: off by .3.
    let diagram = ReliabilityDiagram(predictions: [(0.8, true), (0.8, true), (0.8, false), (0.3, false)])
    #expect(isClose(diagram.expectedCalibrationError, 0.75 * (0.8 - 2.0 / 3) + 0.25 * 0.3))
    #expect(isClose(diagram.maximumCalibrationError, 0.3))
    #expect(diagram.bins.map(\.count) == [0, 0, 1, 0, 0, 0, 0, 3, 0, 0])
  }

  @Test func `a bin holds its upper bound, and 0 lies in the first`() {
    let diagram = ReliabilityDiagram(
      predictions: [0, 0.25, 0.5, 0.75, 1].map { (probability: $0, isRight: true) }, binCount: 4)
    #expect(diagram.bins.map(\.count) == [2, 1, 1, 1])
  }

  @Test func `without predictions there is no error`() {
    let diagram = ReliabilityDiagram(predictions: [])
    #expect(diagram.brierScore == 0 && diagram.expectedCalibrationError == 0 && diagram.bins.count == 10)
  }
}
