import GRDB
import Glibc
import RecommendationEngine

/// Writes one generation into tables that are empty, and adds up its digest on the way.
struct GenerationWriter {
  private let database: Database
  private let contents: IndexContents
  private var digest: GenerationDigest
  private var keyCount = 0
  private var documentFrequencies: [Int32] = []
  /// The checks of each item, which follow from different tables.
  private var checks: [ItemChecks]

  private struct ItemChecks {
    var heading = 0
    var text = 0
    var topics = 0
    var neighbors = 0
  }

  private let writesSearch: Bool

  /// Prepares to write.
  ///
  /// - Parameter writesSearch: Whether the search index is to be written too.
  init(database: Database, contents: IndexContents, writesSearch: Bool = true) {
    self.database = database
    self.contents = contents
    self.writesSearch = writesSearch
    digest = GenerationDigest(model: contents.model, configuration: contents.configuration)
    checks = Array(repeating: ItemChecks(), count: contents.items.count)
  }

  /// Writes everything and returns the line that stands for it.
  mutating func write() throws -> Generation {
    try writeItems()
    try writeKeys()
    try writeTopics()
    try writeTerms()
    try writeCounts()
    try writeNeighbors()
    try writeNearest()
    try writeLinksAndProblems()
    try writeChecks()
    try writeOpaque()
    if writesSearch {
      let texts = contents.items.lazy.map { SearchedText(title: $0.heading.title, summary: $0.summary, text: $0.text) }
      try SearchWriter.write(texts, to: database)
    }
    let generation = try writeGeneration()
    if let clustering = contents.clustering {
      try Self.write(clustering, generation: generation.id, to: database)
    }
    try Self.write(contents.suggestions, to: database)
    return generation
  }

  private mutating func writeItems() throws {
    var statement = try SQLStatement(database, "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for (row, item) in contents.items.enumerated() {
      let heading = item.heading
      statement.bind(row + 1)
      statement.bind(heading.key)
      statement.bind(heading.title)
      statement.bind(heading.path)
      statement.bind(heading.line)
      statement.bind(heading.url)
      statement.bind(heading.date)
      statement.bind(heading.copyOf.map { $0 + 1 })
      statement.bind(heading.wordCount)
      statement.bind(item.summary)
      statement.bind(item.text)
      try statement.run()
      let headingPrint = ContentFingerprints.heading(row: row, heading)
      let textPrint = ContentFingerprints.text(row: row, summary: item.summary, text: item.text)
      checks[row].heading = headingPrint.check
      checks[row].text = textPrint.check
      digest.add(headingPrint, to: .headings)
      digest.add(textPrint, to: .texts)
    }
  }

  private mutating func writeKeys() throws {
    let keys = distinctKeys()
    var statement = try SQLStatement(database, "INSERT INTO keys VALUES (?, ?, ?, ?)")
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].value.hasSameBytes(as: keys[start].value) { end += 1 }
      for key in keys[start..<end] {
        let print = ContentFingerprints.key(value: key.value, kind: key.kind, row: key.row, sharingCount: end - start)
        statement.bind(key.value)
        statement.bind(key.kind)
        statement.bind(key.row + 1)
        statement.bind(print.check)
        try statement.run()
        digest.add(print, to: .keys)
      }
      start = end
    }
    keyCount = keys.count
  }

  /// All names in the order of their bytes, then kind, then row; each once.
  private func distinctKeys() -> [(value: String, kind: String, row: Int)] {
    var keys: [(value: String, kind: String, row: Int)] = []
    for (row, item) in contents.items.enumerated() {
      for key in item.keys { keys.append((key.value, key.kind.rawValue, row)) }
    }
    keys.sort { left, right in
      guard left.value.hasSameBytes(as: right.value) else {
        return left.value.hasBytes(before: right.value)
      }
      return left.kind == right.kind ? left.row < right.row : left.kind < right.kind
    }
    var distinct: [(value: String, kind: String, row: Int)] = []
    distinct.reserveCapacity(keys.count)
    for key in keys {
      if let last = distinct.last, last.row == key.row, last.kind == key.kind, last.value.hasSameBytes(as: key.value) {
        continue
      }
      distinct.append(key)
    }
    return distinct
  }

  private func labels(_ topics: [Int]) -> [String] {
    topics.map { contents.topics[$0].label }
  }

  private mutating func writeTopics() throws {
    var statement = try SQLStatement(database, "INSERT INTO topics VALUES (?, ?, ?, ?, ?)")
    for (index, topic) in contents.topics.enumerated() {
      statement.bind(index + 1)
      statement.bind(topic.label)
      statement.bind(topic.namespace)
      statement.bind(topic.name)
      statement.bind(topic.itemCount)
      try statement.run()
      digest.add(ContentFingerprints.topic(topic), to: .topics)
    }
    var membership = try SQLStatement(database, "INSERT INTO item_topics VALUES (?, ?, ?)")
    for (row, item) in contents.items.enumerated() {
      for (position, topic) in item.topics.enumerated() {
        membership.bind(row + 1)
        membership.bind(topic + 1)
        membership.bind(position + 1)
        try membership.run()
      }
      let print = ContentFingerprints.topics(row: row, labels: labels(item.topics))
      checks[row].topics = print.check
      digest.add(print, to: .itemTopics)
    }
  }

  private mutating func writeTerms() throws {
    var statement = try SQLStatement(database, "INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?)")
    documentFrequencies.reserveCapacity(contents.terms.count)
    for (column, term) in contents.terms.enumerated() {
      let print = ContentFingerprints.term(column: column, term)
      statement.bind(column + 1)
      statement.bind(term.term)
      statement.bind(term.surface)
      statement.bind(term.wordCount)
      statement.bind(term.documentFrequency)
      statement.bind(print.check)
      try statement.run()
      digest.add(print, to: .terms)
      documentFrequencies.append(Int32(term.documentFrequency))
    }
  }

  private mutating func writeCounts() throws {
    let contents = contents
    try writeBlobs(to: "counts", section: .counts) { row in
      let range = contents.counts.range(ofRow: row)
      let columns = contents.counts.columns[range]
      let counts = contents.counts.counts[range]
      return Blob(
        bytes: Packing.packedCounts(columns: columns, counts: counts, place: row),
        print: ContentFingerprints.counts(row: row, columns: columns, counts: counts))
    }
  }

  /// The packed bytes of one item and their fingerprint.
  private struct Blob {
    var bytes: [UInt8]
    var print: Fingerprint
  }

  /// Writes a blob for each item; some thousands are packed on all cores at a time.
  private mutating func writeBlobs(
    to table: String, section: GenerationDigest.Section, _ blob: @Sendable (_ row: Int) -> Blob
  ) throws {
    var statement = try SQLStatement(database, "INSERT INTO \(table) VALUES (?, ?)")
    for start in stride(from: 0, to: contents.items.count, by: 4096) {
      let end = min(contents.items.count, start + 4096)
      let parts = concurrentMap(chunksOf: end - start, minimumChunk: 64) { chunk in
        chunk.map { blob(start + $0) }
      }
      for (row, blob) in zip(start..<end, parts.joined()) {
        digest.add(blob.print, to: section)
        statement.bind(row + 1)
        statement.bind(blob.bytes)
        try statement.run()
      }
    }
  }

  private mutating func writeNeighbors() throws {
    var statement = try SQLStatement(database, "INSERT INTO neighbors VALUES (?, ?, ?, ?)")
    for row in contents.items.indices {
      let range = contents.neighbors.range(ofRow: row)
      for (rank, position) in range.enumerated() {
        statement.bind(row + 1)
        statement.bind(rank + 1)
        statement.bind(Int(contents.neighbors.rows[position]) + 1)
        statement.bind(contents.neighbors.scores[position])
        try statement.run()
      }
      let print = ContentFingerprints.neighbors(
        row: row, rows: contents.neighbors.rows[range], scores: contents.neighbors.scores[range])
      checks[row].neighbors = print.check
      digest.add(print, to: .neighbors)
    }
  }

  private mutating func writeNearest() throws {
    let contents = contents
    try writeBlobs(to: "_nearest", section: .nearest) { row in
      let range = contents.nearest.range(ofRow: row)
      let rows = contents.nearest.rows[range]
      let scores = contents.nearest.scores[range]
      return Blob(
        bytes: Packing.packedScoredRows(rows: rows, scores: scores, place: row),
        print: ContentFingerprints.neighbors(row: row, rows: rows, scores: scores))
    }
  }

  private mutating func writeLinksAndProblems() throws {
    var link = try SQLStatement(database, "INSERT INTO links VALUES (?, ?, ?)")
    let links = contents.links.sorted {
      ($0.row, $0.target, $0.kind.rawValue) < ($1.row, $1.target, $1.kind.rawValue)
    }
    var previous: StoredLink?
    for value in links where value != previous {
      previous = value
      link.bind(value.row + 1)
      link.bind(value.target + 1)
      link.bind(value.kind.rawValue)
      try link.run()
      digest.add(ContentFingerprints.link(value), to: .links)
    }
    var problem = try SQLStatement(database, "INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    for (index, value) in contents.problems.enumerated() {
      problem.bind(index + 1)
      problem.bind(value.path)
      problem.bind(value.line)
      problem.bind(value.column)
      problem.bind(value.severity)
      problem.bind(value.code)
      problem.bind(value.message)
      problem.bind(value.hint)
      try problem.run()
      digest.add(ContentFingerprints.problem(value), to: .problems)
    }
  }

  private func writeChecks() throws {
    var statement = try SQLStatement(database, "INSERT INTO _checks VALUES (?, ?, ?, ?, ?)")
    for (row, check) in checks.enumerated() {
      statement.bind(row + 1)
      statement.bind(check.heading)
      statement.bind(check.text)
      statement.bind(check.topics)
      statement.bind(check.neighbors)
      try statement.run()
    }
  }

  private func writeOpaque() throws {
    var analysis = try SQLStatement(database, "INSERT INTO _analysis VALUES (?, ?)")
    for (row, bytes) in contents.analyses.enumerated() {
      analysis.bind(row + 1)
      analysis.bind(Packing.sealed(bytes, place: row))
      try analysis.run()
    }
    var source = try SQLStatement(database, "INSERT INTO _sources VALUES (?, ?, ?, ?, ?)")
    for value in contents.sources {
      source.bind(value.path)
      source.bind(value.size)
      source.bind(value.modifiedNanoseconds)
      source.bind(value.digest)
      source.bind(value.content)
      try source.run()
    }
    var vector = try SQLStatement(database, "INSERT INTO _vectors VALUES (?, ?)")
    vector.bind(RecommendationStore.documentFrequenciesName)
    vector.bind(Packing.packedNumbers(documentFrequencies, place: RecommendationStore.vectorPlace))
    try vector.run()
    for value in contents.vectors {
      vector.bind(value.name)
      vector.bind(Packing.sealed(value.bytes, place: RecommendationStore.vectorPlace))
      try vector.run()
    }
  }

  private mutating func writeGeneration() throws -> Generation {
    var generation = Generation(
      id: 0, digest: digest.hexadecimal, model: contents.model, configuration: contents.configuration,
      itemCount: contents.items.count, copyCount: contents.items.count { $0.heading.copyOf != nil }, keyCount: keyCount,
      topicCount: contents.topics.count, termCount: contents.terms.count, problemCount: contents.problems.count)
    var last = try SQLStatement(database, "SELECT id, digest FROM generations ORDER BY id DESC LIMIT 1")
    if try last.step() {
      let isSame = last.text(1) == generation.digest
      generation.id = isSame ? last.int(0) : last.int(0) + 1
      last.finish()
      if isSame { return generation }
    } else {
      generation.id = 1
    }
    var statement = try SQLStatement(database, "INSERT INTO generations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    statement.bind(generation.id)
    statement.bind(generation.digest)
    statement.bind(generation.model)
    statement.bind(generation.configuration)
    statement.bind(generation.itemCount)
    statement.bind(generation.copyCount)
    statement.bind(generation.keyCount)
    statement.bind(generation.topicCount)
    statement.bind(generation.termCount)
    statement.bind(generation.problemCount)
    statement.bind(ContentFingerprints.generation(generation).check)
    try statement.run()
    return generation
  }
}

extension String {
  /// Whether both are the same to SQLite, which knows no canonical equivalence: `é` in one scalar is not `é` in two.
  func hasSameBytes(as other: String) -> Bool {
    utf8.count == other.utf8.count && compareBytes(with: other) == 0
  }

  /// Whether the bytes come before those of another text, as SQLite sorts.
  func hasBytes(before other: String) -> Bool {
    let order = compareBytes(with: other)
    return order == 0 ? utf8.count < other.utf8.count : order < 0
  }

  /// Below, at or above 0 as the bytes, as far as both go, come before, are the same as or come after the others.
  private func compareBytes(with other: String) -> CInt {
    let order = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right -> CInt in
        guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
        // SAFETY: no more bytes are compared than the shorter buffer has.
        return memcmp(first, second, min(left.count, right.count))
      }
    }
    if let order = order ?? nil { return order }
    for (left, right) in zip(utf8, other.utf8) where left != right { return left < right ? -1 : 1 }
    return 0
  }
}
