/// The words of all items, as numbers: what the text analysis leaves for counting, labelling and incremental indexing.
public struct AnalyzedCorpus: Sendable {
  /// The distinct words as they stand in the texts, in lower case.
  public internal(set) var words: WordTable
  /// The distinct terms: the stems of the words.
  public internal(set) var terms: WordTable
  /// For each word its term, or -1 for a stop word.
  public internal(set) var termOfWord: [Int32]
  /// The words of all texts, one after the other.
  public internal(set) var tokens: [UInt32]
  /// Where each field begins in `tokens`: entry `item * Field.allCases.count + field`, and one more for the end.
  public internal(set) var fieldOffsets: [Int]

  /// Creates a corpus without items.
  public init() {
    words = WordTable()
    terms = WordTable()
    termOfWord = []
    tokens = []
    fieldOffsets = [0]
  }

  /// The number of items.
  public var itemCount: Int { (fieldOffsets.count - 1) / Field.allCases.count }

  /// The positions in `tokens` of one field of an item; `field` is an index into `Field.allCases`.
  public func range(ofItem item: Int, field: Int) -> Range<Int> {
    let index = item * Field.allCases.count + field
    return fieldOffsets[index]..<fieldOffsets[index + 1]
  }

  /// The positions in `tokens` of all fields of an item.
  public func range(ofItem item: Int) -> Range<Int> {
    fieldOffsets[item * Field.allCases.count]..<fieldOffsets[(item + 1) * Field.allCases.count]
  }

  /// The number of words of an item that are no stop words.
  public func termCount(ofItem item: Int) -> Int {
    tokens[range(ofItem: item)].count { termOfWord[Int($0)] >= 0 }
  }

  /// Adds the items of another corpus, analyzed with the same configuration, behind those of this one.
  ///
  /// Words and terms are numbered by first appearance, so joining parts gives what reading them in one go would have.
  public mutating func append(_ other: AnalyzedCorpus) {
    if fieldOffsets.count == 1, words.count == 0 {
      self = other
      return
    }
    let newTerms = terms.insert(other.terms)
    let newWords = words.insert(other.words)
    for word in newWords.indices where Int(newWords[word]) == termOfWord.count {
      let term = other.termOfWord[word]
      termOfWord.append(term < 0 ? -1 : newTerms[Int(term)])
    }
    let base = tokens.count
    tokens.append(contentsOf: other.tokens.lazy.map { UInt32(bitPattern: newWords[Int($0)]) })
    fieldOffsets.append(contentsOf: other.fieldOffsets.dropFirst().lazy.map { $0 + base })
  }

  /// Joins parts that were analyzed with the same configuration, and puts their items in an order.
  ///
  /// The same as appending one to the other and reordering the whole, with the words of the texts moved once.
  ///
  /// - Parameters:
  ///   - sharingCount: So many of the first parts have the same words and terms; one at least.
  ///   - order: For each item of the result its number in the parts one after the other.
  package init(joining parts: [AnalyzedCorpus], sharingCount: Int = 1, order: [Int]) {
    self.init()
    precondition(
      parts[..<sharingCount].allSatisfy { $0.words.count == parts[0].words.count }, "the parts differ in words")
    (words, terms, termOfWord) = (parts[0].words, parts[0].terms, parts[0].termOfWord)
    // For each part that has words of its own their numbers here.
    var numbers: [[Int32]] = []
    for part in parts.dropFirst(sharingCount) {
      let newTerms = terms.insert(part.terms)
      let newWords = words.insert(part.words)
      for word in newWords.indices where Int(newWords[word]) == termOfWord.count {
        let term = part.termOfWord[word]
        termOfWord.append(term < 0 ? -1 : newTerms[Int(term)])
      }
      numbers.append(newWords)
    }
    let places = parts.indices.flatMap { part in (0..<parts[part].itemCount).map { (part: part, item: $0) } }
    fieldOffsets.reserveCapacity(order.count * Field.allCases.count + 1)
    // SAFETY: there is room for the words of all items, and each stands in the order once; each is written before it counts.
    precondition(order.count == places.count, "\(order.count) places for \(places.count) items")
    var offsets = fieldOffsets
    tokens = unsafe [UInt32](unsafeUninitializedCapacity: parts.reduce(0) { $0 + $1.tokens.count }) { room, count in
      for item in order {
        let (part, item) = places[item]
        let partTokens = parts[part].tokens
        let source = partTokens.span
        for field in Field.allCases.indices {
          let range = parts[part].range(ofItem: item, field: field)
          precondition(range.upperBound <= source.count && count + range.count <= room.count, "an item stands twice")
          if part < sharingCount {
            for position in range {
              unsafe room.initializeElement(at: count, to: source[position])
              count &+= 1
            }
          } else {
            let partNumbers = numbers[part - sharingCount]
            let numbers = partNumbers.span
            for position in range {
              unsafe room.initializeElement(at: count, to: UInt32(bitPattern: numbers[Int(source[position])]))
              count &+= 1
            }
          }
          offsets.append(count)
        }
      }
    }
    fieldOffsets = offsets
  }

  /// The same items in another order: item *i* of the result is item `order[i]` of this corpus.
  public func reordered(_ order: [Int]) -> AnalyzedCorpus {
    var result = AnalyzedCorpus()
    result.words = words
    result.terms = terms
    result.termOfWord = termOfWord
    result.tokens.reserveCapacity(tokens.count)
    result.fieldOffsets.reserveCapacity(order.count * Field.allCases.count + 1)
    for item in order {
      for field in Field.allCases.indices {
        result.tokens.append(contentsOf: tokens[range(ofItem: item, field: field)])
        result.fieldOffsets.append(result.tokens.count)
      }
    }
    return result
  }
}
