import LinearAlgebra

/// Counts words and pairs of neighbouring words without a hash table.
///
/// Words are numbered by the order of their bytes. All places of a word, each with the word behind it, are gathered in one
/// bucket, in the order of the items (counting sort); what is in a bucket is counted in arrays that fit the cache. Buckets one after
/// the other give the terms in the order of their bytes, for a blank comes before every letter. Workers have buckets of
/// their own, and what they find is joined in order, so it does not depend on their number.
struct PairCounting {
  /// For each column the number of items that hold its term.
  private(set) var documentFrequency: [Int32] = []
  /// For each column the number of its first word, in the numbers of the corpus.
  private(set) var firstTerms: [Int32] = []
  /// For each column the number of its second word, or -1 for a single word.
  private(set) var secondTerms: [Int32] = []
  /// The counts, of shape (items, columns); nil unless they were asked for.
  private(set) var counts: SparseMatrix?

  /// What decides which terms are kept.
  struct Bounds {
    /// The lengths of terms, within `1...2`.
    var ngramRange: ClosedRange<Int>
    /// Terms in fewer items are dropped.
    var minimum: Double
    /// Terms in more items are dropped.
    var maximum: Double

    /// Whether a term that so many items hold is kept.
    @inline(__always)
    func admit(_ frequency: Int32) -> Bool { Double(frequency) >= minimum && Double(frequency) <= maximum }
  }

  /// Counts the terms of a sequence.
  ///
  /// - Parameter keepsCounts: Whether the counts of each item are wanted beside the frequencies.
  /// - Complexity: O(words + kept terms · log kept terms of one first word).
  init(_ sequence: TermSequence, of terms: WordTable, weights: [Float], bounds: Bounds, keepsCounts: Bool) {
    let words = WordFrequencies(sequence, termCount: terms.count)
    let order = terms.sortedByBytes(
      (0..<Int32(terms.count)).filter {
        words.documents[Int($0)] > 0 && Double(words.documents[Int($0)]) >= bounds.minimum
      })
    var rank = [Int32](repeating: -1, count: terms.count)
    var ends: [Int] = []
    ends.reserveCapacity(order.count)
    var total = 0
    for (position, term) in order.enumerated() {
      rank[Int(term)] = Int32(position)
      total += Int(words.places[Int(term)])
      ends.append(total)
    }
    // As many places for each worker as for the others.
    let workers = max(1, min(Parallelism.threadCount, total / 4096))
    var cuts = (0...workers).map { worker in ends.firstIndex { $0 > total * worker / workers } ?? order.count }
    cuts[0] = 0
    cuts[workers] = order.count
    let (limits, ranks) = (cuts, rank)
    let parts = concurrentMap(chunksOf: workers) { chunk in
      chunk.map { worker in
        PairBuckets(
          sequence, ranks: limits[worker]..<limits[worker + 1], rank: ranks, order: order, words: words,
          weights: weights,
          bounds: bounds, keepsCounts: keepsCounts)
      }
    }.flatMap { $0 }
    let columnCount = parts.reduce(0) { $0 + $1.firstRanks.count }
    documentFrequency.reserveCapacity(columnCount)
    firstTerms.reserveCapacity(columnCount)
    secondTerms.reserveCapacity(columnCount)
    for part in parts {
      documentFrequency.append(contentsOf: part.frequencies)
      for first in part.firstRanks { firstTerms.append(order[Int(first)]) }
      for second in part.secondRanks { secondTerms.append(second < 0 ? -1 : order[Int(second)]) }
    }
    if keepsCounts { counts = Self.joined(parts, rowCount: sequence.rowCount, columnCount: columnCount) }
  }

  /// Turns the columns that the workers found into rows.
  private static func joined(_ parts: [PairBuckets], rowCount: Int, columnCount: Int) -> SparseMatrix {
    var offsets = [Int](repeating: 0, count: rowCount + 1)
    // For each part and row the place of its next entry: the columns of a part come before those of the next.
    var next = parts.map { _ in [Int](repeating: 0, count: rowCount) }
    var place = 0
    for row in 0..<rowCount {
      offsets[row] = place
      for part in parts.indices {
        next[part][row] = place
        place += Int(parts[part].rowCounts[row])
      }
    }
    offsets[rowCount] = place
    let total = place
    let starts = next
    var columns = [Int32](repeating: 0, count: total)
    var values = [Float](repeating: 0, count: total)
    unsafe columns.withUnsafeMutableBufferPointer { columns in
      unsafe values.withUnsafeMutableBufferPointer { values in
        // SAFETY: both buffers outlive the call; every part writes to places of its own, which the counts of its rows gave it.
        let target = unsafe (columns: SharedBuffer(columns), values: SharedBuffer(values))
        var bases = [0]
        for part in parts { bases.append(bases[bases.count - 1] + part.firstRanks.count) }
        let firstColumns = bases
        _ = concurrentMap(chunksOf: parts.count) { chunk in
          for part in chunk {
            var next = starts[part]
            let bucket = parts[part]
            for column in bucket.frequencies.indices {
              for position in bucket.offsets[column]..<bucket.offsets[column + 1] {
                let row = Int(bucket.rows[position])
                unsafe target.columns.buffer[next[row]] = Int32(firstColumns[part] + column)
                unsafe target.values.buffer[next[row]] = bucket.values[position]
                next[row] += 1
              }
            }
          }
        }
      }
    }
    return SparseMatrix(columnCount: columnCount, rowOffsets: offsets, columnIndices: columns, values: values)
  }
}

/// A buffer that several threads write to, each at places of its own.
///
/// SAFETY: whoever makes one sees to it that no place is written by two threads and that the buffer outlives them.
@safe
struct SharedBuffer<Element>: @unchecked Sendable {
  let buffer: UnsafeMutableBufferPointer<Element>

  init(_ buffer: UnsafeMutableBufferPointer<Element>) { unsafe self.buffer = buffer }
}

/// How many items hold each word of a sequence, and at how many places.
struct WordFrequencies: Sendable {
  private(set) var documents: [Int32]
  private(set) var places: [Int32]

  init(_ sequence: TermSequence, termCount: Int) {
    let parts = concurrentMap(chunksOf: sequence.rowCount, minimumChunk: 256) { rows in
      var documents = [Int32](repeating: 0, count: termCount)
      var places = [Int32](repeating: 0, count: termCount)
      var lastRow = [Int32](repeating: -1, count: termCount)
      for row in rows {
        for position in sequence.range(ofRow: row) {
          let term = Int(sequence.terms[position])
          places[term] += 1
          if lastRow[term] != Int32(truncatingIfNeeded: row) {
            lastRow[term] = Int32(truncatingIfNeeded: row)
            documents[term] += 1
          }
        }
      }
      return (documents: documents, places: places)
    }
    (documents, places) = parts[0]
    for part in parts.dropFirst() {
      for term in 0..<termCount {
        documents[term] += part.documents[term]
        places[term] += part.places[term]
      }
    }
  }
}

extension TermSequence {
  /// The positions in `terms` of all fields of a row.
  func range(ofRow row: Int) -> Range<Int> {
    fieldOffsets[row * Field.allCases.count]..<fieldOffsets[(row + 1) * Field.allCases.count]
  }
}
