import Foundation
import RecommendationEngine

/// The output of scikit-learn's `TfidfVectorizer` on small texts; made by `scripts/golden-tfidf`.
struct ScikitLearnGolden: Decodable {
  let docs: [String]
  let queries: [String]
  let cases: [String: Case]

  struct Case: Decodable {
    let options: Options
    let vocabulary: [String]
    let idf: [Double]?
    let rows: [[String: Double]]
    let query_rows: [[String: Double]]
    let query_cosine: [[Double]]
  }

  struct Options: Decodable {
    var ngram_range: [Int]?
    var sublinear_tf: Bool?
    var min_df: Double?
    var max_df: Double?
    var norm: String?
    var smooth_idf: Bool?
    var use_idf: Bool?
    var binary: Bool?
    var stop_words: String?
    var strip_accents: String?
    var lowercase: Bool?
    var max_features: Int?
    var hasNorm = false

    enum CodingKeys: String, CodingKey {
      case ngram_range, sublinear_tf, min_df, max_df, norm, smooth_idf, use_idf, binary, stop_words, strip_accents,
        lowercase, max_features
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      ngram_range = try values.decodeIfPresent([Int].self, forKey: .ngram_range)
      sublinear_tf = try values.decodeIfPresent(Bool.self, forKey: .sublinear_tf)
      min_df = try values.decodeIfPresent(Double.self, forKey: .min_df)
      max_df = try values.decodeIfPresent(Double.self, forKey: .max_df)
      hasNorm = values.contains(.norm)
      norm = try values.decodeIfPresent(String.self, forKey: .norm)
      smooth_idf = try values.decodeIfPresent(Bool.self, forKey: .smooth_idf)
      use_idf = try values.decodeIfPresent(Bool.self, forKey: .use_idf)
      binary = try values.decodeIfPresent(Bool.self, forKey: .binary)
      stop_words = try values.decodeIfPresent(String.self, forKey: .stop_words)
      strip_accents = try values.decodeIfPresent(String.self, forKey: .strip_accents)
      lowercase = try values.decodeIfPresent(Bool.self, forKey: .lowercase)
      max_features = try values.decodeIfPresent(Int.self, forKey: .max_features)
    }

    /// The same options in the words of this project.
    var analysis: AnalysisConfiguration {
      var analysis = AnalysisConfiguration.scikitLearn
      analysis.lowercases = lowercase ?? true
      analysis.stripsAccents = strip_accents == "unicode"
      analysis.stopWords = stop_words == "english" ? .english : .none
      if let range = ngram_range { analysis.ngramRange = range[0]...range[1] }
      return analysis
    }

    var vectorization: VectorizationConfiguration {
      var vectorization = VectorizationConfiguration.scikitLearn
      if sublinear_tf == true { vectorization.termFrequency = .logarithmic }
      if binary == true { vectorization.termFrequency = .binary }
      if let min_df { vectorization.minimumDocumentFrequency = Self.bound(min_df) }
      if let max_df { vectorization.maximumDocumentFrequency = Self.bound(max_df) }
      if hasNorm { vectorization.norm = norm == "l1" ? .l1 : norm == nil ? .none : .l2 }
      if smooth_idf == false { vectorization.inverseDocumentFrequency = .plain }
      if use_idf == false { vectorization.inverseDocumentFrequency = .none }
      vectorization.maximumTermCount = max_features
      return vectorization
    }

    private static func bound(_ value: Double) -> DocumentFrequencyBound {
      value.rounded() == value && value > 1 ? .count(Int(value)) : .proportion(value)
    }
  }

  static func load() throws -> ScikitLearnGolden {
    let path = ProcessInfo.processInfo.environment["GOLDEN_TFIDF"]
    let url =
      path.map { URL(fileURLWithPath: $0) }
      ?? Bundle.module.url(forResource: "tfidf", withExtension: "json", subdirectory: "Fixtures")!
    return try JSONDecoder().decode(ScikitLearnGolden.self, from: Data(contentsOf: url))
  }
}
