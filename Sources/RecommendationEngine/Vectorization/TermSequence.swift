/// The terms of items in the order of their texts, stop words left out: what counting reads.
struct TermSequence: Sendable {
  /// The terms of all fields, one after the other.
  private(set) var terms: [Int32] = []
  /// Where each field begins in `terms`: entry `row * Field.allCases.count + field`, and one more for the end.
  private(set) var fieldOffsets: [Int] = [0]

  /// The number of items.
  var rowCount: Int { (fieldOffsets.count - 1) / Field.allCases.count }

  /// Reads items of a corpus on all cores.
  ///
  /// - Parameters:
  ///   - items: The items, which become the rows 0, 1, …
  ///   - weights: The weight of each field; fields at 0 are left empty.
  ///   - acronyms: What is added behind the words that an acronym stands for.
  init(_ corpus: AnalyzedCorpus, items: [Int], weights: [Float], acronyms: AcronymLexicon) {
    let expander = AcronymExpander(acronyms, in: corpus)
    let parts = concurrentMap(chunksOf: items.count, minimumChunk: 64) { chunk in
      Self(corpus, items: items[chunk], weights, expander)
    }
    guard parts.count > 1 else {
      self = parts[0]
      return
    }
    terms.reserveCapacity(parts.reduce(0) { $0 + $1.terms.count })
    fieldOffsets.reserveCapacity(items.count * Field.allCases.count + 1)
    for part in parts {
      let base = terms.count
      terms.append(contentsOf: part.terms)
      for offset in part.fieldOffsets.dropFirst() { fieldOffsets.append(base + offset) }
    }
  }

  private init(
    _ corpus: AnalyzedCorpus, items: ArraySlice<Int>, _ weights: [Float], _ expander: AcronymExpander
  ) {
    terms.reserveCapacity(items.reduce(0) { $0 + corpus.range(ofItem: $1).count } * 3 / 4)
    fieldOffsets.reserveCapacity(items.count * weights.count + 1)
    let longest = items.lazy.map { corpus.range(ofItem: $0).count }.max() ?? 0
    let room = ScratchRoom<Int32>(repeating: 0, count: longest + 1)
    for item in items {
      for field in weights.indices {
        if weights[field] != 0 { append(corpus, corpus.range(ofItem: item, field: field), expander, room) }
        fieldOffsets.append(terms.count)
      }
    }
  }

  private mutating func append(
    _ corpus: AnalyzedCorpus, _ range: Range<Int>, _ expander: AcronymExpander, _ room: ScratchRoom<Int32>
  ) {
    let tokens = corpus.tokens.span
    let termOfWord = corpus.termOfWord.span
    let start = terms.count
    var count = 0
    // SAFETY: there is room for the words of the longest item, and one more.
    for position in range {
      let term = termOfWord[Int(tokens[position])]
      unsafe room.base[count] = term
      count &+= term >= 0 ? 1 : 0
    }
    // SAFETY: `count` terms were written, and they are copied during the call.
    unsafe terms.append(contentsOf: UnsafeBufferPointer(start: room.base, count: count))
    guard !expander.isEmpty else { return }
    // Not the whole corpus in the closure: both threads would count its holders for each field of an item.
    let (allTokens, allTerms) = (corpus.tokens, corpus.termOfWord)
    let additions = expander.additions(to: terms.span.extracting(start..<start + count)) {
      var words: [UInt32] = []
      words.reserveCapacity(count)
      for position in range {
        let word = allTokens[position]
        if allTerms[Int(word)] >= 0 { words.append(word) }
      }
      return words
    }
    for addition in additions.reversed() where corpus.termOfWord[Int(addition.acronym)] >= 0 {
      terms.insert(corpus.termOfWord[Int(addition.acronym)], at: start + addition.index + 1)
    }
  }
}
