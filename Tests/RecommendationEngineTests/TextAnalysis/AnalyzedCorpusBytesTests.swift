import Testing

@testable import RecommendationEngine

@Suite struct AnalyzedCorpusBytesTests {
  private func corpus(_ items: [Item]) throws -> AnalyzedCorpus {
    try AnalyzedCorpus(analyzing: items, AnalysisConfiguration())
  }

  /// Adds an item and says whether it was read.
  private func add(_ tokens: some Sequence<UInt8>, to corpus: inout AnalyzedCorpus) -> Bool {
    corpus.append(tokenBytes: Array(tokens)[...])
  }

  private let items = [
    Item(id: "a", title: "Nurses visit", summary: "The nurses visit patients.", body: "Télésanté for the nurses"),
    Item(id: "b", body: String(repeating: "visits phone ", count: 100)),
    Item(id: "c"),
  ]

  @Test func `a corpus written as bytes is read as it was`() throws {
    let corpus = try corpus(items)
    var read = try #require(AnalyzedCorpus(wordBytes: corpus.wordBytes))
    for item in items.indices {
      let isRead = add(corpus.tokenBytes(ofItem: item), to: &read)
      #expect(isRead)
    }
    #expect(read.tokens == corpus.tokens)
    #expect(read.fieldOffsets == corpus.fieldOffsets)
    #expect(read.termOfWord == corpus.termOfWord)
    #expect(read.wordBytes == corpus.wordBytes)
    #expect((0..<read.terms.count).map(read.terms.word) == (0..<corpus.terms.count).map(corpus.terms.word))
  }

  @Test func `bytes that are cut off, prolonged or name an unknown word are not read, and nothing is added`() throws {
    let corpus = try corpus(items)
    let words = corpus.wordBytes
    for count in 0..<words.count { #expect(AnalyzedCorpus(wordBytes: Array(words[..<count])) == nil) }
    #expect(AnalyzedCorpus(wordBytes: words + [0]) == nil)
    var read = try #require(AnalyzedCorpus(wordBytes: words))
    let tokens = corpus.tokenBytes(ofItem: 0)
    for count in 0..<tokens.count {
      let isRead = add(tokens[..<count], to: &read)
      #expect(!isRead)
    }
    let isReadWithMore = add(tokens + [0], to: &read)
    #expect(!isReadWithMore)
    // A title of one word with a number that is one too high, no summary, no body.
    let isReadUnknown = add([1, UInt8(corpus.words.count), 0, 0], to: &read)
    #expect(!isReadUnknown)
    #expect(read.itemCount == 0 && read.tokens.isEmpty)
    let isRead = add(tokens, to: &read)
    #expect(isRead && read.itemCount == 1)
  }

  @Test func `words that stand in no text any more are told from the others`() throws {
    let corpus = try corpus(items)
    #expect(corpus.usedWordCount == corpus.words.count)
    let first = try #require(AnalyzedCorpus(wordBytes: corpus.wordBytes))
    #expect(first.usedWordCount == 0)
    // Of the second item: "visits" and "phone".
    var second = first
    let isRead = add(corpus.tokenBytes(ofItem: 1), to: &second)
    #expect(isRead)
    #expect(second.usedWordCount == 2)
  }

  @Test func `parts with the same words are joined as they are`() throws {
    let corpus = try corpus(items)
    var whole = try #require(AnalyzedCorpus(wordBytes: corpus.wordBytes))
    var rest = whole
    _ = add(corpus.tokenBytes(ofItem: 0), to: &whole)
    for item in 1..<3 { _ = add(corpus.tokenBytes(ofItem: item), to: &rest) }
    whole = AnalyzedCorpus(joining: [whole, rest], sharingCount: 2, order: [0, 1, 2])
    #expect(whole.tokens == corpus.tokens && whole.fieldOffsets == corpus.fieldOffsets)
  }
}
