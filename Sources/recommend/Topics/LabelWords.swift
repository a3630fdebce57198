import RecommendationEngine

/// The words of texts and of topic names in their order, so that names are found in texts and can be quoted.
///
/// Words keep their case here: a short abbreviation such as `IT` or `RPM` in a topic's name is found only where it stands
/// in capitals, every other word in all forms that the stemmer joins.
struct LabelWords {
  /// As much of the body as names are looked for in.
  private static let passageLength = 3000

  /// Texts and names as they are spelled.
  private let corpus: AnalyzedCorpus
  /// For each word the number by which it is compared, or -1 for a stop word.
  private let numberOfWord: [Int32]
  private let textCount: Int
  private let nameCounts: [Int]

  /// Reads texts, and for each topic the names it may be found by.
  init(_ texts: [Item], names: [[String]], _ configuration: AnalysisConfiguration) throws(AnalysisError) {
    var cased = configuration
    cased.lowercases = false
    cased.stemmer = nil
    cased.stopWords = .none
    cased.learnsAcronyms = false
    var plainConfiguration = configuration
    plainConfiguration.learnsAcronyms = false
    let items =
      texts.map { text in
        var item = text
        item.body = String(String.UnicodeScalarView(text.body.unicodeScalars.prefix(Self.passageLength)))
        return item
      } + names.flatMap { $0 }.map { Item(id: "", title: $0) }
    let corpus = try AnalyzedCorpus(analyzing: items, cased)
    let words = (0..<corpus.words.count).map { corpus.words.word($0) }
    let plain = try AnalyzedCorpus(analyzing: words.map { Item(id: "", title: $0) }, plainConfiguration)
    var acronyms = Set<UInt32>()
    for item in texts.count..<items.count {
      for position in corpus.range(ofItem: item) where Self.isAcronym(words[Int(corpus.tokens[position])]) {
        acronyms.insert(corpus.tokens[position])
      }
    }
    let numbers = words.indices.map { word -> Int32 in
      if acronyms.contains(UInt32(word)) { return Int32(plain.terms.count + word) }
      let range = plain.range(ofItem: word)
      return range.isEmpty ? -1 : plain.termOfWord[Int(plain.tokens[range.lowerBound])]
    }
    (self.corpus, numberOfWord) = (corpus, numbers)
    (textCount, nameCounts) = (texts.count, names.map(\.count))
  }

  /// What the engine compares, for the texts at some places.
  func labelText(ofTexts places: Range<Int>) -> LabelText {
    var first = textCount
    let names = nameCounts.map { count -> [[Int32]] in
      defer { first += count }
      return (first..<first + count).map { numbers(text: $0, field: 0) }.filter { !$0.isEmpty }
    }
    return LabelText(titles: places.map(title), passages: places.map(passages), names: names)
  }

  /// The title of a text.
  func title(_ text: Int) -> [Int32] { numbers(text: text, field: 0) }

  /// The summary and the beginning of the body of a text.
  func passages(_ text: Int) -> [[Int32]] { [numbers(text: text, field: 1), numbers(text: text, field: 2)] }

  /// The words at a span with some words around them, as they stand in the text.
  func quote(_ span: LabelSpan, inText text: Int) -> (words: String, before: String, after: String) {
    let range = corpus.range(ofItem: text, field: span.passage)
    let positions = range.filter { numberOfWord[Int(corpus.tokens[$0])] >= 0 }
    guard span.terms.upperBound <= positions.count, let last = span.terms.last else { return ("", "", "") }
    let start = positions[span.terms.lowerBound]
    let end = positions[last] + 1
    func words(_ range: Range<Int>) -> String {
      range.map { corpus.words.word(Int(corpus.tokens[$0])) }.joined(separator: " ")
    }
    return (
      words(start..<end), words(max(range.lowerBound, start - 4)..<start), words(end..<min(range.upperBound, end + 4))
    )
  }

  private func numbers(text: Int, field: Int) -> [Int32] {
    corpus.range(ofItem: text, field: field).map { numberOfWord[Int(corpus.tokens[$0])] }.filter { $0 >= 0 }
  }

  /// Two or three capitals, which in lower case may be a common word.
  private static func isAcronym(_ word: String) -> Bool {
    (2...3).contains(word.utf8.count) && word.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  /// The names a topic may be found by: of `Remote Patient Monitoring (RPM)` also what stands before and in the brackets.
  static func names(of entry: TopicEntry) -> [String] {
    entry.names.flatMap { name -> [String] in
      guard let open = name.firstIndex(of: "("), name.last == ")", open > name.startIndex else { return [name] }
      return [name, String(name[..<open]), String(name[name.index(after: open)...].dropLast())]
    }
  }
}
