import Testing

@testable import RecommendationEngine

@Suite struct RecentWordsTests {
  @Test func `a word is found until another one takes its slot`() {
    let words = RecentWords()
    #expect(words.number(of: 0x6361_7265) == nil)
    words.remember(7, of: 0x6361_7265)
    #expect(words.number(of: 0x6361_7265) == 7)
    // More words than slots: each that is found has its own number.
    for word in 1...5000 as ClosedRange<UInt64> { words.remember(UInt32(word), of: word) }
    let found = (1...5000 as ClosedRange<UInt64>).filter { words.number(of: $0) != nil }
    #expect(found.count <= 1024 && found.allSatisfy { words.number(of: $0) == UInt32($0) })
  }

  @Test func `a text of many words is analyzed as its parts are`() throws {
    // Longer than what is gathered before it goes to the corpus, with words of 8 and 9 bytes.
    let words = (0..<3000).map { "w\($0 * 7919 % 997)" + ($0 % 3 == 0 ? "abcde" : "") }
    var whole = try TextAnalyzer(AnalysisConfiguration())
    whole.append(Item(id: "a", title: "", body: words.joined(separator: " ")))
    let corpus = whole.finished()
    #expect(corpus.tokens.map { corpus.words.word(Int($0)) } == words)
  }
}
