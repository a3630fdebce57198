import LinearAlgebra

/// What a cluster is called, and the phrases that say why.
public struct ClusterLabel: Sendable, Equatable {
  /// The name; no two clusters of a collection have the same.
  public let text: String
  /// Phrases that stand in the items, in their most frequent spelling, most telling first; at most eight.
  public let phrases: [String]
}

/// Names clusters by phrases that stand in their items.
///
/// Phrases of one to four words are weighed by class-based tf-idf (Grootendorst, *BERTopic*, arXiv:2203.05794, 2022), items counted
/// in place of words: `share(p, c) · ln(1 + N / f(p))`, where *share* is the part of cluster *c*'s items that hold *p*, *f* the number
/// of items of all clusters that hold it and *N* that of all items. Longer phrases say more: two words count 1.7 times, three 1.9
/// and four 1.8 times. And their words shall mark the cluster: all of it times the mean over the words of `Δ(w) · ln((1 + N) / f(w))`,
/// where *Δ* is the share of the cluster's items that hold the word less that of the other items.
///
/// Then filters in the manner of Carrot2's Lingo (Osinski and Weiss 2005): no stop word at either end, no phrase that nearly always
/// is part of a longer one that tells about as much, no two phrases of the same stems, no word alone that a chosen phrase holds.
///
/// Where the texts are given, phrases have the spelling of the texts, none reaches over the end of a sentence, and what stands only
/// in sentences that several items repeat word for word counts for one item: see `WrittenPhrases`.
///
/// - Complexity: O(words looked at); memory for the phrases of one cluster at a time, both bounded by the two limits.
public struct ClusterLabeler: Sendable {
  /// The largest number of words of each field that are looked at.
  public var wordLimit: Int
  /// The largest number of items of a cluster that are searched for phrases, evenly spread.
  public var itemLimit: Int
  /// The largest number of items of a cluster whose texts are read for the spelling of phrases, evenly spread.
  public var textLimit: Int

  /// Creates a labeler.
  public init(wordLimit: Int = 400, itemLimit: Int = 300, textLimit: Int = 100) {
    self.wordLimit = wordLimit
    self.itemLimit = itemLimit
    self.textLimit = textLimit
  }

  /// The label of each cluster.
  ///
  /// - Parameters:
  ///   - members: The items of each cluster, numbered as in `corpus`.
  ///   - corpus: The words of all items.
  ///   - givenLabels: Names that people gave, by cluster number; they are kept, and no other cluster gets the same.
  ///   - texts: The texts of an item as they are written; without them labels are in lower case.
  public func labels(
    of members: [[Int]], in corpus: AnalyzedCorpus, givenLabels: [Int: String] = [:],
    texts: ((_ row: Int) -> [String])? = nil
  ) -> [ClusterLabel] {
    labels(of: members, in: corpus, givenLabels: givenLabels, texts: texts, spelling: members.map { _ in [] }).labels
  }

  /// The label of each cluster, and for some terms of each how the texts of its items spell them.
  ///
  /// - Parameters:
  ///   - members: The items of each cluster, numbered as in `corpus`.
  ///   - corpus: The words of all items.
  ///   - givenLabels: Names that people gave, by cluster number; they are kept, and no other cluster gets the same.
  ///   - texts: The texts of an item as they are written; several threads ask for them.
  ///   - terms: Terms of the vocabulary for each cluster: stems, with blanks between those of a phrase.
  ///   - workerCount: The threads; the result does not depend on it.
  /// - Returns: The labels, and for each cluster the most frequent spelling of its terms; those that nobody wrote so are missing.
  public func labels(
    of members: [[Int]], in corpus: AnalyzedCorpus, givenLabels: [Int: String] = [:],
    texts: ((_ row: Int) -> [String])?, spelling terms: [[String]], workerCount: Int = Parallelism.threadCount
  ) -> (labels: [ClusterLabel], spellings: [[String: String]]) {
    precondition(terms.count == members.count, "terms for \(terms.count) of \(members.count) clusters")
    let counter = PhraseCounter(corpus: corpus, wordLimit: wordLimit)
    let itemCount = Double(members.reduce(0) { $0 + $1.count })
    let termCounts = counter.itemCountsOfTerms(in: members, workerCount: workerCount)
    let clusters = RowBlocks(rowCount: members.count, blockSize: 1)
    let counted = clusters.map(workerCount: workerCount) { cluster, _ in
      let rows = members[cluster]
      let sampled = Double(min(rows.count, itemLimit))
      return counter.candidates(in: Self.spread(rows, limit: itemLimit)) { term, count in
        Double(count) / sampled * naturalLogarithm(1 + itemCount / Double(max(1, termCounts[term])))
      } contrast: { term, count in
        let share = Double(count) / sampled
        let otherCount = itemCount - Double(rows.count)
        let total = Double(max(1, termCounts[term]))
        let surplus = otherCount > 0 ? share - (total - share * Double(rows.count)) / otherCount : share
        return roundedScore(surplus * naturalLogarithm((1 + itemCount) / total))
      }
    }
    let phrases = PhraseTable(counted.joined().lazy.map(\.key))
    let totals = counter.itemCounts(
      of: phrases, in: members.map { Self.spread($0, limit: itemLimit) },
      scales: members.map { Double($0.count) / Double(max(1, min($0.count, itemLimit))) }, workerCount: workerCount)
    let lengthWeights = [1, 1.7, 1.9, 1.8]
    let spelled = clusters.map(workerCount: workerCount) {
      cluster, _ -> (candidates: [PhraseCandidate], spellings: [String: String]) in
      let sampled = Double(min(itemLimit, members[cluster].count))
      let candidates = counted[cluster].map { phrase in
        var phrase = phrase
        let total = max(phrases.place(of: phrase.key).map { totals[$0] } ?? 0, Double(phrase.itemCount))
        // Six places: the logarithm's last bits differ between processors.
        phrase.score = roundedScore(
          Double(phrase.itemCount) / sampled * naturalLogarithm(1 + itemCount / total)
            * lengthWeights[phrase.key.length - 1] * phrase.contrast)
        return phrase
      }
      guard let texts else { return (candidates, [:]) }
      let written = WrittenPhrases(corpus: corpus, wordLimit: wordLimit, texts: texts)
      return Self.spelled(
        candidates, terms[cluster], by: written, in: Self.spread(members[cluster], limit: textLimit), of: sampled,
        corpus)
    }
    var taken = Set(givenLabels.values)
    var takenPhrases = Set<[PhraseKey]>()
    let labels = spelled.enumerated().map { number, found in
      let phrases = Self.chosen(from: found.candidates)
      let text =
        givenLabels[number]
        ?? Self.name(
          from: phrases, of: min(itemLimit, members[number].count), avoiding: taken, and: &takenPhrases)
      taken.insert(text)
      return ClusterLabel(text: text, phrases: phrases.map(\.text))
    }
    return (labels, spelled.map(\.spellings))
  }

  /// The phrases that people wrote, in their spelling; their scores fall with the share of items that say them in words of
  /// their own. All of them unchanged where none is found, as in languages whose words are not set apart.
  private static func spelled(
    _ phrases: [PhraseCandidate], _ terms: [String], by written: WrittenPhrases, in rows: [Int], of itemCount: Double,
    _ corpus: AnalyzedCorpus
  ) -> (candidates: [PhraseCandidate], spellings: [String: String]) {
    var keys: [(key: PhraseKey, term: String)] = []
    for term in terms {
      let numbers = term.split(separator: " ").compactMap { corpus.terms.number(of: String($0)) }
      if (1...4).contains(numbers.count) { keys.append((PhraseKey(numbers.map(Int32.init)), term)) }
    }
    let findings = written.findings(of: phrases.map(\.key) + keys.map(\.key), in: rows)
    var spellings: [String: String] = [:]
    for (key, term) in keys { spellings[term] = findings[key]?.text }
    let found = phrases.compactMap { findings[$0.key] }
    guard !found.isEmpty else { return (phrases, spellings) }
    let fewest = found.contains { $0.itemCount > 1 } ? 2 : 1
    let candidates = phrases.compactMap { phrase -> PhraseCandidate? in
      guard let finding = findings[phrase.key], finding.itemCount >= fewest else { return nil }
      let scaled = Double(finding.itemCount) * itemCount / Double(rows.count)
      let share = min(1, scaled / Double(phrase.itemCount))
      return PhraseCandidate(
        key: phrase.key, text: finding.text, itemCount: min(phrase.itemCount, Int(scaled)), contrast: phrase.contrast,
        score: roundedScore(phrase.score * share))
    }
    return (candidates, spellings)
  }

  /// At most `limit` of some rows, evenly spread.
  private static func spread(_ rows: [Int], limit: Int) -> [Int] {
    rows.count <= limit ? rows : (0..<limit).map { rows[$0 * rows.count / limit] }
  }

  /// The best phrases that differ: none that shares half of its words with a better one.
  private static func chosen(from candidates: [PhraseCandidate]) -> [PhraseCandidate] {
    let complete = candidates.filter { phrase in
      !candidates.contains { longer in
        longer.key.length > phrase.key.length && longer.key.contains(phrase.key)
          && longer.itemCount * 10 >= phrase.itemCount * 7 && longer.score * 4 >= phrase.score * 3
      }
    }
    var chosen: [PhraseCandidate] = []
    for phrase in complete.sorted(by: PhraseCandidate.precedes) {
      let isNew = chosen.allSatisfy { $0.key.sharedTermCount(with: phrase.key) * 2 < phrase.key.termCount }
      if isNew { chosen.append(phrase) }
      if chosen.count == 8 { break }
    }
    return chosen
  }

  /// The best phrase; two or three where it stands in less than a third of the items or is a word alone; more where the name is
  /// taken.
  private static func name(
    from phrases: [PhraseCandidate], of itemCount: Int, avoiding taken: Set<String>,
    and takenPhrases: inout Set<[PhraseKey]>
  ) -> String {
    var fewest = 0
    var covered = 0
    for phrase in phrases.prefix(3) where phrase.score * 2 >= phrases[0].score {
      fewest += 1
      covered += phrase.itemCount
      if fewest > 1 || phrase.key.length > 1, covered * 3 >= itemCount { break }
    }
    for count in fewest..<max(fewest, phrases.count + 1) where count > 0 {
      let name = phrases.prefix(count).map(\.text).joined(separator: ", ")
      if !taken.contains(name), takenPhrases.insert(phrases.prefix(count).map(\.key)).inserted { return name }
    }
    let stem = phrases.isEmpty ? "no common phrase" : phrases.map(\.text).joined(separator: ", ")
    var number = 1
    var name = stem
    while taken.contains(name) {
      number += 1
      name = "\(stem) (\(number))"
    }
    return name
  }
}
