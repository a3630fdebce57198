import GRDB

extension RecommendationStore {
  /// How many items hold each term, by column; without reading the terms.
  public func documentFrequencies() throws(StoreError) -> [Int32] {
    try access { database in
      try withVector(Self.documentFrequenciesName, database) { bytes in
        guard let numbers = Packing.numbers(from: bytes, place: Self.vectorPlace) else {
          throw damage("the document frequencies")
        }
        return numbers
      } ?? []
    }
  }

  /// The bytes kept under a name, or nil.
  public func vector(named name: String) throws(StoreError) -> [UInt8]? {
    try access { database in
      try withVector(name, database) { bytes in
        guard let content = Packing.unsealed(bytes, place: Self.vectorPlace) else { throw damage("'\(name)'") }
        return Array(content)
      }
    }
  }

  /// Some terms, in the order asked.
  public func terms(columns: some Sequence<Int>) throws(StoreError) -> [StoredTerm] {
    try access { database in
      var statement = try SQLStatement(database, Self.termQuery)
      return try columns.map { try term(column: $0, &statement) }
    }
  }

  /// All terms, by column.
  public func allTerms() throws(StoreError) -> [StoredTerm] {
    try terms(columns: 0..<(try generation().termCount))
  }

  /// The columns of some terms as analysis makes them; nil where a term is not in the vocabulary.
  ///
  /// Terms lie in the order of their bytes, so each is found by halving.
  ///
  /// - Complexity: O(*m* log *t*) for *m* asked of *t* terms.
  public func columns(ofTerms terms: some Sequence<String>) throws(StoreError) -> [Int?] {
    let count = try generation().termCount
    return try access { database in
      var statement = try SQLStatement(database, Self.termQuery)
      return try terms.map { wanted in
        var low = 0
        var high = count
        while low < high {
          let middle = (low + high) / 2
          let found = try term(column: middle, &statement).term
          if found.utf8.elementsEqual(wanted.utf8) { return middle }
          if found.utf8.lexicographicallyPrecedes(wanted.utf8) { low = middle + 1 } else { high = middle }
        }
        return nil
      }
    }
  }

  private static let termQuery = "SELECT term, surface, word_count, document_frequency, _check FROM terms WHERE id = ?"

  private func term(column: Int, _ statement: inout SQLStatement) throws -> StoredTerm {
    statement.bind(column + 1)
    guard try statement.step() else { throw damage("term \(column + 1)") }
    defer { statement.finish() }
    let term = StoredTerm(
      term: statement.text(0), surface: statement.optionalText(1), wordCount: statement.int(2),
      documentFrequency: statement.int(3))
    guard ContentFingerprints.term(column: column, term).check == statement.int(4) else {
      throw damage("term \(column + 1)")
    }
    return term
  }

  private func withVector<Result>(
    _ name: String, _ database: Database, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    var statement = try SQLStatement(database, "SELECT content FROM _vectors WHERE name = ?")
    statement.bind(name)
    defer { statement.finish() }
    guard try statement.step() else { return nil }
    return try statement.withBytes(0, body)
  }
}
