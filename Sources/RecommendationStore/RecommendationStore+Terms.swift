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
      let ids = try termIDs(database)
      var rows = try TermRows(database)
      return try columns.map { column in
        guard column >= 0, column < ids.count else { throw damage("term \(column + 1)") }
        return try term(id: ids[column], &rows)
      }
    }
  }

  /// The ids that the items have in the database, by row; read once for a generation.
  func itemIDs(_ database: Database) throws -> RowIDs {
    try ids(named: RowIDs.itemsName, of: "items", database) { $0.itemCount }
  }

  /// The row of an item by the id that it has in the database.
  func row(ofID id: Int, _ ids: RowIDs) throws -> Int {
    guard let row = ids.place(ofID: id) else { throw damage("the number of an item") }
    return row
  }

  /// The ids that the terms have in the database, by column; read once for a generation.
  func termIDs(_ database: Database) throws -> RowIDs {
    try ids(named: RowIDs.termsName, of: "terms", database) { $0.termCount }
  }

  private func ids(
    named name: String, of things: String, _ database: Database, count: (Generation) -> Int
  ) throws -> RowIDs {
    if let known = self.known.withLock({ $0.ids[name] }) { return known }
    let ids = try withVector(name, database) { bytes in
      Packing.numbers(from: bytes, place: Self.vectorPlace).flatMap(RowIDs.init(numbers:))
    }
    guard let ids = ids ?? nil, try latestGeneration(database).map(count) == ids.count else {
      throw damage("the list of numbers of the \(things)")
    }
    self.known.withLock { $0.ids[name] = ids }
    return ids
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
    try access { database in
      let ids = try termIDs(database)
      var rows = try TermRows(database)
      return try terms.map { wanted in
        var low = 0
        var high = ids.count
        while low < high {
          let middle = (low + high) / 2
          let found = try term(id: ids[middle], &rows).term
          if found.utf8.elementsEqual(wanted.utf8) { return middle }
          if found.utf8.lexicographicallyPrecedes(wanted.utf8) { low = middle + 1 } else { high = middle }
        }
        return nil
      }
    }
  }

  private func term(id: Int, _ rows: inout TermRows) throws -> StoredTerm {
    guard let term = try rows.term(id: id) else { throw damage("term \(id)") }
    return term
  }

  func withVector<Result>(
    _ name: String, _ database: Database, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    var statement = try SQLStatement(database, "SELECT content FROM _vectors WHERE name = ?")
    statement.bind(name)
    defer { statement.finish() }
    guard try statement.step() else { return nil }
    return try statement.withBytes(0, body)
  }
}
