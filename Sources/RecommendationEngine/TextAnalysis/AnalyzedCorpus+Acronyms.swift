extension AnalyzedCorpus {
  /// The same corpus in which the words that an acronym stands for bring the acronym, right behind themselves.
  ///
  /// So `CCM` and `chronic care management` find each other both ways, by the term that they now share. (Writing the words
  /// behind each acronym too was tried: it repeats common words, and where an acronym is spelled like a word, `DATA`, it
  /// does harm.) Where a text has both side by side already, nothing is added.
  ///
  /// - Complexity: O(words).
  public func expandingAcronyms(_ lexicon: AcronymLexicon) -> AnalyzedCorpus {
    let expander = AcronymExpander(lexicon, in: self)
    guard !expander.isEmpty else { return self }
    var result = AnalyzedCorpus()
    result.words = words
    result.terms = terms
    result.termOfWord = termOfWord
    result.tokens.reserveCapacity(tokens.count)
    result.fieldOffsets.reserveCapacity(fieldOffsets.count)
    var places: [Int] = []
    var fieldTerms: [Int32] = []
    for field in 0..<fieldOffsets.count - 1 {
      places.removeAll(keepingCapacity: true)
      fieldTerms.removeAll(keepingCapacity: true)
      let range = fieldOffsets[field]..<fieldOffsets[field + 1]
      for position in range where termOfWord[Int(tokens[position])] >= 0 {
        places.append(position)
        fieldTerms.append(termOfWord[Int(tokens[position])])
      }
      var start = range.lowerBound
      for addition in expander.additions(to: fieldTerms.span, words: { places.map { tokens[$0] } }) {
        let end = places[addition.index] + 1
        result.tokens.append(contentsOf: tokens[start..<end])
        result.tokens.append(addition.acronym)
        start = end
      }
      result.tokens.append(contentsOf: tokens[start..<range.upperBound])
      result.fieldOffsets.append(result.tokens.count)
    }
    return result
  }
}
