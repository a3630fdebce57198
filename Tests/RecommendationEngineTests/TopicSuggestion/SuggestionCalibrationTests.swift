import Testing

@testable import RecommendationEngine

@Suite struct SuggestionCalibrationTests {
  private let pairs: [(probability: Double, isHeld: Bool, part: Int)] = [
    (0.9, true, 0), (0.8, true, 0), (0.7, false, 0), (0.6, true, 0), (0.2, false, 0), (0.1, false, 0),
  ]

  @Test func `the threshold is the cut of the highest F1`() {
    // Above 0.6: 3 of 4 right, 3 of 3 found: F1 = 6/7. Above 0.8: 2 of 2 right: F1 = 4/5.
    #expect(SuggestionCalibration(pairs, isForward: false).threshold == 0.6)
  }

  @Test func `the cut keeps the precision asked for`() {
    let calibration = SuggestionCalibration(pairs, isForward: false)
    #expect(calibration.cut(forPrecision: 1) == 0.8)
    #expect(calibration.cut(forPrecision: 0.75) == 0.6)
    #expect(calibration.cut(forPrecision: 0.5) == 0.1)
  }

  @Test func `a cut that nothing reaches lies above 1`() {
    #expect(SuggestionCalibration([(0.9, false, 0)], isForward: false).cut(forPrecision: 0.5) > 1)
  }

  @Test func `for newer items each suggestion alone is as likely`() {
    #expect(SuggestionCalibration(pairs, isForward: true).cut(forPrecision: 0.75) == 0.75)
  }

  @Test func `the bands begin where they say`() {
    #expect(SuggestionBand(probability: 0.75) == .strong)
    #expect(SuggestionBand(probability: 0.749999) == .fair)
    #expect(SuggestionBand(probability: 0.4) == .fair)
    #expect(SuggestionBand(probability: 0) == .weak)
  }
}
