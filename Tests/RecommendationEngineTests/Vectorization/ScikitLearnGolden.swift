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
    let queryRows: [[String: Double]]
    let queryCosine: [[Double]]

    enum CodingKeys: String, CodingKey {
      case options, vocabulary, idf, rows
      case queryRows = "query_rows"
      case queryCosine = "query_cosine"
    }
  }

  struct Options: Decodable {
    var ngramRange: [Int]?
    var sublinearTf: Bool?
    var minDF: Double?
    var maxDF: Double?
    var norm: String?
    var smoothIdf: Bool?
    var useIdf: Bool?
    var binary: Bool?
    var stopWords: String?
    var stripAccents: String?
    var lowercase: Bool?
    var maxFeatures: Int?
    var hasNorm = false

    enum CodingKeys: String, CodingKey {
      case ngramRange = "ngram_range"
      case sublinearTf = "sublinear_tf"
      case minDF = "min_df"
      case maxDF = "max_df"
      case smoothIdf = "smooth_idf"
      case useIdf = "use_idf"
      case stopWords = "stop_words"
      case stripAccents = "strip_accents"
      case maxFeatures = "max_features"
      case norm, binary, lowercase
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      ngramRange = try values.decodeIfPresent([Int].self, forKey: .ngramRange)
      sublinearTf = try values.decodeIfPresent(Bool.self, forKey: .sublinearTf)
      minDF = try values.decodeIfPresent(Double.self, forKey: .minDF)
      maxDF = try values.decodeIfPresent(Double.self, forKey: .maxDF)
      hasNorm = values.contains(.norm)
      norm = try values.decodeIfPresent(String.self, forKey: .norm)
      smoothIdf = try values.decodeIfPresent(Bool.self, forKey: .smoothIdf)
      useIdf = try values.decodeIfPresent(Bool.self, forKey: .useIdf)
      binary = try values.decodeIfPresent(Bool.self, forKey: .binary)
      stopWords = try values.decodeIfPresent(String.self, forKey: .stopWords)
      stripAccents = try values.decodeIfPresent(String.self, forKey: .stripAccents)
      lowercase = try values.decodeIfPresent(Bool.self, forKey: .lowercase)
      maxFeatures = try values.decodeIfPresent(Int.self, forKey: .maxFeatures)
    }

    /// The same options in the words of this project.
    var analysis: AnalysisConfiguration {
      var analysis = AnalysisConfiguration.scikitLearn
      analysis.lowercases = lowercase ?? true
      analysis.stripsAccents = stripAccents == "unicode"
      analysis.stopWords = stopWords == "english" ? .english : .none
      if let range = ngramRange { analysis.ngramRange = range[0]...range[1] }
      return analysis
    }

    var vectorization: VectorizationConfiguration {
      var vectorization = VectorizationConfiguration.scikitLearn
      if sublinearTf == true { vectorization.termFrequency = .logarithmic }
      if binary == true { vectorization.termFrequency = .binary }
      if let minDF { vectorization.minimumDocumentFrequency = Self.bound(minDF) }
      if let maxDF { vectorization.maximumDocumentFrequency = Self.bound(maxDF) }
      if hasNorm { vectorization.norm = norm == "l1" ? .l1 : norm == nil ? .none : .l2 }
      if smoothIdf == false { vectorization.inverseDocumentFrequency = .plain }
      if useIdf == false { vectorization.inverseDocumentFrequency = .none }
      vectorization.maximumTermCount = maxFeatures
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
