import Testing

@testable import RecommendationStore

@Suite struct TermBlockTests {
  private static let terms: StoredTerms = [
    StoredTerm(term: "a\"b\\c", surface: "A\tb", documentFrequency: 3),
    StoredTerm(term: "care", documentFrequency: 1_234_567),
    StoredTerm(term: "care équipe", surface: "care équipes", wordCount: 2, documentFrequency: 2),
    StoredTerm(term: "", surface: "", documentFrequency: 0),
    StoredTerm(term: "null", surface: "]},[", documentFrequency: 10),
  ]
  private static let ids = RowIDs([16, 511, 512, 513, 2000])
  private static let checks = terms.map { ContentFingerprints.term($0).whole.check }

  private func written(_ number: Int) -> TermBlock? {
    TermBlock(number: number, of: Self.terms, ids: Self.ids, checks: Self.checks)
  }

  @Test func `a block holds the terms whose ids lie in it, as JSON`() throws {
    #expect(
      String(decoding: try #require(written(0)).text, as: UTF8.self)
        == #"[[16,"a\"b\\c","A\u0009b",1,3],[511,"care",null,1,1234567]]"#)
    #expect(
      String(decoding: try #require(written(1)).text, as: UTF8.self)
        == #"[[0,"care équipe","care équipes",2,2],[1,"","",1,0]]"#)
    #expect(written(2) == nil)
    #expect(written(4) == nil)
  }

  @Test func `each term is read as it was written, and no other`() throws {
    for (column, id) in Self.ids.all.enumerated() {
      let kept = try #require(written(TermBlock.number(ofID: id)))
      let block = try #require(TermBlock(text: kept.text, checks: kept.checks))
      #expect(block.term(id: id) == Self.terms[column])
      #expect(block.term(id: id + 2) == nil)
    }
  }

  @Test func `a changed byte is found where it matters, and never stops the program`() throws {
    let sound = try #require(written(0))
    for place in sound.text.indices {
      for mask: UInt8 in [1, 2, 4, 8, 16, 32, 64, 128] {
        var text = sound.text
        text[place] ^= mask
        guard let block = TermBlock(text: text, checks: sound.checks) else { continue }
        for (column, id) in [(0, 16), (1, 511)] {
          let term = block.term(id: id)
          #expect(term == nil || term == Self.terms[column], "byte \(place)")
        }
      }
    }
    for count in 0..<sound.text.count {
      #expect(TermBlock(text: Array(sound.text.prefix(count)), checks: sound.checks) == nil, "\(count) bytes")
    }
    #expect(TermBlock(text: sound.text, checks: Array(sound.checks.dropLast())) == nil)
    #expect(TermBlock(text: sound.text + sound.text, checks: sound.checks) == nil)
  }

  @Test func `a block under another number is not taken for its own`() throws {
    let other = try #require(written(1))
    let moved = try #require(TermBlock(text: other.text, checks: other.checks))
    #expect(moved.term(id: 1024) == nil)
  }
}
