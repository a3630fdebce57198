import Glibc
import LinearAlgebra
import RecommendationEngine

/// The nearest rows of every row of a matrix in Matrix Market form, timed without reading and writing.
struct MatrixNeighbors {
  let path: String
  let count: Int
  let threads: Int

  /// Writes `row neighbor score` lines, and the time to standard error as JSON.
  func print() throws {
    guard let rows = Self.matrix(path) else {
      Output.write("\(path) is no Matrix Market file that can be read\n", to: STDERR_FILENO)
      exit(2)
    }
    Parallelism.threadCount = threads
    var lists = NeighborLists()
    var processor = 0.0
    let wall = Stopwatch.wall {
      processor = Stopwatch.processor { lists = NearestNeighborIndex(rows: rows).nearestNeighbors(count: count) }
    }
    for row in 0..<lists.count {
      Output.write(lists[row].map { "\(row) \($0.row) \($0.score)\n" }.joined())
    }
    Output.write("{\"wall\": \(wall), \"processor\": \(processor)}\n", to: STDERR_FILENO)
  }

  /// Rows from lines `row column value`, ascending by row and column, counted from 1.
  private static func matrix(_ path: String) -> SparseMatrix? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 1024)
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Float] = []
    var shape: (rows: Int, columns: Int)?
    while fgets(&line, CInt(line.count), file) != nil {
      if line[0] == CChar(UInt8(ascii: "%")) { continue }
      let (first, second, third) = line.withUnsafeMutableBufferPointer { line -> (Int, Int, Double) in
        // SAFETY: fgets ended the line with a NUL, where the three conversions stop.
        var rest = line.baseAddress
        let first = strtol(rest!, &rest, 10)
        let second = strtol(rest!, &rest, 10)
        return (first, second, strtod(rest!, nil))
      }
      guard shape != nil else {
        shape = (first, second)
        continue
      }
      while offsets.count < first { offsets.append(columns.count) }
      columns.append(Int32(second - 1))
      values.append(Float(third))
    }
    guard let shape else { return nil }
    while offsets.count <= shape.rows { offsets.append(columns.count) }
    return SparseMatrix(columnCount: shape.columns, rowOffsets: offsets, columnIndices: columns, values: values)
  }
}
