import GRDB

extension Database {
  /// Inserts rows into a table, 16 at a time while there are so many: a statement for each would spend half of its time on
  /// beginning and ending.
  ///
  /// - Parameters:
  ///   - rows: What the rows are made of, in their order.
  ///   - table: The table.
  ///   - columnCount: The number of its columns, all of which are written.
  ///   - bind: Binds the values of one row in the order of the columns.
  func insert<Rows: RandomAccessCollection>(
    _ rows: Rows, into table: String, columnCount: Int,
    _ bind: (_ statement: inout SQLStatement, _ row: Rows.Element) throws -> Void
  ) throws where Rows.Index == Int {
    let batchCount = 16
    var start = rows.startIndex
    for count in [batchCount, 1] where rows.endIndex - start >= count {
      let values = "(" + Array(repeating: "?", count: columnCount).joined(separator: ", ") + ")"
      let sql = "INSERT INTO \(table) VALUES " + Array(repeating: values, count: count).joined(separator: ", ")
      try SQLStatement.withRoom(self, sql) { statement in
        while rows.endIndex - start >= count {
          for place in start..<start + count { try bind(&statement, rows[place]) }
          try statement.run(parameterCount: count * columnCount)
          start += count
        }
      }
    }
  }
}
