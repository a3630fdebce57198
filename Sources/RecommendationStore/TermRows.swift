import GRDB

/// Looks terms up by the ids that they have in the database.
///
/// Blocks that were read are remembered, some hundreds at a time: who looks for a spelling by halving comes by the same ones.
struct TermRows {
  private var statement: SQLStatement
  private var blocks: [Int: TermBlock] = [:]

  init(_ database: Database) throws {
    statement = try SQLStatement(database, "SELECT terms, checks FROM _term_blocks WHERE id = ?")
  }

  /// The term with an id; nil when there is none, or what is there does not fit its check.
  mutating func term(id: Int) throws -> StoredTerm? {
    let number = TermBlock.number(ofID: id)
    if let block = blocks[number] { return block.term(id: id) }
    statement.bind(number)
    defer { statement.finish() }
    guard try statement.step(), let block = TermBlock(text: statement.bytes(0), checks: statement.bytes(1)) else {
      return nil
    }
    if blocks.count == 512 { blocks.removeAll(keepingCapacity: true) }
    blocks[number] = block
    return block.term(id: id)
  }
}
