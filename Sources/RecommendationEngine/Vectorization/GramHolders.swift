/// Finds the items that may hold some grams, without putting the words of all in order: those that hold both words of one.
struct GramHolders: Sendable {
  /// For each term whether ``partners`` has it.
  private let isWanted: [Bool]
  /// For the rarer word of each gram its other words; -1 where it has none.
  private let partners: [Int32: [Int32]]
  /// For each term whether it is an acronym: it is added to items that say what it stands for, and may be in any.
  private let isAcronym: [Bool]

  /// - Complexity: O(words).
  init(of grams: Set<Gram>, _ corpus: AnalyzedCorpus, _ acronyms: AcronymLexicon) {
    var occurrences = [Int32](repeating: 0, count: corpus.terms.count)
    for token in corpus.tokens {
      let term = corpus.termOfWord[Int(token)]
      if term >= 0 { occurrences[Int(term)] += 1 }
    }
    var partners: [Int32: [Int32]] = [:]
    for gram in grams {
      let isRarer = gram.second >= 0 && occurrences[Int(gram.second)] < occurrences[Int(gram.first)]
      partners[isRarer ? gram.second : gram.first, default: []].append(isRarer ? gram.first : gram.second)
    }
    var isAcronym = [Bool](repeating: false, count: corpus.terms.count)
    for entry in acronyms.entries {
      func term(_ word: String) -> Int32? {
        corpus.words.number(of: word).map { corpus.termOfWord[$0] }.flatMap { $0 < 0 ? nil : $0 }
      }
      guard let acronym = term(entry.acronym) else { continue }
      isAcronym[Int(acronym)] = true
      guard let others = partners[acronym] else { continue }
      for word in entry.words { if let word = term(word) { partners[word, default: []] += others } }
    }
    var isWanted = [Bool](repeating: false, count: corpus.terms.count)
    for term in partners.keys { isWanted[Int(term)] = true }
    self.partners = partners
    self.isAcronym = isAcronym
    self.isWanted = isWanted
  }

  /// Some of the items, ascending: all that hold one of the grams are among them.
  func items(among items: Range<Int>, in corpus: AnalyzedCorpus) -> [Int] {
    // For each term the last item that it was seen in.
    var lastItem = [Int32](repeating: -1, count: corpus.terms.count)
    return items.filter { item in
      let number = Int32(truncatingIfNeeded: item)
      let tokens = corpus.tokens[corpus.range(ofItem: item)]
      var isCandidate = false
      for token in tokens {
        let term = corpus.termOfWord[Int(token)]
        guard term >= 0 else { continue }
        lastItem[Int(term)] = number
        isCandidate = isCandidate || isWanted[Int(term)]
      }
      guard isCandidate else { return false }
      return tokens.contains { token in
        let term = corpus.termOfWord[Int(token)]
        guard term >= 0, isWanted[Int(term)], let others = partners[term] else { return false }
        return others.contains { $0 < 0 || lastItem[Int($0)] == number || isAcronym[Int($0)] }
      }
    }
  }
}
