/// Finds phrases in the texts that people wrote: their spelling with its capitals, and in how many items they are said.
///
/// A sentence of four words and more that several items repeat word for word says nothing about each of them: invitations,
/// disclaimers, captions. Its phrases count once, for the first item that holds it. Nor does a phrase count that reaches over
/// the end of a sentence, a bracket or a comma.
struct WrittenPhrases {
  /// A phrase in the texts.
  struct Finding {
    /// The most frequent spelling.
    let text: String
    /// The number of items that say it in words of their own.
    let itemCount: Int
  }

  private let corpus: AnalyzedCorpus
  private let wordLimit: Int
  private let texts: (_ row: Int) -> [String]

  /// Sentences with fewer words may be repeated, as titles and headings are.
  private static let repeatableWordCount = 4

  /// Prepares to look into texts.
  ///
  /// - Parameters:
  ///   - corpus: The words of the same items.
  ///   - wordLimit: The number of words that are looked at in each text.
  ///   - texts: The texts of an item.
  init(corpus: AnalyzedCorpus, wordLimit: Int, texts: @escaping (_ row: Int) -> [String]) {
    self.corpus = corpus
    self.wordLimit = wordLimit
    self.texts = texts
  }

  /// Looks for phrases in some items; those that stand nowhere are missing in the answer. O(words).
  func findings(of phrases: [PhraseKey], in rows: [Int]) -> [PhraseKey: Finding] {
    let places = PhraseTable(phrases)
    let longest = phrases.reduce(0) { max($0, $1.length) }
    let begins = PhraseWords(phrases.map { $0[0] }, termCount: corpus.terms.count)
    let ends = PhraseWords(phrases.map { $0[$0.length - 1] }, termCount: corpus.terms.count)
    var tallies = [Tally](repeating: Tally(), count: phrases.count)
    var sentenceRows: [UInt64: Int] = [:]
    for row in rows {
      for text in texts(row) {
        let written = WrittenText(text, in: corpus, wordLimit: wordLimit)
        for sentence in written.sentences where isNew(sentence, of: written, row: row, known: &sentenceRows) {
          for start in sentence where begins.contains(written.words[start].key) {
            for end in start..<min(start + longest, sentence.upperBound) {
              if end > start, !written.words[end].continuesPhrase { break }
              guard ends.contains(written.words[end].key),
                let place = places.place(of: PhraseKey(written.words[start...end].lazy.map(\.key)))
              else { continue }
              tallies[place].add(
                written.bytes(of: start..<end + 1), row: row, beginsSentence: written.words[start].beginsSentence)
            }
          }
        }
      }
    }
    var findings: [PhraseKey: Finding] = [:]
    for phrase in phrases {
      guard let place = places.place(of: phrase) else { continue }
      if let text = tallies[place].text { findings[phrase] = Finding(text: text, itemCount: tallies[place].itemCount) }
    }
    return findings
  }

  /// Whether no item before said the sentence word for word.
  private func isNew(
    _ sentence: Range<Int>, of text: WrittenText, row: Int, known: inout [UInt64: Int]
  ) -> Bool {
    guard sentence.count >= Self.repeatableWordCount else { return true }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for word in text.words[sentence] {
      hash = (hash ^ UInt64(UInt32(bitPattern: word.key))) &* 0x100_0000_01b3
      hash ^= hash >> 29
    }
    let first = known[hash, default: row]
    known[hash] = first
    return first == row
  }

  /// The spellings of one phrase.
  private struct Tally {
    private(set) var itemCount = 0
    private var lastRow = -1
    private var inside = Spellings()
    private var atStart = Spellings()

    mutating func add(_ bytes: ArraySlice<UInt8>, row: Int, beginsSentence: Bool) {
      if lastRow != row {
        lastRow = row
        itemCount += 1
      }
      if beginsSentence { atStart.count(bytes) } else { inside.count(bytes) }
    }

    /// The most frequent spelling, ties by bytes. The first word of a sentence has a capital whatever the word: such
    /// spellings speak only where there are no others.
    var text: String? {
      var counts: [String: Int] = [:]
      for (bytes, count) in (inside.counts.isEmpty ? atStart : inside).counts {
        counts[Spellings.text(of: bytes), default: 0] += count
      }
      return counts.min {
        $0.value == $1.value ? $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) : $0.value > $1.value
      }?.key
    }
  }

  /// How a phrase stands in the texts, byte for byte, and how often.
  ///
  /// Texts are made of the few ways in which a phrase is written, not of the many places where it is.
  private struct Spellings {
    private(set) var counts: [ArraySlice<UInt8>: Int] = [:]

    /// Counts a spelling.
    mutating func count(_ bytes: ArraySlice<UInt8>) {
      if let place = counts.index(forKey: bytes) {
        counts.values[place] += 1
      } else {
        // A copy of its own, so that the text that it stands in can be let go.
        counts[Array(bytes)[...]] = 1
      }
    }

    /// A spelling with single blanks for white space.
    static func text(of bytes: ArraySlice<UInt8>) -> String {
      var result: [UInt8] = []
      for byte in bytes {
        let isSpace = byte <= 0x20
        if !isSpace { result.append(byte) } else if result.last != 0x20 { result.append(0x20) }
      }
      return String(decoding: result, as: UTF8.self)
    }
  }
}
