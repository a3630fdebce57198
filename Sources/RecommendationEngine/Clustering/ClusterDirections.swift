import LinearAlgebra

/// The directions along which items are seen, with one row for each word, in a byte for each entry.
///
/// Entry *j* of a row is a whole number in −127…127 times the scale of the row. An item's place is a sum over a hundred words and
/// more, in which such small errors nearly cancel: cosines change in the fifth place, and a large collection's directions
/// fit into some two million bytes.
public struct ClusterDirections: Sendable, Equatable {
  /// The number of directions.
  public let width: Int
  /// For each word what its numbers are multiplied by; 0 for words along no direction.
  public let scales: [Float]
  /// The numbers of the words whose scale is not 0, one row after the other, as the bits of `Int8`.
  public let steps: [UInt8]
  /// Where the numbers of each word begin in `steps`.
  private let starts: [Int]

  /// Takes directions as they were kept; nil where they are of no use together.
  public init?(width: Int, scales: [Float], steps: [UInt8]) {
    guard (0...65_536).contains(width), scales.allSatisfy({ $0.isFinite && $0 >= 0 }),
      steps.count == scales.count(where: { $0 > 0 }) * width
    else { return nil }
    self.init(width: width, fitting: scales, steps)
  }

  private init(width: Int, fitting scales: [Float], _ steps: [UInt8]) {
    self.width = width
    self.scales = scales
    self.steps = steps
    var next = 0
    starts = scales.map { scale in
      defer { if scale > 0 { next += width } }
      return next
    }
  }

  /// Rounds directions, of shape (words, directions).
  init(rounding directions: DenseMatrix) {
    var scales: [Float] = []
    var steps: [UInt8] = []
    for word in 0..<directions.rowCount {
      let row = directions.row(word)
      let scale = row.reduce(0) { max($0, abs($1)) } / 127
      // What is too small to divide by says nothing.
      guard scale > 1e-30 else {
        scales.append(0)
        continue
      }
      scales.append(scale)
      for value in row { steps.append(UInt8(bitPattern: Int8((value / scale).rounded()))) }
    }
    self.init(width: directions.columnCount, fitting: scales, steps)
  }

  /// The number of words.
  public var wordCount: Int { scales.count }

  /// The directions of some words, of shape (words, directions).
  func rows(of words: some Collection<Int>) -> DenseMatrix {
    var values: [Float] = []
    values.reserveCapacity(words.count * width)
    for word in words {
      let scale = scales[word]
      if scale > 0 {
        for step in steps[starts[word]..<starts[word] + width] { values.append(Float(Int8(bitPattern: step)) * scale) }
      } else {
        values += repeatElement(0, count: width)
      }
    }
    return DenseMatrix(rowCount: words.count, columnCount: width, values: values)
  }
}
