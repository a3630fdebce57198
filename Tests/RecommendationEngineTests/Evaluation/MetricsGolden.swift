import Foundation
import RecommendationEngine
import Testing

/// What other programs give for our metrics; written by `scripts/golden-metrics`.
struct MetricsGolden: Decodable {
  var rankings: Rankings
  var topicSets: TopicSets
  var calibration: Calibration
  var clusterings: [Clustering]
  var silhouettes: Silhouettes
  var assignments: [Assignment]
  var bm25: BM25Scores
  var hugo: Hugo
  var statistics: Statistics

  struct Rankings: Decodable {
    var judgements: [String: [String: Double]]
    var runs: [String: [String: Double]]
    /// A value for each query, by query ascending.
    var values: [String: [Double]]
  }

  struct TopicSets: Decodable {
    var gold: [[Int]]
    var predicted: [[Int]]
    var averages: [String: [Double]]
  }

  struct Calibration: Decodable {
    var probabilities: [Double]
    var outcomes: [Int]
    var brier: Double
    var observed: [Double]
    var predicted: [Double]
  }

  struct Clustering: Decodable, CustomTestStringConvertible {
    var name: String
    var classes: [Int]
    var clusters: [Int]
    var ari, nmi, ami, homogeneity, completeness, vMeasure, fowlkesMallows, accuracy, purity: Double
    var testDescription: String { name }
  }

  struct Silhouettes: Decodable {
    var points: [[Double]]
    var labels: [Int]
    var samples: [Double]
  }

  struct Assignment: Decodable, CustomTestStringConvertible {
    var rows: Int
    var columns: Int
    var costs: [Double]
    var total: Double
    var testDescription: String { "\(rows) × \(columns)" }
  }

  struct BM25Scores: Decodable {
    var counts: [[Float]]
    var scores: [[Double]]
  }

  struct Hugo: Decodable {
    var pages: [Page]
    var sites: [Site]

    struct Page: Decodable {
      var id: String
      var date: String?
      var tags: [String]
      var keywords: [String]
      var series: [String]
    }

    struct Site: Decodable, CustomTestStringConvertible {
      var name: String
      /// Hugo's section `related`; nil where the site configures nothing.
      var configuration: Configuration?
      /// What Hugo shows on each page.
      var related: [String: [String]]
      var testDescription: String { name }
    }

    struct Configuration: Decodable {
      var threshold: Int
      var includeNewer: Bool
      var toLower: Bool
      var indices: [Index]

      struct Index: Decodable {
        var name: String
        var weight: Int
        var cardinalityThreshold: Int?
      }
    }
  }

  struct Statistics: Decodable {
    var small: [Double]
    var smallP: Double
    var large: [Double]
    var largeP: Double
    var largeInterval: [Double]
  }

  static let shared: MetricsGolden = {
    do {
      let url = try #require(
        Bundle.module.url(forResource: "metrics-golden", withExtension: "json", subdirectory: "Fixtures"))
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(MetricsGolden.self, from: Data(contentsOf: url))
    } catch {
      fatalError("the fixture metrics-golden.json cannot be read: \(error)")
    }
  }()
}

/// Whether two numbers are the same but for rounding in the last places: sums in another order.
func isClose(_ left: Double, _ right: Double, tolerance: Double = 1e-12) -> Bool {
  (left - right).magnitude <= tolerance
}
