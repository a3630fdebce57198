import RecommendationEngine
import Testing

@Suite struct PairedBootstrapTests {
  /// numpy's percentiles of 100,000 resampled means. The ends of 10,000 resamples vary by about 0.0004 (density at the
  /// percentile: 2.5 % ± 0.16 %), so 0.0015 is never exceeded.
  @Test func `the interval of a mean equals that of numpy within the noise of resampling`() throws {
    let golden = MetricsGolden.shared.statistics
    let bootstrap = PairedBootstrap(resampleCount: 10_000)
    let interval = try #require(bootstrap.intervalsOfMeans(of: golden.large, columnCount: 1)?.first)
    #expect(isClose(interval.lower, golden.largeInterval[0], tolerance: 0.0015))
    #expect(isClose(interval.upper, golden.largeInterval[1], tolerance: 0.0015))
    #expect(interval.level == 0.95)
  }

  @Test func `the same seed gives the same interval, and all columns see the same draws`() throws {
    let values = [0.1, 1.1, 0.5, 1.5, 0.9, 1.9]
    let intervals = try #require(PairedBootstrap(seed: 5).intervalsOfMeans(of: values, columnCount: 2))
    #expect(intervals == PairedBootstrap(seed: 5).intervalsOfMeans(of: values, columnCount: 2))
    #expect(isClose(intervals[0].lower + 1, intervals[1].lower))
    #expect(isClose(intervals[0].upper + 1, intervals[1].upper))
  }

  @Test func `values that are all the same leave no doubt, and no values give no interval`() throws {
    let interval = try #require(PairedBootstrap().intervalsOfMeans(of: [0.25, 0.25], columnCount: 1)?.first)
    #expect(interval.lower == 0.25 && interval.upper == 0.25)
    #expect(PairedBootstrap().intervalsOfMeans(of: [], columnCount: 1) == nil)
  }

  @Test func `a ratio of sums gets the interval of the ratio`() throws {
    let interval = try #require(
      PairedBootstrap().intervals(ofSumsOf: [1, 2, 2, 4, 3, 6], columnCount: 2, statisticCount: 1) { sums, results in
        results[0] = sums[0] / sums[1]
      }?.first)
    #expect(interval.lower == 0.5 && interval.upper == 0.5)
  }
}
