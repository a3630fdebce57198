import LinearAlgebra
import RecommendationEngine
import RecommendationStore

/// Two blobs: what was found stays the same from run to run, the places of the items move. See ``ByteWriter``.
extension KeptClusters {
  /// Raised when the meaning of the bytes changes.
  private static let format = 1

  /// What was found, as bytes.
  var foundBytes: [UInt8] {
    if let readBytes { return readBytes }
    var bytes = ByteWriter()
    bytes.add(Self.format)
    bytes.add(wantedCount ?? -1)
    bytes.add(model.neighborCount)
    bytes.add(word: model.minimumSimilarity.bitPattern)
    bytes.add(stability.count)
    bytes.add(word: stability.value.bitPattern)
    bytes.add(model.words.itemCount)
    bytes.add(numbers: model.words.fingerprints)
    bytes.add(numbers: model.words.documentFrequency)
    bytes.add(model.directions.width)
    bytes.add(numbers: model.directions.scales.map(\.bitPattern))
    bytes.add(numbers: model.directions.steps)
    bytes.add(model.centers.rowCount)
    bytes.add(numbers: model.centers.values.map(\.bitPattern))
    for cluster in clusters {
      bytes.add(cluster.id)
      bytes.add(cluster.label)
      bytes.add(word: cluster.cohesion.bitPattern)
      bytes.add(cluster.terms.count)
      for term in cluster.terms {
        bytes.add(term.term)
        bytes.add(word: term.weight.bitPattern)
      }
      bytes.add(numbers: cluster.words)
    }
    bytes.add(numbers: unassignedWords)
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
    var reader = ByteReader(foundBytes[...])
    var lastReader = ByteReader(lastBytes[...])
    guard let format = reader.number(), format == Self.format, let wanted = reader.number(),
      let neighborCount = reader.number(), let minimum = reader.word(), let stableCount = reader.number(),
      let stableValue = reader.word(), let itemCount = reader.number(), let fingerprints: [UInt64] = reader.numbers(),
      let frequencies: [Int32] = reader.numbers(), let width = reader.number(),
      let scales: [UInt32] = reader.numbers(), let steps: [UInt8] = reader.numbers(),
      let count = reader.number(), let centers: [UInt32] = reader.numbers(), count > 0, centers.count % count == 0,
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
    guard let id = reader.number(), let label = reader.optionalString(), let cohesion = reader.word(),
      let termCount = reader.number(), termCount >= 0
    else { return nil }
    var terms: [StoredCluster.WeightedTerm] = []
    for _ in 0..<termCount {
      guard let term = reader.string(), let weight = reader.word() else { return nil }
      terms.append(.init(term: term, weight: Double(bitPattern: weight)))
    }
    guard let words: [UInt64] = reader.numbers() else { return nil }
    self.init(
      id: id, label: label, cohesion: Double(bitPattern: cohesion), terms: terms, words: words)
  }
}

extension KeptClusters.Places {
  fileprivate func append(to bytes: inout ByteWriter) {
    bytes.add(numbers: keys)
    bytes.add(numbers: prints)
    bytes.add(numbers: memberships.map { UInt8(clamping: $0.count) })
    let all = memberships.joined()
    bytes.add(numbers: all.map { Int32(clamping: $0.cluster) })
    // Weights have six places.
    bytes.add(numbers: all.map { Int32(($0.weight * 1_000_000).rounded()) })
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
