import LinearAlgebra
import RecommendationEngine
import RecommendationStore

/// Two blobs: what was found stays the same from run to run, the places of the items move. Numbers have their low bytes first.
extension KeptClusters {
  /// Raised when the meaning of the bytes changes.
  private static let format: UInt64 = 1

  /// What was found, as bytes.
  var foundBytes: [UInt8] {
    if let readBytes { return readBytes }
    var bytes = ByteWriter()
    bytes.append(Self.format)
    bytes.append(wantedCount ?? -1)
    bytes.append(model.neighborCount)
    bytes.append(model.minimumSimilarity.bitPattern)
    bytes.append(stability.count)
    bytes.append(stability.value.bitPattern)
    bytes.append(model.words.itemCount)
    bytes.append(model.words.fingerprints)
    bytes.append(model.words.documentFrequency)
    bytes.append(model.directions.width)
    bytes.append(model.directions.scales.map(\.bitPattern))
    bytes.append(model.directions.steps)
    bytes.append(model.centers.rowCount)
    bytes.append(model.centers.values.map(\.bitPattern))
    for cluster in clusters {
      bytes.append(cluster.id)
      bytes.append(cluster.label == nil ? 0 : 1)
      bytes.append(Array((cluster.label ?? "").utf8))
      bytes.append(cluster.cohesion.bitPattern)
      bytes.append(cluster.terms.count)
      for term in cluster.terms {
        bytes.append(Array(term.term.utf8))
        bytes.append(term.weight.bitPattern)
      }
      bytes.append(cluster.words)
    }
    bytes.append(unassignedWords)
    found.append(to: &bytes)
    return bytes.bytes
  }

  /// The places of the items in the last run, as bytes.
  var lastBytes: [UInt8] {
    var bytes = ByteWriter()
    last.append(to: &bytes)
    return bytes.bytes
  }

  /// Reads what was kept; nil where it is of no use: made by another version, or damaged.
  init?(found foundBytes: [UInt8], last lastBytes: [UInt8]) {
    var reader = ByteReader(foundBytes)
    var lastReader = ByteReader(lastBytes)
    guard let format = reader.word(), format == Self.format, let wanted = reader.int(),
      let neighborCount = reader.int(), let minimum = reader.word(), let stableCount = reader.int(),
      let stableValue = reader.word(), let itemCount = reader.int(), let fingerprints: [UInt64] = reader.numbers(),
      let frequencies: [Int32] = reader.numbers(), let width = reader.int(),
      let scales: [UInt32] = reader.numbers(), let steps: [UInt8] = reader.numbers(),
      let count = reader.int(), let centers: [UInt32] = reader.numbers(), count > 0, centers.count % count == 0,
      let words = ClusterWords(fingerprints: fingerprints, documentFrequency: frequencies, itemCount: itemCount),
      let directions = ClusterDirections(width: width, scales: scales.map(Float.init(bitPattern:)), steps: steps),
      let model = ClusterModel(
        words: words, directions: directions,
        centers: DenseMatrix(
          rowCount: count, columnCount: centers.count / count, values: centers.map(Float.init(bitPattern:))),
        neighborCount: neighborCount, minimumSimilarity: Double(bitPattern: minimum))
    else { return nil }
    var clusters: [Found] = []
    for _ in 0..<count {
      guard let cluster = Found(&reader) else { return nil }
      clusters.append(cluster)
    }
    guard let unassigned: [UInt64] = reader.numbers(), let found = Places(&reader, clusterCount: count),
      let last = Places(&lastReader, clusterCount: count), reader.isAtEnd, lastReader.isAtEnd
    else { return nil }
    self.init(
      model: model, wantedCount: wanted < 0 ? nil : wanted, clusters: clusters, unassignedWords: unassigned,
      stability: ClusterStability(count: stableCount, value: Double(bitPattern: stableValue)), found: found, last: last,
      readBytes: foundBytes)
  }
}

extension KeptClusters.Found {
  fileprivate init?(_ reader: inout ByteReader) {
    guard let id = reader.int(), let hasLabel = reader.int(), let label = reader.text(), let cohesion = reader.word(),
      let termCount = reader.int(), termCount >= 0
    else { return nil }
    var terms: [StoredCluster.WeightedTerm] = []
    for _ in 0..<termCount {
      guard let term = reader.text(), let weight = reader.word() else { return nil }
      terms.append(.init(term: term, weight: Double(bitPattern: weight)))
    }
    guard let words: [UInt64] = reader.numbers() else { return nil }
    self.init(
      id: id, label: hasLabel == 1 ? label : nil, cohesion: Double(bitPattern: cohesion), terms: terms, words: words)
  }
}

extension KeptClusters.Places {
  fileprivate func append(to bytes: inout ByteWriter) {
    bytes.append(keys)
    bytes.append(prints)
    bytes.append(memberships.map { UInt8(clamping: $0.count) })
    let all = memberships.joined()
    bytes.append(all.map { Int32(clamping: $0.cluster) })
    // Weights have six places.
    bytes.append(all.map { Int32(($0.weight * 1_000_000).rounded()) })
  }

  fileprivate init?(_ reader: inout ByteReader, clusterCount: Int) {
    guard let keys: [UInt64] = reader.numbers(), let prints: [UInt64] = reader.numbers(),
      let counts: [UInt8] = reader.numbers(), let clusters: [Int32] = reader.numbers(),
      let weights: [Int32] = reader.numbers(), prints.count == keys.count, counts.count == keys.count,
      clusters.count == weights.count, counts.reduce(0, { $0 + Int($1) }) == clusters.count,
      clusters.allSatisfy({ (0..<clusterCount).contains(Int($0)) })
    else { return nil }
    var next = 0
    self.init(
      keys: keys, prints: prints,
      memberships: counts.map { count in
        defer { next += Int(count) }
        return (next..<next + Int(count)).map {
          ClusterMembership(cluster: Int(clusters[$0]), weight: Double(weights[$0]) / 1_000_000)
        }
      })
  }
}

/// Puts numbers into bytes, one after the other.
private struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ number: Int) { append(UInt64(bitPattern: Int64(number))) }

  /// The number of entries, then each.
  mutating func append<Number: FixedWidthInteger>(_ numbers: [Number]) {
    append(numbers.count)
    bytes.reserveCapacity(bytes.count + numbers.count * Number.bitWidth / 8)
    numbers.map(\.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Takes numbers out of bytes; nil where there are too few.
private struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func word() -> UInt64? {
    guard bytes.count - position >= 8 else { return nil }
    defer { position += 8 }
    return bytes.withUnsafeBytes {
      // SAFETY: eight bytes follow, as checked above.
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
  }

  mutating func int() -> Int? { word().map { Int(Int64(bitPattern: $0)) } }

  mutating func numbers<Number: FixedWidthInteger>() -> [Number]? {
    let width = Number.bitWidth / 8
    guard let count = int(), count >= 0, count <= (bytes.count - position) / width else { return nil }
    let start = position
    position += count * width
    return bytes.withUnsafeBytes { bytes in
      // SAFETY: `count` numbers follow, as checked above.
      (0..<count).map {
        Number(littleEndian: bytes.loadUnaligned(fromByteOffset: start + $0 * width, as: Number.self))
      }
    }
  }

  mutating func text() -> String? {
    let bytes: [UInt8]? = numbers()
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }
}
