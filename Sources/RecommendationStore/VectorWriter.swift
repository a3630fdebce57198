import GRDB

/// Brings the bytes that are kept by name up to date, each as soon as it is known: what is there already stays, for some of it is large
/// and rarely changes.
struct VectorWriter {
  private let database: Database
  private var written: Set<String> = []

  init(_ database: Database) { self.database = database }

  /// Writes further bytes; those under a name that was written before stay.
  mutating func write(_ vectors: [NamedBytes]) throws {
    for vector in vectors {
      try write(vector.name, Packing.sealed(vector.bytes, place: RecommendationStore.vectorPlace))
    }
  }

  /// Writes numbers; those under a name that was written before stay.
  mutating func write(_ numbers: [Int32], named name: String) throws {
    try write(name, Packing.packedNumbers(numbers, place: RecommendationStore.vectorPlace))
  }

  private mutating func write(_ name: String, _ bytes: [UInt8]) throws {
    guard written.insert(name).inserted else { return }
    var known = try SQLStatement(database, "SELECT content FROM _vectors WHERE name = ?")
    known.bind(name)
    let isThere = try known.step() && known.holds(bytes, in: 0)
    known.finish()
    guard !isThere else { return }
    var insertion = try SQLStatement(database, "INSERT OR REPLACE INTO _vectors VALUES (?, ?)")
    insertion.bind(name)
    insertion.bind(bytes)
    try insertion.run()
  }

  /// Removes what was not written.
  func removeOthers() throws {
    var known = try SQLStatement(database, "SELECT name FROM _vectors")
    var gone: [String] = []
    while try known.step() { gone.append(known.text(0)) }
    var deletion = try SQLStatement(database, "DELETE FROM _vectors WHERE name = ?")
    for name in gone where !written.contains(name) {
      deletion.bind(name)
      try deletion.run()
    }
  }
}
