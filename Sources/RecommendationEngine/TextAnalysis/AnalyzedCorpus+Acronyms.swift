extension AnalyzedCorpus {
  /// The same corpus in which the words that an acronym stands for bring the acronym, right behind themselves.
  ///
  /// So `CCM` and `chronic care management` find each other both ways, by the term that they now share. (Writing the words
  /// behind each acronym too was tried: it repeats common words, and where an acronym is spelled like a word, `DATA`, it
  /// does harm.) Where a text has both side by side already, nothing is added.
  ///
  /// - Complexity: O(words).
  public func expandingAcronyms(_ lexicon: AcronymLexicon) -> AnalyzedCorpus {
    let expansions = lexicon.entries.compactMap { Expansion($0, in: self) }
    guard !expansions.isEmpty else { return self }
    let byFirstTerm = Dictionary(grouping: expansions) { $0.terms[0] }
    var result = AnalyzedCorpus()
    result.words = words
    result.terms = terms
    result.termOfWord = termOfWord
    result.tokens.reserveCapacity(tokens.count)
    result.fieldOffsets.reserveCapacity(fieldOffsets.count)
    var places: [Int] = []
    for field in 0..<fieldOffsets.count - 1 {
      places.removeAll(keepingCapacity: true)
      let range = fieldOffsets[field]..<fieldOffsets[field + 1]
      for position in range where termOfWord[Int(tokens[position])] >= 0 { places.append(position) }
      var added: [Int: [UInt32]] = [:]
      for (index, position) in places.enumerated() {
        for expansion in byFirstTerm[termOfWord[Int(tokens[position])]] ?? []
        where holds(expansion.terms, at: index, in: places) && !isAbbreviated(expansion, around: index, in: places) {
          added[places[index + expansion.terms.count - 1], default: []].append(expansion.acronym)
        }
      }
      for position in range {
        result.tokens.append(tokens[position])
        if let words = added[position] { result.tokens.append(contentsOf: words) }
      }
      result.fieldOffsets.append(result.tokens.count)
    }
    return result
  }

  /// An entry of the lexicon in the numbers of a corpus.
  private struct Expansion {
    let acronym: UInt32
    let terms: [Int32]

    init?(_ entry: AcronymLexicon.Entry, in corpus: AnalyzedCorpus) {
      guard let acronym = corpus.words.number(of: entry.acronym) else { return nil }
      let words = entry.words.compactMap { corpus.words.number(of: $0) }
      guard words.count == entry.words.count else { return nil }
      self.acronym = UInt32(acronym)
      terms = words.map { corpus.termOfWord[$0] }.filter { $0 >= 0 }
      guard !terms.isEmpty else { return nil }
    }
  }

  /// Whether terms stand at a place of a field, function words passed over.
  private func holds(_ terms: [Int32], at index: Int, in places: [Int]) -> Bool {
    index >= 0 && index + terms.count <= places.count
      && terms.indices.allSatisfy { termOfWord[Int(tokens[places[index + $0]])] == terms[$0] }
  }

  private func isAbbreviated(_ expansion: Expansion, around index: Int, in places: [Int]) -> Bool {
    let neighbors = [index - 1, index + expansion.terms.count]
    return neighbors.contains { places.indices.contains($0) && tokens[places[$0]] == expansion.acronym }
  }
}
