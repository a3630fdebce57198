import LinearAlgebra
import Synchronization

/// The columns of a matrix of unit rows, laid out so that the scalar products of a query with all rows are cheap.
///
/// A term that a large share of the rows holds costs less in a dense block, multiplied by BLAS for many queries at once;
/// any other term costs less as a list of the rows that hold it (postings). Adding one posting to a score costs about
/// as much as 30 dense multiplications, hence the share.
struct TermPostings: Sendable {
  /// Terms held by at least this share of the rows are multiplied densely.
  ///
  /// `recommend-benchmarks head` compares shares; between 0.1 and 0.3 the time hardly changes.
  static let denseShare = 0.15
  /// The dense block takes at most this many columns.
  static let denseColumnLimit = 512
  /// With more rows than this the scores of a block of queries leave the processor's cache, which costs more than the
  /// dense block saves: then every term has postings, and queries are taken one by one.
  static let denseRowLimit = 16_384
  let rowCount: Int
  /// For each column its place in the dense block, or -1.
  let denseColumn: [Int32]
  /// The dense block, of shape (rows, dense columns).
  let dense: DenseMatrix
  /// The other columns: row *t* holds the rows with term *t*.
  let postings: SparseMatrix

  init(_ rows: SparseMatrix, denseShare: Double = Self.denseShare) {
    // Each worker takes some rows, and has room of its own behind that of those before it in the postings of each term.
    let counted = concurrentMap(chunksOf: rows.rowCount, minimumChunk: 4096) { chunk in
      var frequency = [Int](repeating: 0, count: rows.columnCount)
      for position in rows.rowOffsets[chunk.lowerBound]..<rows.rowOffsets[chunk.upperBound] {
        frequency[Int(rows.columnIndices[position])] += 1
      }
      return (rows: chunk, frequency: frequency)
    }
    var frequency = counted[0].frequency
    for part in counted.dropFirst() {
      for column in frequency.indices { frequency[column] += part.frequency[column] }
    }
    // Below some hundred rows the set-up of a dense product costs more than it saves.
    let minimum = max(Int((denseShare * Double(rows.rowCount)).rounded(.up)), 64)
    let hasHead = rows.rowCount <= Self.denseRowLimit
    let head = (hasHead ? frequency.indices : 0..<0).filter { frequency[$0] >= minimum }
      .sorted { (frequency[$1], $0) < (frequency[$0], $1) }
      .prefix(Self.denseColumnLimit).sorted()
    var denseColumn = [Int32](repeating: -1, count: rows.columnCount)
    for (place, column) in head.enumerated() { denseColumn[column] = Int32(place) }

    var dense = [Float](repeating: 0, count: rows.rowCount * head.count)
    var offsets = [0]
    for column in frequency.indices {
      offsets.append(offsets[column] + (denseColumn[column] < 0 ? frequency[column] : 0))
    }
    var starts: [[Int]] = []
    var next = offsets
    for part in counted {
      starts.append(next)
      for column in frequency.indices where denseColumn[column] < 0 { next[column] += part.frequency[column] }
    }
    var postingRows = [Int32](repeating: 0, count: offsets.last!)
    var postingValues = [Float](repeating: 0, count: offsets.last!)
    let (headCount, placeOfColumn, firstPlaces) = (head.count, denseColumn, starts)
    unsafe dense.withUnsafeMutableBufferPointer { dense in
      unsafe postingRows.withUnsafeMutableBufferPointer { postingRows in
        unsafe postingValues.withUnsafeMutableBufferPointer { postingValues in
          // SAFETY: the buffers outlive the call; every worker writes to its own rows of the dense block, and to as many places of
          // each term as it counted.
          let target = unsafe (
            dense: SharedBuffer(dense), rows: SharedBuffer(postingRows), values: SharedBuffer(postingValues)
          )
          _ = concurrentMap(chunksOf: counted.count) { parts in
            for part in parts {
              var next = firstPlaces[part]
              for row in counted[part].rows {
                for position in rows.range(ofRow: row) {
                  let column = Int(rows.columnIndices[position])
                  if placeOfColumn[column] >= 0 {
                    unsafe target.dense.buffer[row * headCount + Int(placeOfColumn[column])] = rows.values[position]
                  } else {
                    unsafe target.rows.buffer[next[column]] = Int32(row)
                    unsafe target.values.buffer[next[column]] = rows.values[position]
                    next[column] += 1
                  }
                }
              }
            }
          }
        }
      }
    }
    rowCount = rows.rowCount
    self.denseColumn = denseColumn
    self.dense = DenseMatrix(rowCount: rows.rowCount, columnCount: head.count, values: dense)
    postings = SparseMatrix(
      columnCount: rows.rowCount, rowOffsets: offsets, columnIndices: postingRows, values: postingValues)
  }

  /// The number of queries that are multiplied at once, so that their scores stay in the processor's cache.
  func blockSize(stride: Int) -> Int {
    dense.columnCount == 0 ? 1 : max(1, min(64, 262_144 / max(1, stride)))
  }

  /// The weights of a query in the columns of the dense block.
  func headQuery(_ query: SparseVector) -> [Float] {
    var weights = [Float](repeating: 0, count: dense.columnCount)
    for (column, value) in zip(query.columns, query.values) where denseColumn[Int(column)] >= 0 {
      weights[Int(denseColumn[Int(column)])] = Float(value)
    }
    return weights
  }

  /// Computes the approximate scalar products of a block of queries with all rows.
  ///
  /// - Parameters:
  ///   - queries: Their columns, ascending, and weights.
  ///   - scores: Room for `queries.count` rows of `stride` floats, `stride` at least the number of rows; what lies
  ///     behind the last row becomes 0.
  func accumulate(_ queries: [SparseVector], into scores: inout [Float], stride: Int) {
    let width = dense.columnCount
    let isSingle = queries.count == 1
    let denseQueries = !isSingle ? queries.flatMap(headQuery) : []
    // SAFETY: `scores` holds `queries.count` rows of `stride` floats; postings hold rows below `rowCount`, which
    // `stride` is not below; the dense blocks have the shapes given.
    unsafe scores.withUnsafeMutableBufferPointer { scores in
      let base = scores.baseAddress!
      unsafe base.update(repeating: 0, count: queries.count * stride)
      if width > 0, isSingle {
        // One query does not repay OpenBLAS, which may not even be in memory.
        let head = HeadTerms(self, query: queries[0])
        for row in 0..<rowCount { unsafe base[row] = head.part(ofRow: row) }
      } else if width > 0, rowCount > 0 {
        unsafe denseQueries.withUnsafeBufferPointer { left in
          unsafe dense.values.withUnsafeBufferPointer { right in
            unsafe BLAS.multiplyByTransposed(
              m: queries.count, n: rowCount, k: width, a: left.baseAddress!, aStride: width,
              b: right.baseAddress!, bStride: width, c: base, cStride: stride)
          }
        }
      }
      unsafe postings.columnIndices.withUnsafeBufferPointer { rows in
        unsafe postings.values.withUnsafeBufferPointer { values in
          for (number, query) in queries.enumerated() {
            let sums = unsafe base + number * stride
            for (column, weight) in zip(query.columns, query.values) {
              let range = postings.range(ofRow: Int(column))
              let weight = Float(weight)
              for position in range {
                unsafe sums[Int(rows[position])] += weight * values[position]
              }
            }
          }
        }
      }
    }
  }
}

/// Postings that are made when they are first wanted: comparing all pairs has its own.
final class LazyTermPostings: Sendable {
  private let made = Mutex<TermPostings?>(nil)

  /// The postings of the rows, always the same ones.
  func value(of rows: SparseMatrix) -> TermPostings {
    made.withLock { made in
      let postings = made ?? TermPostings(rows)
      made = postings
      return postings
    }
  }
}

/// A row of weights on its own: a query.
public struct SparseVector: Sendable, Equatable {
  /// The columns, ascending.
  public var columns: [Int32]
  /// The weight of each column.
  public var values: [Double]

  /// Creates a vector from its columns, ascending, and weights.
  public init(columns: [Int32] = [], values: [Double] = []) {
    precondition(columns.count == values.count, "\(columns.count) columns for \(values.count) weights")
    self.columns = columns
    self.values = values
  }

  /// The weights of a row of a matrix.
  public init(row: Int, of matrix: SparseMatrix) {
    let range = matrix.range(ofRow: row)
    columns = Array(matrix.columnIndices[range])
    values = matrix.values[range].map(Double.init)
  }
}
