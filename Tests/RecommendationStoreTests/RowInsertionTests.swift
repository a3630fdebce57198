import GRDB
import Testing

@testable import RecommendationStore

@Suite struct `Inserting rows` {
  @Test(arguments: [0, 1, 15, 16, 17, 32, 47, 100])
  func `all arrive once, in their order, however many there are`(count: Int) throws {
    let queue = try DatabaseQueue()
    try queue.write { database in
      try database.execute(sql: "CREATE TABLE numbers (id INTEGER PRIMARY KEY, square INTEGER, name TEXT)")
      try database.insert(0..<count, into: "numbers", columnCount: 3) { statement, number in
        statement.bind(number)
        statement.bind(number * number)
        statement.bind(number % 3 == 0 ? nil : "number \(number)")
      }
      let rows = try Row.fetchAll(database, sql: "SELECT * FROM numbers ORDER BY id")
      #expect(rows.map { $0["id"] } == Array(0..<count))
      #expect(rows.map { $0["square"] } == (0..<count).map { $0 * $0 })
      #expect(rows.map { $0["name"] as String? } == (0..<count).map { $0 % 3 == 0 ? nil : "number \($0)" })
    }
  }

  @Test func `an error leaves as one of the database`() throws {
    let queue = try DatabaseQueue()
    try queue.write { database in
      try database.execute(sql: "CREATE TABLE numbers (id INTEGER PRIMARY KEY)")
      #expect(throws: DatabaseError.self) {
        try database.insert([1, 2, 1], into: "numbers", columnCount: 1) { $0.bind($1) }
      }
    }
  }
}
