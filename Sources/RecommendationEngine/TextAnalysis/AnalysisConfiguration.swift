/// How text becomes terms.
public struct AnalysisConfiguration: Sendable, Equatable {
  /// The rule that cuts text into words.
  public var tokenizer: Tokenizer
  /// Whether words are compared in lower case.
  public var lowercases: Bool
  /// Whether accents are dropped (`é` → `e`), as scikit-learn's `strip_accents="unicode"`.
  public var stripsAccents: Bool
  /// The words that carry no meaning of their own; removed before stemming.
  public var stopWords: StopWords
  /// The language whose Snowball stemmer joins the forms of a word; nil leaves words as they are.
  public var stemmer: StemmerLanguage?
  /// The lengths of word sequences that become terms: `1...2` means words and pairs of neighbouring words.
  public var ngramRange: ClosedRange<Int>
  /// Whether `Chronic Care Management (CCM)` in one item teaches all items that both mean the same.
  public var learnsAcronyms: Bool

  /// Creates a configuration; the defaults are those of the project's own recipe.
  public init(
    tokenizer: Tokenizer = .words, lowercases: Bool = true, stripsAccents: Bool = false,
    stopWords: StopWords = .english, stemmer: StemmerLanguage? = .english, ngramRange: ClosedRange<Int> = 1...2,
    learnsAcronyms: Bool = true
  ) {
    precondition(ngramRange.lowerBound >= 1, "n-grams hold at least one word, not \(ngramRange.lowerBound)")
    self.tokenizer = tokenizer
    self.lowercases = lowercases
    self.stripsAccents = stripsAccents
    self.stopWords = stopWords
    self.stemmer = stemmer
    self.ngramRange = ngramRange
    self.learnsAcronyms = learnsAcronyms
  }

  /// The analysis of scikit-learn's `TfidfVectorizer` with its defaults.
  public static let scikitLearn = AnalysisConfiguration(
    tokenizer: .scikitLearn, stopWords: .none, stemmer: nil, ngramRange: 1...1, learnsAcronyms: false)
}

/// The rules that cut text into words.
public enum Tokenizer: String, CaseIterable, Sendable {
  /// Compatibility forms folded (NFKC), typographic apostrophes straightened, a final `'s` dropped; then maximal runs of
  /// letters and digits of at least two characters. Chinese and Japanese runs become pairs of neighbouring characters.
  case words
  /// scikit-learn's `\b\w\w+\b`: maximal runs of at least two letters, digits or underscores.
  case scikitLearn = "scikit-learn"
}
