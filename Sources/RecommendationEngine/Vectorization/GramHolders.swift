/// Finds the items that may hold some grams, without putting the words of all in order.
struct GramHolders: Sendable {
  /// The word beside a rarer one, with stop words between them at most.
  private struct Neighbor {
    /// Its term, or -1 where the gram is a single word.
    let term: Int32
    let isBehind: Bool
  }

  /// For each term whether ``neighbors`` or ``companions`` has it.
  private let isWanted: [Bool]
  /// For the rarer word of a gram the others.
  private let neighbors: [Int32: [Neighbor]]
  /// For grams with an acronym, which is added to items that say what it stands for: for the rarest of the words that must be in an
  /// item the others, which may stand anywhere in it.
  private let companions: [Int32: [[Int32]]]

  /// - Complexity: O(words).
  init(of grams: Set<Gram>, _ corpus: AnalyzedCorpus, _ acronyms: AcronymLexicon) {
    var occurrences = [Int32](repeating: 0, count: corpus.terms.count)
    for token in corpus.tokens {
      let term = corpus.termOfWord[Int(token)]
      if term >= 0 { occurrences[Int(term)] += 1 }
    }
    func term(_ word: String) -> Int32? {
      corpus.words.number(of: word).map { corpus.termOfWord[$0] }.flatMap { $0 < 0 ? nil : $0 }
    }
    // What must be in an item for an acronym to be there: itself, or the words that it stands for.
    var spellings: [Int32: [[Int32]]] = [:]
    for entry in acronyms.entries {
      guard let acronym = term(entry.acronym) else { continue }
      spellings[acronym, default: [[acronym]]].append(entry.words.compactMap(term))
    }
    var neighbors: [Int32: [Neighbor]] = [:]
    var companions: [Int32: [[Int32]]] = [:]
    for gram in grams {
      let (first, second) = (spellings[gram.first], gram.second < 0 ? [[]] : spellings[gram.second])
      if first == nil, second == nil || gram.second < 0 {
        let isRarer = gram.second >= 0 && occurrences[Int(gram.second)] < occurrences[Int(gram.first)]
        neighbors[isRarer ? gram.second : gram.first, default: []].append(
          Neighbor(term: isRarer ? gram.first : gram.second, isBehind: !isRarer))
        continue
      }
      for left in first ?? [[gram.first]] {
        for right in second ?? [[gram.second]] {
          let words = (left + right).sorted { occurrences[Int($0)] < occurrences[Int($1)] }
          if let rarest = words.first { companions[rarest, default: []].append(Array(words.dropFirst())) }
        }
      }
    }
    var isWanted = [Bool](repeating: false, count: corpus.terms.count)
    for term in neighbors.keys { isWanted[Int(term)] = true }
    for term in companions.keys { isWanted[Int(term)] = true }
    self.neighbors = neighbors
    self.companions = companions
    self.isWanted = isWanted
  }

  /// Some of the items, ascending: all that hold one of the grams are among them.
  func items(among items: Range<Int>, in corpus: AnalyzedCorpus) -> [Int] {
    items.filter { item in
      Field.allCases.indices.contains { mayHold(corpus.range(ofItem: item, field: $0), of: item, in: corpus) }
    }
  }

  private func mayHold(_ range: Range<Int>, of item: Int, in corpus: AnalyzedCorpus) -> Bool {
    var last: Int32 = -1
    var wantsNext = false
    for position in range {
      let term = corpus.termOfWord[Int(corpus.tokens[position])]
      guard term >= 0 else { continue }
      if wantsNext, neighbors[last]?.contains(where: { $0.isBehind && $0.term == term }) ?? false { return true }
      wantsNext = isWanted[Int(term)]
      if wantsNext {
        if neighbors[term]?.contains(where: { $0.term < 0 || (!$0.isBehind && $0.term == last) }) ?? false {
          return true
        }
        if companions[term]?.contains(where: { holds($0, item, corpus) }) ?? false { return true }
      }
      last = term
    }
    return false
  }

  private func holds(_ terms: [Int32], _ item: Int, _ corpus: AnalyzedCorpus) -> Bool {
    let tokens = corpus.tokens[corpus.range(ofItem: item)]
    return terms.allSatisfy { term in tokens.contains { corpus.termOfWord[Int($0)] == term } }
  }
}
