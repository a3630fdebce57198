import LinearAlgebra

/// The terms that stand for the columns of a matrix, ascending by their UTF-8 bytes.
public struct Vocabulary: Sendable, Equatable {
  private var arena: [UInt8] = []
  /// Where each term begins in the arena, which holds 4 GB at most, and where the last one ends.
  private var offsets: [UInt32] = [0]
  private var sizes: [UInt8] = []

  /// Creates a vocabulary without terms.
  public init() {}

  /// Creates a vocabulary from the words of its terms, the second -1 where a term has one word.
  init(firstWords: [Int32], secondWords: [Int32], of table: WordTable) {
    var byteCount = 0
    for word in firstWords { byteCount += table.byteCount(of: Int(word)) }
    for word in secondWords where word >= 0 { byteCount += table.byteCount(of: Int(word)) + 1 }
    arena.reserveCapacity(byteCount)
    offsets.reserveCapacity(firstWords.count + 1)
    sizes.reserveCapacity(firstWords.count)
    for (first, second) in zip(firstWords, secondWords) {
      table.append(Int(first), to: &arena)
      if second >= 0 {
        arena.append(UInt8(ascii: " "))
        table.append(Int(second), to: &arena)
      }
      offsets.append(UInt32(arena.count))
      sizes.append(second < 0 ? 1 : 2)
    }
  }

  /// Creates a vocabulary from its terms.
  ///
  /// - Precondition: The terms ascend by their bytes; the words of a term are parted by one blank.
  public init(_ terms: some Sequence<String>) {
    for term in terms { append(Array(term.utf8), wordCount: term.utf8.count { $0 == UInt8(ascii: " ") } + 1) }
  }

  /// The number of terms.
  public var count: Int { sizes.count }

  /// The term of a column.
  public subscript(column: Int) -> String {
    String(decoding: bytes(column), as: UTF8.self)
  }

  /// The number of words in the term of a column: 1 for a word, 2 for a pair.
  public func wordCount(_ column: Int) -> Int { Int(sizes[column]) }

  /// The column of a term, or nil when it is unknown. O(log *terms*).
  public func column(of term: String) -> Int? {
    let wanted = Array(term.utf8)
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if bytes(middle).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return low < count && bytes(low).elementsEqual(wanted) ? low : nil
  }

  /// The bytes of the term of a column.
  package func bytes(_ column: Int) -> ArraySlice<UInt8> {
    arena[Int(offsets[column])..<Int(offsets[column + 1])]
  }

  /// Adds a term behind the others.
  package mutating func append(_ term: some Sequence<UInt8>, wordCount: Int) {
    arena.append(contentsOf: term)
    offsets.append(UInt32(arena.count))
    sizes.append(UInt8(clamping: wordCount))
  }

  /// Adds the term that some words make, parted by blanks, behind the others.
  mutating func append(_ words: [Int], of table: WordTable) {
    for (place, word) in words.enumerated() {
      if place > 0 { arena.append(UInt8(ascii: " ")) }
      arena.append(contentsOf: table.bytes(word))
    }
    offsets.append(UInt32(arena.count))
    sizes.append(UInt8(clamping: words.count))
  }
}

extension Vocabulary {
  /// The counts of this vocabulary's terms in texts that were analyzed on their own, of shape (items, terms).
  ///
  /// For queries: terms are looked up by their spelling. For many items ``TermCounter`` is faster.
  public func counts(
    of corpus: AnalyzedCorpus, ngramRange: ClosedRange<Int>, fieldWeights: [Field: Float] = [:]
  ) -> SparseMatrix {
    var counts = SparseMatrix(columnCount: count)
    var words: [UInt32] = []
    for item in 0..<corpus.itemCount {
      var row: [Int32: Float] = [:]
      for (index, field) in Field.allCases.enumerated() {
        corpus.collectTerms(ofItem: item, field: index, into: &words)
        let spellings = words.map { corpus.terms.word(Int($0)) }
        for start in spellings.indices {
          for size in ngramRange where start + size <= spellings.count {
            guard let column = column(of: spellings[start..<start + size].joined(separator: " ")) else { continue }
            row[Int32(column), default: 0] += fieldWeights[field] ?? 1
          }
        }
      }
      counts.appendRow(row.sorted { $0.key < $1.key }.map { (column: $0.key, value: $0.value) })
    }
    return counts
  }
}
