import LinearAlgebra

/// A word or a pair of neighbouring words, by the numbers of a corpus.
struct Gram: Hashable {
  let first: Int32
  /// -1 for a single word.
  let second: Int32

  /// Whether its words come before those of another by their bytes; a single word comes before its pairs.
  func precedes(_ other: Gram, in terms: WordTable) -> Bool {
    if first != other.first { return terms.precedes(Int(first), Int(other.first)) }
    guard second != other.second, other.second >= 0 else { return false }
    return second < 0 || terms.precedes(Int(second), Int(other.second))
  }
}

/// The counts of an earlier run brought up to date: what changed is counted, the rest is taken over.
///
/// The frequency of a term that was counted changes by the changed items alone. A term that was too rare to be counted, and that a
/// changed item holds, is looked for in all items. So the result is that of ``PairCounting`` over all of them.
struct UpdatedCounts {
  private(set) var firstTerms: [Int32] = []
  private(set) var secondTerms: [Int32] = []
  private(set) var documentFrequency: [Int32] = []
  private(set) var counts: SparseMatrix

  /// Counts what changed; nil where all has to be counted.
  ///
  /// - Parameters:
  ///   - previous: The earlier counts, made with the same configuration.
  ///   - corpus: The words of all items.
  ///   - ids: The ids of the items, ascending.
  ///   - isUnchanged: For each item whether its words are those of the earlier run.
  ///   - minimum: Terms in fewer items are dropped; the same for the earlier run.
  /// - Complexity: O(words + entries), a few simple steps for each; a changed word costs as much as counting it.
  init?(
    _ previous: PreviousCounts, _ corpus: AnalyzedCorpus, ids: [ItemID], isUnchanged: [Bool],
    acronyms: AcronymLexicon, weights: [Float], ngramRange: ClosedRange<Int>, minimum: Double
  ) {
    guard previous.acronyms == acronyms,
      previous.firstTerms.allSatisfy({ $0 < corpus.terms.count }),
      previous.secondTerms.allSatisfy({ $0 < corpus.terms.count })
    else { return nil }
    let rows = Rows(previous.ids, ids, isUnchanged)
    guard rows.changed.count * 8 < ids.count else { return nil }

    // What the changed items hold now, and what they and those that are gone held before.
    let held = Self.grams(
      of: TermSequence(corpus, items: rows.changed, weights: weights, acronyms: acronyms), weights, ngramRange)
    var frequency = previous.documentFrequency
    for row in rows.gone {
      for position in previous.counts.range(ofRow: row) { frequency[Int(previous.counts.columnIndices[position])] -= 1 }
    }
    let columns = Self.columns(previous, of: held)
    var newcomers: [Gram: Int32] = [:]
    for gram in held.joined().map(\.key) {
      if let column = columns[gram] { frequency[column] += 1 } else { newcomers[gram, default: 0] += 1 }
    }
    // A newcomer may stand in as many unchanged items as were too few to count it.
    let elsewhere =
      minimum <= 1
      ? [:]
      : Self.occurrences(
        of: Set(newcomers.keys), in: corpus, among: rows, acronyms: acronyms, weights: weights, ngramRange)
    for (gram, items) in elsewhere { newcomers[gram, default: 0] += Int32(items.count) }

    let added = newcomers.filter { Double($0.value) >= minimum }
    let merged = Self.merged(previous, frequency, added, minimum, corpus.terms)
    firstTerms = merged.firstTerms
    secondTerms = merged.secondTerms
    documentFrequency = merged.frequency

    // The entries of each row that its former row lacks.
    var additions: [Int: [(column: Int32, value: Float)]] = [:]
    for (gram, column) in merged.added {
      for item in elsewhere[gram] ?? [] { additions[item.row, default: []].append((column, item.value)) }
    }
    for (place, row) in rows.changed.enumerated() {
      additions[row] = held[place].compactMap { gram, value in
        let column = columns[gram].map { merged.columnNow[$0] } ?? merged.added[gram] ?? -1
        return column < 0 ? nil : (column, value)
      }
    }
    let allAdditions = additions.mapValues { $0.sorted { $0.column < $1.column } }
    let columnCount = firstTerms.count
    counts = SparseMatrix(
      joining: concurrentMap(chunksOf: ids.count, minimumChunk: 256) { chunk in
        Self.rows(chunk, of: previous.counts, rows.before, merged.columnNow, allAdditions, columnCount)
      }, columnCount: columnCount)
  }

  /// Which rows are which.
  private struct Rows {
    /// For each row the one that it was, or -1 where it changed or is new.
    private(set) var before: [Int]
    /// The rows that changed or are new.
    private(set) var changed: [Int] = []
    /// The former rows that changed or are no more.
    private(set) var gone: [Int] = []

    init(_ idsBefore: [ItemID], _ ids: [ItemID], _ isUnchanged: [Bool]) {
      before = Array(repeating: -1, count: ids.count)
      var place = 0
      for row in ids.indices {
        while place < idsBefore.count, idsBefore[place] < ids[row] {
          gone.append(place)
          place += 1
        }
        if place < idsBefore.count, idsBefore[place] == ids[row] {
          if isUnchanged[row] { before[row] = place } else { gone.append(place) }
          place += 1
        }
        if before[row] < 0 { changed.append(row) }
      }
      gone += place..<idsBefore.count
    }
  }

  /// For each row of a sequence its grams with their counts.
  private static func grams(
    of sequence: TermSequence, _ weights: [Float], _ ngramRange: ClosedRange<Int>, among wanted: Set<Gram>? = nil
  ) -> [[Gram: Float]] {
    let fieldCount = Field.allCases.count
    return (0..<sequence.rowCount).map { row in
      var grams: [Gram: Float] = [:]
      for field in 0..<fieldCount {
        let end = sequence.fieldOffsets[row * fieldCount + field + 1]
        for position in sequence.fieldOffsets[row * fieldCount + field]..<end {
          let first = sequence.terms[position]
          for second in [-1, position + 1 < end ? sequence.terms[position + 1] : -1].prefix(position + 1 < end ? 2 : 1)
          {
            let gram = Gram(first: first, second: second)
            guard ngramRange.contains(second < 0 ? 1 : 2), wanted?.contains(gram) ?? true else { continue }
            grams[gram, default: 0] += weights[field]
          }
        }
      }
      return grams
    }
  }

  /// The former columns of grams.
  private static func columns(_ previous: PreviousCounts, of held: [[Gram: Float]]) -> [Gram: Int] {
    var firsts = Set<Int32>()
    for grams in held { for gram in grams.keys { firsts.insert(gram.first) } }
    var isFirst = [Bool](repeating: false, count: Int(max(firsts.max() ?? 0, previous.firstTerms.max() ?? 0)) + 1)
    for first in firsts { isFirst[Int(first)] = true }
    var columns: [Gram: Int] = [:]
    for (column, first) in previous.firstTerms.enumerated() where isFirst[Int(first)] {
      columns[Gram(first: first, second: previous.secondTerms[column])] = column
    }
    return columns
  }

  /// The unchanged items that hold some grams, with their counts.
  private static func occurrences(
    of grams: Set<Gram>, in corpus: AnalyzedCorpus, among rows: Rows, acronyms: AcronymLexicon, weights: [Float],
    _ ngramRange: ClosedRange<Int>
  ) -> [Gram: [(row: Int, value: Float)]] {
    guard !grams.isEmpty else { return [:] }
    let holders = GramHolders(of: grams, corpus, acronyms)
    let items = concurrentMap(chunksOf: corpus.itemCount, minimumChunk: 256) { chunk in
      holders.items(among: chunk, in: corpus)
    }.flatMap(\.self).filter { rows.before[$0] >= 0 }
    let parts = concurrentMap(chunksOf: items.count, minimumChunk: 64) { chunk in
      let sequence = TermSequence(corpus, items: Array(items[chunk]), weights: weights, acronyms: acronyms)
      return Self.grams(of: sequence, weights, ngramRange, among: grams)
    }
    var found: [Gram: [(row: Int, value: Float)]] = [:]
    for (place, counted) in parts.joined().enumerated() {
      for (gram, value) in counted { found[gram, default: []].append((items[place], value)) }
    }
    return found
  }

  /// The terms that are kept, in their order, with their frequencies.
  private static func merged(
    _ previous: PreviousCounts, _ frequency: [Int32], _ added: [Gram: Int32], _ minimum: Double, _ terms: WordTable
  ) -> (
    firstTerms: [Int32], secondTerms: [Int32], frequency: [Int32], columnNow: [Int32], added: [Gram: Int32]
  ) {
    let newcomers = added.keys.sorted { $0.precedes($1, in: terms) }
    let places = newcomers.map { gram in
      var (low, high) = (0, previous.firstTerms.count)
      while low < high {
        let middle = (low + high) / 2
        let other = Gram(first: previous.firstTerms[middle], second: previous.secondTerms[middle])
        if other.precedes(gram, in: terms) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    var (firstTerms, secondTerms, frequencies) = ([Int32](), [Int32](), [Int32]())
    firstTerms.reserveCapacity(frequency.count + newcomers.count)
    secondTerms.reserveCapacity(frequency.count + newcomers.count)
    frequencies.reserveCapacity(frequency.count + newcomers.count)
    var columnNow = [Int32](repeating: -1, count: frequency.count)
    var columnOfNewcomer: [Gram: Int32] = [:]
    var next = 0
    for column in 0...frequency.count {
      while next < newcomers.count, places[next] == column {
        let gram = newcomers[next]
        columnOfNewcomer[gram] = Int32(truncatingIfNeeded: frequencies.count)
        firstTerms.append(gram.first)
        secondTerms.append(gram.second)
        frequencies.append(added[gram] ?? 0)
        next += 1
      }
      guard column < frequency.count, frequency[column] > 0, Double(frequency[column]) >= minimum else { continue }
      columnNow[column] = Int32(truncatingIfNeeded: frequencies.count)
      firstTerms.append(previous.firstTerms[column])
      secondTerms.append(previous.secondTerms[column])
      frequencies.append(frequency[column])
    }
    return (firstTerms, secondTerms, frequencies, columnNow, columnOfNewcomer)
  }

  /// Some rows: the entries that they had, under the columns of now, with what is added.
  private static func rows(
    _ chunk: Range<Int>, of counts: SparseMatrix, _ before: [Int], _ columnNow: [Int32],
    _ additions: [Int: [(column: Int32, value: Float)]], _ columnCount: Int
  ) -> SparseMatrix {
    var (offsets, columns, values) = ([0], [Int32](), [Float]())
    offsets.reserveCapacity(chunk.count + 1)
    let expected = chunk.reduce(0) { $0 + (before[$1] < 0 ? 0 : counts.range(ofRow: before[$1]).count) }
    columns.reserveCapacity(expected + 1024)
    values.reserveCapacity(expected + 1024)
    for row in chunk {
      let range = before[row] < 0 ? 0..<0 : counts.range(ofRow: before[row])
      var added = (additions[row] ?? [])[...]
      for position in range {
        let column = columnNow[Int(counts.columnIndices[position])]
        guard column >= 0 else { continue }
        while let first = added.first, first.column < column {
          columns.append(first.column)
          values.append(first.value)
          added.removeFirst()
        }
        columns.append(column)
        values.append(counts.values[position])
      }
      for entry in added {
        columns.append(entry.column)
        values.append(entry.value)
      }
      offsets.append(columns.count)
    }
    return SparseMatrix(columnCount: columnCount, rowOffsets: offsets, columnIndices: columns, values: values)
  }
}
