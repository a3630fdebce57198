/// Turns the texts of items into words and terms.
///
/// One analyzer serves one thread; the parts that several made are joined with ``AnalyzedCorpus/append(_:)``.
public struct TextAnalyzer: ~Copyable {
  private var scanner: WordScanner
  private var collector: TermCollector

  /// What has been analyzed so far.
  public var corpus: AnalyzedCorpus { collector.corpus }

  /// Creates an analyzer.
  ///
  /// - Throws: ``AnalysisError`` when the installed libstemmer does not know the language.
  public init(_ configuration: AnalysisConfiguration) throws(AnalysisError) {
    scanner = WordScanner(configuration)
    collector = try TermCollector(configuration)
  }

  /// Analyzes an item and adds it behind the others.
  ///
  /// A summary that is a cut copy of the body counts once. O(bytes of the texts).
  public mutating func append(_ item: Item) {
    for field in Field.allCases {
      Self.collect(item.text(of: field), from: &scanner, into: &collector)
      collector.corpus.fieldOffsets.append(collector.corpus.tokens.count)
    }
    collector.corpus.dropCopiedSummary()
  }

  /// Ends the analysis and hands out what was read.
  public consuming func finished() -> AnalyzedCorpus {
    collector.corpus
  }

  private static func collect(_ text: String, from scanner: inout WordScanner, into collector: inout TermCollector) {
    unsafe scanner.scan(text) { unsafe collector.append($0, packed: $1) }
    collector.endText()
  }
}

/// Numbers the words that the scanner finds and stems each distinct one once.
private struct TermCollector: ~Copyable {
  var corpus = AnalyzedCorpus()
  private let stemmer: SnowballStemmer?
  private let stopWords: WordTable
  private let recentWords = RecentWords()
  /// The numbers of the last words, `pendingCount` of them, before they go to the corpus.
  private let pendingRoom = ScratchRoom<UInt32>(repeating: 0, count: Self.pendingLimit)
  private var pendingCount = 0

  private static let pendingLimit = 1024

  init(_ configuration: AnalysisConfiguration) throws(AnalysisError) {
    if let language = configuration.stemmer {
      guard let stemmer = SnowballStemmer(language) else { throw AnalysisError.unknownStemmer(language) }
      self.stemmer = consume stemmer
    } else {
      stemmer = nil
    }
    var stopWords = WordTable()
    for word in configuration.stopWords.words.split(separator: " ") { stopWords.insert(String(word)) }
    self.stopWords = stopWords
  }

  /// Adds a word, given by its bytes and, unless 0, by these packed in one number.
  @unsafe @inline(__always)
  mutating func append(_ word: UnsafeBufferPointer<UInt8>, packed: UInt64) {
    let number: UInt32
    if packed != 0, let recent = recentWords.number(of: packed) {
      number = recent
    } else {
      number = unsafe UInt32(truncatingIfNeeded: insert(word))
      if packed != 0 { recentWords.remember(number, of: packed) }
    }
    // SAFETY: there is room for `pendingLimit` numbers, and it is emptied when they are there.
    unsafe pendingRoom.base[pendingCount] = number
    pendingCount &+= 1
    if pendingCount == Self.pendingLimit { endText() }
  }

  /// Hands the words that were read to the corpus.
  mutating func endText() {
    // SAFETY: `pendingCount` numbers were written, and they are copied during the call.
    unsafe corpus.tokens.append(contentsOf: UnsafeBufferPointer(start: pendingRoom.base, count: pendingCount))
    pendingCount = 0
  }

  @unsafe @inline(never)
  private mutating func insert(_ word: UnsafeBufferPointer<UInt8>) -> Int {
    let (number, isNew) = unsafe corpus.words.insert(word)
    if isNew { unsafe corpus.termOfWord.append(term(of: word)) }
    return number
  }

  @unsafe
  private mutating func term(of word: UnsafeBufferPointer<UInt8>) -> Int32 {
    if unsafe stopWords.contains(word) { return -1 }
    guard stemmer != nil else { return unsafe Int32(corpus.terms.insert(word).number) }
    let stem = unsafe stemmer!.withStem(of: word) { unsafe Array($0) }
    return unsafe stem.withUnsafeBufferPointer { unsafe Int32(corpus.terms.insert($0).number) }
  }
}

extension AnalyzedCorpus {
  /// Removes the words of the last item's summary when its body holds them too.
  ///
  /// Summaries of teasers are often the first 200 characters of the body, cut within a word, sometimes with the text of a
  /// link glued on. So a summary counts as a copy when a run of at least 80 % of its words, and at least five, stands in
  /// the body in the same order from the summary's first word on.
  fileprivate mutating func dropCopiedSummary() {
    let count = fieldOffsets.count
    let summary = fieldOffsets[count - 3]..<fieldOffsets[count - 2]
    let body = fieldOffsets[count - 2]..<fieldOffsets[count - 1]
    let needed = max(5, (summary.count * 4 + 4) / 5)
    guard summary.count >= 5, body.count >= needed else { return }
    let first = tokens[summary.lowerBound]
    for start in body.lowerBound...(body.upperBound - needed) where tokens[start] == first {
      var length = 1
      while length < needed, tokens[start + length] == tokens[summary.lowerBound + length] { length += 1 }
      if length == needed {
        tokens.removeSubrange(summary)
        fieldOffsets[count - 2] = summary.lowerBound
        fieldOffsets[count - 1] = tokens.count
        return
      }
    }
  }
}

/// What can go wrong before the first word is read.
public enum AnalysisError: Error, Equatable, CustomStringConvertible {
  /// The installed libstemmer does not know the language.
  case unknownStemmer(StemmerLanguage)

  /// The value, and what to do.
  public var description: String {
    switch self {
    case .unknownStemmer(let language):
      "The installed libstemmer has no stemmer '\(language.rawValue)'. Install a newer libstemmer, or set stemmer: none."
    }
  }
}
